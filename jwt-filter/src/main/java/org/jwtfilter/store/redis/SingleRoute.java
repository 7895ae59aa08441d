package org.jwtfilter.store.redis;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import redis.clients.jedis.CommandArguments;

/** One server, or one master behind Sentinels, has all keys. Thread-safe. */
final class SingleRoute implements Routes {
  private final LinkPool pool;

  SingleRoute(Function<Deadline, Link> dial, int size) {
    this.pool = new LinkPool(dial, size);
  }

  @Override
  public @Nullable Object ask(String key, CommandArguments command, Deadline deadline) {
    return pool.once(deadline, link -> link.executeCommand(command));
  }

  @Override
  public Map<String, byte[]> read(List<String> keys, Deadline deadline) {
    List<CommandArguments> gets = keys.stream().map(Commands::get).toList();
    Map<String, byte[]> found = new HashMap<>();
    Commands.collect(keys, pool.repeatable(deadline, link -> link.all(gets)), found);
    return found;
  }

  @Override
  public void close() {
    pool.close();
  }
}
