package org.jwtfilter.example.servers;

import java.util.List;

/** Somebody whom a server's own user database knows. */
public record User(String name, String password, List<String> roles) {
  @Override
  public String toString() {
    return name + roles;
  }
}
