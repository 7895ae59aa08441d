package org.jwtfilter.http;

import java.text.Normalizer;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jwtfilter.Account;
import org.jwtfilter.JwtEvents;
import org.jwtfilter.config.AddressRange;
import org.jwtfilter.key.KeyedHash;

/**
 * Slows down whoever guesses passwords. Wrong ones are counted for a user from one network, for a
 * user from everywhere, and for a network; beyond a limit each is followed by a wait that doubles
 * up to the longest, and what comes before it is over is refused without a look at the password: so
 * the answer tells nothing, and a name that does not exist is treated like one that does. Nobody is
 * locked out for good: waits end, and a browser in which the user has logged in before is counted
 * alone, whatever others do. Thread-safe.
 *
 * <p>On one node no more are let through than the limit says, however many come at once. Nodes that
 * let some through at the same moment may each exceed it by what they have under way: three for a
 * user, fifteen for a network.
 */
public final class LoginGuard {
  private static final int FROM_EVERYWHERE = 5;
  private static final int FROM_A_NETWORK = 10;
  private static final int FIRST_OF_LONGEST = 32;
  private static final int HALF_LIFE_IN_DELAYS = 4;
  private static final int HASH_BYTES = 15;
  private static final int LONGEST_NAME = 256;
  private static final int MOST_WAITS = 4096;
  private static final Duration BUSY = Duration.ofSeconds(1);

  private final int attempts;
  private final long first;
  private final long longest;
  private final List<AddressRange> maybeProxies;
  private final Tallies tallies;
  private final KnownDevices devices;
  private final KeyedHash hashes;
  private final JwtEvents events;
  private final Clock clock;
  private final Turns users = new Turns(4);
  private final Turns networks = new Turns(16);

  /** Until when there is nothing to ask the store; bounded, at worst it is asked again. */
  private final Map<String, Long> waits = new ConcurrentHashMap<>();

  /**
   * How often it may go wrong under a key.
   *
   * @param turns who shares the key at once
   */
  private record Limit(String key, int most, Turns turns) {}

  /**
   * @param attempts without a wait; zero: nobody counts
   * @param longest wait
   * @param maybeProxies addresses that may be a proxy's as well as a client's: many clients may
   *     share one, so it is not counted for itself
   */
  LoginGuard(
      int attempts,
      Duration longest,
      List<AddressRange> maybeProxies,
      Tallies tallies,
      KnownDevices devices,
      KeyedHash hashes,
      JwtEvents events,
      Clock clock) {
    this.attempts = attempts;
    this.longest = longest.toMillis();
    this.first = Math.max(1000, this.longest / FIRST_OF_LONGEST);
    this.maybeProxies = List.copyOf(maybeProxies);
    this.tallies = tallies;
    this.devices = devices;
    this.hashes = hashes;
    this.events = events;
    this.clock = clock;
  }

  /** How long it takes until half of the failures are forgotten, in milliseconds. */
  static long halfLife(Duration longest) {
    return longest.toMillis() * HALF_LIFE_IN_DELAYS;
  }

  /**
   * Has a password looked at, unless there were too many wrong ones, and counts it if it is wrong.
   * Never fails because of the store: then this node counts alone.
   *
   * @param name of the user, as typed
   * @param passwords looks; empty: unknown user or wrong password
   * @return what it says
   * @throws LoginThrottled if it was not asked
   */
  public Optional<Account> check(
      Exchange exchange, String name, Supplier<Optional<Account>> passwords) throws LoginThrottled {
    if (attempts == 0) {
      return passwords.get();
    }
    String user = normal(name);
    List<Limit> limits = limits(exchange, user);
    try {
      return inTurn(exchange, user, limits, passwords);
    } catch (LoginThrottled e) {
      events.loginThrottled(name, exchange.address());
      throw e;
    }
  }

  /** What realms may take for the same name is the same. */
  private static String normal(String name) {
    String bounded = name.substring(0, Math.min(name.length(), LONGEST_NAME));
    return Normalizer.normalize(bounded, Normalizer.Form.NFKC).strip().toLowerCase(Locale.ROOT);
  }

  /** The first is for the user alone; those for many come last, as do their turns. */
  private List<Limit> limits(Exchange exchange, String user) {
    Optional<String> device = devices.of(exchange, user);
    if (device.isPresent()) {
      return List.of(new Limit(key("device", device.get() + '\0' + user), attempts, users));
    }
    String network = Networks.of(exchange);
    Limit here = new Limit(key("here", network + '\0' + user), attempts, users);
    Limit everywhere = new Limit(key("user", user), attempts * FROM_EVERYWHERE, users);
    return isClients(exchange)
        ? List.of(
            here,
            everywhere,
            new Limit(key("network", network), attempts * FROM_A_NETWORK, networks))
        : List.of(here, everywhere);
  }

  private boolean isClients(Exchange exchange) {
    return Proxies.withoutZone(exchange.address())
        .filter(address -> maybeProxies.stream().noneMatch(one -> one.contains(address)))
        .isPresent();
  }

  private String key(String kind, String name) {
    return "tries/" + hashes.of(kind + '\0' + name, HASH_BYTES);
  }

  @SuppressWarnings("try") // a turn is only held
  private Optional<Account> inTurn(
      Exchange exchange, String user, List<Limit> limits, Supplier<Optional<Account>> passwords)
      throws LoginThrottled {
    refuseKnownWaits(limits);
    Set<Turns> alone = Set.of();
    while (true) {
      try (Turns.Turn mine = take(users, limits, alone);
          Turns.Turn ours = take(networks, limits, alone)) {
        Map<String, Tally> found = tallies.read(keys(limits));
        refuseWaits(limits, found);
        Set<Turns> tight = tight(limits, found);
        if (alone.containsAll(tight)) {
          return looked(exchange, user, limits, found, passwords);
        }
        alone = tight;
      } catch (Turns.Busy e) {
        throw new LoginThrottled(BUSY);
      }
    }
  }

  /**
   * A turn under the widest of the limits that share such; of several kinds always in one order.
   */
  private static Turns.Turn take(Turns turns, List<Limit> limits, Set<Turns> alone)
      throws Turns.Busy {
    Optional<Limit> widest =
        limits.stream().filter(one -> one.turns() == turns).reduce((one, next) -> next);
    return widest.isPresent()
        ? turns.take(widest.get().key(), alone.contains(turns))
        : Turns.Turn.NONE;
  }

  private Optional<Account> looked(
      Exchange exchange,
      String user,
      List<Limit> limits,
      Map<String, Tally> found,
      Supplier<Optional<Account>> passwords) {
    Optional<Account> account = passwords.get();
    if (account.isEmpty()) {
      tallies.add(keys(limits));
    } else {
      succeeded(exchange, user, limits.get(0).key(), found);
    }
    return account;
  }

  private static Set<String> keys(List<Limit> limits) {
    return limits.stream().map(Limit::key).collect(Collectors.toUnmodifiableSet());
  }

  /** Where so few tries are left that those under way at once could be too many. */
  private static Set<Turns> tight(List<Limit> limits, Map<String, Tally> found) {
    return limits.stream()
        .filter(one -> one.most() - tally(found, one).failures() < one.turns().width())
        .map(Limit::turns)
        .collect(Collectors.toUnmodifiableSet());
  }

  private static Tally tally(Map<String, Tally> found, Limit limit) {
    return found.getOrDefault(limit.key(), Tally.NONE);
  }

  private void refuseKnownWaits(List<Limit> limits) throws LoginThrottled {
    long until =
        limits.stream().mapToLong(one -> waits.getOrDefault(one.key(), 0L)).max().orElse(0);
    refuseUntil(until);
  }

  private void refuseWaits(List<Limit> limits, Map<String, Tally> found) throws LoginThrottled {
    long latest = 0;
    for (Limit one : limits) {
      long until = end(one, tally(found, one));
      latest = Math.max(latest, until);
      if (until > clock.millis()) {
        remember(one.key(), until);
      }
    }
    refuseUntil(latest);
  }

  private void refuseUntil(long until) throws LoginThrottled {
    long left = until - clock.millis();
    if (left > 0) {
      throw new LoginThrottled(Duration.ofSeconds((left + 999) / 1000));
    }
  }

  /** When the next try is let through; past where there are some left. */
  private long end(Limit limit, Tally tally) {
    int beyond = tally.failures() - limit.most();
    if (beyond < 0) {
      return 0;
    }
    boolean grown = beyond >= Integer.SIZE || first << beyond >= longest;
    return tally.at() + (grown ? longest : first << beyond);
  }

  private void remember(String key, long until) {
    if (waits.size() >= MOST_WAITS) {
      waits.clear();
    }
    waits.put(key, until);
  }

  /** Who knows the password begins anew, but what was counted for more than this user stays. */
  private void succeeded(Exchange exchange, String user, String own, Map<String, Tally> found) {
    if (found.getOrDefault(own, Tally.NONE).failures() > 0) {
      tallies.forget(own);
    }
    devices.remember(exchange, user);
  }

  /** Releases the memory. */
  void close() {
    tallies.close();
  }
}
