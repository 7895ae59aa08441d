package org.jwtfilter.http;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.jwtfilter.Account;
import org.jwtfilter.Caller;
import org.jwtfilter.Jwt;
import org.jwtfilter.JwtIssuer;
import org.jwtfilter.JwtRejected;
import org.jwtfilter.JwtVerifier;
import org.jwtfilter.Reason;
import org.jwtfilter.TokenRules;
import org.jwtfilter.key.Base64Url;
import org.jwtfilter.key.Digests;
import org.jwtfilter.key.KeySource;
import org.jwtfilter.store.Store;

/**
 * Hands a login over to another domain, and takes one over: the endpoints of both send the browser
 * to each other, nowhere else. The domain that takes over asks first, with the hash of a random
 * number that only this browser has; the token that comes back has the hash in it, is for this
 * endpoint only, and is good once, for seconds. So a link that was stolen or planted is of no use.
 * Thread-safe.
 */
public final class Handover {
  /** The parameter that brings a token. */
  public static final String TOKEN = "handover_token";

  /** The parameter with the page that a link of ours leads to, as a whole address. */
  public static final String TO = "to";

  /** The parameter with the page, as a path on the server that takes over. */
  public static final String PATH = "path";

  /** The parameter with the endpoint that may hand over. */
  public static final String FROM = "from";

  /** The parameter with the endpoint that asks. */
  public static final String AT = "at";

  /** The parameter with the hash of the number that the browser has. */
  public static final String NONCE = "nonce";

  private static final Logger LOG = System.getLogger(Handover.class.getName());
  private static final String SUFFIX = "-handover";
  private static final int NONCE_BYTES = 16;
  private static final int MOST_PATH = 1024;
  private static final int MOST_TOKEN = 4096;
  private static final Pattern NUMBER = Pattern.compile("[A-Za-z0-9_-]{22}");
  private static final Pattern HASH = Pattern.compile("[A-Za-z0-9_-]{43}");
  private static final int HASH_BYTES = 32;
  private static final byte[] USED = {1};
  private static final SecureRandom RANDOM = new SecureRandom();

  private final HandoverRules rules;
  private final JwtIssuer issuer;
  private final JwtVerifier verifier;
  private final Store store;
  private final CookieRules cookies;
  private final Clock clock;

  /**
   * @param keys of the partners
   * @param store remembers what was used
   */
  Handover(
      HandoverRules rules,
      JwtIssuer issuer,
      KeySource keys,
      Store store,
      CookieRules cookies,
      Clock clock) {
    this.rules = rules;
    this.issuer = issuer;
    this.store = store;
    this.cookies = cookies;
    this.clock = clock;
    this.verifier =
        new JwtVerifier(
            keys, TokenRules.handover(rules.issuers(), rules.url(), rules.clockSkew()), clock);
  }

  /**
   * Somebody whom another domain has handed over.
   *
   * @param authenticatedAt when they logged in there
   * @param end of the login
   * @param path of the page that they want
   */
  public record Arrival(Account account, Instant authenticatedAt, Instant end, String path) {}

  /** Whether a request brings a token, which is to be seen nowhere else. */
  public static boolean bringsToken(Exchange exchange) {
    return !QueryString.values(exchange.query(), TOKEN).isEmpty();
  }

  /** Whether this is the address of a partner's endpoint. */
  public boolean isPartner(String endpoint) {
    return rules.partners().contains(endpoint);
  }

  /** Whether this can be the path of a page to go to, here or there. */
  public boolean isPage(String path) {
    return path.length() <= MOST_PATH
        && SavedTarget.safe(path)
        && !path.split("[?#;]", 2)[0].endsWith(rules.endpoint());
  }

  // Where the login is

  /**
   * Where a link of ours leads first.
   *
   * @param to the whole address of the page
   * @param known whether there is a login to hand over
   * @return empty where the page is no partner's
   */
  public Optional<String> linked(String to, boolean known) {
    for (String partner : rules.partners()) {
      String origin = origin(partner);
      if (to.equals(origin) || to.startsWith(origin + "/")) {
        String path = to.length() == origin.length() ? "/" : to.substring(origin.length());
        return isPage(path)
            ? Optional.of(known ? asked(partner, path) : anonymous(partner, path))
            : Optional.empty();
      }
    }
    return Optional.empty();
  }

  private static String origin(String url) {
    return url.substring(0, url.indexOf('/', url.indexOf("://") + "://".length()));
  }

  private String asked(String partner, String path) {
    return url(partner, FROM, rules.url(), PATH, path);
  }

  private static String anonymous(String partner, String path) {
    return url(partner, PATH, path);
  }

  /**
   * Where a partner that asks is answered: with a token for the caller, or that there is none.
   *
   * @param at the partner's endpoint
   * @param path of the page there
   * @param nonce the hash that it sent
   * @return empty where the question is none that is answered
   */
  public Optional<String> answered(@Nullable Caller caller, String at, String path, String nonce) {
    if (!isPartner(at) || !isPage(path) || !HASH.matcher(nonce).matches()) {
      return Optional.empty();
    }
    return Optional.ofNullable(caller)
        .flatMap(one -> token(one, at, path, nonce))
        .map(token -> url(at, TOKEN, token))
        .or(() -> Optional.of(anonymous(at, path)));
  }

  private Optional<String> token(Caller caller, String at, String path, String nonce) {
    String token =
        issuer.handOver(
            caller.getName(),
            caller.roles(),
            authenticatedAt(caller),
            at,
            Map.of(FROM, rules.url(), PATH, path, NONCE, nonce),
            rules.lifetime());
    if (token.length() <= MOST_TOKEN) {
      return Optional.of(token);
    }
    LOG.log(
        Level.ERROR,
        "a login with {0} roles is not handed over: its token has {1} characters, which is too long"
            + " for a URL",
        caller.roles().size(),
        token.length());
    return Optional.empty();
  }

  private Instant authenticatedAt(Caller caller) {
    Optional<Jwt> jwt = caller.jwt();
    return jwt.flatMap(Jwt::authenticatedAt).or(() -> jwt.flatMap(Jwt::issuedAt)).orElse(now());
  }

  // Where the login is wanted

  /**
   * Where a partner is asked for a login, with a number in a cookie of this browser.
   *
   * @param from the partner's endpoint
   * @param path of the page here
   * @return empty where it is no partner, or no page
   */
  public Optional<String> asking(Exchange exchange, String from, String path) {
    if (!isPartner(from) || !isPage(path)) {
      return Optional.empty();
    }
    // Pages that are opened at the same time share the number, so that all of them succeed.
    String number = number(exchange).orElseGet(Handover::random);
    exchange.setCookie(
        cookies.hosted(SUFFIX, Optional.of(number), rules.patience(), exchange.secure()));
    return Optional.of(url(from, AT, rules.url(), PATH, path, NONCE, nonce(number, from)));
  }

  /**
   * Takes over a login, once.
   *
   * @param known whether somebody is logged in here already, so that no login is to begin
   * @throws JwtRejected where the token is not to be trusted, was used, or belongs to another
   *     browser
   * @throws org.jwtfilter.store.StoreException where nobody knows whether it was used
   */
  public Arrival arrived(Exchange exchange, String token, boolean known) throws JwtRejected {
    Jwt jwt = verifier.verify(token);
    // What has come to a wrong browser must not work in the right one any more.
    burn(jwt);
    String from = claim(jwt, FROM);
    String path = claim(jwt, PATH);
    String nonce = claim(jwt, NONCE);
    boolean ours = number(exchange).filter(one -> nonce(one, from).equals(nonce)).isPresent();
    require(known || ours, Reason.CSRF);
    require(isPartner(from) && isPage(path), Reason.CLAIM);
    Instant then = jwt.authenticatedAt().orElseThrow(() -> JwtRejected.because(Reason.CLAIM));
    Instant since = then.isAfter(now()) ? now() : then;
    Instant end = since.plus(rules.loginLife());
    require(end.isAfter(now()), Reason.EXPIRED);
    return new Arrival(new Account(jwt.principalName(), jwt.roles()), since, end, path);
  }

  private void burn(Jwt jwt) throws JwtRejected {
    String id = jwt.id().orElseThrow(() -> JwtRejected.because(Reason.CLAIM));
    String key = "handover:" + Digests.sha256(jwt.issuer().orElse("") + ' ' + id, HASH_BYTES);
    boolean first = store.replace(key, null, USED, jwt.expiresAt().plus(rules.clockSkew()));
    require(first, Reason.REVOKED);
  }

  private static String claim(Jwt jwt, String name) throws JwtRejected {
    if (jwt.claim(name).orElse(null) instanceof String text) {
      return text;
    }
    throw JwtRejected.because(Reason.CLAIM);
  }

  private static void require(boolean holds, Reason otherwise) throws JwtRejected {
    if (!holds) {
      throw JwtRejected.because(otherwise);
    }
  }

  // The number

  /** Takes the number back from this browser. */
  public void forget(Exchange exchange) {
    if (!exchange.cookies(cookies.hostedName(SUFFIX, exchange.secure())).isEmpty()) {
      exchange.setCookie(
          cookies.hosted(SUFFIX, Optional.empty(), rules.patience(), exchange.secure()));
    }
  }

  private Optional<String> number(Exchange exchange) {
    List<String> values = cookies.hostedValues(exchange, SUFFIX);
    return values.size() == 1
        ? Optional.of(values.get(0)).filter(NUMBER.asMatchPredicate())
        : Optional.empty();
  }

  private static String random() {
    byte[] bytes = new byte[NONCE_BYTES];
    RANDOM.nextBytes(bytes);
    return Base64Url.encode(bytes);
  }

  /** Bound to the partner that was asked, so that no other can answer in its place. */
  private static String nonce(String number, String from) {
    return Digests.sha256(number + ' ' + from, HASH_BYTES);
  }

  private Instant now() {
    return clock.instant();
  }

  private static String url(String endpoint, String... namesAndValues) {
    StringBuilder url = new StringBuilder(endpoint);
    for (int i = 0; i < namesAndValues.length; i += 2) {
      url.append(i == 0 ? '?' : '&').append(namesAndValues[i]).append('=');
      url.append(URLEncoder.encode(namesAndValues[i + 1], StandardCharsets.UTF_8));
    }
    return url.toString();
  }
}
