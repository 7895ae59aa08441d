package org.jwtfilter.servlet;

import org.jwtfilter.servlet.testkit.ServerUnderTest;
import org.jwtfilter.servlet.testkit.WebApp;

/** Where an application of a {@link Cluster} runs, and where its sessions are. */
enum Setup {
  TOMCAT(ServerUnderTest.TOMCAT, "token"),
  JETTY(ServerUnderTest.JETTY, "token"),
  TOMCAT_STORE(ServerUnderTest.TOMCAT, "store"),
  JETTY_STORE(ServerUnderTest.JETTY, "store"),
  TOMCAT_AUTO(ServerUnderTest.TOMCAT, "auto"),
  JETTY_AUTO(ServerUnderTest.JETTY, "auto");

  private final ServerUnderTest server;
  private final String session;

  Setup(ServerUnderTest server, String session) {
    this.server = server;
    this.session = session;
  }

  /** Sessions in tokens. */
  static Setup of(ServerUnderTest server) {
    return server == ServerUnderTest.TOMCAT ? TOMCAT : JETTY;
  }

  ServerUnderTest server() {
    return server;
  }

  boolean token() {
    return session.equals("token");
  }

  boolean store() {
    return session.equals("store");
  }

  boolean auto() {
    return session.equals("auto");
  }

  boolean onJetty() {
    return server == ServerUnderTest.JETTY;
  }

  /** The application with its sessions there. */
  WebApp applied(WebApp app, String store) {
    return token()
        ? app
        : app.replacing(
            "<param-name>session</param-name><param-value>token</param-value>",
            "<param-name>session</param-name><param-value>%s</param-value></init-param><init-param><param-name>store</param-name><param-value>%s</param-value>"
                .formatted(session, store));
  }
}
