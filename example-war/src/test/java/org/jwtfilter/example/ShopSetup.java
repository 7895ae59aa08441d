package org.jwtfilter.example;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jwtfilter.store.testkit.PostgresServer;
import org.jwtfilter.store.testkit.RedisServer;

/**
 * One way to run the shop: where its sessions are, and what its nodes share.
 *
 * @param session the launcher's option of that name
 * @param nodes how many
 */
record ShopSetup(String session, Engine engine, int nodes) {

  /** What the nodes share; each is started when the first shop needs it, and ends with the JVM. */
  enum Engine {
    MEMORY(() -> "memory:local"),
    REDIS(() -> Servers.REDIS.uri()),
    POSTGRESQL(Servers::postgres),
    H2(Servers::h2),
    HAZELCAST(() -> "jcache:shop");

    private final Supplier<String> uri;

    Engine(Supplier<String> uri) {
      this.uri = uri;
    }
  }

  private static final class Servers {

    static final RedisServer REDIS = RedisServer.start();

    static String postgres() {
      int port = PostgresServer.shared().port();
      return "jdbc:postgresql://127.0.0.1:" + port + "/postgres?user=postgres";
    }

    static String h2() {
      try {
        Path folder = Files.createTempDirectory("shop-h2");
        folder.toFile().deleteOnExit();
        folder.resolve("shop.mv.db").toFile().deleteOnExit();
        return "jdbc:h2:" + folder.resolve("shop");
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  static Stream<ShopSetup> all() {
    List<ShopSetup> all = new ArrayList<>();
    all.add(new ShopSetup("token", Engine.MEMORY, 3));
    all.add(new ShopSetup("token", Engine.REDIS, 2));
    for (Engine engine : Engine.values()) {
      for (String session : List.of("store", "auto")) {
        all.add(new ShopSetup(session, engine, engine == Engine.MEMORY ? 1 : 2));
      }
    }
    return all.stream();
  }

  ShopProcess start() throws Exception {
    return ShopProcess.start(
        "--session=" + session, "--store=" + engine.uri.get(), "--nodes=" + nodes);
  }

  /** Those that others can stand in for. */
  List<Integer> mortalNodes() {
    return nodes == 1 ? List.of() : Stream.iterate(1, n -> n + 1).limit(nodes).toList();
  }

  Set<String> nodeNames() {
    return Set.copyOf(Stream.iterate(1, n -> n + 1).limit(nodes).map(String::valueOf).toList());
  }

  /** Whether what one node knows of ended logins, the others learn. */
  boolean sharesLogouts() {
    return engine != Engine.MEMORY || nodes == 1;
  }

  /** Whether a session is limited by what cookies can hold. */
  boolean limited() {
    return session.equals("token");
  }

  /** Whether a session is in cookies as long as it fits. */
  boolean inCookies() {
    return !session.equals("store");
  }

  @Override
  public String toString() {
    return "session=" + session + " on " + engine + ", " + nodes + " nodes";
  }
}
