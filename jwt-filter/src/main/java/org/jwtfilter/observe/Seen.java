package org.jwtfilter.observe;

import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jwtfilter.session.Examined;
import org.jwtfilter.session.Obstacle;

/** What has been seen of the attributes of one name, in all sessions. Bounded. Thread-safe. */
final class Seen {
  private static final int MOST_CLASSES = 100;
  private static final int MOST_OBSTACLES = 20;
  private static final int MOST_TRIES = 1_000;

  private final String name;
  private final Map<Happening, LongAdder> counts =
      Stream.of(Happening.values()).collect(Collectors.toMap(one -> one, one -> new LongAdder()));
  private final Set<Object> news = ConcurrentHashMap.newKeySet();
  private final Set<String> types = ConcurrentHashMap.newKeySet();
  private final Set<String> classes = ConcurrentHashMap.newKeySet();
  private final Set<String> patterns = ConcurrentHashMap.newKeySet();
  private final Set<String> listeners = ConcurrentHashMap.newKeySet();
  private final Map<String, Obstacle> obstacles = new ConcurrentHashMap<>();
  private final AtomicInteger tries = new AtomicInteger();
  private final AtomicReference<Examined.Sizes> largest =
      new AtomicReference<>(Examined.Sizes.NONE);
  private volatile Examined.Sizes latest = Examined.Sizes.NONE;

  Seen(String name) {
    this.name = name;
  }

  String name() {
    return name;
  }

  /** Counts. */
  void count(Happening happening) {
    adder(happening).increment();
  }

  /** Counts what should not happen often; true the first time. */
  boolean countNews(Happening happening) {
    count(happening);
    return news.add(happening);
  }

  long total(Happening... happenings) {
    long sum = 0;
    for (Happening one : happenings) {
      sum += adder(one).sum();
    }
    return sum;
  }

  private LongAdder adder(Happening happening) {
    return Objects.requireNonNull(counts.get(happening));
  }

  /**
   * Whether no value of this class was looked at so far, and there is room to remember it. What is
   * gone again whenever a request ends is not waited for without end.
   */
  boolean isUnknown(Class<?> type) {
    return !types.contains(type.getName())
        && types.size() < MOST_CLASSES
        && tries.incrementAndGet() <= MOST_TRIES;
  }

  /** Takes in what was found; true if any of it is new. */
  boolean examined(Examined found, Set<String> heard) {
    count(Happening.EXAMINED);
    boolean changed = add(types, found.className());
    for (String one : found.classes()) {
      changed |= add(classes, one);
    }
    found.patterns().forEach(one -> add(patterns, one));
    listeners.addAll(heard);
    for (Obstacle one : found.obstacles()) {
      changed |= obstacles.size() < MOST_OBSTACLES && put(one);
    }
    if (!found.sizes().equals(Examined.Sizes.NONE)) {
      latest = found.sizes();
      largest.accumulateAndGet(found.sizes(), Examined.Sizes::max);
    }
    return changed;
  }

  private boolean put(Obstacle one) {
    return obstacles.putIfAbsent(one.kind() + " " + one.what(), one) == null;
  }

  private static boolean add(Set<String> all, String one) {
    return all.size() < MOST_CLASSES && all.add(one);
  }

  Set<String> types() {
    return new TreeSet<>(types);
  }

  Set<String> classes() {
    return new TreeSet<>(classes);
  }

  Set<String> patterns() {
    return new TreeSet<>(patterns);
  }

  Set<String> listeners() {
    return new TreeSet<>(listeners);
  }

  Map<String, Obstacle> obstacles() {
    return Map.copyOf(obstacles);
  }

  Examined.Sizes largest() {
    return Objects.requireNonNull(largest.get());
  }

  Examined.Sizes latest() {
    return latest;
  }
}
