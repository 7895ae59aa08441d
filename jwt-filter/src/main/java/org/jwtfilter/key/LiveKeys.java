package org.jwtfilter.key;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * Keys that may change, since some are fetched or read from files again: the union of all, in
 * order. Thread-safe. A token with a known key costs one look at the clock, or none where nothing
 * is fetched.
 */
final class LiveKeys implements KeySource {
  /** Threads are what a flood of unknown keys would use up while their owner is slow. */
  static final int MOST_WAITING = 32;

  private static final Logger LOG = System.getLogger(LiveKeys.class.getName());
  private static final long NEVER = Long.MAX_VALUE;
  private static final long LONGEST_WAIT_NANOS = TimeUnit.SECONDS.toNanos(2);

  private final List<Part> parts;
  private final List<RemoteSet> sets;
  private final Set<JwsAlgorithm> allowed;
  private final Clock clock;
  private final Semaphore mayWait = new Semaphore(MOST_WAITING);

  private volatile KeyRing ring;
  private volatile boolean complete;
  private volatile long due = NEVER;
  private OwnKeys own;
  private List<JwtKey> keys;

  /** Some of the keys. */
  @FunctionalInterface
  interface Part {
    /** As they are now, given those that are not fetched. */
    List<JwtKey> keys(OwnKeys own);
  }

  /**
   * @param parts all keys in order, those of the sets among them
   * @param own those that are not fetched
   * @param allowed empty: what the keys say
   */
  LiveKeys(
      List<Part> parts, List<RemoteSet> sets, OwnKeys own, Set<JwsAlgorithm> allowed, Clock clock) {
    this.parts = List.copyOf(parts);
    this.sets = List.copyOf(sets);
    this.own = own;
    this.allowed = Set.copyOf(allowed);
    this.clock = clock;
    this.keys = union();
    this.ring = ring();
    sets.forEach(set -> set.listener(this::rebuild));
  }

  /** Puts these in the place of the keys that are not fetched. */
  synchronized void use(OwnKeys next) {
    own = next;
    keys = union();
    replace();
  }

  @Override
  public KeyRing current() {
    long next = due;
    if (next != NEVER) {
      long now = clock.millis();
      if (now >= next) {
        keepUp(now);
      }
    }
    return ring;
  }

  @Override
  public KeyRing afterFailure(KeyRing tried, @Nullable String kid, String alg) {
    if (sets.isEmpty() || !published(alg) || nothingToLearn(kid) || hasNews(tried, kid)) {
      return ring;
    }
    boolean answered = ask(tried, kid);
    if (hasNews(tried, kid)) {
      return ring;
    }
    boolean certain = sets.stream().noneMatch(RemoteSet::uncertain);
    if (!answered || !(certain || nothingToLearn(kid))) {
      throw new KeysUnavailableException("The keys of others are not known: they do not answer");
    }
    return ring;
  }

  /** Whether a key of others can have this algorithm at all. */
  private boolean published(String alg) {
    return JwsAlgorithm.named(alg)
        .filter(one -> !one.symmetric() && (allowed.isEmpty() || allowed.contains(one)))
        .isPresent();
  }

  /**
   * A token without a name of its key has to do with the keys that were read. Where one owner was
   * never asked, its key may have a name that another's key has too.
   */
  private boolean nothingToLearn(@Nullable String kid) {
    return complete && (kid == null || ring.has(kid));
  }

  private boolean hasNews(KeyRing tried, @Nullable String kid) {
    KeyRing now = ring;
    return now != tried && (kid == null ? complete : now.has(kid));
  }

  private void keepUp(long now) {
    List<CompletableFuture<Void>> needed = new ArrayList<>();
    sets.forEach(set -> set.keepUp(now).ifPresent(needed::add));
    await(needed, () -> false);
  }

  /** Whether all that could be asked have answered, or one had the key. */
  private boolean ask(KeyRing tried, @Nullable String kid) {
    long now = clock.millis();
    List<CompletableFuture<Void>> asked = new ArrayList<>();
    sets.forEach(set -> set.ask(now).ifPresent(asked::add));
    if (asked.isEmpty()) {
      return true;
    }
    if (!mayWait.tryAcquire()) {
      return false;
    }
    try {
      return await(asked, () -> hasNews(tried, kid));
    } finally {
      mayWait.release();
    }
  }

  /** Whether all fetches have ended, or what was looked for was found, in time. */
  private static boolean await(List<CompletableFuture<Void>> fetches, Found found) {
    long deadline = System.nanoTime() + LONGEST_WAIT_NANOS;
    try {
      while (!found.yes()) {
        fetches.removeIf(CompletableFuture::isDone);
        if (fetches.isEmpty()) {
          return true;
        }
        CompletableFuture.anyOf(fetches.toArray(CompletableFuture<?>[]::new))
            .get(deadline - System.nanoTime(), TimeUnit.NANOSECONDS);
      }
      return true;
    } catch (TimeoutException | ExecutionException e) {
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  /** The same ring for the same keys: what was verified need not be verified again. */
  private synchronized void rebuild() {
    boolean all = sets.stream().allMatch(RemoteSet::known);
    List<JwtKey> now = union();
    if (!now.equals(keys)) {
      keys = now;
      replace();
    }
    // After the ring that it is true of, and read before it.
    complete = all;
    due = sets.stream().mapToLong(RemoteSet::due).min().orElse(NEVER);
  }

  private void replace() {
    List<String> known = ring.warnings();
    ring = ring();
    ring.warnings().stream()
        .filter(one -> !known.contains(one))
        .forEach(one -> LOG.log(Level.WARNING, one));
  }

  private KeyRing ring() {
    return KeyRing.of(keys, own.signer(), own.warnings());
  }

  private List<JwtKey> union() {
    return parts.stream().flatMap(part -> part.keys(own).stream()).toList();
  }

  /** Whether to stop waiting. */
  @FunctionalInterface
  private interface Found {
    boolean yes();
  }
}
