package org.jwtfilter.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.jwtfilter.Account;
import org.jwtfilter.Jwt;
import org.jwtfilter.JwtEvents;
import org.jwtfilter.config.ConfigurationException;

class JwtRuntimeTest {
  private static List<String> problems(String... settings) {
    return assertThrows(ConfigurationException.class, () -> Fixture.runtime(settings))
        .problems()
        .stream()
        .map(Object::toString)
        .toList();
  }

  @Test
  void login_whoseTokensWouldHaveNoName_isAProblem() {
    assertEquals(
        List.of(
            "principal-claim: does not list sub, where the tokens that a login issues have the"
                + " caller's name; add sub (web.xml)",
            "roles-claim: does not list groups, where the tokens that a login issues have the"
                + " caller's roles; add groups (web.xml)"),
        problems("login", "/login", "principal-claim", "upn", "roles-claim", "realm_access.roles"));
  }

  @Test
  void claimsOfOthers_areNoProblem_whereNobodyLogsIn() {
    Fixture.runtime("principal-claim", "upn", "roles-claim", "realm_access.roles");
  }

  @Test
  void exchange_whereNoKeySigns_isAProblem() {
    List<String> problems = problems("keys", "jwks:https://issuer.example/keys", "exchange", "a=*");
    assertEquals(
        List.of(
            "exchange: to exchange tokens needs a key that can sign, but keys has public keys only;"
                + " add an hmac: key or a private pem: key, or remove it (web.xml)"),
        problems);
  }

  @Test
  void weakKey_isAProblem_withItsPlace_andWithoutTheSecret() {
    List<String> problems = problems("keys", "hmac:base64:c2hvcnQ=");
    assertEquals(1, problems.size());
    assertTrue(problems.get(0).startsWith("keys: "));
    assertTrue(problems.get(0).endsWith(" (web.xml)"));
    assertTrue(!problems.get(0).contains("c2hvcnQ"));
  }

  @Test
  void problems_ofConfigurationAndKeys_areReportedTogether() {
    assertEquals(2, problems("keys", "hmac:base64:c2hvcnQ=", "protekt", "/x").size());
  }

  @Test
  void token_isRenewedInItsCookie_andNotInAHeader() {
    List<String> renewed = new ArrayList<>();
    JwtEvents events =
        new JwtEvents() {
          @Override
          public void renewed(String name) {
            renewed.add(name);
          }
        };
    JwtRuntime runtime = Fixture.runtime(events);
    Jwt old = Fixture.jwtAt(Fixture.NOW.minusSeconds(600));
    FakeExchange exchange = FakeExchange.get("/");
    runtime.logins().renewIfDue(exchange, new PresentedToken(old, new HeaderTransport()));
    assertEquals(List.of(), renewed);
    runtime
        .logins()
        .renewIfDue(exchange, new PresentedToken(old, new CookieTransport(runtime.cookies())));
    assertEquals(List.of("ann"), renewed);
    assertTrue(exchange.set.containsKey("jwt"));
  }

  @Test
  void login_isWrittenToTheCookie_endedAndForgotten() {
    JwtRuntime runtime = Fixture.runtime();
    FakeExchange login = FakeExchange.of("POST", "/login");
    PresentedToken token =
        runtime.logins().begin(login, new Account("ann", Set.of("customer"))).orElseThrow().token();
    assertEquals(token.jwt().token(), login.set.get("jwt").value());
    FakeExchange logout = login.next(FakeExchange.of("POST", "/logout"));
    runtime.logins().end(logout, token.jwt());
    assertEquals("", logout.set.get("jwt").value());
    assertTrue(
        runtime
            .marks()
            .ended(logout.next(FakeExchange.get("/")), token.jwt().grant().orElseThrow()));
  }

  @Test
  void login_whoseTokenBrowsersWouldDrop_doesNotBegin() {
    JwtRuntime runtime = Fixture.runtime();
    FakeExchange login = FakeExchange.of("POST", "/login");
    Set<String> roles =
        IntStream.range(0, 200).mapToObj("some-role-%d"::formatted).collect(Collectors.toSet());
    assertEquals(Optional.empty(), runtime.logins().begin(login, new Account("ann", roles)));
    assertEquals(Map.of(), login.set);
  }

  @Test
  void lateAnswer_thatBringsAnEndedLoginBack_bringsNobodyBack() throws Exception {
    JwtRuntime runtime = Fixture.runtime();
    FakeExchange login = FakeExchange.of("POST", "/login");
    PresentedToken token =
        runtime.logins().begin(login, new Account("ann", Set.of())).orElseThrow().token();
    FakeExchange logout = login.next(FakeExchange.of("POST", "/logout"));
    runtime.logins().end(logout, token.jwt());
    FakeExchange late = logout.next(FakeExchange.get("/")).cookie("jwt", token.jwt().token());
    Refused refused = assertThrows(Refused.class, () -> runtime.authenticator().authenticate(late));
    assertTrue(refused.ambient());
    assertEquals(
        Optional.empty(), runtime.authenticator().authenticate(logout.next(FakeExchange.get("/"))));
  }
}
