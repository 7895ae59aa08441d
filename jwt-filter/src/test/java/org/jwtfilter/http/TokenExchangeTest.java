package org.jwtfilter.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.jwtfilter.Jwt;
import org.jwtfilter.JwtEvents;
import org.jwtfilter.JwtRejected;
import org.jwtfilter.Reason;

/** Token exchange, RFC 8693: what is asked for, and what is given. */
class TokenExchangeTest {
  private static final String GRANT = "urn:ietf:params:oauth:grant-type:token-exchange";
  private static final String ACCESS = "urn:ietf:params:oauth:token-type:access_token";
  private static final String JWT = "urn:ietf:params:oauth:token-type:jwt";
  private static final Set<String> ALL = Set.of("orders", "bills", "https://r.example/api", "shop");

  private final List<String> heard = new ArrayList<>();
  private final World world =
      new World(
          new JwtEvents() {
            @Override
            public void exchanged(String name, String audience) {
              heard.add(name + " for " + audience);
            }
          },
          "audience",
          "shop",
          "renew-after",
          "1m",
          "exchange",
          "orders=read, write, clerk\nbills=read, clerk\nhttps://r.example/api=*\nshop=clerk");
  private final Jwt login =
      world.foreign(
          "\"sub\":\"ann\"",
          "\"aud\":\"shop\"",
          "\"jti\":\"t1\"",
          "\"grant\":\"g1\"",
          "\"auth_time\":" + Fixture.NOW.getEpochSecond(),
          "\"groups\":[\"clerk\",\"boss\"]",
          "\"scope\":\"read delete\"");

  @AfterEach
  void close() {
    world.close();
  }

  /** The usual request with other values; an empty one is left out. */
  private TokenExchange.Answer ask(String... namesAndValues) {
    Map<String, List<String>> form = new LinkedHashMap<>();
    form.put("grant_type", List.of(GRANT));
    form.put("subject_token", List.of(login.token()));
    form.put("subject_token_type", List.of(ACCESS));
    form.put("audience", List.of("orders"));
    for (int i = 0; i < namesAndValues.length; i += 2) {
      form.put(namesAndValues[i], List.of(namesAndValues[i + 1].split("\\|", -1)));
    }
    FakeExchange exchange = FakeExchange.of("POST", "/token");
    form.forEach((name, values) -> values.forEach(one -> exchange.form(name, one)));
    return world.shop.exchange().answer(exchange);
  }

  private Jwt given(String... namesAndValues) {
    return world.verifiedBy(issued(namesAndValues).token(), ALL);
  }

  private TokenExchange.Issued issued(String... namesAndValues) {
    return assertInstanceOf(TokenExchange.Issued.class, ask(namesAndValues));
  }

  private String error(String... namesAndValues) {
    return assertInstanceOf(TokenExchange.Refused.class, ask(namesAndValues)).error();
  }

  // --- what is given

  @Test
  void token_isOfTheCaller_forTheAudience_withWhatBothHave() {
    Jwt jwt = given();
    assertEquals(List.of("orders"), jwt.audience());
    assertEquals("ann", jwt.principalName());
    assertEquals(Set.of("read", "clerk"), jwt.scopes());
    assertEquals(Set.of("clerk"), jwt.roles());
    assertEquals(Optional.of("g1"), jwt.grant());
    assertEquals(Optional.of("t1"), jwt.exchangedFrom());
    assertEquals(login.authenticatedAt(), jwt.authenticatedAt());
    assertTrue(jwt.id().isPresent());
    assertNotEquals(login.id(), jwt.id());
    assertEquals(List.of("ann for orders"), heard);
  }

  @Test
  void answer_saysTypeScopeAndLife() {
    TokenExchange.Issued answer = issued();
    assertEquals(ACCESS, answer.type());
    assertEquals("clerk read", answer.scope());
    assertEquals(300, answer.expiresIn());
    assertFalse(answer.toString().contains(answer.token()));
    assertEquals(JWT, issued("requested_token_type", JWT).type());
    assertEquals("clerk read", issued("subject_token_type", JWT).scope());
  }

  @Test
  void scope_isTheMostThatIsGiven() {
    assertEquals(Set.of("read"), given("scope", "read").scopes());
    assertEquals(Set.of(), given("scope", "read").roles());
    assertEquals(
        Set.of("read"), given("scope", "read write").scopes()); // write is not the caller's
    assertEquals(Set.of("clerk"), given("scope", "boss clerk").scopes()); // boss is not for orders
  }

  @Test
  void severalAudiences_getWhatEachOfThemMayHave() {
    Jwt jwt = given("audience", "orders|bills|orders");
    assertEquals(List.of("orders", "bills"), jwt.audience());
    assertEquals(Set.of("read", "clerk"), jwt.scopes());
    assertEquals(List.of("ann for orders bills"), heard);
  }

  @Test
  void resource_isAnAudienceToo() {
    Jwt jwt = given("audience", "", "resource", "https://r.example/api");
    assertEquals(List.of("https://r.example/api"), jwt.audience());
    assertEquals(Set.of("read", "delete", "clerk", "boss"), jwt.scopes());
    assertEquals(
        List.of("orders", "https://r.example/api"),
        given("resource", "https://r.example/api").audience());
  }

  @Test
  void clientAndActor_stayWhatTheyWere_andNothingElseIsTakenOver() {
    String subject =
        world.foreignToken(
            "\"sub\":\"ann\"",
            "\"aud\":\"shop\"",
            "\"client_id\":\"app\"",
            "\"act\":{\"sub\":\"helper\"}",
            "\"email\":\"ann@shop.example\"",
            "\"groups\":[]");
    Jwt jwt = given("subject_token", subject);
    assertEquals(Optional.of("app"), jwt.claim("client_id"));
    assertEquals(Optional.of("helper"), jwt.claim("act.sub"));
    assertEquals(
        Set.of(
            "iss",
            "sub",
            "aud",
            "scope",
            "groups",
            "client_id",
            "act",
            "exchanged_from",
            "iat",
            "exp",
            "jti"),
        jwt.claims().keySet());
  }

  @Test
  void callerWithoutAnyOfThePermissions_isNamedAndNoMore() {
    String subject =
        world.foreignToken("\"sub\":\"eve\"", "\"aud\":\"shop\"", "\"groups\":[\"x\"]");
    assertEquals("", issued("subject_token", subject).scope());
    assertEquals(Set.of(), given("subject_token", subject).roles());
  }

  // --- its life

  @Test
  void token_endsWithTheOneItWasExchangedFor_ifThatIsSooner() {
    world.clock.set(login.expiresAt().minusSeconds(301));
    assertEquals(300, issued().expiresIn());
    world.clock.set(login.expiresAt().minusSeconds(299));
    assertEquals(299, issued().expiresIn());
    world.clock.set(login.expiresAt().minusSeconds(1));
    assertEquals(1, issued().expiresIn());
    assertEquals(login.expiresAt(), given().expiresAt());
  }

  @Test
  void tokenThatIsAcceptedForASkewAfterItsEnd_hasNothingToLend() {
    world.clock.set(login.expiresAt());
    assertEquals("invalid_request", error());
    world.clock.set(login.expiresAt().plusSeconds(61));
    assertEquals("invalid_request", error());
  }

  @Test
  void exchangedToken_isNotProlonged_howeverOftenItIsExchanged() {
    String lent = issued("audience", "shop").token();
    Instant end = world.verifiedBy(lent, ALL).expiresAt();
    world.clock.advance(Duration.ofSeconds(200));
    Jwt again = given("subject_token", lent, "audience", "shop");
    assertEquals(end, again.expiresAt());
    assertEquals(Optional.of("t1"), again.exchangedFrom());
  }

  @Test
  void exchangedToken_isNotExchangedUpwards() {
    String lent = issued("audience", "shop").token();
    assertEquals(Set.of("clerk"), world.verifiedBy(lent, ALL).scopes());
    assertEquals(
        Set.of("clerk"),
        given("subject_token", lent, "audience", "https://r.example/api").scopes());
    assertEquals("invalid_scope", error("subject_token", lent, "scope", "read"));
  }

  @Test
  void exchangedToken_forOthers_isNoTokenHere() throws Exception {
    String lent = issued().token();
    FakeExchange request = FakeExchange.get("/").header("Authorization", "Bearer " + lent);
    Refused refused =
        assertThrows(Refused.class, () -> world.shop.authenticator().authenticate(request));
    assertEquals(Reason.WRONG_AUDIENCE, refused.reason());
    assertEquals("invalid_request", error("subject_token", lent));
  }

  @Test
  void exchangedToken_forUs_isACallerWithFewerRoles_andIsNeverRenewed() throws Exception {
    String lent = issued("audience", "shop").token();
    world.clock.advance(Duration.ofSeconds(290));
    FakeExchange request = FakeExchange.get("/").cookie("jwt", lent);
    PresentedToken token = world.shop.authenticator().authenticate(request).orElseThrow();
    assertEquals(Set.of("clerk"), world.caller(token.jwt()).roles());
    world.shop.logins().renewIfDue(request, token);
    assertEquals(Map.of(), request.set);
    PresentedToken own = new PresentedToken(login, token.transport());
    world.shop.logins().renewIfDue(request, own);
    assertEquals(Set.of("jwt"), request.set.keySet());
  }

  @Test
  void changedRoles_doNotWidenAnExchangedToken() {
    Jwt lent = given("audience", "shop");
    world.shop.grants().changeRoles("ann", Set.of("clerk", "admin"));
    assertEquals(Set.of("clerk", "admin"), world.caller(login).roles());
    assertEquals(Set.of("clerk"), world.caller(lent).roles());
    world.shop.grants().changeRoles("ann", Set.of("admin"));
    assertEquals(Set.of(), world.caller(lent).roles());
  }

  @Test
  void scopesThatWereRoles_areGone_onceTheRolesWereChanged() {
    String subject =
        world.foreignToken("\"sub\":\"ann\"", "\"aud\":\"shop\"", "\"scope\":\"read clerk\"");
    assertEquals("clerk read", issued("subject_token", subject).scope());
    world.shop.grants().changeRoles("ann", Set.of("clerk"));
    assertEquals("clerk", issued("subject_token", subject).scope());
  }

  // --- what ends it

  @Test
  void revokedLogin_endsTheExchangedToken() {
    Jwt lent = given("audience", "shop");
    world.shop.grants().revokeGrant("g1");
    assertRevoked(lent);
    assertEquals("invalid_request", error());
  }

  @Test
  void revokedUser_endsTheExchangedToken() {
    Jwt lent = given("audience", "shop");
    world.clock.advance(Duration.ofSeconds(1));
    world.shop.grants().revokeUser("ann");
    assertRevoked(lent);
    assertEquals("invalid_request", error());
  }

  @Test
  void revokedToken_endsWhatWasExchangedForIt_alsoInTwoSteps() {
    Jwt lent = given("audience", "shop");
    Jwt further = given("subject_token", lent.token(), "audience", "shop");
    world.shop.grants().revokeToken("t1", login.expiresAt());
    assertRevoked(lent);
    assertRevoked(further);
  }

  @Test
  void logoutWithAnExchangedToken_endsThatTokenAlone() throws Exception {
    Jwt lent = given("audience", "shop");
    world.shop.logins().end(FakeExchange.of("POST", "/logout"), lent);
    assertRevoked(lent);
    world.shop.grants().check(login);
  }

  private void assertRevoked(Jwt jwt) {
    JwtRejected refused = assertThrows(JwtRejected.class, () -> world.shop.grants().check(jwt));
    assertEquals(Reason.REVOKED, refused.reason());
  }

  // --- what is refused

  @ParameterizedTest
  @CsvSource(
      nullValues = "-",
      value = {
        "grant_type, '', invalid_request",
        "grant_type, refresh_token, unsupported_grant_type",
        "grant_type, URN:IETF:PARAMS:OAUTH:GRANT-TYPE:TOKEN-EXCHANGE, unsupported_grant_type",
        "grant_type, " + GRANT + "|" + GRANT + ", invalid_request",
        "subject_token, '', invalid_request",
        "subject_token, nonsense, invalid_request",
        "subject_token, a.b.c, invalid_request",
        "subject_token, a|b, invalid_request",
        "subject_token_type, '', invalid_request",
        "subject_token_type, urn:ietf:params:oauth:token-type:refresh_token, invalid_request",
        "subject_token_type, urn:ietf:params:oauth:token-type:saml2, invalid_request",
        "subject_token_type, " + ACCESS + "|" + ACCESS + ", invalid_request",
        "actor_token, x, invalid_request",
        "actor_token_type, " + ACCESS + ", invalid_request",
        "requested_token_type, urn:ietf:params:oauth:token-type:refresh_token, invalid_request",
        "requested_token_type, urn:ietf:params:oauth:token-type:id_token, invalid_request",
        "requested_token_type, " + ACCESS + "|" + ACCESS + ", invalid_request",
        "audience, '', invalid_target",
        "audience, other, invalid_target",
        "audience, orders|other, invalid_target",
        "audience, ORDERS, invalid_target",
        "audience, 'orders ', invalid_target",
        "audience, /shop#refresh, invalid_target",
        "resource, orders, invalid_target",
        "resource, https://r.example/api#x, invalid_target",
        "resource, https://r.example/api/, invalid_target",
        "resource, https://r example, invalid_target",
        "resource, //r.example/api, invalid_target",
        "scope, admin, invalid_scope",
        "scope, write, invalid_scope",
        "scope, boss, invalid_scope",
        "scope, ' read', invalid_scope",
        "scope, 'read  clerk', invalid_scope",
        "scope, 'read\tclerk', invalid_scope",
        "scope, 'rea\"d', invalid_scope",
        "scope, 'read,clerk', invalid_scope",
        "scope, 're\u00e4d', invalid_scope",
        "scope, read|clerk, invalid_request",
      })
  void request_thatIsNotAsItMustBe_isRefused(String name, String value, String error) {
    assertEquals(error, error(name, value));
    assertEquals(List.of(), heard);
  }

  @ParameterizedTest
  @ValueSource(strings = {"orders=read", "*"})
  void refusal_showsNothingOfTheRequest(String audience) {
    TokenExchange.Refused refused =
        assertInstanceOf(TokenExchange.Refused.class, ask("audience", audience));
    assertFalse(refused.description().contains(audience));
    assertFalse(refused.description().contains(login.token()));
  }

  @Test
  void tokensOfOtherKinds_areNoSubjects() {
    String otherIssuer =
        world
            .foreignToken("\"sub\":\"ann\"", "\"aud\":\"shop\"")
            .replaceFirst("^[^.]+", "eyJhbGciOiJub25lIn0");
    assertEquals("invalid_request", error("subject_token", otherIssuer));
    assertEquals(
        "invalid_request",
        error("subject_token", world.foreignToken("\"sub\":\"ann\"", "\"aud\":\"elsewhere\"")));
    assertEquals("invalid_request", error("subject_token", world.foreignToken("\"sub\":\"ann\"")));
  }
}
