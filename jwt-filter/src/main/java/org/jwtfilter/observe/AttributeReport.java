package org.jwtfilter.observe;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jwtfilter.session.Examined;
import org.jwtfilter.session.Obstacle;

/**
 * What is known of the attributes of one name.
 *
 * @param needsStore whether it would, also where it must be changed first
 * @param types the classes of the values
 * @param classes those in them that {@code session-classes} must allow
 * @param reasons for the verdict, in words
 * @param doubts what may be lost though it travels, in words
 */
record AttributeReport(
    String name,
    Verdict verdict,
    boolean needsStore,
    Set<String> types,
    Set<String> classes,
    Set<String> patterns,
    List<Obstacle> obstacles,
    List<String> reasons,
    List<String> doubts,
    Examined.Sizes largest,
    Examined.Sizes latest,
    Set<String> listeners,
    Map<Happening, Long> counts) {

  static AttributeReport of(Seen seen) {
    List<Obstacle> obstacles =
        seen.obstacles().values().stream()
            .sorted(Comparator.comparing(Obstacle::kind).thenComparing(Obstacle::path))
            .toList();
    List<String> stops =
        obstacles.stream().filter(one -> !one.isDoubt()).map(AttributeReport::words).toList();
    List<String> store = reasonsForStore(seen);
    List<String> reasons = new ArrayList<>(stops);
    reasons.addAll(store);
    Verdict otherwise = store.isEmpty() ? Verdict.TOKEN : Verdict.STORE;
    return new AttributeReport(
        seen.name(),
        stops.isEmpty() ? otherwise : Verdict.CHANGE,
        !store.isEmpty(),
        seen.types(),
        seen.classes(),
        seen.patterns(),
        obstacles,
        List.copyOf(reasons),
        obstacles.stream().filter(Obstacle::isDoubt).map(AttributeReport::words).toList(),
        seen.largest(),
        seen.latest(),
        seen.listeners(),
        counts(seen));
  }

  private static Map<Happening, Long> counts(Seen seen) {
    Map<Happening, Long> counts = new EnumMap<>(Happening.class);
    for (Happening one : Happening.values()) {
      counts.put(one, seen.total(one));
    }
    return counts;
  }

  private static List<String> reasonsForStore(Seen seen) {
    List<String> reasons = new ArrayList<>();
    int cookieBytes = Budget.cookieBytes(seen.largest().stored() + seen.name().length());
    if (cookieBytes > Budget.USUAL) {
      reasons.add(
          "it alone needs "
              + cookieBytes
              + " bytes of cookies, more than the usual session-budget of "
              + Budget.USUAL);
    }
    long late = seen.total(Happening.SET_AFTER_COMMIT, Happening.CHANGED_AFTER_COMMIT);
    if (late > 0) {
      reasons.add(
          "it was changed after the response had left, "
              + times(late)
              + ": a cookie cannot carry that any more");
    }
    long parallel = seen.total(Happening.PARALLEL_CHANGE);
    if (parallel > 0) {
      reasons.add(
          "two requests of one session changed the session at the same time, and this in it, "
              + times(parallel)
              + ": of two cookies the later one wins");
    }
    return reasons;
  }

  private static String times(long count) {
    return count == 1 ? "once" : count + " times";
  }

  private static String words(Obstacle one) {
    String there = one.path() + " is a " + one.what();
    return switch (one.kind()) {
      case NOT_SERIALIZABLE ->
          there
              + ", which is not serializable: let the class implement java.io.Serializable, or make"
              + " the field transient";
      case RUNNING ->
          there
              + ", which runs or is open in this process only and cannot move to another node: keep"
              + " it outside the session, and in the session what finds it again";
      case FORBIDDEN ->
          there + ", which no configuration lets into a session: keep something else there";
      case FAILS -> one.path() + " fails to write itself: " + one.what();
      case TOO_LARGE ->
          one.path() + " is too large (" + one.what() + "): keep less in it, or elsewhere";
      case TRANSIENT_SERVICE ->
          lost(one)
              + ": give the class a readObject that restores it, or look it up when it is needed";
      case TRANSIENT ->
          lost(one) + ": no matter if the class makes it again by itself, as caches are";
    };
  }

  private static String lost(Obstacle one) {
    return one.path()
        + " is transient and holds a "
        + one.what()
        + "; no session keeps that, in tokens or in a store, and the field is null in the next"
        + " request";
  }

  /** The kinds of trouble, in the words of the report. */
  List<String> traps() {
    List<String> traps = new ArrayList<>();
    obstacles.stream().map(one -> word(one.kind())).distinct().forEach(traps::add);
    counts.forEach(
        (happening, count) -> {
          if (count > 0 && happening.compareTo(Happening.REMOVED) > 0) {
            traps.add(word(happening));
          }
        });
    traps.remove(word(Happening.EXAMINED));
    return traps;
  }

  static String word(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  long count(Happening happening) {
    return counts.getOrDefault(happening, 0L);
  }
}
