package org.jwtfilter;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What is expected of a token.
 *
 * @param kind what it must be for
 * @param issuers accepted {@code iss}, at least one
 * @param audiences accepted {@code aud}; empty: any or none, but no token that was exchanged
 * @param clockSkew by how much clocks may differ, at most 10 minutes
 * @param principalClaims claim paths, the first present names the caller; at least one
 * @param rolesClaims claim paths, the first present gives the roles
 * @param roleMap from a role of the token to one of the application; others keep their name
 * @param maxTokenLength in characters
 * @param maxAge counted from {@code iat}, which a token then must have; empty: as old as its {@code
 *     exp} lets it be
 * @param keyBound whether a token may be bound to a key of its sender ({@code cnf.jkt}, RFC 9449):
 *     whoever accepts one must ask for the proof ({@link ProofVerifier})
 */
public record TokenRules(
    TokenKind kind,
    Set<String> issuers,
    Set<String> audiences,
    Duration clockSkew,
    List<String> principalClaims,
    List<String> rolesClaims,
    Map<String, String> roleMap,
    int maxTokenLength,
    Optional<Duration> maxAge,
    boolean keyBound) {
  /** The default of {@link #maxTokenLength}. */
  public static final int DEFAULT_MAX_TOKEN_LENGTH = 8192;

  private static final Duration LARGEST_SKEW = Duration.ofMinutes(10);

  public TokenRules {
    issuers = Set.copyOf(issuers);
    audiences = Set.copyOf(audiences);
    principalClaims = List.copyOf(principalClaims);
    rolesClaims = List.copyOf(rolesClaims);
    roleMap = Map.copyOf(roleMap);
    require(!issuers.isEmpty(), "issuers is empty: name at least one");
    require(!principalClaims.isEmpty(), "principalClaims is empty: name at least one");
    require(!clockSkew.isNegative(), "clockSkew is negative");
    require(clockSkew.compareTo(LARGEST_SKEW) <= 0, "clockSkew is longer than 10 minutes");
    require(maxTokenLength > 0, "maxTokenLength is not positive");
    require(maxAge.filter(age -> age.toSeconds() < 1).isEmpty(), "maxAge is not positive");
  }

  /** Rules for access tokens of any age. */
  public TokenRules(
      Set<String> issuers,
      Set<String> audiences,
      Duration clockSkew,
      List<String> principalClaims,
      List<String> rolesClaims,
      Map<String, String> roleMap,
      int maxTokenLength) {
    this(
        TokenKind.ACCESS,
        issuers,
        audiences,
        clockSkew,
        principalClaims,
        rolesClaims,
        roleMap,
        maxTokenLength,
        Optional.empty(),
        false);
  }

  /**
   * The rules for the refresh tokens that {@link JwtIssuer#refreshToken} makes, bound to a key or
   * not.
   */
  public static TokenRules refresh(IssueRules issued, Duration clockSkew) {
    return new TokenRules(
        TokenKind.REFRESH,
        Set.of(issued.issuer()),
        Set.of(issued.refreshAudience()),
        clockSkew,
        List.of("sub"),
        List.of("groups"),
        Map.of(),
        DEFAULT_MAX_TOKEN_LENGTH,
        Optional.empty(),
        true);
  }

  /**
   * The rules for the tokens that {@link JwtIssuer#handOver} makes. Roles are taken as they are:
   * the login that begins with them has its own map.
   *
   * @param audience that they must be for
   */
  public static TokenRules handover(Set<String> issuers, String audience, Duration clockSkew) {
    return new TokenRules(
        TokenKind.HANDOVER,
        issuers,
        Set.of(audience),
        clockSkew,
        List.of("sub"),
        List.of("groups"),
        Map.of(),
        DEFAULT_MAX_TOKEN_LENGTH,
        Optional.empty(),
        false);
  }

  /** The rules of an issuer, everything else as it is by default: skew 60 s, claims of the docs. */
  public static TokenRules of(String issuer) {
    return new TokenRules(
        Set.of(issuer),
        Set.of(),
        Duration.ofSeconds(60),
        List.of("upn", "preferred_username", "sub"),
        List.of("groups", "roles", "scope"),
        Map.of(),
        DEFAULT_MAX_TOKEN_LENGTH);
  }

  /** The same rules for tokens that are no older than this; empty: however old. */
  public TokenRules withMaxAge(Optional<Duration> age) {
    return new TokenRules(
        kind,
        issuers,
        audiences,
        clockSkew,
        principalClaims,
        rolesClaims,
        roleMap,
        maxTokenLength,
        age,
        keyBound);
  }

  /** The same rules, and whether tokens may be bound to a key: see {@link #keyBound}. */
  public TokenRules withKeyBound(boolean accepted) {
    return new TokenRules(
        kind,
        issuers,
        audiences,
        clockSkew,
        principalClaims,
        rolesClaims,
        roleMap,
        maxTokenLength,
        maxAge,
        accepted);
  }

  private static void require(boolean holds, String problem) {
    if (!holds) {
      throw new IllegalArgumentException(problem);
    }
  }
}
