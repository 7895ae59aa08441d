package org.jwtfilter.example.demo;

import java.util.Arrays;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.logging.Handler;
import java.util.logging.Logger;

/**
 * What the nodes say through {@code java.util.logging}, in short lines. While all of them start
 * alike, what one has said the others need not repeat.
 */
final class NodeLog {

  private static final String FORMAT = "java.util.logging.SimpleFormatter.format";

  private NodeLog() {}

  static void sayEachThingOnce() {
    if (System.getProperty(FORMAT) == null) {
      System.setProperty(FORMAT, "%1$tT %4$s %5$s%6$s%n");
    }
    Set<String> said = ConcurrentHashMap.newKeySet();
    for (Handler handler : handlers()) {
      handler.setFilter(message -> said.add(String.valueOf(message.getMessage())));
    }
  }

  static void sayEverything() {
    for (Handler handler : handlers()) {
      handler.setFilter(null);
    }
  }

  private static Iterable<Handler> handlers() {
    return Arrays.asList(Logger.getLogger("").getHandlers());
  }
}
