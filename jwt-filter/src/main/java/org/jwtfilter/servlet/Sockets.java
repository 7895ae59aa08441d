package org.jwtfilter.servlet;

import jakarta.servlet.ServletContext;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import org.jspecify.annotations.Nullable;
import org.jwtfilter.http.JwtRuntime;
import org.jwtfilter.websocket.SocketWatch;

/**
 * Watches the WebSockets of an application from the first handshake of a caller on: who has none
 * needs neither a thread nor the API. Thread-safe.
 */
final class Sockets {
  private static final Logger LOG = System.getLogger(Sockets.class.getName());
  private static final String CONTAINER = "jakarta.websocket.server.ServerContainer";

  private final ServletContext context;
  private final JwtRuntime runtime;
  private @Nullable SocketWatch watch;
  private volatile boolean begun;

  Sockets(ServletContext context, JwtRuntime runtime) {
    this.context = context;
    this.runtime = runtime;
  }

  /** A caller is about to open a socket. */
  void opening() {
    if (!begun) {
      begin();
    }
  }

  private synchronized void begin() {
    Object container = context.getAttribute(CONTAINER);
    if (begun || container == null) {
      return;
    }
    begun = true;
    try {
      watch = SocketWatch.begin(runtime, container, context.getClassLoader());
    } catch (LinkageError e) {
      LOG.log(
          Level.WARNING,
          "WebSockets stay open when their callers' tokens end: the application does not see the"
              + " server's jakarta.websocket (jakarta.websocket:jakarta.websocket-api, 2.1 or later)",
          e);
    }
  }

  /** Ends what was begun. */
  synchronized void close() {
    begun = true;
    if (watch != null) {
      watch.close();
    }
  }
}
