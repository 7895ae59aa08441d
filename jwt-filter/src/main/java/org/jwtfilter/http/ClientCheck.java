package org.jwtfilter.http;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.security.SecureRandom;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.jwtfilter.Jwt;
import org.jwtfilter.JwtEvents;
import org.jwtfilter.JwtIssuer;
import org.jwtfilter.JwtRejected;
import org.jwtfilter.Reason;
import org.jwtfilter.config.ClientBinding;
import org.jwtfilter.config.ClientBinding.Mode;
import org.jwtfilter.config.ClientBinding.To;
import org.jwtfilter.config.IpAddress;
import org.jwtfilter.key.Base64Url;
import org.jwtfilter.key.Digests;
import org.jwtfilter.key.KeyedHash;

/**
 * Binds tokens to the client that logs in, and checks that it is the same client that presents
 * them. The token holds hashes, keyed and different for each login: it tells nobody an address. A
 * token that did not begin here is bound to nothing, and passes; one that began here before the
 * binding was switched on is as good as another client's. Thread-safe.
 */
final class ClientCheck implements Check {
  private static final Logger LOG = System.getLogger(ClientCheck.class.getName());
  private static final String SUFFIX = "-print";
  private static final int RANDOM_BYTES = 16;
  private static final int HASH_BYTES = 9;
  private static final int MOST_COOKIES = 4;
  private static final int MOST_REPORTED = 1024;
  private static final SecureRandom RANDOM = new SecureRandom();

  /** Instead of a fingerprint's hash: the client was no browser, and keeps no cookies. */
  private static final String NO_BROWSER = "-";

  private final List<ClientBinding> bindings;
  private final @Nullable KeyedHash hashes;
  private final CookieRules cookies;
  private final JwtIssuer issuer;
  private final JwtEvents events;
  private final Set<String> reported = ConcurrentHashMap.newKeySet();

  /**
   * @param hashes for all kinds but the fingerprint; null where there are no others
   */
  ClientCheck(
      List<ClientBinding> bindings,
      @Nullable KeyedHash hashes,
      CookieRules cookies,
      JwtIssuer issuer,
      JwtEvents events) {
    // The strictest first: a refusal says more than a report.
    this.bindings =
        bindings.stream().sorted(Comparator.comparing(ClientBinding::mode).reversed()).toList();
    this.hashes = hashes;
    this.cookies = cookies;
    this.issuer = issuer;
    this.events = events;
  }

  /** The kinds that need {@code hashes}. */
  static boolean needsKey(List<ClientBinding> bindings) {
    return bindings.stream().anyMatch(one -> one.to() != To.FINGERPRINT);
  }

  /** Whether tokens are bound to anything. */
  boolean binds() {
    return !bindings.isEmpty();
  }

  // At the login

  /** The client of a login that is about to begin. Confined to its request. */
  final class Bond {
    private final Exchange exchange;
    private final @Nullable String fingerprint;

    private Bond(Exchange exchange) {
      this.exchange = exchange;
      this.fingerprint = bindsTo(To.FINGERPRINT) && isBrowser(exchange) ? random() : null;
    }

    /** What the token says of it; nothing where tokens are not bound. */
    Map<String, String> claims(String grant) {
      Map<String, String> claims = new HashMap<>();
      bindings.forEach(one -> claims.put(name(one.to()), claim(one.to(), grant)));
      return claims;
    }

    private String claim(To kind, String grant) {
      if (kind != To.FINGERPRINT) {
        return keyed().of(text(kind, grant, exchange), HASH_BYTES);
      }
      return fingerprint == null ? NO_BROWSER : print(fingerprint);
    }

    /** Hands the browser what it will be known by. */
    void keep() {
      if (fingerprint != null) {
        exchange.setCookie(cookies.set(SUFFIX, fingerprint, exchange.secure()));
      }
    }
  }

  /** The client that logs in by this request. */
  Bond begin(Exchange exchange) {
    return new Bond(exchange);
  }

  /** Takes back what a browser was known by. */
  void forget(Exchange exchange) {
    if (!exchange.cookies(cookieName(exchange)).isEmpty()) {
      exchange.setCookie(cookies.delete(SUFFIX, exchange.secure()));
    }
  }

  private boolean bindsTo(To kind) {
    return bindings.stream().anyMatch(one -> one.to() == kind);
  }

  /** All browsers of today say one of these with what they post; programs say none. */
  private static boolean isBrowser(Exchange exchange) {
    return Stream.of("Sec-Fetch-Site", "Origin").anyMatch(one -> !exchange.headers(one).isEmpty())
        || exchange.headers("Accept").stream()
            .anyMatch(one -> one.toLowerCase(Locale.ROOT).contains("text/html"));
  }

  private static String random() {
    byte[] bytes = new byte[RANDOM_BYTES];
    RANDOM.nextBytes(bytes);
    return Base64Url.encode(bytes);
  }

  // In every request

  /**
   * {@inheritDoc}
   *
   * <p>The reason is {@link Reason#STEP_UP} or {@link Reason#OTHER_CLIENT}.
   */
  @Override
  public void check(Exchange exchange, Jwt jwt, TokenTransport transport) throws JwtRejected {
    check(exchange, jwt);
  }

  /** The same for a refresh token. */
  void check(Exchange exchange, Jwt jwt) throws JwtRejected {
    if (bindings.isEmpty() || !issuer.isOurs(jwt)) {
      return;
    }
    Map<?, ?> bound =
        jwt.claim(JwtIssuer.BINDING).orElse("") instanceof Map<?, ?> map ? map : Map.of();
    String grant = jwt.grant().orElseThrow();
    for (ClientBinding one : bindings) {
      boolean same =
          bound.get(name(one.to())) instanceof String hash && same(one.to(), hash, grant, exchange);
      if (!same) {
        differs(one, jwt, exchange);
      }
    }
  }

  private boolean same(To kind, String hash, String grant, Exchange exchange) {
    if (kind != To.FINGERPRINT) {
      return keyed().matches(text(kind, grant, exchange), hash, HASH_BYTES);
    }
    return hash.equals(NO_BROWSER)
        || cookies.values(exchange, SUFFIX).stream()
            .limit(MOST_COOKIES)
            .anyMatch(value -> print(value).equals(hash));
  }

  private void differs(ClientBinding binding, Jwt jwt, Exchange exchange) throws JwtRejected {
    boolean log = binding.mode() == Mode.LOG;
    String what = binding.to().word();
    boolean first = isNews(what + jwt.grant().orElse(""));
    if (first) {
      LOG.log(
          Level.INFO,
          "a token of {0} is presented by another client: {1} differs; said once for each login",
          jwt.principalName(),
          what);
    }
    if (first || !log) {
      events.clientChanged(jwt.principalName(), what, exchange.address());
    }
    if (!log) {
      throw JwtRejected.because(
          binding.mode() == Mode.STEP_UP ? Reason.STEP_UP : Reason.OTHER_CLIENT);
    }
  }

  /** Bounded: at worst something is said again. */
  private boolean isNews(String what) {
    if (reported.size() >= MOST_REPORTED) {
      reported.clear();
    }
    return reported.add(what);
  }

  // What a client is known by

  private static String name(To kind) {
    return switch (kind) {
      case USER_AGENT -> "u";
      case IP -> "i";
      case IP_PREFIX -> "n";
      case FINGERPRINT -> "f";
    };
  }

  private static String text(To kind, String grant, Exchange exchange) {
    String value =
        switch (kind) {
          case USER_AGENT -> UserAgents.family(String.join(" ", exchange.headers("User-Agent")));
          case IP -> address(exchange).map(IpAddress::toString).orElseGet(exchange::address);
          case IP_PREFIX -> Networks.of(exchange);
          case FINGERPRINT -> "";
        };
    return name(kind) + '\0' + grant + '\0' + value;
  }

  private static Optional<IpAddress> address(Exchange exchange) {
    return Proxies.withoutZone(exchange.address());
  }

  /** It has 128 random bits, so its hash needs no key (OWASP JWT cheat sheet). */
  private static String print(String fingerprint) {
    return Digests.sha256(fingerprint, RANDOM_BYTES);
  }

  private String cookieName(Exchange exchange) {
    return cookies.name(SUFFIX, exchange.secure());
  }

  private KeyedHash keyed() {
    if (hashes == null) {
      throw new IllegalStateException("there is no key to bind with");
    }
    return hashes;
  }
}
