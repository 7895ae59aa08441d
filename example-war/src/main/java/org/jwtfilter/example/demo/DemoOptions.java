package org.jwtfilter.example.demo;

import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;

/**
 * What the command line asked for.
 *
 * @param before whether sessions and logins stay in the container, as before jwt-filter
 * @param nodes how many nodes
 * @param port the front port, with the nodes on the following ones; 0 takes free ports everywhere
 * @param host the address to listen on
 */
record DemoOptions(boolean before, int nodes, int port, String host) {

  static final String USAGE =
      """
      java -jar example-war.war [--before] [--nodes N] [--port P] [--host ADDRESS]

        --before        the same shop without jwt-filter: sessions and logins stay in each node
        --nodes N       number of nodes, 1 to 20 (3)
        --port P        front port; node n listens on P+n; 0 takes free ports (8080)
        --host ADDRESS  address to listen on (127.0.0.1)
      """;

  private static final int MAX_NODES = 20;
  private static final int MAX_PORT = 65535;

  DemoOptions {
    require(nodes >= 1 && nodes <= MAX_NODES, "--nodes: give a number from 1 to " + MAX_NODES);
    require(
        port >= 0 && port <= MAX_PORT - nodes,
        "--port: give a number from 0 to " + (MAX_PORT - nodes));
  }

  /** Throws an {@link IllegalArgumentException} that says which argument is wrong. */
  static DemoOptions parse(String... args) {
    boolean before = false;
    int nodes = 3;
    int port = 8080;
    String host = "127.0.0.1";
    Deque<String> left = new ArrayDeque<>(Arrays.asList(args));
    while (!left.isEmpty()) {
      String option = left.pop();
      switch (option) {
        case "--before" -> before = true;
        case "--nodes" -> nodes = number(option, value(option, left));
        case "--port" -> port = number(option, value(option, left));
        case "--host" -> host = value(option, left);
        default -> throw new IllegalArgumentException(option + ": no such option");
      }
    }
    return new DemoOptions(before, nodes, port, host);
  }

  int portOf(int node) {
    return port == 0 ? 0 : port + node;
  }

  private static String value(String option, Deque<String> left) {
    require(!left.isEmpty(), option + ": the value is missing");
    return left.pop();
  }

  private static int number(String option, String text) {
    try {
      return Integer.parseInt(text);
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException(option + ": \"" + text + "\" is not a number", e);
    }
  }

  private static void require(boolean right, String message) {
    if (!right) {
      throw new IllegalArgumentException(message);
    }
  }
}
