package org.jwtfilter.example.servers;

import java.nio.file.Path;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;

/** The servers, as the full distributions that the build has unpacked. */
public enum ServerKind {
  TOMCAT_10_1("Tomcat", "tomcat10", Tomcat::new),
  TOMCAT_11("Tomcat", "tomcat11", Tomcat::new),
  JETTY_12_0("Jetty ee10", "jetty120", home -> new Jetty(home, "ee10")),
  JETTY_12_1("Jetty ee10", "jetty121", home -> new Jetty(home, "ee10")),
  JETTY_12_1_EE11("Jetty ee11", "jetty121", home -> new Jetty(home, "ee11")),
  PAYARA_6("Payara", "payara6", Payara::new),
  PAYARA_MICRO_6("Payara Micro", "payara-micro6", PayaraMicro::new),
  GLASSFISH_7("GlassFish", "glassfish7", GlassFish::new),
  WILDFLY_39("WildFly", "wildfly39", WildFly::new),
  OPEN_LIBERTY_26("Open Liberty", "open-liberty26", OpenLiberty::new);

  private static final List<ServerKind> USUAL =
      List.of(TOMCAT_10_1, TOMCAT_11, JETTY_12_0, JETTY_12_1, PAYARA_6);

  private final String label;
  private final String distribution;
  private final Function<Path, ServerProduct> product;

  ServerKind(String label, String distribution, Function<Path, ServerProduct> product) {
    this.label = label;
    this.distribution = distribution;
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
    return ordinal() >= PAYARA_6.ordinal();
  }

  /** Whether it deploys an application though a filter of it has failed. */
  public boolean deploysInSpiteOfFilters() {
    return List.of(PAYARA_6, PAYARA_MICRO_6, GLASSFISH_7, OPEN_LIBERTY_26).contains(this);
  }

  /** What it is called, with its version. */
  public String title() {
    return label + " " + System.getProperty(distribution + ".version");
  }

  /** Where its distribution is. */
  public Path distribution() {
    return Path.of(System.getProperty(distribution + ".home")).toAbsolutePath();
  }

  /** Starts a node in a folder of its own; {@link ServerNode#awaitReady} says when it is there. */
  public ServerNode start(Site site, Path base) throws Exception {
    return ServerNode.start(this, product.apply(distribution()), site, base);
  }
}
