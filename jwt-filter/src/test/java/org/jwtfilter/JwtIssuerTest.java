package org.jwtfilter;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.jwtfilter.key.Base64Url;
import org.jwtfilter.key.JwtKey;
import org.jwtfilter.key.KeyRing;
import org.jwtfilter.key.KeySource;
import org.jwtfilter.key.TestKeys;

class JwtIssuerTest {
  private static final Instant LOGIN = Instant.ofEpochSecond(1_800_000_000);
  private static final Duration LIFETIME = Duration.ofMinutes(15);
  private static final Duration ABSOLUTE = Duration.ofHours(24);

  private final JwtKey key = TestKeys.hs256();
  private final KeySource keys = KeySource.of(KeyRing.of(List.of(key)));
  private final SettableClock clock = new SettableClock(LOGIN);
  private final IssueRules rules =
      new IssueRules("/shop", List.of("/shop"), LIFETIME, LIFETIME.dividedBy(2), ABSOLUTE);
  private final JwtIssuer issuer = new JwtIssuer(keys, rules, clock);
  private final JwtVerifier verifier = new JwtVerifier(keys, TokenRules.of("/shop"), clock);

  // --- login ---

  @Test
  void a_login_gives_a_token_of_its_own_grant() throws JwtRejected {
    Jwt jwt = verifier.verify(issuer.logIn("ann", Set.of("user", "admin")));
    assertEquals("ann", jwt.principalName());
    assertEquals(Set.of("user", "admin"), jwt.roles());
    assertEquals(Optional.of("/shop"), jwt.issuer());
    assertEquals(List.of("/shop"), jwt.audience());
    assertEquals(Optional.of(LOGIN), jwt.issuedAt());
    assertEquals(Optional.of(LOGIN), jwt.authenticatedAt());
    assertEquals(LOGIN.plus(LIFETIME), jwt.expiresAt());
    assertTrue(jwt.id().isPresent() && jwt.grant().isPresent());
  }

  @Test
  void ids_and_grants_have_128_bits_and_never_come_twice() throws JwtRejected {
    Jwt one = verifier.verify(issuer.logIn("ann", Set.of()));
    Jwt other = verifier.verify(issuer.logIn("ann", Set.of()));
    assertEquals(16, Base64Url.decode(one.id().orElseThrow()).orElseThrow().length);
    assertEquals(16, Base64Url.decode(one.grant().orElseThrow()).orElseThrow().length);
    assertNotEquals(one.id(), other.id());
    assertNotEquals(one.grant(), other.grant());
    assertNotEquals(one.id(), one.grant());
  }

  @Test
  void the_header_names_type_algorithm_and_key() {
    String header = issuer.logIn("ann", Set.of()).split("\\.")[0];
    assertEquals(
        "{\"alg\":\"HS256\",\"typ\":\"at+jwt\",\"kid\":\"" + key.id() + "\"}",
        new String(Base64Url.decode(header).orElseThrow(), UTF_8));
  }

  @Test
  void asymmetric_keys_sign_too() throws JwtRejected {
    for (JwtKey one : List.of(TestKeys.rs256(), TestKeys.es256())) {
      KeySource source = KeySource.of(KeyRing.of(List.of(one)));
      String token = new JwtIssuer(source, rules, clock).logIn("ann", Set.of());
      JwtVerifier own = new JwtVerifier(source, TokenRules.of("/shop"), clock);
      assertEquals("ann", own.verify(token).principalName());
    }
  }

  @Test
  void names_and_roles_of_all_scripts_survive() throws JwtRejected {
    Jwt jwt = verifier.verify(issuer.logIn("Zoë \"Ω\" 😀\\", Set.of("rôle", "a,b")));
    assertEquals("Zoë \"Ω\" 😀\\", jwt.principalName());
    assertEquals(Set.of("rôle", "a,b"), jwt.roles());
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " ", "a\nb", "a\0", "\u202Eann"})
  void a_name_that_could_not_be_verified_is_not_issued(String name) {
    assertThrows(IllegalArgumentException.class, () -> issuer.logIn(name, Set.of()));
  }

  @Test
  void several_audiences_are_a_list_and_none_is_no_claim() throws JwtRejected {
    assertEquals(List.of("a", "b"), loginFor(List.of("a", "b")).audience());
    assertEquals(Optional.empty(), loginFor(List.of()).claim("aud"));
  }

  private Jwt loginFor(List<String> audience) throws JwtRejected {
    IssueRules other = new IssueRules("/shop", audience, LIFETIME, LIFETIME, ABSOLUTE);
    return verifier.verify(new JwtIssuer(keys, other, clock).logIn("ann", Set.of()));
  }

  @Test
  void nobody_can_log_in_where_no_key_signs() throws Exception {
    JwtIssuer mute = new JwtIssuer(KeySource.of(KeyRing.of(List.of())), rules, clock);
    assertThrows(IllegalStateException.class, () -> mute.logIn("ann", Set.of()));
  }

  // --- renewal ---

  @Test
  void a_successor_keeps_the_caller_and_the_grant_and_lives_anew() throws JwtRejected {
    Jwt first = verifier.verify(issuer.logIn("ann", Set.of("user")));
    clock.advance(Duration.ofMinutes(10));
    Jwt next = verifier.verify(issuer.renew(first).orElseThrow());
    assertEquals("ann", next.principalName());
    assertEquals(Set.of("user"), next.roles());
    assertEquals(first.grant(), next.grant());
    assertEquals(first.authenticatedAt(), next.authenticatedAt());
    assertEquals(first.audience(), next.audience());
    assertEquals(Optional.of(LOGIN.plusSeconds(600)), next.issuedAt());
    assertEquals(LOGIN.plusSeconds(600).plus(LIFETIME), next.expiresAt());
    assertNotEquals(first.id(), next.id());
  }

  @Test
  void a_successor_keeps_claims_of_every_type() throws JwtRejected {
    String more =
        "\"t\":\"x\",\"b\":true,\"i\":7,\"h\":123456789012345678901234,\"f\":1.50,"
            + "\"l\":[1,null,{\"a\":[]}],\"n\":null,\"nbf\":1800000000";
    Jwt first = verifier.verify(ours(more));
    clock.advance(Duration.ofSeconds(10));
    Jwt next = verifier.verify(issuer.renew(first).orElseThrow());
    for (String name : List.of("t", "b", "i", "h", "f", "l")) {
      assertEquals(first.claim(name), next.claim(name));
    }
    assertEquals(new BigDecimal("1.50"), next.claim("f").orElseThrow());
    assertEquals(Optional.empty(), next.claim("nbf"));
  }

  @Test
  void no_successor_outlives_the_login() throws JwtRejected {
    Jwt jwt = verifier.verify(issuer.logIn("ann", Set.of()));
    while (jwt.expiresAt().isBefore(LOGIN.plus(ABSOLUTE))) {
      clock.set(jwt.expiresAt());
      jwt = verifier.verify(issuer.renew(jwt).orElseThrow());
    }
    assertEquals(LOGIN.plus(ABSOLUTE), jwt.expiresAt());
    clock.advance(Duration.ofMinutes(1));
    assertEquals(Optional.empty(), issuer.renew(jwt));
    assertFalse(issuer.renewable(jwt, clock.instant()));
  }

  @Test
  void a_token_of_this_second_gains_nothing() throws JwtRejected {
    Jwt jwt = verifier.verify(issuer.logIn("ann", Set.of()));
    clock.advance(Duration.ofMillis(999));
    assertEquals(Optional.empty(), issuer.renew(jwt));
    clock.advance(Duration.ofMillis(1));
    assertTrue(issuer.renew(jwt).isPresent());
  }

  @Test
  void a_token_is_renewable_from_the_second_on_that_renew_after_names() throws JwtRejected {
    Jwt jwt = verifier.verify(issuer.logIn("ann", Set.of()));
    Instant due = LOGIN.plus(LIFETIME.dividedBy(2));
    assertFalse(issuer.renewable(jwt, due.minusMillis(1)));
    assertTrue(issuer.renewable(jwt, due));
  }

  @ParameterizedTest
  @ValueSource(strings = {"\"iss\":\"/other\"", "\"grant\":7", "\"auth_time\":1800000000"})
  void a_token_that_is_not_from_a_login_here_is_not_renewed(String claims) throws JwtRejected {
    JwtVerifier both =
        new JwtVerifier(
            keys,
            new TokenRules(
                Set.of("/shop", "/other"),
                Set.of(),
                Duration.ZERO,
                List.of("sub"),
                List.of(),
                Map.of(),
                8192),
            clock);
    String issuerClaim = claims.contains("iss") ? "" : "\"iss\":\"/shop\",";
    Jwt jwt =
        both.verify(
            Minted.token(
                key,
                "{\"alg\":\"HS256\"}",
                "{\"sub\":\"ann\",\"exp\":1800000100,\"iat\":1800000000,"
                    + issuerClaim
                    + claims
                    + "}"));
    clock.advance(Duration.ofSeconds(90));
    assertEquals(Optional.empty(), issuer.renew(jwt));
    assertFalse(issuer.renewable(jwt, LOGIN.plus(LIFETIME)));
  }

  @Test
  void nothing_is_renewed_where_no_key_signs() throws JwtRejected {
    Jwt jwt = verifier.verify(issuer.logIn("ann", Set.of()));
    JwtIssuer mute = new JwtIssuer(KeySource.of(KeyRing.of(List.of())), rules, clock);
    clock.advance(Duration.ofMinutes(10));
    assertEquals(Optional.empty(), mute.renew(jwt));
    assertFalse(mute.renewable(jwt, clock.instant()));
  }

  @Test
  void a_successor_takes_the_roles_that_were_changed() throws JwtRejected {
    Jwt first = verifier.verify(issuer.logIn("ann", Set.of("user", "admin")));
    clock.advance(Duration.ofMinutes(10));
    String next = issuer.renew(first, Optional.of(Set.of("user"))).orElseThrow();
    assertEquals(Set.of("user"), verifier.verify(next).roles());
    String same = issuer.renew(first, Optional.empty()).orElseThrow();
    assertEquals(Set.of("user", "admin"), verifier.verify(same).roles());
  }

  // --- refresh ---

  private final JwtVerifier refreshing =
      new JwtVerifier(keys, TokenRules.refresh(rules, Duration.ZERO), clock);

  @Test
  void a_refresh_token_says_whose_login_it_is_and_is_good_for_nothing_else() throws JwtRejected {
    Jwt login = verifier.verify(issuer.logIn("ann", Set.of("user")));
    clock.advance(Duration.ofSeconds(10));
    String token = issuer.refreshToken(login, Optional.empty(), LOGIN.plusSeconds(5000));
    Jwt refresh = refreshing.verify(token);
    assertEquals(Optional.of("ann"), refresh.subject());
    assertEquals(login.grant(), refresh.grant());
    assertEquals(login.authenticatedAt(), refresh.authenticatedAt());
    assertEquals(Set.of("user"), refresh.roles());
    assertEquals(List.of("/shop#refresh"), refresh.audience());
    assertEquals(Optional.of(LOGIN.plusSeconds(10)), refresh.issuedAt());
    assertEquals(LOGIN.plusSeconds(5000), refresh.expiresAt());
    assertNotEquals(login.id(), refresh.id());
    assertThrows(JwtRejected.class, () -> verifier.verify(token));
    assertThrows(JwtRejected.class, () -> refreshing.verify(login.token()));
  }

  @Test
  void a_refreshed_token_lives_as_long_as_others_but_not_beyond_the_end_of_the_login()
      throws JwtRejected {
    Jwt refresh = refreshFor(LOGIN.plus(Duration.ofDays(14)));
    clock.advance(Duration.ofDays(10));
    Instant end = LOGIN.plus(Duration.ofDays(14));
    Jwt access = verifier.verify(issuer.accessToken(refresh, Optional.empty(), end));
    assertEquals(clock.instant().plus(LIFETIME), access.expiresAt());
    assertEquals(List.of("/shop"), access.audience());
    assertEquals(refresh.grant(), access.grant());
    assertEquals(Optional.of(LOGIN), access.authenticatedAt());
    Instant sooner = clock.instant().plusSeconds(5);
    assertEquals(
        sooner, verifier.verify(issuer.accessToken(refresh, Optional.empty(), sooner)).expiresAt());
  }

  @Test
  void refreshed_tokens_take_the_roles_that_were_changed() throws JwtRejected {
    Instant end = LOGIN.plus(Duration.ofDays(14));
    Jwt refresh = refreshFor(end);
    Optional<Set<String>> changed = Optional.of(Set.of("clerk"));
    assertEquals(
        Set.of("clerk"), verifier.verify(issuer.accessToken(refresh, changed, end)).roles());
    assertEquals(
        Set.of("clerk"), refreshing.verify(issuer.refreshToken(refresh, changed, end)).roles());
  }

  @Test
  void tokens_that_are_not_from_a_login_here_are_not_refreshed() throws JwtRejected {
    Jwt foreign =
        verifier.verify(
            Minted.token(
                key,
                "{\"alg\":\"HS256\"}",
                "{\"iss\":\"/shop\",\"sub\":\"ann\",\"exp\":1800000900}"));
    assertThrows(
        IllegalArgumentException.class,
        () -> issuer.refreshToken(foreign, Optional.empty(), LOGIN.plusSeconds(60)));
    assertThrows(
        IllegalArgumentException.class,
        () -> issuer.accessToken(foreign, Optional.empty(), LOGIN.plusSeconds(60)));
  }

  private Jwt refreshFor(Instant end) throws JwtRejected {
    Jwt login = verifier.verify(issuer.logIn("ann", Set.of("user")));
    return refreshing.verify(issuer.refreshToken(login, Optional.empty(), end));
  }

  // --- exchange ---

  private static final Lending LENDING =
      new Lending(List.of("/shop"), Set.of("read", "user"), Set.of("user"), Duration.ofMinutes(5));

  private Jwt exchanged(Jwt subject) throws JwtRejected {
    return receiver().verify(issuer.exchange(subject, LENDING).orElseThrow().token());
  }

  private JwtVerifier receiver() {
    TokenRules usual = TokenRules.of("/shop");
    return new JwtVerifier(
        keys,
        new TokenRules(
            usual.issuers(),
            Set.of("/shop"),
            usual.clockSkew(),
            usual.principalClaims(),
            usual.rolesClaims(),
            Map.of(),
            usual.maxTokenLength()),
        clock);
  }

  @Test
  void an_exchanged_token_is_of_the_same_login_and_says_what_it_was_exchanged_for()
      throws JwtRejected {
    Jwt login = verifier.verify(issuer.logIn("ann", Set.of("user", "admin")));
    clock.advance(Duration.ofSeconds(10));
    Jwt lent = exchanged(login);
    assertEquals(login.grant(), lent.grant());
    assertEquals(login.authenticatedAt(), lent.authenticatedAt());
    assertEquals(login.id(), lent.exchangedFrom());
    assertEquals(Optional.of(clock.instant()), lent.issuedAt());
    assertEquals(clock.instant().plusSeconds(300), lent.expiresAt());
    assertEquals(Set.of("user"), lent.roles());
    assertEquals(Set.of("read", "user"), lent.scopes());
    assertEquals(Optional.empty(), login.exchangedFrom());
  }

  @Test
  void an_exchanged_token_is_never_renewed_or_refreshed() throws JwtRejected {
    Jwt lent = exchanged(verifier.verify(issuer.logIn("ann", Set.of("user"))));
    clock.advance(Duration.ofSeconds(299));
    assertFalse(issuer.renewable(lent, clock.instant()));
    assertEquals(Optional.empty(), issuer.renew(lent));
    assertEquals(Optional.empty(), issuer.renew(lent, Optional.of(Set.of("admin"))));
    Instant end = clock.instant().plusSeconds(60);
    assertThrows(
        IllegalArgumentException.class, () -> issuer.refreshToken(lent, Optional.empty(), end));
    assertThrows(
        IllegalArgumentException.class, () -> issuer.accessToken(lent, Optional.empty(), end));
  }

  @Test
  void a_token_that_has_expired_is_not_exchanged_from_that_second_on() throws JwtRejected {
    Jwt login = verifier.verify(issuer.logIn("ann", Set.of()));
    clock.set(login.expiresAt().minusSeconds(1));
    assertEquals(login.expiresAt(), issuer.exchange(login, LENDING).orElseThrow().expiresAt());
    clock.set(login.expiresAt());
    assertEquals(Optional.empty(), issuer.exchange(login, LENDING));
  }

  @Test
  void a_token_without_id_is_told_apart_once_it_was_exchanged_all_the_same() throws JwtRejected {
    Jwt foreign =
        verifier.verify(
            Minted.token(
                key,
                "{\"alg\":\"HS256\"}",
                "{\"iss\":\"/shop\",\"sub\":\"ann\",\"exp\":1800000900}"));
    assertNotEquals(exchanged(foreign).exchangedFrom(), exchanged(foreign).exchangedFrom());
    assertTrue(exchanged(foreign).exchangedFrom().isPresent());
  }

  @Test
  void a_verifier_without_audience_refuses_what_was_exchanged() throws JwtRejected {
    Jwt login = verifier.verify(issuer.logIn("ann", Set.of("user")));
    String lent = issuer.exchange(login, LENDING).orElseThrow().token();
    JwtRejected refused = assertThrows(JwtRejected.class, () -> verifier.verify(lent));
    assertEquals(Reason.WRONG_AUDIENCE, refused.reason());
  }

  @ParameterizedTest
  @ValueSource(strings = {"5", "null", "true", "[\"x\"]", "{}"})
  void a_mark_of_another_type_is_refused(String mark) {
    JwtRejected refused =
        assertThrows(
            JwtRejected.class,
            () -> receiver().verify(ours("\"aud\":\"/shop\",\"exchanged_from\":" + mark)));
    assertEquals(Reason.CLAIM, refused.reason());
  }

  @Test
  void what_is_lent_has_an_audience_a_life_and_no_role_that_is_not_permitted() {
    Duration minute = Duration.ofMinutes(1);
    assertThrows(
        IllegalArgumentException.class, () -> new Lending(List.of(), Set.of(), Set.of(), minute));
    assertThrows(
        IllegalArgumentException.class,
        () -> new Lending(List.of("a"), Set.of(), Set.of(), Duration.ZERO));
    assertThrows(
        IllegalArgumentException.class,
        () -> new Lending(List.of("a"), Set.of("x"), Set.of("y"), minute));
    assertFalse(new ExchangedToken("secret", LOGIN).toString().contains("secret"));
  }

  @Test
  void contradictory_rules_are_refused() {
    Duration minute = Duration.ofMinutes(1);
    Duration hour = Duration.ofHours(1);
    assertThrows(
        IllegalArgumentException.class, () -> new IssueRules("/", List.of(), minute, hour, hour));
    assertThrows(
        IllegalArgumentException.class, () -> new IssueRules("/", List.of(), hour, minute, minute));
    assertThrows(
        IllegalArgumentException.class,
        () -> new IssueRules("/", List.of(), Duration.ZERO, Duration.ZERO, hour));
  }

  private String ours(String claims) {
    return Minted.token(
        key,
        "{\"alg\":\"HS256\"}",
        "{\"iss\":\"/shop\",\"sub\":\"ann\",\"iat\":1800000000,\"exp\":1800000900,"
            + "\"auth_time\":1800000000,\"grant\":\"g\","
            + claims
            + "}");
  }
}
