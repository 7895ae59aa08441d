package org.jwtfilter.key;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * One key set that is fetched: its keys, how long they are good for, and at most one fetch at a
 * time. Thread-safe; whoever asks is never held up here.
 */
final class RemoteSet {
  private static final Logger LOG = System.getLogger(RemoteSet.class.getName());
  private static final long NEVER = Long.MAX_VALUE;
  private static final int MOST_LOGGED = 10;
  private static final State UNKNOWN = new State(List.of(), "", false, false, NEVER, NEVER, NEVER);

  private final String name;
  private final FetchedSet.Fetcher fetcher;
  private final KeySetRules rules;
  private final KeyListener owner;
  private final Clock clock;
  private final Executor executor;

  private volatile State state = UNKNOWN;
  private volatile long mayAskFrom = Long.MIN_VALUE;
  private volatile @Nullable CompletableFuture<Void> flight;
  private volatile Runnable listener = () -> {};

  // Of the one flight that is under way.
  private List<String> logged = List.of();
  private boolean saidThatItFails;

  /**
   * What is known; times in milliseconds.
   *
   * @param body from which the keys were read
   * @param known whether there are keys that may be used, or it is known that there are none
   * @param answering whether the last fetch brought a set
   * @param refreshAt when to look again though nobody asks for other keys
   * @param freshUntil until when the keys are good without another look
   * @param staleUntil until when they are good while there is no answer
   */
  private record State(
      List<JwtKey> keys,
      String body,
      boolean known,
      boolean answering,
      long refreshAt,
      long freshUntil,
      long staleUntil) {
    State failed(long next) {
      return new State(keys, body, known, false, known ? next : NEVER, freshUntil, staleUntil);
    }

    @Override
    public String toString() {
      return "State" + keys;
    }
  }

  /**
   * @param name for messages
   * @param owner hears whether it answers
   * @param executor runs fetches, which take seconds
   */
  RemoteSet(
      String name,
      FetchedSet.Fetcher fetcher,
      KeySetRules rules,
      KeyListener owner,
      Clock clock,
      Executor executor) {
    this.name = name;
    this.fetcher = fetcher;
    this.rules = rules;
    this.owner = owner;
    this.clock = clock;
    this.executor = executor;
  }

  /** Who is told after each fetch. */
  void listener(Runnable told) {
    listener = told;
  }

  List<JwtKey> keys() {
    return state.keys;
  }

  /** Whether it was ever read, not too long ago. */
  boolean known() {
    return state.known;
  }

  /** Whether nobody can say which keys there are now. */
  boolean uncertain() {
    State now = state;
    return !now.known || !now.answering;
  }

  /** When {@link #keepUp} has something to do next. */
  long due() {
    State now = state;
    return Math.min(now.refreshAt, now.staleUntil);
  }

  /**
   * Looks for news if it is time.
   *
   * @return the fetch without whose outcome the keys should not be used: nobody has looked for too
   *     long
   */
  Optional<CompletableFuture<Void>> keepUp(long now) {
    State seen = state;
    if (now >= seen.staleUntil) {
      giveUp(seen);
      return Optional.empty();
    }
    if (now < seen.refreshAt) {
      return Optional.empty();
    }
    Optional<CompletableFuture<Void>> asked = fly(() -> state.equals(seen));
    return seen.answering && now >= seen.freshUntil ? asked : Optional.empty();
  }

  /** The fetch that is under way, or one that begins now unless one began a moment ago. */
  Optional<CompletableFuture<Void>> ask(long now) {
    return flight == null && now < mayAskFrom ? Optional.empty() : fly(() -> now >= mayAskFrom);
  }

  /** Keys that nobody has vouched for in all that time. */
  private synchronized void giveUp(State seen) {
    if (state.equals(seen)) {
      state = UNKNOWN;
      if (!seen.answering) {
        LOG.log(Level.WARNING, name + " has not answered for too long: its keys are used no more");
      }
      listener.run();
    }
  }

  private Optional<CompletableFuture<Void>> fly(BooleanSupplier due) {
    CompletableFuture<Void> underWay = flight;
    CompletableFuture<Void> mine = new CompletableFuture<>();
    if (underWay != null) {
      return Optional.of(underWay);
    }
    synchronized (this) {
      underWay = flight;
      if (underWay != null || !due.getAsBoolean()) {
        return Optional.ofNullable(underWay);
      }
      flight = mine;
      mayAskFrom = clock.millis() + rules.coolDown().toMillis();
    }
    begin(mine);
    return Optional.of(mine);
  }

  private void begin(CompletableFuture<Void> mine) {
    try {
      executor.execute(() -> run(mine));
    } catch (RuntimeException | Error e) {
      // No thread to be had: the next one may try.
      Runnable news = failed("cannot be read now (" + e.getClass().getSimpleName() + ")");
      landed(mine);
      news.run();
    }
  }

  private void run(CompletableFuture<Void> mine) {
    Runnable news;
    try {
      news = fetched(fetcher.fetch());
    } catch (KeyException e) {
      news = failed(e.problems().get(0));
    } catch (RuntimeException | Error e) {
      news = failed("cannot be read (" + e.getClass().getName() + ")");
    }
    landed(mine);
    // Nobody who needs the keys waits for who hears of them.
    news.run();
  }

  private void landed(CompletableFuture<Void> mine) {
    try {
      listener.run();
    } finally {
      flight = null;
      mine.complete(null);
    }
  }

  private static void nothing() {}

  /** What the owner's listener is to be told of it. */
  private synchronized Runnable fetched(FetchedSet news) {
    long now = clock.millis();
    long age = rules.age(news.age()).toMillis();
    State before = state;
    boolean same = before.known && before.body.equals(news.body());
    state =
        new State(
            same ? before.keys : List.copyOf(news.set().keys()),
            news.body(),
            true,
            true,
            now + age * 3 / 4,
            now + age,
            now + Math.max(age, rules.stale().toMillis()));
    boolean again = saidThatItFails;
    report(news.set());
    return again ? () -> owner.up(name) : RemoteSet::nothing;
  }

  /** What the owner's listener is to be told of it. */
  private synchronized Runnable failed(String why) {
    state = state.failed(clock.millis() + rules.coolDown().toMillis());
    if (saidThatItFails) {
      return RemoteSet::nothing;
    }
    saidThatItFails = true;
    LOG.log(Level.WARNING, name + " " + why + "; said once until it answers again");
    return () -> owner.down(name, why);
  }

  private void report(JwkSet set) {
    if (saidThatItFails) {
      saidThatItFails = false;
      LOG.log(Level.INFO, name + " answers again");
    }
    List<String> found = set.keys().isEmpty() ? withNone(set.warnings()) : set.warnings();
    if (!found.isEmpty() && !found.equals(logged)) {
      LOG.log(Level.WARNING, name + ": " + shortened(found));
    }
    logged = List.copyOf(found);
  }

  private static List<String> withNone(List<String> warnings) {
    return Stream.concat(Stream.of("it holds no key that can be used"), warnings.stream()).toList();
  }

  private static String shortened(List<String> warnings) {
    String shown = String.join("; ", warnings.subList(0, Math.min(MOST_LOGGED, warnings.size())));
    return warnings.size() > MOST_LOGGED
        ? shown + "; and " + (warnings.size() - MOST_LOGGED) + " more"
        : shown;
  }
}
