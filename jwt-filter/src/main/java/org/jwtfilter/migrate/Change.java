package org.jwtfilter.migrate;

import java.nio.charset.Charset;
import java.util.stream.Collectors;

/**
 * Lines that are put into a text.
 *
 * @param before the text without them
 * @param at where they go
 * @param added what is put there
 */
record Change(String before, int at, String added, Charset charset) {
  byte[] bytes() {
    return (before.substring(0, at) + added + before.substring(at)).getBytes(charset);
  }

  /** For people: the line that they follow, and the lines. */
  String shown() {
    String head = before.substring(0, at);
    long line = head.lines().count();
    String last = head.substring(head.lastIndexOf('\n') + 1).strip();
    return "      line %d: %s%n".formatted(line, last)
        + added
            .stripIndent()
            .lines()
            .skip(1)
            .map(one -> "    + " + one)
            .collect(Collectors.joining("\n", "", "\n"));
  }
}
