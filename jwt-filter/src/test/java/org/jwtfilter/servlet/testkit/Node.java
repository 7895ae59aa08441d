package org.jwtfilter.servlet.testkit;

import jakarta.servlet.ServletContext;
import java.net.URI;

/** A running server; of several applications the first is meant. */
public interface Node extends AutoCloseable {
  /**
   * Where the application is: {@code http://127.0.0.1:PORT/context}, without a slash at the end.
   */
  URI base();

  /** The application's context. */
  ServletContext context();

  /** Stops the server and deletes its folder. Does nothing the second time. */
  @Override
  void close();
}
