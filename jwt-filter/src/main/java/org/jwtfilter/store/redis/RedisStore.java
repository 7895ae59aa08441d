package org.jwtfilter.store.redis;

import java.net.InetAddress;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ScheduledExecutorService;
import java.util.function.Function;
import javax.net.ssl.SSLSocketFactory;
import org.jspecify.annotations.Nullable;
import org.jwtfilter.store.Store;
import org.jwtfilter.store.StoreException;
import org.jwtfilter.store.StoreSettings;
import redis.clients.jedis.CommandArguments;
import redis.clients.jedis.exceptions.JedisConnectionException;
import redis.clients.jedis.exceptions.JedisDataException;
import redis.clients.jedis.exceptions.JedisException;
import redis.clients.jedis.exceptions.JedisNoScriptException;

/**
 * A store on Redis; ends are kept by the clock of the server. Thread-safe.
 *
 * <p>Reading is repeated once where a connection has died at rest. Changes never are: of a change
 * whose answer was lost nobody knows whether it happened, and one that is repeated could undo what
 * another node did in between, or find its own value and say that it was not set.
 */
final class RedisStore implements Store {
  /** More in one trip would make the server wait for us, or us for it. */
  private static final int KEYS_PER_TRIP = 500;

  private final String shown;
  private final Duration timeout;
  private final Routes routes;
  private final ScheduledExecutorService closer;

  private RedisStore(
      String shown, Duration timeout, Routes routes, ScheduledExecutorService closer) {
    this.shown = shown;
    this.timeout = timeout;
    this.routes = routes;
    this.closer = closer;
  }

  static RedisStore open(RedisUri uri, StoreSettings settings) {
    return open(uri, settings, (SSLSocketFactory) SSLSocketFactory.getDefault());
  }

  /** With what decides whom to trust, where the URI asks for TLS. */
  static RedisStore open(RedisUri uri, StoreSettings settings, SSLSocketFactory trust) {
    ScheduledExecutorService closer = Closer.start();
    Routes routes = routes(uri, uri.tls() ? trust : null, closer);
    return new RedisStore(settings.shown(), settings.timeout(), routes, closer);
  }

  private static Routes routes(
      RedisUri uri, @Nullable SSLSocketFactory tls, ScheduledExecutorService closer) {
    Names names = new Names(InetAddress::getAllByName);
    Dialer dialer = new Dialer(uri.login(), uri.database(), tls, names, closer);
    return switch (uri.kind()) {
      case SINGLE -> single(deadline -> dialer.dial(uri.hosts().get(0), deadline), uri);
      case SENTINEL -> {
        Sentinels all = new Sentinels(uri, new Dialer(uri.sentinelLogin(), 0, tls, names, closer));
        yield single(deadline -> dialer.dial(all.master(deadline), deadline), uri);
      }
      case CLUSTER -> new ClusterRoutes(uri, dialer);
    };
  }

  private static Routes single(Function<Deadline, Link> dial, RedisUri uri) {
    return new SingleRoute(dial, uri.pool());
  }

  @Override
  public Map<String, byte[]> read(Set<String> keys) {
    Deadline deadline = Deadline.in(timeout);
    List<String> all = new ArrayList<>(keys);
    Map<String, byte[]> found = new HashMap<>();
    try {
      for (int i = 0; i < all.size(); i += KEYS_PER_TRIP) {
        int end = Math.min(i + KEYS_PER_TRIP, all.size());
        found.putAll(routes.read(all.subList(i, end), deadline));
      }
      return found;
    } catch (JedisException failed) {
      throw explained(failed);
    }
  }

  @Override
  public void write(String key, byte[] value, Instant expires) {
    ask(key, Commands.set(key, value, expires));
  }

  @Override
  public boolean replace(String key, byte @Nullable [] expected, byte[] value, Instant expires) {
    if (expected == null) {
      return ask(key, Commands.setIfAbsent(key, value, expires)) != null;
    }
    Deadline deadline = Deadline.in(timeout);
    try {
      return set(routes.ask(key, Commands.replace(key, expected, value, expires), deadline));
    } catch (JedisNoScriptException unknown) {
      // Nothing has run: the server does not know the script yet, or has forgotten it.
      return set(ask(key, Commands.replaceByText(key, expected, value, expires), deadline));
    } catch (JedisException failed) {
      throw explained(failed);
    }
  }

  private static boolean set(@Nullable Object answer) {
    return answer instanceof Long count && count == 1;
  }

  @Override
  public void delete(String key) {
    ask(key, Commands.unlink(key));
  }

  private @Nullable Object ask(String key, CommandArguments command) {
    return ask(key, command, Deadline.in(timeout));
  }

  private @Nullable Object ask(String key, CommandArguments command, Deadline deadline) {
    try {
      return routes.ask(key, command, deadline);
    } catch (JedisException failed) {
      throw explained(failed);
    }
  }

  private StoreException explained(JedisException failed) {
    if (failed instanceof JedisDataException) {
      // Without its cause: a server that does not know a command repeats what it was given.
      return new StoreException(shown + " refuses: " + withoutArguments(failed.getMessage()));
    }
    String why = failed instanceof JedisConnectionException ? "does not answer" : "fails";
    return new StoreException(shown + " " + why + late(failed), failed);
  }

  private String late(JedisException failed) {
    return failed.getCause() instanceof SocketTimeoutException
        ? " within " + timeout
        : ": " + failed.getMessage();
  }

  private static String withoutArguments(@Nullable String message) {
    if (message == null) {
      return "no reason given";
    }
    int end = message.indexOf(", with args");
    String reason = end < 0 ? message : message.substring(0, end);
    return reason.startsWith("ERR syntax error")
        ? reason + " (it must be Redis 6.2 or later, or Valkey)"
        : reason;
  }

  @Override
  public void close() {
    routes.close();
    closer.shutdownNow();
  }

  @Override
  public String toString() {
    return shown;
  }
}
