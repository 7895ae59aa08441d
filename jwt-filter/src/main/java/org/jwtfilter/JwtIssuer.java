package org.jwtfilter;

import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.jwtfilter.key.Base64Url;
import org.jwtfilter.key.JwtKey;
import org.jwtfilter.key.KeySource;

/**
 * Signs access tokens (RFC 9068), also exchanged ones (RFC 8693), and refresh tokens with the first
 * key of the ring that can sign. Thread-safe.
 */
public final class JwtIssuer {
  /** The claim that tells what a token is bound to; renewed and refreshed tokens keep it. */
  public static final String BINDING = "bnd";

  private static final int RANDOM_BYTES = 16;
  private static final SecureRandom RANDOM = new SecureRandom();

  private final KeySource keys;
  private final IssueRules rules;
  private final Clock clock;

  /** An issuer that takes its key and the time anew for every token. */
  public JwtIssuer(KeySource keys, IssueRules rules, Clock clock) {
    this.keys = keys;
    this.rules = rules;
    this.clock = clock;
  }

  /**
   * A token for a caller who has just proved who they are; begins a grant of its own.
   *
   * @param subject not blank, free of control characters
   * @throws IllegalArgumentException if the subject is not so
   * @throws IllegalStateException if no key can sign
   */
  public String logIn(String subject, Set<String> roles) {
    return logIn(subject, roles, grant -> Map.of());
  }

  /**
   * The same, bound to the client.
   *
   * @param binding what the token is bound to, given the grant; becomes the claim {@value #BINDING}
   *     unless it is empty
   */
  public String logIn(
      String subject, Set<String> roles, Function<String, Map<String, String>> binding) {
    return logIn(subject, roles, binding, Optional.empty());
  }

  /**
   * The same, bound to a key of the client too (RFC 9449).
   *
   * @param binding what the token is bound to, given the grant; becomes the claim {@value #BINDING}
   *     unless it is empty
   * @param key its thumbprint (RFC 7638), becomes {@code cnf.jkt}, and that of all tokens of the
   *     login; empty: none
   */
  public String logIn(
      String subject,
      Set<String> roles,
      Function<String, Map<String, String>> binding,
      Optional<String> key) {
    Instant now = clock.instant();
    return logIn(subject, roles, now, now.plus(rules.absoluteLifetime()), binding, key);
  }

  /**
   * The same for a caller who has proved it earlier, elsewhere.
   *
   * @param subject not blank, free of control characters
   * @param authenticatedAt when that was
   * @param end of the login; the token does not live longer
   * @param binding what the token is bound to, given the grant; becomes the claim {@value #BINDING}
   *     unless it is empty
   * @throws IllegalArgumentException if the subject is not so
   * @throws IllegalStateException if no key can sign
   */
  public String logIn(
      String subject,
      Set<String> roles,
      Instant authenticatedAt,
      Instant end,
      Function<String, Map<String, String>> binding) {
    return logIn(subject, roles, authenticatedAt, end, binding, Optional.empty());
  }

  private String logIn(
      String subject,
      Set<String> roles,
      Instant authenticatedAt,
      Instant end,
      Function<String, Map<String, String>> binding,
      Optional<String> key) {
    requireName(subject);
    JwtKey signer = signer();
    long now = now();
    String grant = random();
    Map<String, Object> claims = claims(subject, audience());
    claims.put("auth_time", authenticatedAt.getEpochSecond());
    claims.put("grant", grant);
    claims.put("groups", sorted(roles));
    Map<String, String> bound = binding.apply(grant);
    if (!bound.isEmpty()) {
      claims.put(BINDING, bound);
    }
    bind(claims, key);
    long usual = now + rules.lifetime().toSeconds();
    return signed(signer, claims, now, Math.min(usual, end.getEpochSecond()));
  }

  /**
   * A token that tells another domain who the caller is.
   *
   * @param subject not blank, free of control characters
   * @param authenticatedAt when the caller proved who they are
   * @param audience for whom alone it is
   * @param bound further claims, by which it is bound to its purpose
   * @throws IllegalArgumentException if the subject is not so
   * @throws IllegalStateException if no key can sign
   */
  public String handOver(
      String subject,
      Set<String> roles,
      Instant authenticatedAt,
      String audience,
      Map<String, String> bound,
      Duration lifetime) {
    requireName(subject);
    Map<String, Object> claims = claims(subject, Optional.of(audience));
    claims.putAll(bound);
    claims.put("auth_time", authenticatedAt.getEpochSecond());
    claims.put("groups", sorted(roles));
    long now = now();
    return signed(signer(), TokenKind.HANDOVER, claims, now, now + lifetime.toSeconds());
  }

  private static void bind(Map<String, Object> claims, Optional<String> key) {
    key.ifPresent(jkt -> claims.put("cnf", Map.of("jkt", jkt)));
  }

  private static void requireName(String subject) {
    if (!Names.sound(subject)) {
      throw new IllegalArgumentException(
          "The name of the caller is blank or has control characters");
    }
  }

  /**
   * A refresh token for a login: its caller, grant, time of login and the roles that its tokens
   * have ({@code groups}), and the key that they are bound to.
   *
   * @param login a token of the login, of either kind, of ours
   * @param roles that the login goes on with instead of those in the token; empty: the same
   * @param end of the login; no token of it lives longer
   * @throws IllegalArgumentException if the token is not from a login here
   * @throws IllegalStateException if no key can sign
   */
  public String refreshToken(Jwt login, Optional<Set<String>> roles, Instant end) {
    return refreshToken(login, roles, login.keyThumbprint(), end);
  }

  /**
   * The same, for a login that is bound to a key from now on.
   *
   * @param key its thumbprint; empty: bound to none
   */
  public String refreshToken(
      Jwt login, Optional<Set<String>> roles, Optional<String> key, Instant end) {
    Optional<Object> audience = Optional.of(rules.refreshAudience());
    Map<String, Object> claims = claimsOf(login, roles, key, audience);
    return signed(signer(), TokenKind.REFRESH, claims, now(), end.getEpochSecond());
  }

  /**
   * A new access token of a login whose refresh token was presented.
   *
   * @param login its refresh token
   * @param roles that the login goes on with instead of those in the token; empty: the same
   * @param end of the login; no token of it lives longer
   * @throws IllegalArgumentException if the token is not from a login here
   * @throws IllegalStateException if no key can sign
   */
  public String accessToken(Jwt login, Optional<Set<String>> roles, Instant end) {
    return accessToken(login, roles, login.keyThumbprint(), end);
  }

  /**
   * The same, for a login that is bound to a key from now on.
   *
   * @param key its thumbprint; empty: bound to none
   */
  public String accessToken(
      Jwt login, Optional<Set<String>> roles, Optional<String> key, Instant end) {
    Map<String, Object> claims = claimsOf(login, roles, key, audience());
    long now = now();
    long usual = now + rules.lifetime().toSeconds();
    return signed(signer(), claims, now, Math.min(usual, end.getEpochSecond()));
  }

  /**
   * A token for other audiences that carries no more than it is told to, in exchange for one that
   * was verified (RFC 8693). Keeps subject, grant, time of login, client and actor, so that what
   * ends the login ends it too; it is never renewed or refreshed.
   *
   * @return empty if the token has expired
   * @throws IllegalStateException if no key can sign
   */
  public Optional<ExchangedToken> exchange(Jwt subject, Lending lending) {
    long now = now();
    long end = Math.min(now + lending.lifetime().toSeconds(), subject.expiresAt().getEpochSecond());
    if (end <= now) {
      return Optional.empty();
    }
    Map<String, Object> claims = claims(subject.principalName(), oneOrMany(lending.audience()));
    claims.put("scope", String.join(" ", sorted(lending.permissions())));
    claims.put("groups", sorted(lending.roles()));
    subject.grant().ifPresent(grant -> claims.put("grant", grant));
    for (String kept : List.of("auth_time", "client_id", "act")) {
      subject.claim(kept).ifPresent(value -> claims.put(kept, value));
    }
    String origin = subject.exchangedFrom().or(subject::id).orElseGet(JwtIssuer::random);
    claims.put(Jwt.EXCHANGED_FROM, origin);
    bind(claims, lending.key());
    String token = signed(signer(), claims, now, end);
    return Optional.of(new ExchangedToken(token, Instant.ofEpochSecond(end)));
  }

  /** What the tokens look like. */
  public IssueRules rules() {
    return rules;
  }

  /**
   * The successor of a token of ours: same caller, roles, own claims and grant, a new {@code jti},
   * {@code iat} and {@code exp}. Empty if it is not ours, its login has reached the absolute
   * lifetime, or nothing would be gained.
   */
  public Optional<String> renew(Jwt jwt) {
    return renew(jwt, Optional.empty());
  }

  /**
   * The same, with other roles where there are any ({@code groups}).
   *
   * @param roles that the caller has now instead of those in the token; empty: the same
   */
  public Optional<String> renew(Jwt jwt, Optional<Set<String>> roles) {
    Instant now = clock.instant();
    Optional<JwtKey> signer = keys.current().signer();
    if (signer.isEmpty() || !gains(jwt, now)) {
      return Optional.empty();
    }
    Map<String, Object> claims = new HashMap<>(jwt.claims());
    claims.remove("nbf");
    roles.ifPresent(changed -> claims.put("groups", sorted(changed)));
    long expires = successorExpiry(jwt, now).getEpochSecond();
    return Optional.of(signed(signer.get(), claims, now.getEpochSecond(), expires));
  }

  /** Whether {@link #renew} would give a successor and the token is old enough to deserve one. */
  public boolean renewable(Jwt jwt, Instant now) {
    return jwt.issuedAt().filter(at -> !now.isBefore(at.plus(rules.renewAfter()))).isPresent()
        && gains(jwt, now)
        && keys.current().signer().isPresent();
  }

  private boolean gains(Jwt jwt, Instant now) {
    return isOurs(jwt)
        && successorExpiry(jwt, now).isAfter(jwt.expiresAt())
        && successorExpiry(jwt, now).isAfter(now);
  }

  /**
   * Whether a token is of a login that began here, or at another node with the same issuer. An
   * exchanged one is not: it was lent to somebody else.
   */
  public boolean isOurs(Jwt jwt) {
    return jwt.exchangedFrom().isEmpty()
        && jwt.issuer().filter(rules.issuer()::equals).isPresent()
        && jwt.grant().isPresent()
        && jwt.authenticatedAt().isPresent();
  }

  /** Never later than the login may last. */
  private Instant successorExpiry(Jwt jwt, Instant now) {
    Instant last = jwt.authenticatedAt().orElseThrow().plus(rules.absoluteLifetime());
    Instant usual = Instant.ofEpochSecond(now.getEpochSecond()).plus(rules.lifetime());
    return usual.isBefore(last) ? usual : last;
  }

  private Map<String, Object> claimsOf(
      Jwt login, Optional<Set<String>> roles, Optional<String> key, Optional<Object> audience) {
    if (!isOurs(login) || login.subject().isEmpty()) {
      throw new IllegalArgumentException("The token is not from a login here");
    }
    Map<String, Object> claims = claims(login.subject().get(), audience);
    claims.put("auth_time", login.authenticatedAt().orElseThrow().getEpochSecond());
    claims.put("grant", login.grant().orElseThrow());
    claims.put(
        "groups",
        roles.<Object>map(JwtIssuer::sorted).or(() -> login.claim("groups")).orElse(List.of()));
    login.claim(BINDING).ifPresent(bound -> claims.put(BINDING, bound));
    bind(claims, key);
    return claims;
  }

  private Map<String, Object> claims(String subject, Optional<Object> audience) {
    Map<String, Object> claims = new LinkedHashMap<>();
    claims.put("iss", rules.issuer());
    claims.put("sub", subject);
    audience.ifPresent(one -> claims.put("aud", one));
    return claims;
  }

  private Optional<Object> audience() {
    return oneOrMany(rules.audience());
  }

  private static Optional<Object> oneOrMany(List<String> audience) {
    return audience.isEmpty()
        ? Optional.empty()
        : Optional.of(audience.size() == 1 ? audience.get(0) : audience);
  }

  private static List<String> sorted(Set<String> roles) {
    return roles.stream().sorted().toList();
  }

  private JwtKey signer() {
    return keys.current()
        .signer()
        .orElseThrow(
            () ->
                new IllegalStateException(
                    "None of the keys can sign: add a secret or a private key"));
  }

  private long now() {
    return clock.instant().getEpochSecond();
  }

  private static String signed(JwtKey signer, Map<String, Object> claims, long now, long expires) {
    return signed(signer, TokenKind.ACCESS, claims, now, expires);
  }

  private static String signed(
      JwtKey signer, TokenKind kind, Map<String, Object> claims, long now, long expires) {
    claims.put("iat", now);
    claims.put("exp", expires);
    claims.put("jti", random());
    return TokenWriter.token(signer, kind, claims);
  }

  /** 128 bits: never twice, never guessed. */
  private static String random() {
    byte[] bytes = new byte[RANDOM_BYTES];
    RANDOM.nextBytes(bytes);
    return Base64Url.encode(bytes);
  }
}
