package com.example.faces;

import jakarta.enterprise.context.ApplicationScoped;

/** A service that no session can hold. */
@ApplicationScoped
public class Clockwork {
  public String tick() {
    return "tick";
  }
}
