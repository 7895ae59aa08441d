package org.jwtfilter.grant;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;
import org.jwtfilter.grant.Vault.Found;
import org.jwtfilter.store.StoreException;

/**
 * How nodes tell each other what is revoked, by nothing but a {@link org.jwtfilter.store.Store}:
 * numbered entries, each under a key of its own that the first writer gets by compare-and-set, and
 * a head that says which number is the latest. A writer that finds the next number taken while the
 * head is behind completes what the other began. An entry is there until all it says has ended.
 * Thread-safe.
 *
 * <p>A head that is missing, goes back or has another epoch means that the engine has lost its
 * data: the node reads the new log from its start and goes on knowing what it knew.
 */
final class RevocationLog {
  private static final Logger LOG = System.getLogger(RevocationLog.class.getName());
  private static final SecureRandom RANDOM = new SecureRandom();
  private static final String HEAD = "rev/head";
  private static final int BATCH = 256;
  private static final int MOST_ATTEMPTS = 200;
  private static final Duration ENTRY_SLACK = Duration.ofMinutes(1);
  private static final Duration HEAD_SLACK = Duration.ofDays(1);
  private static final long NEVER = Long.MIN_VALUE;

  private final Vault vault;
  private final Clock clock;
  private final long delayMillis;
  private final Consumer<Change> knows;
  private final String headKey;
  private final Flight reading = new Flight(this::poll);
  private final ReentrantLock appending = new ReentrantLock();

  private volatile long asked = NEVER;

  /** The head as a writer of this node last saw it: saves a trip. */
  private volatile @Nullable Found<LogHead> latest;

  /** The head up to which this node has read; one thread at a time reads. */
  private volatile @Nullable Found<LogHead> read;

  /**
   * @param knows gets each change in the order of the log, some of them twice
   */
  RevocationLog(Vault vault, Clock clock, Duration delay, Consumer<Change> knows) {
    this.vault = vault;
    this.clock = clock;
    this.delayMillis = delay.toMillis();
    this.knows = knows;
    this.headKey = vault.plainKey(HEAD);
  }

  /** Whether everything that was appended more than the delay ago is known here. */
  boolean fresh() {
    long age = clock.millis() - asked;
    // A clock that was set back says nothing.
    return asked != NEVER && age >= 0 && age < delayMillis;
  }

  /** Reads what others have appended, unless this was done just now. */
  void catchUp() {
    if (!fresh()) {
      reading.join();
    }
  }

  /** Reads what has been appended up to now, here or elsewhere. */
  void read() {
    // The first reading that one joins may have begun before now, the second cannot.
    if (!reading.join()) {
      reading.join();
    }
  }

  /**
   * Appends an entry. When this returns every node reads it within the delay; when it throws that
   * is not known.
   */
  void append(List<Change> changes) {
    LogEntry entry = new LogEntry(RANDOM.nextLong(), changes);
    appending.lock();
    try {
      appendLocked(entry);
    } finally {
      appending.unlock();
    }
  }

  private void appendLocked(LogEntry entry) {
    Found<LogHead> head = knownHead();
    for (int attempt = 0; attempt < MOST_ATTEMPTS; attempt++) {
      LogHead value = head.value().orElseThrow(RevocationLog::unreadable);
      if (!claim(value, entry)) {
        complete(head, value);
      } else if (advance(head, value, entry)) {
        return;
      }
      head = head();
      if (head.value().filter(one -> one.recent().contains(entry.id())).isPresent()) {
        return; // somebody completed it
      }
    }
    throw new StoreException("too many nodes write to the list of revocations at once; try again");
  }

  private boolean claim(LogHead head, LogEntry entry) {
    return vault
        .replace(
            entryKey(head.epoch(), head.number() + 1),
            Optional.empty(),
            entry,
            LogEntry::encoded,
            Instant.ofEpochMilli(entry.end()).plus(ENTRY_SLACK))
        .isPresent();
  }

  /** Advances the head over the entry of a writer that has not done so yet, or never will. */
  private void complete(Found<LogHead> head, LogHead value) {
    vault
        .read(entryKey(value.epoch(), value.number() + 1), LogEntry::decoded)
        // One of keys that are gone tells nobody anything, but its place is taken.
        .map(found -> found.value().orElseGet(() -> new LogEntry(0, List.of())))
        .ifPresent(entry -> advance(head, value, entry));
  }

  private boolean advance(Found<LogHead> head, LogHead value, LogEntry entry) {
    return replaceHead(
        Optional.of(head), value.with(entry, clock.millis() - ENTRY_SLACK.toMillis()));
  }

  private boolean replaceHead(Optional<Found<LogHead>> found, LogHead head) {
    Instant end = Instant.ofEpochMilli(Math.max(head.until(), clock.millis())).plus(HEAD_SLACK);
    Optional<Found<LogHead>> set = vault.replace(headKey, found, head, LogHead::encoded, end);
    set.ifPresent(one -> latest = one);
    return set.isPresent();
  }

  private Found<LogHead> knownHead() {
    Found<LogHead> known = latest;
    return known != null && known.value().isPresent() ? known : head();
  }

  /** The head as it is now; a new one where there is none. */
  private Found<LogHead> head() {
    for (int attempt = 0; attempt < MOST_ATTEMPTS; attempt++) {
      Optional<Found<LogHead>> found = vault.read(headKey, LogHead::decoded);
      if (found.isPresent()) {
        latest = found.get();
        return found.get();
      }
      replaceHead(Optional.empty(), LogHead.empty(RANDOM.nextLong()));
    }
    throw new StoreException("the list of revocations does not stay in the store");
  }

  private void poll() {
    long begun = clock.millis();
    Optional<Found<LogHead>> found = vault.read(headKey, LogHead::decoded);
    Found<LogHead> before = read;
    if (found.isPresent() && before == null) {
      takeOver(found.get());
    }
    if (found.isPresent() && (before == null || !found.get().same(before))) {
      readUpTo(found.get(), Optional.ofNullable(before).flatMap(Found::value));
    }
    asked = begun;
  }

  /**
   * Seals the head with the first key of this node, so that no log is lost when the keys that came
   * before are taken away. One that cannot be opened at start is of keys that are gone: a new log
   * begins. Later it would be a node with other keys, and nothing it says may be missed.
   */
  private void takeOver(Found<LogHead> found) {
    if (found.value().isEmpty()) {
      LOG.log(
          Level.WARNING,
          "what was revoked before is sealed with keys that are not in session-keys; it is not"
              + " known any more, and nodes that still use those keys refuse requests until they"
              + " get the same keys as this one");
    }
    replaceHead(
        Optional.of(found), found.value().orElseGet(() -> LogHead.empty(RANDOM.nextLong())));
  }

  private void readUpTo(Found<LogHead> found, Optional<LogHead> before) {
    if (found.value().isPresent()) {
      LogHead head = found.value().get();
      readEntries(head, before.filter(one -> precedes(one, head)).map(LogHead::number).orElse(0L));
      read = found;
    } else if (read != null) {
      throw unreadable();
    }
  }

  private static boolean precedes(LogHead before, LogHead head) {
    return before.epoch() == head.epoch() && before.number() <= head.number();
  }

  private void readEntries(LogHead head, long after) {
    List<String> keys =
        head.blocks().stream()
            .flatMapToLong(
                block -> LongStream.rangeClosed(Math.max(after + 1, block.from()), block.to()))
            .mapToObj(number -> entryKey(head.epoch(), number))
            .toList();
    for (int from = 0; from < keys.size(); from += BATCH) {
      readBatch(keys.subList(from, Math.min(keys.size(), from + BATCH)));
    }
  }

  private void readBatch(List<String> keys) {
    Map<String, Found<LogEntry>> entries = vault.readAll(Set.copyOf(keys), LogEntry::decoded);
    for (String key : keys) {
      Found<LogEntry> found = entries.get(key); // null: it has ended
      if (found != null) {
        found.value().ifPresentOrElse(one -> one.changes().forEach(knows), RevocationLog::warn);
      }
    }
  }

  private static void warn() {
    LOG.log(
        Level.WARNING,
        "an entry of the list of revocations is sealed with a key that is not in session-keys any"
            + " more; what it revokes is not known here: keep old keys until lifetime,"
            + " absolute-lifetime and refresh-lifetime have passed");
  }

  private static StoreException unreadable() {
    return new StoreException(
        "the list of revocations is sealed with keys that this node does not have: give all nodes"
            + " the same session-keys");
  }

  private String entryKey(long epoch, long number) {
    return vault.plainKey("rev/" + Long.toHexString(epoch) + '/' + number);
  }
}
