package org.jwtfilter.session;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** The names of the cookies of one session, made once from its base name. Immutable. */
final class CookieNames {
  private final List<String> chunks;
  private final String touch;
  private final String late;

  CookieNames(String base) {
    this.chunks =
        IntStream.range(0, Chunks.MOST_CHUNKS)
            .mapToObj(index -> index == 0 ? base : base + "." + index)
            .toList();
    this.touch = base + ".t";
    this.late = base + ".r";
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

  String late() {
    return late;
  }

  /** Those that are there. */
  List<String> presentIn(PresentedCookies cookies) {
    List<String> present = new ArrayList<>();
    chunks.stream().filter(cookies::has).forEach(present::add);
    Stream.of(touch, late).filter(cookies::has).forEach(present::add);
    return present;
  }
}
