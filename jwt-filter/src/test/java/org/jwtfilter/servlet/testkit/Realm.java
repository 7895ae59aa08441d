package org.jwtfilter.servlet.testkit;

import java.util.List;
import java.util.Map;

/** The users of every server, whose passwords are their names, with their roles. */
final class Realm {
  static final Map<String, List<String>> USERS =
      Map.of("ann", List.of("customer"), "bob", List.of("customer", "admin"));

  private Realm() {}
}
