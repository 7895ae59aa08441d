package org.jwtfilter.observe;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;

/** The requests that are under way in one session. Thread-safe. */
public final class Visits {
  private final List<Visit> all = new CopyOnWriteArrayList<>();

  /** None so far. */
  public Visits() {}

  void begin(Visit visit) {
    all.add(visit);
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
