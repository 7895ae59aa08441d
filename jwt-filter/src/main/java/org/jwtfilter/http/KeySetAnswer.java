package org.jwtfilter.http;

import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.jwtfilter.key.KeyRing;
import org.jwtfilter.key.KeySource;
import org.jwtfilter.key.PublishedKeys;

/**
 * The endpoint {@code jwks}: our public keys, for whoever asks. It looks at no token and no cookie,
 * and answers every origin, since nothing in it is secret. Thread-safe.
 */
public final class KeySetAnswer {
  private static final String TYPE = "application/jwk-set+json";
  private static final Duration LONGEST_AGE = Duration.ofHours(1);

  private final Optional<String> path;
  private final KeySource keys;
  private final String cacheControl;
  private volatile @Nullable Known known;

  /** What was published of a ring. */
  private record Known(KeyRing ring, PublishedKeys keys) {}

  /**
   * @param path empty: there is no such endpoint
   * @param interval within which every node knows of a new key; zero: keys do not change. It signs
   *     after twice that time, so a set that is used for as long as this never lacks a key that
   *     signs
   */
  KeySetAnswer(Optional<String> path, KeySource keys, Duration interval) {
    this.path = path;
    this.keys = keys;
    boolean shorter = !interval.isZero() && interval.compareTo(LONGEST_AGE) < 0;
    this.cacheControl = "public, max-age=" + (shorter ? interval : LONGEST_AGE).toSeconds();
  }

  /** Answers a request to the endpoint; false where it is to another path. */
  public boolean handled(Exchange exchange) {
    if (path.isEmpty() || !path.get().equals(exchange.path())) {
      return false;
    }
    exchange.setHeader("Access-Control-Allow-Origin", "*");
    switch (exchange.method()) {
      case "GET", "HEAD" -> show(exchange);
      case "OPTIONS" -> preflight(exchange);
      default -> {
        exchange.setHeader("Allow", "GET, HEAD, OPTIONS");
        exchange.answer(405, "text/plain", "Send a GET here.\n");
      }
    }
    return true;
  }

  private void show(Exchange exchange) {
    PublishedKeys now = published();
    String tag = '"' + now.tag() + '"';
    exchange.setHeader("Cache-Control", cacheControl);
    exchange.setHeader("ETag", tag);
    if (knows(exchange, tag)) {
      exchange.answer(304, TYPE, "");
    } else {
      exchange.setHeader("X-Content-Type-Options", "nosniff");
      exchange.answer(200, TYPE, now.json());
    }
  }

  private static void preflight(Exchange exchange) {
    exchange.setHeader("Allow", "GET, HEAD, OPTIONS");
    exchange.setHeader("Access-Control-Allow-Methods", "GET, HEAD");
    exchange.setHeader("Access-Control-Allow-Headers", "*");
    exchange.answer(204, "text/plain", "");
  }

  /** RFC 9110 section 13.1.2: weak comparison. */
  private static boolean knows(Exchange exchange, String tag) {
    return exchange.headers("If-None-Match").stream()
        .flatMap(line -> Arrays.stream(line.split(",")))
        .map(one -> one.strip().replaceFirst("^W/", ""))
        .anyMatch(one -> one.equals(tag) || one.equals("*"));
  }

  private PublishedKeys published() {
    KeyRing ring = keys.current();
    Known before = known;
    if (before != null && before.ring == ring) {
      return before.keys;
    }
    PublishedKeys anew = PublishedKeys.of(ring);
    known = new Known(ring, anew);
    return anew;
  }
}
