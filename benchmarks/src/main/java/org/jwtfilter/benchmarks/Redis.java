package org.jwtfilter.benchmarks;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import redis.embedded.RedisServer;

/** A real Redis on a free loopback port, which keeps nothing on disk and ends with the JVM. */
final class Redis {
  private static final Redis SHARED = start();

  private final int port;

  private Redis(int port) {
    this.port = port;
  }

  static Redis shared() {
    return SHARED;
  }

  private static Redis start() {
    try {
      int port = freePort();
      RedisServer server = server(port);
      Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(server)));
      server.start();
      return new Redis(port);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static RedisServer server(int port) throws IOException {
    return RedisServer.newRedisServer()
        .port(port)
        .bind("127.0.0.1")
        .setting("save \"\"")
        .setting("appendonly no")
        .build();
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  int port() {
    return port;
  }

  String uri() {
    return "redis://127.0.0.1:" + port;
  }

  private static void stop(RedisServer server) {
    try {
      server.stop();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
