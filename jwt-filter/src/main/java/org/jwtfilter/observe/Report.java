package org.jwtfilter.observe;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * What was seen of an application, and what follows.
 *
 * @param requests that used a session
 * @param examined how often a whole session was looked at
 * @param fitting how often of these it would have fit into cookies
 * @param inStaticMaps static fields of the application in which sessions are keys
 * @param listeners the classes of the application's session listeners
 * @param settings what to configure, as {@code name=value}
 * @param remarks what to know about the application as a whole, in words
 */
record Report(
    long requests,
    long examined,
    long fitting,
    Largest.Whole largest,
    List<AttributeReport> attributes,
    List<String> inStaticMaps,
    List<String> listeners,
    Verdict verdict,
    List<String> settings,
    List<String> remarks) {
  private static final String OWN_CLASSES = "/WEB-INF/classes";

  static Report of(
      Collection<Seen> seen,
      long requests,
      Largest largest,
      List<String> inStaticMaps,
      List<String> listeners) {
    List<AttributeReport> attributes =
        seen.stream().sorted(Comparator.comparing(Seen::name)).map(AttributeReport::of).toList();
    boolean store =
        largest.fitting() < largest.examined()
            || attributes.stream().anyMatch(AttributeReport::needsStore);
    return new Report(
        requests,
        largest.examined(),
        largest.fitting(),
        largest.whole(),
        attributes,
        inStaticMaps,
        listeners,
        verdict(attributes, store, inStaticMaps),
        settings(attributes, store),
        remarks(largest, attributes, inStaticMaps));
  }

  private static Verdict verdict(
      List<AttributeReport> attributes, boolean store, List<String> inStaticMaps) {
    if (!inStaticMaps.isEmpty()
        || attributes.stream().anyMatch(one -> one.verdict() == Verdict.CHANGE)) {
      return Verdict.CHANGE;
    }
    return store ? Verdict.STORE : Verdict.TOKEN;
  }

  /** As if what must be changed were changed. */
  private static List<String> settings(List<AttributeReport> attributes, boolean store) {
    List<String> settings = new ArrayList<>();
    settings.add("session=" + (store ? "auto" : "token"));
    if (store) {
      settings.add("store=redis://HOST:6379");
    }
    Set<String> patterns = new TreeSet<>(List.of(OWN_CLASSES));
    attributes.forEach(one -> patterns.addAll(one.patterns()));
    if (patterns.size() > 1) {
      settings.add("session-classes=" + String.join(", ", patterns));
    }
    return settings;
  }

  private static List<String> remarks(
      Largest largest, List<AttributeReport> attributes, List<String> inStaticMaps) {
    List<String> remarks = new ArrayList<>();
    remark(attributes, AttributeReport::needsStore, "these need a store").ifPresent(remarks::add);
    remark(
            attributes,
            one -> !one.doubts().isEmpty(),
            "these lose something on the way, perhaps a cache")
        .ifPresent(remarks::add);
    for (String field : inStaticMaps) {
      remarks.add(
          field
              + " has sessions, or their ids, as keys: each node would know those only that it has"
              + " served; keep this in the store, or in the session");
    }
    if (largest.examined() > 0) {
      remarks.add(budget(largest));
    }
    return remarks;
  }

  private static Optional<String> remark(
      List<AttributeReport> attributes, Predicate<AttributeReport> which, String what) {
    String names =
        attributes.stream()
            .filter(which)
            .map(AttributeReport::name)
            .collect(Collectors.joining(", "));
    return names.isEmpty()
        ? Optional.empty()
        : Optional.of(what + ", for what is said of each: " + names);
  }

  private static String budget(Largest largest) {
    int bytes = largest.whole().cookieBytes();
    String needs = "the largest session needs about " + bytes + " bytes of cookies; ";
    return bytes <= Budget.USUAL
        ? needs + "session-budget, which is " + Budget.USUAL + ", can stay as it is"
        : needs
            + largest.fitting()
            + " of "
            + largest.examined()
            + " times that one was looked at it would have fit into the usual session-budget of "
            + Budget.USUAL
            + "; the others go to the store";
  }
}
