package org.jwtfilter.example.applications;

import java.util.ArrayList;
import java.util.List;
import org.jwtfilter.example.servers.Browser;
import org.jwtfilter.example.servers.Page;

/** Somebody in front of an application: goes on where state is lost, and counts. */
final class Visit {
  private final Browser browser;
  private final Happening halfway;
  private final List<String> lost = new ArrayList<>();
  private int checks;

  /** What happens halfway. */
  interface Happening {
    void happen() throws Exception;
  }

  /** What somebody does. */
  interface Journey {
    void travel(Visit visit) throws Exception;
  }

  Visit(Browser browser, Happening halfway) {
    this.browser = browser;
    this.halfway = halfway;
  }

  /** Goes the whole way. */
  Visit of(Journey journey) throws Exception {
    journey.travel(this);
    return this;
  }

  Browser browser() {
    return browser;
  }

  void halfway() throws Exception {
    halfway.happen();
  }

  void check(String what, Page page, boolean kept) {
    checks++;
    if (!kept) {
      lost.add(what + " (" + page + ")");
    }
  }

  /** How many checks there were. */
  int checks() {
    return checks;
  }

  /** Those that failed. */
  List<String> lost() {
    return lost;
  }
}
