package org.jwtfilter.example.demo;

import jakarta.servlet.ServletException;
import java.io.IOException;
import java.net.BindException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The demo: reads its options, starts the nodes, then the proxy in front of them. */
public final class Demo {

  private static final String KEY_PROPERTY = "shop.jwt.key";
  private static final int KEY_BYTES = 48;

  private Demo() {}

  /**
   * Starts the demo and returns; its servers keep the process alive.
   *
   * @param folder the demo's own folder, with the unpacked WAR in {@code webapp}
   * @param args the command line
   */
  public static void run(Path folder, String... args) throws Exception {
    if (Arrays.asList(args).contains("--help")) {
      System.out.print(DemoOptions.USAGE);
      return;
    }
    try {
      start(folder, DemoOptions.parse(args));
    } catch (IllegalArgumentException e) {
      exit(e.getMessage() + System.lineSeparator() + DemoOptions.USAGE);
    } catch (IOException e) {
      exit(e.getCause() instanceof BindException ? portTaken(e) : failed(e));
    } catch (ServletException e) {
      exit(failed(e));
    }
  }

  private static void start(Path folder, DemoOptions options) throws Exception {
    if (options.before()) {
      undoMove(folder.resolve("webapp/WEB-INF"));
    } else {
      provideKey();
    }
    List<ShopNode> nodes = startNodes(folder, options);
    Front front = new Front(options.host(), options.port(), nodes);
    front.start();
    report(options, nodes, front);
  }

  private static List<ShopNode> startNodes(Path folder, DemoOptions options) throws Exception {
    NodeLog.sayEachThingOnce();
    List<NodeStore> stores = NodeStores.of(options);
    List<ShopNode> nodes = new ArrayList<>();
    for (int number = 1; number <= options.nodes(); number++) {
      NodeStore store = stores.get(number - 1);
      ShopNode node = new ShopNode(number, options.host(), options.portOf(number), folder, store);
      if (!options.asWebXmlSays()) {
        node.choose(options.session());
      }
      node.start();
      nodes.add(node);
    }
    NodeLog.sayEverything();
    return nodes;
  }

  /** Takes jwt-filter out of the web application again: its jar and its lines in web.xml. */
  private static void undoMove(Path webInf) throws IOException {
    Files.copy(
        webInf.resolve("launcher/before/web.xml"),
        webInf.resolve("web.xml"),
        StandardCopyOption.REPLACE_EXISTING);
    try (DirectoryStream<Path> jars =
        Files.newDirectoryStream(webInf.resolve("lib"), "jwt-filter-*.jar")) {
      for (Path jar : jars) {
        Files.delete(jar);
      }
    }
  }

  private static void provideKey() {
    if (System.getProperty(KEY_PROPERTY) != null) {
      return;
    }
    byte[] key = new byte[KEY_BYTES];
    new SecureRandom().nextBytes(key);
    System.setProperty(KEY_PROPERTY, Base64.getEncoder().encodeToString(key));
    System.out.println(
        "Demo key: made just now, shared by these nodes alone, and gone with this process:"
            + " whoever is logged in must log in again after the next start.");
    System.out.println("  For nodes that last, give them all the same: -D" + KEY_PROPERTY + "=…");
  }

  private static void report(DemoOptions options, List<ShopNode> nodes, Front front) {
    for (ShopNode node : nodes) {
      System.out.printf("Node %d: %s%n", node.number(), url(options, node.port()));
    }
    System.out.printf(
        "The shop, %s: %s%n",
        options.before() ? "before jwt-filter (container sessions)" : with(options),
        url(options, front.port()));
    System.out.println("  Users: ann/ann (customer), bob/bob (customer, admin)");
    System.out.printf(
        "  Kill a node:   curl -X POST %s_demo/nodes/2/stop%n", url(options, front.port()));
    System.out.printf(
        "  Revive a node: curl -X POST %s_demo/nodes/2/start%n", url(options, front.port()));
  }

  /** Without the store's address, which may hold a password. */
  private static String with(DemoOptions options) {
    String kind = options.store().substring(0, options.store().indexOf(':') + 1);
    return "with jwt-filter (session=" + options.session() + ", store=" + kind + "…)";
  }

  private static String url(DemoOptions options, int port) {
    String host = options.host().contains(":") ? "[" + options.host() + "]" : options.host();
    return "http://" + host + ":" + port + "/";
  }

  private static String portTaken(IOException e) {
    return e.getMessage() + ": another program listens there; choose other ports with --port";
  }

  private static String failed(Exception e) {
    return "The shop did not start: " + e + System.lineSeparator() + "  The log above says more.";
  }

  private static void exit(@Nullable String message) {
    System.err.println(message);
    System.exit(1);
  }
}
