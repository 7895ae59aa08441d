package org.jwtfilter.example.matrix;

import java.util.ArrayList;
import java.util.List;

/** The table of all checks. */
final class Checks {
  private final List<Check> all = new ArrayList<>();

  private Checks() {}

  static List<Check> all() {
    Checks checks = new Checks();
    CallerChecks.addTo(checks);
    SessionChecks.addTo(checks);
    LeavingChecks.addTo(checks);
    PageChecks.addTo(checks);
    SocketChecks.addTo(checks);
    LimitChecks.addTo(checks);
    return checks.all;
  }

  void add(Group group, String name, Check.Body body) {
    all.add(new Check(group, name, body));
  }
}
