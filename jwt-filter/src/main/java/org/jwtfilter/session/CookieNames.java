package org.jwtfilter.session;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/** The names of the cookies of one session, made once from its base name. Immutable. */
final class CookieNames {
  private final List<String> chunks;
  private final String touch;

  CookieNames(String base) {
    this.chunks =
        IntStream.range(0, Chunks.MOST_CHUNKS)
            .mapToObj(index -> index == 0 ? base : base + "." + index)
            .toList();
    this.touch = base + ".t";
  }

  String base() {
    return chunks.get(0);
  }

  String chunk(int index) {
    return chunks.get(index);
  }

  String touch() {
    return touch;
  }

  /** Those that are there. */
  List<String> presentIn(PresentedCookies cookies) {
    List<String> present = new ArrayList<>();
    chunks.stream().filter(cookies::has).forEach(present::add);
    if (cookies.has(touch)) {
      present.add(touch);
    }
    return present;
  }
}
