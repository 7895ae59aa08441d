package org.jwtfilter.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.jwtfilter.JwtRejected;
import org.jwtfilter.Reason;

class AuthenticatorTest {
  private static final String TOKEN = Fixture.token();

  private final TokenTransport cookie = new CookieTransport(Fixture.cookies());
  private final Authenticator all =
      authenticator(
          new HeaderTransport(),
          cookie,
          ParameterTransport.query("access_token"),
          ParameterTransport.form("access_token"));

  private static Authenticator authenticator(TokenTransport... transports) {
    return new Authenticator(List.of(transports), Fixture.VERIFIER, List.of());
  }

  private String caller(FakeExchange exchange) throws Refused {
    return all.authenticate(exchange).orElseThrow().jwt().principalName();
  }

  private Refused refused(FakeExchange exchange) {
    return assertThrows(Refused.class, () -> all.authenticate(exchange));
  }

  private static FakeExchange request() {
    return FakeExchange.of("POST", "/");
  }

  private static FakeExchange bearing(String value) {
    return request().header("Authorization", value);
  }

  @Test
  void requestWithoutToken_isNobodys() throws Refused {
    assertEquals(Optional.empty(), all.authenticate(request()));
  }

  @Test
  void token_isFoundInEachPlace() throws Refused {
    assertEquals("ann", caller(bearing("Bearer " + TOKEN)));
    assertEquals("ann", caller(request().cookie("jwt", TOKEN)));
    assertEquals("ann", caller(request().query("x=1&access_token=" + TOKEN)));
    assertEquals("ann", caller(request().form("access_token", TOKEN)));
  }

  @Test
  void presentedToken_knowsItsPlace() throws Refused {
    assertTrue(
        all.authenticate(request().cookie("jwt", TOKEN)).orElseThrow().transport().ambient());
    assertFalse(all.authenticate(bearing("Bearer " + TOKEN)).orElseThrow().transport().ambient());
  }

  @ParameterizedTest
  @ValueSource(strings = {"Bearer ", "bearer ", "BEARER ", "bEaReR    "})
  void scheme_isReadInAnyCase(String scheme) throws Refused {
    assertEquals("ann", caller(bearing(scheme + TOKEN)));
  }

  @ParameterizedTest
  @ValueSource(strings = {"Basic YTpi", "Bearerx y", "Bear er", "", "Negotiate x", "Bearer=x"})
  void anotherScheme_isNoneOfOurBusiness(String value) throws Refused {
    assertEquals(Optional.empty(), all.authenticate(bearing(value)));
  }

  @Test
  void basicHeader_besideACookie_leavesTheCookieAlone() throws Refused {
    assertEquals("ann", caller(bearing("Basic YTpi").cookie("jwt", TOKEN)));
  }

  @ParameterizedTest
  @ValueSource(strings = {"Bearer", "Bearer\tx"})
  void header_thatIsMalformed_isABadRequest(String value) {
    assertEquals(Reason.BAD_REQUEST, refused(bearing(value)).reason());
  }

  @Test
  void twoTokens_areRefused_whateverThePlacesAndThoughBothAreGood() {
    List<FakeExchange> requests =
        List.of(
            bearing("Bearer " + TOKEN).cookie("jwt", TOKEN),
            bearing("Bearer " + TOKEN).query("access_token=" + TOKEN),
            bearing("Bearer " + TOKEN).header("Authorization", "Bearer " + TOKEN),
            bearing("Bearer " + TOKEN).header("Authorization", "Basic YTpi"),
            request().cookie("jwt", TOKEN).form("access_token", TOKEN),
            request().query("access_token=" + TOKEN + "&access_token=" + TOKEN),
            request().query("access_token=" + TOKEN).form("access_token", TOKEN),
            request().form("access_token", TOKEN).form("access_token", TOKEN));
    for (FakeExchange one : requests) {
      Refused refused = refused(one);
      assertEquals(Reason.TWO_TOKENS, refused.reason());
      assertFalse(refused.ambient());
    }
  }

  @Test
  void twoCookies_areRefused_asSomethingThatTheUserMayNotKnowOf() {
    Refused refused = refused(request().cookie("jwt", TOKEN).cookie("jwt", "x"));
    assertEquals(Reason.TWO_TOKENS, refused.reason());
    assertTrue(refused.ambient());
  }

  @Test
  void badTokenInTheHeader_isNotReplacedByAGoodCookie() {
    assertEquals(Reason.TWO_TOKENS, refused(bearing("Bearer x").cookie("jwt", TOKEN)).reason());
  }

  @Test
  void badToken_isRefused_withItsPlace() {
    Refused header = refused(bearing("Bearer x.y.z"));
    assertEquals(401, header.reason().status());
    assertFalse(header.ambient());
    assertTrue(refused(request().cookie("jwt", "x.y.z")).ambient());
  }

  @ParameterizedTest
  @ValueSource(strings = {"x", "a b", "{}", "\u0000", "..", "a.b.c.d.e", "%41"})
  void whateverIsPresented_isRefusedAndNothingWorse(String text) {
    assertEquals(401, refused(bearing("Bearer " + text)).reason().status());
    assertEquals(401, refused(request().cookie("jwt", text)).reason().status());
    assertEquals(401, refused(request().form("access_token", text)).reason().status());
  }

  @Test
  void emptyCookie_isNoToken_butAnEmptyParameterIsABadOne() throws Refused {
    assertEquals(Optional.empty(), all.authenticate(request().cookie("jwt", "")));
    assertEquals(401, refused(request().query("access_token=")).reason().status());
  }

  @Test
  void cookieOfAnotherName_isNotOurs() throws Refused {
    assertEquals(
        Optional.empty(),
        all.authenticate(request().cookie("JWT", TOKEN).cookie("__Host-jwt", TOKEN)));
  }

  @Test
  void longToken_isRefusedUnread() {
    String token = TOKEN + "a".repeat(8192);
    assertEquals(Reason.TOO_LONG, refused(bearing("Bearer " + token)).reason());
  }

  @Test
  void expiry_isPinnedToTheSecond() throws Refused {
    Duration lifeAndSkew = Duration.ofMinutes(15).plusSeconds(60);
    String last = Fixture.tokenAt(Fixture.NOW.minus(lifeAndSkew).plusSeconds(1));
    assertEquals("ann", caller(bearing("Bearer " + last)));
    String past = Fixture.tokenAt(Fixture.NOW.minus(lifeAndSkew));
    assertEquals(Reason.EXPIRED, refused(bearing("Bearer " + past)).reason());
  }

  @Test
  void check_mayRefuse() {
    Check no =
        (exchange, jwt, transport) -> {
          throw JwtRejected.because(Reason.REVOKED);
        };
    Authenticator strict = new Authenticator(List.of(cookie), Fixture.VERIFIER, List.of(no));
    Refused refused =
        assertThrows(Refused.class, () -> strict.authenticate(request().cookie("jwt", TOKEN)));
    assertEquals(Reason.REVOKED, refused.reason());
  }

  @Test
  void form_isReadOnlyWhereItIsASource() throws Refused {
    FakeExchange exchange = request().form("access_token", TOKEN);
    assertEquals(
        Optional.empty(), authenticator(new HeaderTransport(), cookie).authenticate(exchange));
    assertFalse(exchange.formWasRead());
  }
}
