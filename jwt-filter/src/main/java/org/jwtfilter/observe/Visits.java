package org.jwtfilter.observe;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;

/** One session: the requests that are under way in it, and its ids. Thread-safe. */
public final class Visits {
  private static final int MOST_IDS = 4;

  private final List<Visit> all = new CopyOnWriteArrayList<>();

  private volatile List<String> ids = List.of();

  /** None so far. */
  public Visits() {}

  /** The session has this id from now on. */
  public synchronized void isCalled(String id) {
    List<String> latest = new ArrayList<>(ids);
    latest.remove(id);
    latest.add(id);
    ids = List.copyOf(latest.subList(Math.max(0, latest.size() - MOST_IDS), latest.size()));
  }

  /** Its latest ids: an application may go on using one that a login has changed. */
  public List<String> ids() {
    return ids;
  }

  void begin(Visit visit) {
    all.add(visit);
  }

  /** The requests that are under way beside it. */
  Stream<Visit> others(Visit visit) {
    return all.stream().filter(one -> one != visit);
  }

  void end(Visit visit) {
    if (all.remove(visit)) {
      all.forEach(visit::meets);
    }
  }

  /**
   * The request on whose behalf the current thread uses the session: the one that it was last seen
   * with, else the latest.
   */
  public Optional<Visit> current() {
    Visit latest = null;
    for (Visit one : all) {
      if (one.isHere()) {
        return Optional.of(one);
      }
      latest = one;
    }
    return Optional.ofNullable(latest);
  }
}
