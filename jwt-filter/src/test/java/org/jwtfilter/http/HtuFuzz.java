package org.jwtfilter.http;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Optional;

/** URIs in proofs: whatever they are, nothing is thrown, and a normal spelling stays as it is. */
public final class HtuFuzz {
  private HtuFuzz() {}

  /** A URI. */
  public static void htu(byte[] input) {
    String text = new String(input, UTF_8);
    Optional<HttpUri> uri = HttpUri.of(text);
    uri.ifPresent(HtuFuzz::requireNormal);
    HttpUri.path(text).ifPresent(HtuFuzz::requirePath);
  }

  private static void requireNormal(HttpUri uri) {
    require(HttpUri.of(uri.origin() + uri.path()).equals(Optional.of(uri)), "normal twice");
    require(uri.origin().matches("https?://[a-z0-9._~:\\[\\]-]+"), "an origin and nothing else");
    requirePath(uri.path());
  }

  private static void requirePath(String path) {
    require(HttpUri.path(path).equals(Optional.of(path)), "normal twice");
    require(path.matches("/[!-\\[\\]-~]*"), "visible ASCII");
    require(!("/" + path + "/").contains("/../"), "no way up");
  }

  private static void require(boolean holds, String what) {
    if (!holds) {
      throw new AssertionError(what);
    }
  }
}
