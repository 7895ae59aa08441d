package org.jwtfilter.websocket;

import jakarta.websocket.Session;

/**
 * For endpoints on servers that do not tell us their open WebSockets. On Tomcat and Jetty nobody
 * needs to call this; it does no harm.
 */
public final class JwtSockets {
  private JwtSockets() {}

  /**
   * Has a socket closed with status 1008 when the token of its caller is revoked, or has ended and
   * its login with it. To be called in {@code @OnOpen}. Does nothing for a socket of nobody.
   *
   * @throws IllegalStateException if the filter did not see a handshake of this application
   */
  public static void watch(Session session) {
    if (session.getUserPrincipal() == null) {
      return;
    }
    SocketWatch watch = SocketWatch.current();
    if (watch == null) {
      throw new IllegalStateException(
          "JwtFilter does not run in this application, or not before the WebSocket's handshake;"
              + " map it to /*");
    }
    watch.add(session);
  }
}
