package org.jwtfilter.store.redis;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import redis.clients.jedis.CommandArguments;

/** The way from a key to the server that has it. Thread-safe. */
interface Routes {

  /** Asks the server of the key once. */
  @Nullable Object ask(String key, CommandArguments command, Deadline deadline);

  /**
   * Reads the values of the keys that are present, at most as many at once as there are servers.
   */
  Map<String, byte[]> read(List<String> keys, Deadline deadline);

  /** Closes the connections. */
  void close();
}
