package com.example.traps;

import jakarta.servlet.http.HttpSession;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Who is there, by the ids of their sessions. */
final class Online {
  private static final Map<String, String> USERS = new ConcurrentHashMap<>();

  private Online() {}

  static void enter(HttpSession session) {
    USERS.put(session.getId(), "somebody");
  }
}
