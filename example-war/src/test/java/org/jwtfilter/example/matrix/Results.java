package org.jwtfilter.example.matrix;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeSet;

/** What came out on one server. */
final class Results {
  private final Map<Group, Integer> held = new EnumMap<>(Group.class);
  private final Map<Group, TreeSet<Integer>> limits = new EnumMap<>(Group.class);
  private final List<String> failed = new ArrayList<>();

  void held(Group group) {
    held.merge(group, 1, Integer::sum);
  }

  void limited(Group group, Limit limit) {
    limits.computeIfAbsent(group, none -> new TreeSet<>()).add(Limit.ALL.indexOf(limit) + 1);
  }

  void failed(String what) {
    failed.add(what);
  }

  List<String> failed() {
    return failed;
  }

  /** How many checks held, and the numbers of the limits that were met. */
  String cell(Group group) {
    String count = String.valueOf(Objects.requireNonNullElse(held.get(group), 0));
    return limits.containsKey(group) ? count + " " + limits.get(group) : count;
  }
}
