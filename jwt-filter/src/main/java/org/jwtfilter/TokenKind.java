package org.jwtfilter;

import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What a token is for, as its {@code typ} says: none is taken for another (RFC 8725, 3.11). */
public enum TokenKind {
  /** Presented with requests: {@code at+jwt} (RFC 9068), {@code JWT}, or no type at all. */
  ACCESS("at+jwt", Set.of("jwt", "at+jwt", "application/jwt", "application/at+jwt")),
  /** Presented for new tokens only: {@code refresh+jwt}, always named. */
  REFRESH("refresh+jwt", Set.of("refresh+jwt", "application/refresh+jwt")),
  /** Presented once, at another domain's hand-over endpoint: {@code handover+jwt}, always named. */
  HANDOVER("handover+jwt", Set.of("handover+jwt", "application/handover+jwt")),
  /** Made by a client for one request of its own: {@code dpop+jwt} (RFC 9449), always named. */
  PROOF("dpop+jwt", Set.of("dpop+jwt", "application/dpop+jwt"));

  private final String type;

  @SuppressWarnings("ImmutableEnumChecker") // Set.of is immutable
  private final Set<String> accepted;

  TokenKind(String type, Set<String> accepted) {
    this.type = type;
    this.accepted = accepted;
  }

  /** The {@code typ} of those that we write. */
  String type() {
    return type;
  }

  /** Whether a token whose header has this {@code typ} is of this kind. */
  boolean accepts(@Nullable Object typ) {
    return typ instanceof String text && accepted.contains(text.toLowerCase(Locale.ROOT));
  }

  /** Whether a token without {@code typ} is of this kind. */
  boolean acceptsUntyped() {
    return this == ACCESS;
  }
}
