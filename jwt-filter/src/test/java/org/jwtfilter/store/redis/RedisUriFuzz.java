package org.jwtfilter.store.redis;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.time.Clock;
import java.time.Duration;
import org.jwtfilter.store.StoreSettings;

/** Addresses of Redis: read, or refused in words; no password is shown. */
public final class RedisUriFuzz {
  private static final int SHORTEST_PASSWORD = 8;

  private RedisUriFuzz() {}

  /** The URI of an option. */
  public static void redis(byte[] input) {
    String uri = new String(input, UTF_8);
    try {
      StoreSettings settings =
          new StoreSettings(uri, Duration.ofSeconds(1), Clock.systemUTC(), "shop:");
      settings.shown();
      require(RedisUri.SCHEMES.contains(settings.scheme()) || !uri.startsWith("redis:"), "scheme");
      RedisUri read = RedisUri.parse(settings);
      require(!read.hosts().isEmpty() && read.pool() > 0 && read.database() >= 0, "in range");
      read.hosts().forEach(host -> require(host.port() > 0 && host.port() < 65536, "a port"));
      requireHidden(uri, read.toString() + settings.shown() + settings);
    } catch (IllegalArgumentException e) {
      require(String.valueOf(e.getMessage()).startsWith("store: "), "says what is wrong: " + e);
      requireHidden(uri, e.getMessage());
    }
  }

  /** Each part of what stands before the last {@code @}, unless it stands behind it too. */
  private static void requireHidden(String uri, String shown) {
    int start = uri.indexOf("//");
    int at = uri.lastIndexOf('@');
    int colon = uri.indexOf(':', start + 2);
    if (start >= 0 && colon > start && at > colon) {
      for (String part : uri.substring(colon + 1, at).split("[^A-Za-z0-9]")) {
        require(
            part.length() < SHORTEST_PASSWORD
                || part.chars().noneMatch(Character::isDigit)
                || !shown.contains(part)
                || uri.indexOf(part, at) >= 0
                || uri.lastIndexOf(part, colon) >= 0,
            "no password is shown");
      }
    }
  }

  private static void require(boolean holds, String what) {
    if (!holds) {
      throw new AssertionError(what);
    }
  }
}
