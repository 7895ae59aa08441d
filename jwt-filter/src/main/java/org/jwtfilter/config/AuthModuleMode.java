package org.jwtfilter.config;

/** Whether the server asks us who the caller is ({@code auth-module}). */
public enum AuthModuleMode {
  /** Where the server can, and the application's {@code <auth-method>} is one that we know. */
  AUTO,
  /** Never: the server checks its constraints by itself. */
  OFF
}
