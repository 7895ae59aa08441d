package org.jwtfilter.store.redis;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import redis.clients.jedis.CommandArguments;
import redis.clients.jedis.Protocol.Command;
import redis.clients.jedis.exceptions.JedisDataException;

/** The few commands that we use. */
final class Commands {
  private static final String REPLACE =
      "if redis.call('GET', KEYS[1]) == ARGV[1] then"
          + " redis.call('SET', KEYS[1], ARGV[2], 'PXAT', ARGV[3]) return 1 end return 0";
  private static final String REPLACE_SHA = Sha1.hex(REPLACE);

  private Commands() {}

  static CommandArguments get(String key) {
    return new CommandArguments(Command.GET).add(raw(key));
  }

  static CommandArguments set(String key, byte[] value, Instant expires) {
    return new CommandArguments(Command.SET)
        .add(raw(key))
        .add(value)
        .add("PXAT")
        .add(millis(expires));
  }

  static CommandArguments setIfAbsent(String key, byte[] value, Instant expires) {
    return set(key, value, expires).add("NX");
  }

  static CommandArguments unlink(String key) {
    return new CommandArguments(Command.UNLINK).add(raw(key));
  }

  /** Compare and set by the name of the script, which the server may not know yet. */
  static CommandArguments replace(String key, byte[] expected, byte[] value, Instant expires) {
    CommandArguments named = new CommandArguments(Command.EVALSHA).add(REPLACE_SHA);
    return arguments(named, key, expected, value, expires);
  }

  /** Compare and set by the text of the script, which the server then knows. */
  static CommandArguments replaceByText(
      String key, byte[] expected, byte[] value, Instant expires) {
    CommandArguments text = new CommandArguments(Command.EVAL).add(REPLACE);
    return arguments(text, key, expected, value, expires);
  }

  private static CommandArguments arguments(
      CommandArguments script, String key, byte[] expected, byte[] value, Instant expires) {
    return script.add(1).add(raw(key)).add(expected).add(value).add(millis(expires));
  }

  /** Adds the values that came as answers to {@link #get}. */
  static void collect(List<String> keys, List<Object> answers, Map<String, byte[]> found) {
    for (int i = 0; i < answers.size(); i++) {
      collect(keys.get(i), answers.get(i), found);
    }
  }

  static void collect(String key, @Nullable Object answer, Map<String, byte[]> found) {
    if (answer instanceof JedisDataException refused) {
      throw refused;
    }
    if (answer instanceof byte[] value) {
      found.put(key, value);
    }
  }

  /** Redis refuses zero; what is long past deletes. */
  private static long millis(Instant expires) {
    return Math.max(expires.toEpochMilli(), 1);
  }

  static byte[] raw(String key) {
    return key.getBytes(StandardCharsets.US_ASCII);
  }
}
