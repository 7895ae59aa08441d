package org.jwtfilter.benchmarks;

import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * Header values in turn, each time as a new String, as containers make them from what they read:
 * one whose hash nobody has computed yet. Only values beyond what a header can hold are not copied,
 * since that would be all that is measured. Confined to a thread.
 */
final class Headers {
  private static final int COPIED = 64 * 1024;

  private final List<String> values;
  private final byte[][] bytes;
  private int next;

  Headers(List<String> tokens) {
    values = tokens.stream().map(token -> JavaJwtFilter.SCHEME + token).toList();
    bytes =
        values.stream()
            .map(value -> value.getBytes(StandardCharsets.ISO_8859_1))
            .toArray(byte[][]::new);
  }

  String next() {
    int now = next;
    next = now + 1 == bytes.length ? 0 : now + 1;
    return bytes[now].length > COPIED
        ? values.get(now)
        : new String(bytes[now], StandardCharsets.ISO_8859_1);
  }
}
