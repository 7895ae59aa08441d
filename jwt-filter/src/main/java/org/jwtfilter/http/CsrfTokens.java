package org.jwtfilter.http;

import java.security.SecureRandom;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.jwtfilter.CsrfToken;
import org.jwtfilter.Jwt;
import org.jwtfilter.config.CsrfTokenWay;
import org.jwtfilter.key.Base64Url;
import org.jwtfilter.key.KeyedHash;

/**
 * Tokens that only our own pages can send back (OWASP, signed double-submit): a random number and
 * its keyed hash together with the login. Every node can tell whether one is of this login, none
 * keeps state, and no two issued are alike, so that a compressed page gives nothing of it away
 * (BREACH). A cookie alone proves nothing: it must come back in a header or a form. Immutable.
 */
public final class CsrfTokens {
  /** Gives none, and takes none. */
  static final CsrfTokens NONE = new CsrfTokens(null, null, Set.of());

  /** What Angular and axios read and send without being told. */
  static final String COOKIE = "XSRF-TOKEN";

  private static final List<String> HEADERS = List.of(CsrfToken.HEADER, "X-XSRF-TOKEN");
  private static final SecureRandom RANDOM = new SecureRandom();
  private static final int RANDOM_BYTES = 16;
  private static final int RANDOM_LENGTH = 22;
  private static final int HASH_BYTES = 32;
  private static final int LENGTH = RANDOM_LENGTH + 43;

  private final @Nullable KeyedHash hashes;
  private final @Nullable CookieRules cookies;
  private final boolean forPages;

  private CsrfTokens(
      @Nullable KeyedHash hashes, @Nullable CookieRules cookies, Set<CsrfTokenWay> ways) {
    this.hashes = ways.isEmpty() ? null : hashes;
    this.cookies = this.hashes != null && ways.contains(CsrfTokenWay.COOKIE) ? cookies : null;
    this.forPages = this.hashes != null && ways.contains(CsrfTokenWay.ATTRIBUTE);
  }

  /**
   * @param hashes of this purpose alone; without them there are no tokens
   * @param ways in which pages get them
   */
  static CsrfTokens of(Optional<KeyedHash> hashes, CookieRules cookies, Set<CsrfTokenWay> ways) {
    return new CsrfTokens(hashes.orElse(null), cookies, ways);
  }

  /** A token for a page of this login; empty where pages get none, or its caller needs none. */
  public Optional<CsrfToken> forPage(PresentedToken login) {
    return forPages && login.transport().ambient()
        ? Optional.of(new CsrfToken(issue(login.jwt())))
        : Optional.empty();
  }

  /** Whether the request sends back a token of this login, in a header or a form. */
  boolean sentBack(Exchange exchange, Jwt login) {
    return hashes != null
        && (HEADERS.stream()
                .flatMap(name -> exchange.headers(name).stream())
                .anyMatch(token -> isOf(token, login))
            || exchange.formField(CsrfToken.PARAMETER).stream()
                .anyMatch(token -> isOf(token, login)));
  }

  // The cookie

  /** Gives the scripts of our pages their cookie, unless they have a good one. */
  public void keep(Exchange exchange, PresentedToken login) {
    if (cookies != null && login.transport().ambient() && !kept(exchange, login.jwt())) {
      exchange.setCookie(
          cookies.readable(COOKIE, Optional.of(issue(login.jwt())), exchange.secure()));
    }
  }

  private boolean kept(Exchange exchange, Jwt login) {
    List<String> values = cookies == null ? List.of() : cookies.namedValues(exchange, COOKIE);
    return values.size() == 1 && isOf(values.get(0), login);
  }

  /** Takes the cookie back. */
  void forget(Exchange exchange) {
    boolean there = exchange.cookieSet(COOKIE) != null || !exchange.cookies(COOKIE).isEmpty();
    if (cookies != null && there) {
      exchange.setCookie(cookies.readable(COOKIE, Optional.empty(), exchange.secure()));
    }
  }

  // The token

  private String issue(Jwt login) {
    byte[] bytes = new byte[RANDOM_BYTES];
    RANDOM.nextBytes(bytes);
    String random = Base64Url.encode(bytes);
    return random + hashes().of(text(random, login), HASH_BYTES);
  }

  private boolean isOf(String token, Jwt login) {
    if (token.length() != LENGTH) {
      return false;
    }
    String random = token.substring(0, RANDOM_LENGTH);
    return hashes().matches(text(random, login), token.substring(RANDOM_LENGTH), HASH_BYTES);
  }

  /** The random text is always of the same length, so no two logins share a text. */
  private static String text(String random, Jwt login) {
    return random + PresentedToken.login(login);
  }

  private KeyedHash hashes() {
    if (hashes == null) {
      throw new IllegalStateException("there is no key for CSRF tokens");
    }
    return hashes;
  }
}
