package org.jwtfilter.corpus;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** A JSON object whose members are written as they are given: twice, or no JSON at all. */
record Json(List<Member> members) {
  record Member(String name, String value) {}

  static Json of(String name, String value) {
    return new Json(List.of(new Member(name, value)));
  }

  /** The member replaced in its place, or added at the end; the value is written as it is. */
  Json with(String name, String value) {
    List<Member> changed = new ArrayList<>(members);
    for (int i = 0; i < changed.size(); i++) {
      if (changed.get(i).name().equals(name)) {
        changed.set(i, new Member(name, value));
        return new Json(changed);
      }
    }
    return and(name, value);
  }

  /** One more member, even if the name is there. */
  Json and(String name, String value) {
    List<Member> more = new ArrayList<>(members);
    more.add(new Member(name, value));
    return new Json(more);
  }

  /** One more member before all others. */
  Json after(String name, String value) {
    List<Member> more = new ArrayList<>(members);
    more.add(0, new Member(name, value));
    return new Json(more);
  }

  Json without(String name) {
    return new Json(members.stream().filter(one -> !one.name().equals(name)).toList());
  }

  @Override
  public String toString() {
    return members.stream()
        .map(one -> '"' + one.name() + "\":" + one.value())
        .collect(Collectors.joining(",", "{", "}"));
  }
}
