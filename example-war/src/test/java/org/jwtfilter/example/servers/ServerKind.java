package org.jwtfilter.example.servers;

import java.nio.file.Path;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;

/** The servers, as the full distributions that the build has unpacked. */
public enum ServerKind {
  TOMCAT_10_1("tomcat10.home", Tomcat::new),
  TOMCAT_11("tomcat11.home", Tomcat::new),
  JETTY_12_0("jetty120.home", home -> new Jetty(home, "ee10")),
  JETTY_12_1("jetty121.home", home -> new Jetty(home, "ee10")),
  JETTY_12_1_EE11("jetty121.home", home -> new Jetty(home, "ee11")),
  PAYARA_6("payara6.home", Payara::new),
  PAYARA_MICRO_6("payara-micro6.jar", PayaraMicro::new);

  private static final List<ServerKind> USUAL =
      List.of(TOMCAT_10_1, TOMCAT_11, JETTY_12_0, JETTY_12_1, PAYARA_6);

  private final String property;
  private final Function<Path, ServerProduct> product;

  ServerKind(String property, Function<Path, ServerProduct> product) {
    this.property = property;
    this.product = product;
  }

  /**
   * Those that the property {@code servers} names, separated by commas; {@code all} means all.
   * Without it, one of every generation of each product.
   */
  public static List<ServerKind> chosen() {
    String names = System.getProperty("servers", "");
    if (names.isEmpty()) {
      return USUAL;
    }
    return names.equals("all")
        ? List.of(values())
        : Stream.of(names.split(",")).map(ServerKind::valueOf).toList();
  }

  /** Whether it knows session beans and resources by itself. */
  public boolean enterprise() {
    return this == PAYARA_6 || this == PAYARA_MICRO_6;
  }

  /** Where its distribution is. */
  public Path distribution() {
    return Path.of(System.getProperty(property)).toAbsolutePath();
  }

  /** Starts a node in a folder of its own; {@link ServerNode#awaitReady} says when it is there. */
  public ServerNode start(Site site, Path base) throws Exception {
    return ServerNode.start(this, product.apply(distribution()), site, base);
  }
}
