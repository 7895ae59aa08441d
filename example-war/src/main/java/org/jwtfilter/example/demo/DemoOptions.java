package org.jwtfilter.example.demo;

import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;

/**
 * What the command line asked for.
 *
 * @param before whether sessions and logins stay in the container, as before jwt-filter
 * @param nodes how many nodes
 * @param port the front port, with the nodes on the following ones; 0 takes free ports everywhere
 * @param host the address to listen on
 * @param session where the session's data lives: the filter's option of this name
 * @param store what the nodes share: the filter's option of this name, or the URL of a database
 */
record DemoOptions(boolean before, int nodes, int port, String host, String session, String store) {

  static final String TOKEN = "token";
  static final String MEMORY = "memory:local";

  static final String USAGE =
      """
      java -jar example-war.war [--before] [--session=WHERE] [--store=URI]
                                [--nodes=N] [--port=P] [--host=ADDRESS]

        --before         the same shop without jwt-filter: sessions and logins stay in each node
        --session=WHERE  where sessions are: token (in cookies), store, or auto (in cookies while
                         they fit, else in the store) (token)
        --store=URI      what the nodes share: ended logins, and sessions if they are in the store
                           redis://127.0.0.1:6379        a Redis or Valkey
                           jdbc:postgresql://HOST/NAME?user=U&password=P
                           jdbc:h2:/tmp/shop             a database, which all nodes get a pool for
                           jcache:shop                   Hazelcast, a member of it in each node
                           memory:local                  nothing (memory:local)
        --nodes=N        number of nodes, 1 to 20 (3)
        --port=P         front port; node n listens on P+n; 0 takes free ports (8080)
        --host=ADDRESS   address to listen on (127.0.0.1)
      """;

  private static final List<String> SESSIONS = List.of(TOKEN, "store", "auto");
  private static final int MAX_NODES = 20;
  private static final int MAX_PORT = 65535;

  DemoOptions {
    require(nodes >= 1 && nodes <= MAX_NODES, "--nodes: give a number from 1 to " + MAX_NODES);
    require(
        port >= 0 && port <= MAX_PORT - nodes,
        "--port: give a number from 0 to " + (MAX_PORT - nodes));
    require(
        SESSIONS.contains(session),
        "--session: \"" + session + "\" is not one of " + String.join(", ", SESSIONS));
    require(!store.isBlank(), "--store: give a URI such as redis://127.0.0.1:6379");
    boolean asWebXmlSays = session.equals(TOKEN) && store.equals(MEMORY);
    require(
        !before || asWebXmlSays,
        "--before: is without jwt-filter, and so without --session and --store");
    require(
        session.equals(TOKEN) || nodes == 1 || !store.startsWith("memory:"),
        "--session="
            + session
            + " on several nodes: each node has a "
            + store
            + " of its own; give a --store that they share, such as redis://127.0.0.1:6379, or"
            + " --nodes=1");
  }

  /** Throws an {@link IllegalArgumentException} that says which argument is wrong. */
  static DemoOptions parse(String... args) {
    boolean before = false;
    int nodes = 3;
    int port = 8080;
    String host = "127.0.0.1";
    String session = TOKEN;
    String store = MEMORY;
    Deque<String> left = words(args);
    while (!left.isEmpty()) {
      String option = left.pop();
      switch (option) {
        case "--before" -> before = true;
        case "--nodes" -> nodes = number(option, value(option, left));
        case "--port" -> port = number(option, value(option, left));
        case "--host" -> host = value(option, left);
        case "--session" -> session = value(option, left);
        case "--store" -> store = value(option, left);
        default -> throw new IllegalArgumentException(option + ": no such option");
      }
    }
    return new DemoOptions(before, nodes, port, host, session, store);
  }

  /** {@code --name=value} as two words. */
  private static Deque<String> words(String... args) {
    Deque<String> words = new ArrayDeque<>();
    for (String arg : args) {
      words.addAll(arg.startsWith("--") ? Arrays.asList(arg.split("=", 2)) : List.of(arg));
    }
    return words;
  }

  int portOf(int node) {
    return port == 0 ? 0 : port + node;
  }

  /** Whether web.xml says all of it already. */
  boolean asWebXmlSays() {
    return session.equals(TOKEN) && store.equals(MEMORY);
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
