package org.jwtfilter.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.jwtfilter.Account;
import org.jwtfilter.IssueRules;
import org.jwtfilter.Jwt;
import org.jwtfilter.JwtEvents;
import org.jwtfilter.JwtIssuer;
import org.jwtfilter.Lending;
import org.jwtfilter.Reason;
import org.jwtfilter.SettableClock;
import org.jwtfilter.config.ConfigurationException;
import org.jwtfilter.grant.RefreshAnswer;
import org.jwtfilter.key.KeyLoader;

/** Tokens bound to the client that logged in: ann's browser, at home. */
class ClientCheckTest {
  private static final String FIREFOX = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Firefox/140.0";
  private static final String NEWER = "Mozilla/5.0 (X11; Linux x86_64; rv:150.0) Firefox/150.0";
  private static final String CURL = "curl/8.5.0";
  private static final String HOME = "192.0.2.7";

  private final List<String> heard = new ArrayList<>();
  private final SettableClock clock = new SettableClock(Fixture.NOW);

  private JwtRuntime runtime(String bind, String... more) {
    List<String> settings = new ArrayList<>(List.of("bind", bind, "refresh", "/refresh"));
    settings.addAll(List.of(more));
    return JwtRuntime.start(
        Fixture.parsed(settings.toArray(String[]::new)),
        new KeyLoader(path -> Optional.empty(), name -> Optional.empty()),
        Duration.ofMinutes(30),
        clock,
        new JwtEvents() {
          @Override
          public void clientChanged(String name, String what, String address) {
            heard.add(name + " " + what + " " + address);
          }
        });
  }

  private static FakeExchange browser(FakeExchange exchange, String address, String agent) {
    return exchange
        .from(address)
        .header("User-Agent", agent)
        .header("Accept", "text/html,*/*;q=0.8")
        .header("Sec-Fetch-Site", "same-origin");
  }

  private static FakeExchange home(FakeExchange exchange) {
    return browser(exchange, HOME, FIREFOX);
  }

  /** The answer to ann's login. */
  private static FakeExchange login(JwtRuntime runtime, FakeExchange exchange) {
    runtime.logins().begin(exchange, new Account("ann", Set.of())).orElseThrow();
    return exchange;
  }

  private static FakeExchange login(JwtRuntime runtime) {
    return login(runtime, home(FakeExchange.of("POST", "/login")));
  }

  private static Optional<PresentedToken> present(JwtRuntime runtime, FakeExchange exchange)
      throws Refused {
    return runtime.authenticator().authenticate(exchange);
  }

  private static Reason refused(JwtRuntime runtime, FakeExchange exchange) {
    return assertThrows(Refused.class, () -> present(runtime, exchange)).reason();
  }

  @ParameterizedTest
  @CsvSource({
    "ip",
    "ip-prefix",
    "user-agent",
    "fingerprint",
    "'ip,ip-prefix,user-agent,fingerprint'"
  })
  void sameClient_passes(String bind) throws Exception {
    JwtRuntime runtime = runtime(bind);
    FakeExchange next = login(runtime).next(home(FakeExchange.get("/")));
    assertTrue(present(runtime, next).isPresent());
    assertEquals(List.of(), heard);
  }

  @ParameterizedTest
  @CsvSource({
    "ip, 192.0.2.8, false",
    "ip, ::ffff:192.0.2.7, true",
    "ip-prefix, 192.0.2.200, true",
    "ip-prefix, 192.0.3.7, false",
    "ip-prefix, 2001:db8::1, false",
    "user-agent, 203.0.113.1, true",
    "fingerprint, 203.0.113.1, true",
  })
  void address_mayChange_asFarAsItIsNotBound(String bind, String address, boolean passes)
      throws Exception {
    JwtRuntime runtime = runtime(bind + ":reject");
    FakeExchange next = login(runtime).next(browser(FakeExchange.get("/"), address, FIREFOX));
    if (passes) {
      assertTrue(present(runtime, next).isPresent());
    } else {
      assertEquals(Reason.OTHER_CLIENT, refused(runtime, next));
      assertEquals(List.of("ann " + bind + " " + address), heard);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "2001:db8:1:2::1, 2001:db8:1:2:ffff:ffff:ffff:ffff, true",
    "2001:db8:1:2::1, 2001:db8:1:3::1, false",
  })
  void network_isOf64Bits_forIpv6(String before, String after, boolean passes) throws Exception {
    JwtRuntime runtime = runtime("ip-prefix:reject");
    FakeExchange login =
        login(runtime, browser(FakeExchange.of("POST", "/login"), before, FIREFOX));
    FakeExchange next = login.next(browser(FakeExchange.get("/"), after, FIREFOX));
    if (passes) {
      assertTrue(present(runtime, next).isPresent());
    } else {
      assertEquals(Reason.OTHER_CLIENT, refused(runtime, next));
    }
  }

  @Test
  void browser_mayBeUpdated_butNotBecomeAnother() throws Exception {
    JwtRuntime runtime = runtime("user-agent:reject");
    FakeExchange login = login(runtime);
    assertTrue(
        present(runtime, login.next(browser(FakeExchange.get("/"), HOME, NEWER))).isPresent());
    assertEquals(
        Reason.OTHER_CLIENT,
        refused(runtime, login.next(browser(FakeExchange.get("/"), HOME, CURL))));
  }

  @Test
  void stolenToken_withoutTheFingerprint_isOfNoUse_howeverItIsPresented() throws Exception {
    JwtRuntime runtime = runtime("fingerprint:reject");
    FakeExchange login = login(runtime);
    String token = login.set.get("jwt").value();
    assertEquals(
        Reason.OTHER_CLIENT,
        refused(runtime, home(FakeExchange.get("/")).header("Authorization", "Bearer " + token)));
    assertEquals(
        Reason.OTHER_CLIENT, refused(runtime, home(FakeExchange.get("/")).cookie("jwt", token)));
    assertEquals(
        Reason.OTHER_CLIENT,
        refused(
            runtime,
            home(FakeExchange.get("/")).cookie("jwt", token).cookie("jwt-print", "guess")));
    String print = login.set.get("jwt-print").value();
    assertTrue(
        present(
                runtime,
                home(FakeExchange.get("/"))
                    .header("Authorization", "Bearer " + token)
                    .cookie("jwt-print", print))
            .isPresent());
  }

  @Test
  void fingerprint_isRandom_forEachLogin_whateverTheBrowserBrings() {
    JwtRuntime runtime = runtime("fingerprint:reject");
    FakeExchange first = login(runtime);
    String value = first.set.get("jwt-print").value();
    assertEquals(22, value.length());
    FakeExchange again = login(runtime, first.next(home(FakeExchange.of("POST", "/login"))));
    assertNotEquals(value, again.set.get("jwt-print").value());
  }

  @Test
  void fingerprint_isSetLikeTheToken_andOverTlsForThisHostAlone() {
    JwtRuntime runtime = runtime("fingerprint:reject", "cookie-path", "/");
    FakeExchange login = login(runtime, home(FakeExchange.of("POST", "/login")).overTls());
    assertTrue(
        login
            .set
            .get("__Host-jwt-print")
            .line()
            .endsWith("; Path=/; HttpOnly; Secure; SameSite=Lax"));
  }

  @Test
  void secondFingerprint_thatANeighbourHasPlanted_locksNobodyOut() throws Exception {
    JwtRuntime runtime = runtime("fingerprint:reject");
    FakeExchange next = home(FakeExchange.get("/")).cookie("jwt-print", "planted");
    assertTrue(present(runtime, login(runtime).next(next)).isPresent());
  }

  @Test
  void program_hasNoFingerprint_andUsesItsTokenWithout() throws Exception {
    JwtRuntime runtime = runtime("fingerprint:reject");
    FakeExchange login =
        login(
            runtime,
            FakeExchange.of("POST", "/login")
                .header("User-Agent", CURL)
                .header("Accept", "application/json"));
    assertFalse(login.set.containsKey("jwt-print"));
    String token = login.set.get("jwt").value();
    assertTrue(
        present(runtime, FakeExchange.get("/").header("Authorization", "Bearer " + token))
            .isPresent());
  }

  @Test
  void log_reportsAnotherClientOnce_andLetsItGoOn() throws Exception {
    JwtRuntime runtime = runtime("ip:log");
    FakeExchange login = login(runtime);
    for (int i = 0; i < 3; i++) {
      FakeExchange next = login.next(browser(FakeExchange.get("/"), "203.0.113.1", FIREFOX));
      assertTrue(present(runtime, next).isPresent());
    }
    assertEquals(List.of("ann ip 203.0.113.1"), heard);
  }

  @Test
  void stepUp_asksForALogin_andSparesTheToken() throws Exception {
    JwtRuntime runtime = runtime("ip:step-up", "login-page", "/login.jsp", "protect", "/*");
    FakeExchange login = login(runtime);
    FakeExchange away = login.next(browser(FakeExchange.get("/"), "203.0.113.1", FIREFOX));
    Refused refused = assertThrows(Refused.class, () -> present(runtime, away));
    assertEquals(Reason.STEP_UP, refused.reason());
    assertTrue(refused.reason().sparesToken());
    runtime.refusal().refuse(away, refused);
    assertEquals("/shop/login.jsp", away.answered.get("Location"));
    FakeExchange script =
        FakeExchange.get("/")
            .from("203.0.113.1")
            .header("Authorization", "Bearer " + login.set.get("jwt").value());
    runtime.refusal().refuse(script, assertThrows(Refused.class, () -> present(runtime, script)));
    assertEquals(401, script.status);
    assertEquals(
        "Bearer realm=\"token\", error=\"insufficient_user_authentication\","
            + " error_description=\"A new login is needed here\"",
        script.challenge());
    assertTrue(present(runtime, login.next(home(FakeExchange.get("/")))).isPresent());
  }

  @Test
  void strictestMode_counts_whereSeveralThingsDiffer() {
    JwtRuntime runtime = runtime("ip:log, user-agent:reject, ip-prefix:step-up");
    FakeExchange stolen = login(runtime).next(browser(FakeExchange.get("/"), "203.0.113.1", CURL));
    assertEquals(Reason.OTHER_CLIENT, refused(runtime, stolen));
  }

  @Test
  void renewedToken_isBoundAsBefore() throws Exception {
    JwtRuntime runtime = runtime("ip:reject, fingerprint:reject");
    FakeExchange login = login(runtime);
    clock.advance(Duration.ofMinutes(10));
    FakeExchange next = login.next(home(FakeExchange.get("/")));
    runtime.logins().renewIfDue(next, present(runtime, next).orElseThrow());
    String renewed = next.set.get("jwt").value();
    assertNotEquals(login.set.get("jwt").value(), renewed);
    String print = login.set.get("jwt-print").value();
    assertTrue(
        present(
                runtime,
                home(FakeExchange.get("/")).cookie("jwt", renewed).cookie("jwt-print", print))
            .isPresent());
    assertEquals(
        Reason.OTHER_CLIENT,
        refused(
            runtime,
            browser(FakeExchange.get("/"), "203.0.113.1", FIREFOX)
                .cookie("jwt", renewed)
                .cookie("jwt-print", print)));
  }

  @Test
  void stolenRefreshToken_isOfNoUse_andIsNotUsedUp() {
    JwtRuntime runtime = runtime("ip:log, fingerprint:reject");
    FakeExchange login = login(runtime);
    String refresh = login.set.get("jwt-refresh").value();
    FakeExchange thief = browser(FakeExchange.of("POST", "/refresh"), "203.0.113.1", CURL);
    assertEquals(
        new RefreshAnswer.Refused(Reason.OTHER_CLIENT), runtime.logins().refresh(thief, refresh));
    FakeExchange owner = login.next(home(FakeExchange.of("POST", "/refresh")));
    RefreshAnswer.Refreshed answer =
        assertInstanceOf(RefreshAnswer.Refreshed.class, runtime.logins().refresh(owner, refresh));
    assertEquals(
        Reason.OTHER_CLIENT,
        refused(
            runtime,
            home(FakeExchange.get("/")).header("Authorization", "Bearer " + answer.access())));
    assertInstanceOf(
        RefreshAnswer.Refused.class, runtime.logins().refresh(thief, answer.refresh()));
  }

  @Test
  void loginFromBeforeTheBinding_isLikeAnothers() {
    FakeExchange login = login(runtime("none"));
    FakeExchange next = login.next(home(FakeExchange.get("/")));
    assertEquals(Reason.STEP_UP, refused(runtime("fingerprint"), next));
    assertEquals(Reason.OTHER_CLIENT, refused(runtime("ip:reject"), next));
    assertEquals(Reason.STEP_UP, refused(runtime("user-agent"), next));
  }

  @Test
  void tokenThatDidNotBeginHere_isBoundToNothing() throws Exception {
    JwtRuntime runtime = runtime("ip:reject, fingerprint:reject, user-agent:reject");
    String foreign = foreignToken();
    assertTrue(
        present(runtime, FakeExchange.get("/").header("Authorization", "Bearer " + foreign))
            .isPresent());
  }

  /** As somebody else mints it with the same key: no grant. */
  private static String foreignToken() throws Exception {
    String header = encode("{\"alg\":\"HS256\",\"typ\":\"at+jwt\"}");
    String payload =
        encode(
            "{\"iss\":\"/shop\",\"sub\":\"ann\",\"exp\":"
                + (Fixture.NOW.getEpochSecond() + 600)
                + "}");
    String key = new String(Base64.getDecoder().decode(Fixture.SECRET), StandardCharsets.UTF_8);
    javax.crypto.Mac mac = javax.crypto.Mac.getInstance("HmacSHA256");
    mac.init(new javax.crypto.spec.SecretKeySpec(key.getBytes(StandardCharsets.UTF_8), "x"));
    byte[] signature = mac.doFinal((header + '.' + payload).getBytes(StandardCharsets.US_ASCII));
    return header
        + '.'
        + payload
        + '.'
        + Base64.getUrlEncoder().withoutPadding().encodeToString(signature);
  }

  private static String encode(String json) {
    return Base64.getUrlEncoder()
        .withoutPadding()
        .encodeToString(json.getBytes(StandardCharsets.UTF_8));
  }

  @Test
  void tokens_tellNobodyWhatTheyAreBoundTo_norThatTwoAreOfOneClient() throws Exception {
    JwtRuntime runtime = runtime("ip, ip-prefix, user-agent, fingerprint");
    Object one = bound(runtime);
    Object other = bound(runtime);
    assertTrue(one.toString().matches("\\{([fniu]=[\\w-]{12,22}(, )?){4}}"), () -> one.toString());
    for (String part : one.toString().split("[{}, ]+")) {
      assertFalse(part.length() > 1 && other.toString().contains(part), part);
    }
  }

  private static Object bound(JwtRuntime runtime) throws Refused {
    Jwt jwt =
        present(runtime, login(runtime).next(home(FakeExchange.get("/")))).orElseThrow().jwt();
    return jwt.claim(JwtIssuer.BINDING).orElseThrow();
  }

  @Test
  void unboundTokens_sayNothing() throws Exception {
    JwtRuntime runtime = runtime("none");
    Jwt jwt =
        present(runtime, login(runtime).next(home(FakeExchange.get("/")))).orElseThrow().jwt();
    assertEquals(Optional.empty(), jwt.claim(JwtIssuer.BINDING));
  }

  @Test
  void keysThatWereChanged_openWhatIsBoundWithTheFormerOne() throws Exception {
    String before = "hmac:base64:" + Fixture.SECRET;
    String after = "hmac:base64:iGhOO97R203s7c3s3zTS7uN/CC6xdr5Fl7hublBGyh3J23GgreMmP3nt1FEE1tSk";
    FakeExchange login = login(runtime("ip:reject"));
    JwtRuntime changed = runtime("ip:reject", "keys", after + ", " + before);
    assertTrue(present(changed, login.next(home(FakeExchange.get("/")))).isPresent());
  }

  @Test
  void claimOfAnotherShape_isLikeAnotherClients() throws Exception {
    String token =
        new JwtIssuer(Fixture.KEYS, Fixture.RULES, Fixture.CLOCK)
            .logIn("ann", Set.of(), grant -> java.util.Map.of("x", "y"));
    assertEquals(
        Reason.OTHER_CLIENT,
        refused(
            runtime("ip:reject"),
            home(FakeExchange.get("/")).header("Authorization", "Bearer " + token)));
  }

  @Test
  void exchangedTokens_areBoundToNothing_andPassAnywhere() throws Exception {
    JwtRuntime runtime = runtime("ip:reject", "audience", "/shop");
    Jwt login =
        present(runtime, login(runtime).next(home(FakeExchange.get("/")))).orElseThrow().jwt();
    IssueRules rules =
        new IssueRules(
            "/shop",
            List.of("/shop"),
            Duration.ofMinutes(15),
            Duration.ofMinutes(7),
            Duration.ofHours(24));
    Lending lending = new Lending(List.of("/shop"), Set.of(), Set.of(), Duration.ofMinutes(1));
    String lent =
        new JwtIssuer(Fixture.KEYS, Fixture.RULES, Fixture.CLOCK)
            .exchange(login, lending)
            .orElseThrow()
            .token();
    FakeExchange elsewhere = browser(FakeExchange.get("/"), "203.0.113.1", CURL);
    Jwt passed =
        present(runtime, elsewhere.header("Authorization", "Bearer " + lent)).orElseThrow().jwt();
    assertTrue(passed.exchangedFrom().isPresent());
    assertEquals(Optional.empty(), passed.claim(JwtIssuer.BINDING));
  }

  @Test
  void loginsHandedOver_areBoundToTheBrowserThatArrives() throws Exception {
    JwtRuntime runtime = runtime("ip:reject");
    FakeExchange arrival = home(FakeExchange.get("/handover"));
    runtime
        .logins()
        .begin(
            arrival,
            new Account("ann", Set.of()),
            Fixture.NOW.minusSeconds(60),
            Fixture.NOW.plusSeconds(600))
        .orElseThrow();
    assertTrue(present(runtime, arrival.next(home(FakeExchange.get("/")))).isPresent());
    FakeExchange elsewhere = browser(FakeExchange.get("/"), "203.0.113.1", FIREFOX);
    assertEquals(Reason.OTHER_CLIENT, refused(runtime, arrival.next(elsewhere)));
  }

  @Test
  void logout_takesTheFingerprintBack() throws Exception {
    JwtRuntime runtime = runtime("fingerprint:reject");
    FakeExchange logout = login(runtime).next(home(FakeExchange.of("POST", "/logout")));
    runtime.logins().end(logout, present(runtime, logout).orElseThrow().jwt());
    assertEquals("", logout.set.get("jwt-print").value());
  }

  @Test
  void addresses_areNotBound_withoutASecret() {
    List<String> problems =
        assertThrows(
                ConfigurationException.class,
                () -> runtime("ip:reject", "keys", "jwks:https://id.example/keys"))
            .problems()
            .stream()
            .map(Object::toString)
            .toList();
    assertTrue(problems.get(0).contains("session-keys"), problems::toString);
  }
}
