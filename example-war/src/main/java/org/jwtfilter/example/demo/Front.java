package org.jwtfilter.example.demo;

import java.util.List;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.thread.QueuedThreadPool;

/** The front port: the switchboard of the nodes, and the proxy for everything else. */
final class Front {

  private static final int MAX_HEADER = 64 * 1024;

  private final Server server;
  private final ServerConnector connector;

  /**
   * @param port 0 takes a free one
   */
  Front(String host, int port, List<ShopNode> nodes) {
    QueuedThreadPool threads = new QueuedThreadPool();
    threads.setName("front");
    server = new Server(threads);
    HttpConfiguration http = new HttpConfiguration();
    http.setSendServerVersion(false);
    http.setSendDateHeader(false); // the nodes send theirs
    // More than any node takes: the limits that a visitor meets are the nodes' own.
    http.setRequestHeaderSize(MAX_HEADER);
    http.setResponseHeaderSize(MAX_HEADER);
    connector = new ServerConnector(server, new HttpConnectionFactory(http));
    connector.setHost(host);
    connector.setPort(port);
    server.addConnector(connector);
    server.setHandler(new Handler.Sequence(new Switchboard(nodes), new RoundRobin(nodes)));
  }

  void start() throws Exception {
    server.start();
  }

  int port() {
    return connector.getLocalPort();
  }
}
