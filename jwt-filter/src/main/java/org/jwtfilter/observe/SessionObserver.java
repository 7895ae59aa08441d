package org.jwtfilter.observe;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import org.jwtfilter.session.Examined;
import org.jwtfilter.session.Examiner;

/**
 * Watches what an application keeps in its sessions, and changes nothing: what fails here is logged
 * once and goes no further. Keeps names, classes, sizes and ways to fields; no value, no id, and of
 * nothing more than a bounded number. Thread-safe, with no lock that requests share.
 */
public final class SessionObserver {
  private static final Logger LOG = System.getLogger(SessionObserver.class.getName());
  private static final Duration BETWEEN_SUMMARIES = Duration.ofMinutes(10);
  private static final int MOST_NAMES = 300;
  private static final String OTHERS = "(others)";

  private final Examiner examiner;
  private final StaticMaps statics;
  private final Sampler sampler;
  private final Clock clock;
  private final Function<Object, Set<String>> listening;
  private final List<String> listeners;
  private final Map<String, Seen> names = new ConcurrentHashMap<>();
  private final Seen others = new Seen(OTHERS);
  private final LongAdder visits = new LongAdder();
  private final Largest largest = new Largest();
  private final AtomicLong nextSummary;
  private final AtomicBoolean failed = new AtomicBoolean();
  private volatile boolean news;

  /**
   * Watches an application.
   *
   * @param webapp loads its classes
   * @param oneIn so many requests is looked at closely; one means all of them
   * @param listening the kinds of session listener that an attribute's value is
   * @param listeners the classes of the application's session listeners
   */
  public SessionObserver(
      ClassLoader webapp,
      int oneIn,
      Clock clock,
      Function<Object, Set<String>> listening,
      List<String> listeners) {
    this.examiner = new Examiner(webapp);
    this.statics = new StaticMaps(webapp);
    this.sampler = new Sampler(oneIn, clock);
    this.clock = clock;
    this.listening = listening;
    this.listeners = List.copyOf(listeners);
    this.nextSummary = new AtomicLong(clock.millis() + BETWEEN_SUMMARIES.toMillis());
    this.listeners.forEach(name -> lookInto(name, webapp));
  }

  /** Listeners are given the container's session, so that nobody sees what they ask. */
  private void lookInto(String listener, ClassLoader webapp) {
    try {
      statics.asked(Class.forName(listener, false, webapp));
    } catch (ClassNotFoundException | LinkageError e) {
      LOG.log(Level.DEBUG, "a listener cannot be looked into", e);
    }
  }

  /**
   * A request begins to use a session.
   *
   * @param committed whether its response has left
   */
  public Visit begin(Visits ofSession, BooleanSupplier committed) {
    visits.increment();
    return new Visit(this, ofSession, sampler.takes(), committed);
  }

  /** The response of a request may leave now. */
  public void committing(Visit visit) {
    guarded(visit::committing);
  }

  /** A request has ended. */
  public void end(Visit visit, SessionView session) {
    guarded(() -> visit.end(session));
    if (news && isTimeForSummary()) {
      news = false;
      summarize();
    }
  }

  private boolean isTimeForSummary() {
    long due = nextSummary.get();
    long now = clock.millis();
    return now >= due && nextSummary.compareAndSet(due, now + BETWEEN_SUMMARIES.toMillis());
  }

  /** A class has asked for a session's id, or for a session, and may use it as a key. */
  public void asks(Class<?> type) {
    guarded(() -> statics.asked(type));
  }

  /** Does something that must not trouble the application. */
  public void guarded(Runnable look) {
    try {
      look.run();
    } catch (IllegalStateException e) {
      // The session has ended meanwhile.
    } catch (RuntimeException | LinkageError | StackOverflowError e) {
      if (failed.compareAndSet(false, true)) {
        LOG.log(
            Level.WARNING,
            "sessions are observed, and something could not be looked at (reported once)",
            e);
      }
    }
  }

  Examiner examiner() {
    return examiner;
  }

  /** Whether one more request may be looked at, which was not chosen. */
  boolean hasRoom() {
    return sampler.hasRoom();
  }

  Seen seen(String name, String id, List<String> ids) {
    Seen known = names.get(name);
    if (known != null) {
      return known;
    }
    String shown = AttributeNames.shown(name, id, ids);
    Seen other = names.get(shown);
    if (other != null) {
      return other;
    }
    if (names.size() >= MOST_NAMES) {
      return others;
    }
    news = true;
    return names.computeIfAbsent(shown, Seen::new);
  }

  void note(Seen seen, Happening happening) {
    if (seen.countNews(happening)) {
      news = true;
    }
  }

  /** Looks at everything in a session. */
  void look(SessionView session, List<String> ids) {
    Examined.Sizes sum = Examined.Sizes.NONE;
    int letters = 0;
    for (String name : session.names()) {
      Object value = session.get(name);
      if (value != null) {
        sum = sum.plus(look(seen(name, session.id(), ids), value));
        letters += name.length();
      }
    }
    if (!sum.equals(Examined.Sizes.NONE)) {
      largest.add(sum, letters);
    }
    if (statics.look(session)) {
      news = true;
    }
  }

  private Examined.Sizes look(Seen seen, Object value) {
    Examined found = examiner.examine(value);
    if (seen.examined(found, listening.apply(value))) {
      news = true;
    }
    statics.add(value.getClass());
    return found.sizes();
  }

  private Report report() {
    List<Seen> all = new ArrayList<>(names.values());
    if (others.total(Happening.values()) > 0) {
      all.add(others);
    }
    return Report.of(all, visits.sum(), largest, statics.found(), listeners);
  }

  /** The report as a page. */
  public String html() {
    return ReportPage.of(report());
  }

  /** The report as JSON. */
  public String json() {
    return ReportJson.of(report());
  }

  /** Logs what was seen, as the application stops. */
  public void close() {
    guarded(this::summarize);
  }

  private void summarize() {
    Report report = report();
    if (!report.attributes().isEmpty()) {
      LOG.log(Level.INFO, ReportText.of(report));
    }
  }
}
