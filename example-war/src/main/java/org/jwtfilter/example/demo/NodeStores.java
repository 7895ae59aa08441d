package org.jwtfilter.example.demo;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/** Finds out from {@code --store} what the nodes' servers have to bring. */
final class NodeStores {

  private static final String JNDI = "jdbc:java:";

  private NodeStores() {}

  /** One for each node, in order. */
  static List<NodeStore> of(DemoOptions options) throws IOException {
    String uri = options.store();
    if (uri.startsWith("jcache:")) {
      return members(uri, options.nodes());
    }
    List<NodeStore> stores = new ArrayList<>();
    for (int number = 1; number <= options.nodes(); number++) {
      boolean database = uri.startsWith("jdbc:") && !uri.startsWith(JNDI);
      stores.add(database ? new Database(uri) : () -> uri);
    }
    return stores;
  }

  private static List<NodeStore> members(String uri, int nodes) throws IOException {
    // Read when the first class of Hazelcast is loaded.
    System.setProperty("hazelcast.logging.type", "slf4j");
    String cluster = "shop-" + UUID.randomUUID();
    List<Integer> ports = freePorts(nodes);
    List<NodeStore> members = new ArrayList<>();
    for (int number = 1; number <= nodes; number++) {
      members.add(new Member(uri, cluster, number, ports));
    }
    return members;
  }

  /** Ports that were free a moment ago, all of them at once so that they differ. */
  private static List<Integer> freePorts(int count) throws IOException {
    List<ServerSocket> sockets = new ArrayList<>();
    try {
      for (int i = 0; i < count; i++) {
        sockets.add(new ServerSocket(0, 1, InetAddress.getLoopbackAddress()));
      }
      return sockets.stream().map(ServerSocket::getLocalPort).toList();
    } finally {
      for (ServerSocket socket : sockets) {
        socket.close();
      }
    }
  }
}
