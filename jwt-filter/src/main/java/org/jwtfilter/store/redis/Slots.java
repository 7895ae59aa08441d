package org.jwtfilter.store.redis;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a node of a Cluster answers to {@code CLUSTER SLOTS}: who is master of which slots. */
final class Slots {
  private Slots() {}

  /** One master's run of slots, both ends included. */
  record Run(int from, int to, RedisUri.Host master) {}

  /** Leaves out what it does not understand; {@code asked} is who a nameless master is. */
  static List<Run> parse(@Nullable Object answer, RedisUri.Host asked) {
    List<Run> runs = new ArrayList<>();
    if (answer instanceof List<?> list) {
      list.forEach(one -> add(runs, one, asked));
    }
    return runs;
  }

  private static void add(List<Run> runs, Object one, RedisUri.Host asked) {
    if (one instanceof List<?> run
        && run.size() > 2
        && run.get(0) instanceof Long from
        && run.get(1) instanceof Long to
        && run.get(2) instanceof List<?> node
        && node.size() > 1
        && node.get(1) instanceof Long port
        && 0 <= from
        && to < ClusterRoutes.SLOTS) {
      runs.add(new Run(from.intValue(), to.intValue(), host(node.get(0), port, asked)));
    }
  }

  private static RedisUri.Host host(@Nullable Object name, long port, RedisUri.Host asked) {
    boolean named = name instanceof byte[] raw && raw.length > 0 && raw[0] != '?';
    return new RedisUri.Host(
        named ? new String((byte[]) name, StandardCharsets.US_ASCII) : asked.name(), (int) port);
  }
}
