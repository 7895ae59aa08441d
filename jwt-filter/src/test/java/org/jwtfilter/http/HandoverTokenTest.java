package org.jwtfilter.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.jwtfilter.Caller;
import org.jwtfilter.IssueRules;
import org.jwtfilter.JwtIssuer;
import org.jwtfilter.JwtRejected;
import org.jwtfilter.Reason;
import org.jwtfilter.store.Store;
import org.jwtfilter.store.StoreException;

/** What one domain hands over, and another takes, by the keys and at the time of the fixture. */
class HandoverTokenTest {
  private static final String EXAMPLE = "https://shop.example/shop/jwt/handover";
  private static final String TEST = "https://shop.test/shop/jwt/handover";
  private static final String THIRD = "https://third.example/shop/jwt/handover";

  private final Books store = new Books();
  private final Handover source = side(EXAMPLE, "/shop", List.of(TEST), Fixture.NOW);
  private final Handover target = side(TEST, "/shop", List.of(EXAMPLE, THIRD), Fixture.NOW);

  private static final class Books implements Store {
    private final Map<String, Instant> ends = new HashMap<>();
    private boolean down;

    @Override
    public Map<String, byte[]> read(Set<String> keys) {
      throw new UnsupportedOperationException();
    }

    @Override
    public void write(String key, byte[] value, Instant expires) {
      throw new UnsupportedOperationException();
    }

    @Override
    public boolean replace(String key, byte[] expected, byte[] value, Instant expires) {
      if (down) {
        throw new StoreException("the store is down");
      }
      assertEquals(null, expected);
      assertTrue(key.matches("[A-Za-z0-9._:/-]{1,200}"), key);
      return ends.putIfAbsent(key, expires) == null;
    }

    @Override
    public void delete(String key) {
      throw new UnsupportedOperationException();
    }

    @Override
    public void close() {}
  }

  private Handover side(String url, String issuer, List<String> partners, Instant now) {
    return side(url, issuer, partners, now, Fixture.cookies());
  }

  private Handover side(
      String url, String issuer, List<String> partners, Instant now, CookieRules cookies) {
    Clock clock = Clock.fixed(now, ZoneOffset.UTC);
    IssueRules issued =
        new IssueRules(
            issuer, List.of(), Duration.ofMinutes(15), Duration.ofMinutes(7), Duration.ofHours(24));
    HandoverRules rules =
        new HandoverRules(
            url,
            "/jwt/handover",
            partners,
            Set.of("/shop"),
            Duration.ofSeconds(30),
            Duration.ofSeconds(60),
            Duration.ofHours(24));
    return new Handover(
        rules, new JwtIssuer(Fixture.KEYS, issued, clock), Fixture.KEYS, store, cookies, clock);
  }

  private static FakeExchange browser() {
    return FakeExchange.get("/jwt/handover");
  }

  private static Caller annAt(Instant login) {
    return new Caller(Fixture.jwtAt(login));
  }

  private static String parameter(String url, String name) {
    return QueryString.values(url.substring(url.indexOf('?') + 1), name).get(0);
  }

  /** The token that the source gives the caller, in a browser that the target has asked. */
  private static String token(Handover source, Handover target, FakeExchange asked, Caller caller) {
    String question = target.asking(asked, EXAMPLE, "/mine?x=1").orElseThrow();
    assertTrue(question.startsWith(EXAMPLE + "?at="), question);
    String answer =
        source
            .answered(
                caller,
                parameter(question, "at"),
                parameter(question, "path"),
                parameter(question, "nonce"))
            .orElseThrow();
    assertTrue(answer.startsWith(TEST + "?handover_token="), answer);
    return parameter(answer, "handover_token");
  }

  private Reason refusal(Handover at, FakeExchange browser, String token) {
    return assertThrows(JwtRejected.class, () -> at.arrived(browser, token, false)).reason();
  }

  @Test
  void caller_arrives_withNameRolesTimeAndPage() throws JwtRejected {
    FakeExchange asked = browser();
    Instant login = Fixture.NOW.minusSeconds(600);
    String token = token(source, target, asked, annAt(login));
    Handover.Arrival arrival = target.arrived(asked.next(browser()), token, false);
    assertEquals("ann", arrival.account().name());
    assertEquals(Set.of("customer"), arrival.account().roles());
    assertEquals("/mine?x=1", arrival.path());
    assertEquals(login, arrival.authenticatedAt());
    assertEquals(login.plus(Duration.ofHours(24)), arrival.end());
  }

  @Test
  void token_isMarkedAsUsed_untilItWouldHaveExpired() throws JwtRejected {
    FakeExchange asked = browser();
    String token = token(source, target, asked, annAt(Fixture.NOW));
    FakeExchange back = asked.next(browser());
    target.arrived(back, token, false);
    assertEquals(List.of(Fixture.NOW.plusSeconds(90)), List.copyOf(store.ends.values()));
    assertEquals(Reason.REVOKED, refusal(target, back, token));
  }

  @Test
  void token_thatCameToAWrongBrowser_isBurnt() {
    FakeExchange asked = browser();
    String token = token(source, target, asked, annAt(Fixture.NOW));
    FakeExchange other = browser();
    target.asking(other, EXAMPLE, "/mine");
    assertEquals(Reason.CSRF, refusal(target, other.next(browser()), token));
    assertEquals(Reason.REVOKED, refusal(target, asked.next(browser()), token));
  }

  @Test
  void numbers_thatAreNone_orTwo_orMissing_areRefused() {
    for (List<String> numbers :
        List.of(List.<String>of(), List.of("x"), List.of("a".repeat(22), "a".repeat(22)))) {
      FakeExchange asked = browser();
      String token = token(source, target, asked, annAt(Fixture.NOW));
      FakeExchange back = browser();
      numbers.forEach(one -> back.cookie("jwt-handover", one));
      assertEquals(Reason.CSRF, refusal(target, back, token));
    }
  }

  /** A partner that was not asked cannot answer for the one that was. */
  @Test
  void token_ofAPartnerThatWasNotAsked_isRefused() {
    FakeExchange asked = browser();
    String question = target.asking(asked, EXAMPLE, "/mine").orElseThrow();
    Handover third = side(THIRD, "/shop", List.of(TEST), Fixture.NOW);
    String answer =
        third
            .answered(annAt(Fixture.NOW), TEST, "/mine", parameter(question, "nonce"))
            .orElseThrow();
    assertEquals(
        Reason.CSRF, refusal(target, asked.next(browser()), parameter(answer, "handover_token")));
  }

  @Test
  void pagesOpenedAtTheSameTime_allArrive() throws JwtRejected {
    FakeExchange first = browser();
    String one = token(source, target, first, annAt(Fixture.NOW));
    FakeExchange second = first.next(browser());
    String two = token(source, target, second, annAt(Fixture.NOW));
    assertNotEquals(one, two);
    FakeExchange back = second.next(browser());
    target.arrived(back, one, false);
    target.arrived(back, two, false);
  }

  @Test
  void whoIsLoggedInAlready_needsNoNumber() throws JwtRejected {
    String token = token(source, target, browser(), annAt(Fixture.NOW));
    assertEquals("/mine?x=1", target.arrived(browser(), token, true).path());
  }

  @Test
  void token_isGoodForThirtySecondsAndTheSkew() throws JwtRejected {
    FakeExchange asked = browser();
    String token = token(source, target, asked, annAt(Fixture.NOW));
    Handover late = side(TEST, "/shop", List.of(EXAMPLE), Fixture.NOW.plusSeconds(90));
    assertEquals(Reason.EXPIRED, refusal(late, asked.next(browser()), token));
    assertTrue(store.ends.isEmpty());
    side(TEST, "/shop", List.of(EXAMPLE), Fixture.NOW.plusSeconds(89))
        .arrived(asked.next(browser()), token, false);
  }

  @Test
  void login_isTakenOver_untilTheLastSecondOfItsLife() throws JwtRejected {
    Instant login = Fixture.NOW.minus(Duration.ofHours(24));
    FakeExchange asked = browser();
    Caller caller = annOf(login.plusSeconds(1));
    String token = token(source, target, asked, caller);
    assertEquals(
        Fixture.NOW.plusSeconds(1), target.arrived(asked.next(browser()), token, false).end());
    String late = token(source, target, asked, annOf(login));
    assertEquals(Reason.EXPIRED, refusal(target, asked.next(browser()), late));
  }

  /** A token of now, for a login of then. */
  private static Caller annOf(Instant login) throws JwtRejected {
    String token =
        new JwtIssuer(Fixture.KEYS, Fixture.RULES, Fixture.CLOCK)
            .logIn(
                "ann", Set.of("customer"), login, Fixture.NOW.plusSeconds(60), grant -> Map.of());
    return new Caller(Fixture.VERIFIER.verify(token));
  }

  @Test
  void token_ofAnotherIssuer_isRefused() {
    FakeExchange asked = browser();
    Handover foreign = side(EXAMPLE, "/foreign", List.of(TEST), Fixture.NOW);
    String token = token(foreign, target, asked, annAt(Fixture.NOW));
    assertEquals(Reason.WRONG_ISSUER, refusal(target, asked.next(browser()), token));
  }

  @Test
  void token_forAnotherDomain_isRefused() {
    FakeExchange asked = browser();
    String token = token(source, target, asked, annAt(Fixture.NOW));
    Handover other = side(THIRD, "/shop", List.of(EXAMPLE), Fixture.NOW);
    assertEquals(Reason.WRONG_AUDIENCE, refusal(other, asked.next(browser()), token));
  }

  @Test
  void tokens_ofOtherKinds_areRefused() {
    assertEquals(Reason.WRONG_TYPE, refusal(target, browser(), Fixture.token()));
    String token = token(source, target, browser(), annAt(Fixture.NOW));
    assertEquals(
        Reason.WRONG_TYPE,
        assertThrows(JwtRejected.class, () -> Fixture.VERIFIER.verify(token)).reason());
  }

  @Test
  void partnersKeysAndIssuer_mayBeOthers() throws JwtRejected {
    String key = "hmac:base64:b3RoZXIgcmFuZG9tIGJ5dGVzIG9mIGEga2V5IDEyMzQ1Njc4OTA5ODc2NTQz";
    Handover other = configured(EXAMPLE, TEST, "keys", key, "issuer", "https://shop.example");
    Handover trusting =
        configured(TEST, EXAMPLE, "handover-keys", key, "handover-issuers", "https://shop.example");
    FakeExchange asked = browser();
    String token = token(other, trusting, asked, annAt(Fixture.NOW));
    assertEquals("ann", trusting.arrived(asked.next(browser()), token, false).account().name());
    Handover doubting = configured(TEST, EXAMPLE, "handover-issuers", "https://shop.example");
    assertEquals(Reason.SIGNATURE, refusal(doubting, asked.next(browser()), token));
  }

  private static Handover configured(String url, String partner, String... more) {
    List<String> settings = new ArrayList<>(List.of(more));
    settings.addAll(
        List.of("endpoints", "/jwt", "handover-url", url, "handover-partners", partner));
    return Fixture.runtime(settings.toArray(String[]::new)).handover().orElseThrow();
  }

  @Test
  void storeThatDoesNotAnswer_letsNobodyIn() {
    FakeExchange asked = browser();
    String token = token(source, target, asked, annAt(Fixture.NOW));
    store.down = true;
    FakeExchange back = asked.next(browser());
    assertThrows(StoreException.class, () -> target.arrived(back, token, false));
  }

  @Test
  void nobody_isAnsweredWithoutAToken() {
    assertEquals(
        Optional.of(TEST + "?path=%2Fmine"), source.answered(null, TEST, "/mine", "a".repeat(43)));
  }

  @Test
  void caller_withMoreRolesThanAUrlCarries_isNobody() {
    Set<String> roles =
        IntStream.range(0, 400).mapToObj(i -> "role-" + i).collect(Collectors.toSet());
    Caller caller = new Caller(Fixture.jwt(), roles);
    assertEquals(
        Optional.of(TEST + "?path=%2Fmine"),
        source.answered(caller, TEST, "/mine", "a".repeat(43)));
  }

  @Test
  void number_isKeptFromOthers_andGoesAlong_whenAnotherSiteLeadsHere() {
    CookieRules strict = Fixture.cookies("cookie-same-site", "strict", "cookie-path", "/shop");
    FakeExchange asked = browser().overTls();
    side(TEST, "/shop", List.of(EXAMPLE), Fixture.NOW, strict).asking(asked, EXAMPLE, "/mine");
    String line = asked.set.get("__Host-jwt-handover").line();
    assertTrue(line.endsWith("; Max-Age=90; Path=/; HttpOnly; Secure; SameSite=Lax"), line);
  }

  @Test
  void question_tellsTheHashOfTheNumberOnly() {
    FakeExchange asked = browser();
    String question = target.asking(asked, EXAMPLE, "/mine").orElseThrow();
    assertFalse(question.contains(asked.set.get("jwt-handover").value()));
  }

  @Test
  void link_leadsToThePartnersEndpoint() {
    assertEquals(
        Optional.of(
            TEST + "?from=https%3A%2F%2Fshop.example%2Fshop%2Fjwt%2Fhandover&path=%2Fmine%3Fx%3D1"),
        source.linked("https://shop.test/mine?x=1", true));
    assertEquals(Optional.of(TEST + "?path=%2F"), source.linked("https://shop.test", false));
  }
}
