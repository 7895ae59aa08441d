package org.jwtfilter.key;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Keys, key sets and sealed texts: a {@link KeyException} or nothing, and never a weak key. */
public final class KeyFuzz {
  /** The one text that was ever sealed with this cipher, so the only one that it may open. */
  static final String GENUINE =
      "eyJhbGciOiJkaXIiLCJlbmMiOiJBMjU2R0NNIiwidHlwIjoiZnV6eitqd3QiLCJraWQiOiJyeVY4OHIifQ..s-lWL5O3rU82hMuk.BgwmjQ-lH60lh_g.x8rfQh4T__G-WV6iNSrNSA";

  private static final int MOST_KEYS = 100;
  private static final TokenCipher CIPHER = cipher();

  private KeyFuzz() {}

  static TokenCipher cipher() {
    try {
      byte[] secret = "here are some random bytes of a key 1234567890".getBytes(UTF_8);
      return SealingKeys.of(List.of(secret)).cipher("fuzz");
    } catch (KeyException e) {
      throw new AssertionError(e);
    }
  }

  /** A set in a file, and the same as somebody publishes it. */
  public static void jwks(byte[] json) {
    boolean strict = StrictJson.object(json).isPresent();
    try {
      requireSound(JwkSet.read(json, Set.of()));
      JwkSet published = JwkSet.published(JwkSet.document(json), Set.of(JwsAlgorithm.values()));
      requireSound(published);
      KeyRing ring = KeyRing.of(published.keys());
      require(ring.signer().isEmpty(), "nobody signs with what is published");
    } catch (KeyException e) {
      require(!e.problems().isEmpty(), "a refusal has a reason");
      require(strict || StrictJson.object(json).isEmpty(), "read alike twice");
    }
  }

  private static void requireSound(JwkSet set) {
    require(set.keys().size() <= 3 * MOST_KEYS, "bounded");
    for (JwtKey key : set.keys()) {
      require(!key.canSign() && !key.algorithm().symmetric() && key.named(), "public and named");
      require(key.id().length() <= 256, "a short name");
      require(key.id().chars().allMatch(c -> c >= ' ' && c <= '~'), "a printable name");
      require(!key.verifies("a", "b", "c"), "no signature");
    }
  }

  /** The text of a PEM file. */
  public static void pem(byte[] text) {
    KeyFiles.isEncodedKey(text);
    try {
      KeyMaterial material = KeyFiles.pem(text);
      JwtKey key = material.binding().to(material.usual());
      require(!key.canSign() || key.verifies("a", "b", key.sign("a", "b")), "what signs verifies");
    } catch (KeyException e) {
      require(!e.problems().isEmpty(), "a refusal has a reason");
    }
  }

  /**
   * A text as it stands in a cookie; and as a list of changes, each a place, a character in its
   * stead and how many are left out there, to the text that is genuine.
   */
  public static void sealed(byte[] input) {
    requireNotOpened(new String(input, ISO_8859_1));
    StringBuilder changed = new StringBuilder(GENUINE);
    for (int i = 0; i + 2 < input.length && i < 60 && changed.length() > 0; i += 3) {
      int at = (input[i] & 0xFF) % changed.length();
      int end = Math.min(changed.length(), at + input[i + 2] % 4);
      changed.replace(at, Math.max(at, end), String.valueOf((char) (input[i + 1] & 0xFF)));
    }
    requireNotOpened(changed.toString());
  }

  private static void requireNotOpened(String text) {
    Optional<byte[]> opened = CIPHER.open(text);
    require(opened.isEmpty() || text.equals(GENUINE), "only what was sealed is opened");
    byte[] content = text.getBytes(UTF_8);
    Optional<byte[]> back = CIPHER.open(CIPHER.seal(content));
    require(back.filter(bytes -> java.util.Arrays.equals(bytes, content)).isPresent(), "and back");
  }

  private static void require(boolean holds, String what) {
    if (!holds) {
      throw new AssertionError(what);
    }
  }
}
