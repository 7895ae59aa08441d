package com.example.traps;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Who is there, by the ids of their sessions. */
final class Online {
  static final Map<String, String> USERS = new ConcurrentHashMap<>();

  private Online() {}
}
