package org.jwtfilter.migrate;

/** The WAR stays as it is; the message says why, and what to do next. */
final class CannotMigrate extends Exception {
  private static final long serialVersionUID = 1;

  CannotMigrate(String message) {
    super(message);
  }
}
