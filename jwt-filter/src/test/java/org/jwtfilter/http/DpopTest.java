package org.jwtfilter.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigInteger;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.jwtfilter.Account;
import org.jwtfilter.Jwt;
import org.jwtfilter.JwtIssuer;
import org.jwtfilter.JwtRejected;
import org.jwtfilter.JwtVerifier;
import org.jwtfilter.ProofMaker;
import org.jwtfilter.Reason;
import org.jwtfilter.TokenRules;
import org.jwtfilter.grant.RefreshAnswer;
import org.jwtfilter.store.StoreException;
import org.jwtfilter.store.testkit.SharedStoreProvider;

/** Tokens that are bound to a key of their sender, and the proofs that they need: RFC 9449. */
class DpopTest {
  private static final String HERE = "https://shop.example/shop/orders";
  private static final String GRANT = "urn:ietf:params:oauth:grant-type:token-exchange";
  private static final String ACCESS = "urn:ietf:params:oauth:token-type:access_token";
  private static final ProofMaker CLIENT = ProofMaker.es256();
  private static final ProofMaker THIEF = ProofMaker.es256();
  private static final ProofMaker RSA_CLIENT = ProofMaker.rs256();
  private static final AtomicInteger STORES = new AtomicInteger();

  private final List<World> opened = new ArrayList<>();
  private World world = open("dpop", "accept");
  private String token = bound(CLIENT);

  private World open(String... namesAndValues) {
    World one = new World(namesAndValues);
    opened.add(one);
    return one;
  }

  /** Goes on in a world with these options. */
  private void in(String... namesAndValues) {
    world = open(namesAndValues);
    token = bound(CLIENT);
  }

  @AfterEach
  void close() {
    opened.forEach(World::close);
  }

  private String bound(ProofMaker owner) {
    return issuer()
        .logIn("ann", Set.of("clerk"), grant -> Map.of(), Optional.of(owner.thumbprint()));
  }

  private String unbound() {
    return issuer().logIn("ann", Set.of("clerk"));
  }

  private JwtIssuer issuer() {
    return new JwtIssuer(Fixture.KEYS, Fixture.RULES, world.clock);
  }

  /** A proof by the client for a GET of {@link #HERE} with its token, of this moment. */
  private ProofMaker.Draft proof() {
    return CLIENT.proof("GET", HERE, world.clock.instant()).of(token);
  }

  private static FakeExchange asked() {
    return FakeExchange.get("/orders").overTls().header("Host", "shop.example");
  }

  private FakeExchange with(String proof) {
    return asked().header("Authorization", "DPoP " + token).header("DPoP", proof);
  }

  private static String outcome(World at, FakeExchange exchange) {
    try {
      return at.shop
          .authenticator()
          .authenticate(exchange)
          .map(one -> one.jwt().principalName())
          .orElse("nobody");
    } catch (Refused refused) {
      return refused.reason().name();
    }
  }

  private String outcome(FakeExchange exchange) {
    return outcome(world, exchange);
  }

  private String outcome(ProofMaker.Draft proof) {
    return outcome(with(proof.signed()));
  }

  // --- the proof and the token (D01 to D04) ---

  @Test
  void boundToken_withAProofOfItsKey_isAccepted() {
    assertEquals("ann", outcome(proof()));
    token = bound(RSA_CLIENT);
    assertEquals("ann", outcome(RSA_CLIENT.proof("GET", HERE, world.clock.instant()).of(token)));
    token = bound(CLIENT);
    FakeExchange odd = asked().header("Authorization", "dpop  " + token);
    assertEquals("ann", outcome(odd.header("DPoP", proof().signed())));
  }

  @Test
  void tokenOfAnIdentityProvider_thatIsBound_needsTheProofToo() {
    token =
        world.foreignToken("\"sub\":\"bob\"", "\"cnf\":{\"jkt\":\"" + CLIENT.thumbprint() + "\"}");
    assertEquals("bob", outcome(proof()));
    assertEquals("SENDER_CONSTRAINED", outcome(asked().header("Authorization", "Bearer " + token)));
  }

  @Test
  void boundToken_presentedInAnyOtherWay_isRefused_evenWithTheProof() {
    in("dpop", "accept", "token-from", "header, cookie, query, form, websocket");
    List<FakeExchange> ways =
        List.of(
            asked().header("Authorization", "Bearer " + token),
            asked().cookie("__Secure-jwt", token),
            asked().query("access_token=" + token),
            FakeExchange.of("POST", "/orders").overTls().form("access_token", token),
            asked()
                .header("Upgrade", "websocket")
                .header("Connection", "Upgrade")
                .header("Sec-WebSocket-Protocol", "bearer, " + token));
    for (FakeExchange way : ways) {
      assertEquals("SENDER_CONSTRAINED", outcome(way.header("DPoP", proof().signed())));
    }
  }

  @Test
  void unboundToken_isRefusedAsABoundOne_andOtherwiseAsGoodAsEver() {
    String plain = unbound();
    FakeExchange asBound = asked().header("Authorization", "DPoP " + plain);
    assertEquals("NOT_BOUND", outcome(asBound.header("DPoP", proof().of(plain).signed())));
    assertEquals("ann", outcome(asked().header("Authorization", "Bearer " + plain)));
    assertEquals("ann", outcome(asked().cookie("__Secure-jwt", plain)));
  }

  @Test
  void twoWays_areABadRequest_asEver() {
    assertEquals("TWO_TOKENS", outcome(with(proof().signed()).cookie("__Secure-jwt", unbound())));
    FakeExchange two = with(proof().signed()).header("Authorization", "Bearer " + unbound());
    assertEquals("TWO_TOKENS", outcome(two));
  }

  @Test
  void proof_isOneHeader() {
    assertEquals("PROOF", outcome(asked().header("Authorization", "DPoP " + token)));
    assertEquals("PROOF", outcome(with(proof().signed()).header("DPoP", proof().signed())));
    assertEquals("PROOF", outcome(with("")));
    assertEquals("PROOF", outcome(with(token)));
  }

  @Test
  void proof_ofAnotherKey_isRefused_thoughItIsGood() {
    ProofMaker.Draft stolen = THIEF.proof("GET", HERE, world.clock.instant()).of(token);
    assertEquals("PROOF", outcome(stolen));
    assertEquals("ann", outcome(proof()));
  }

  @Test
  void proof_isForThisTokenAlone() {
    String other = bound(CLIENT);
    assertEquals("PROOF", outcome(proof().of(other)));
    assertEquals("PROOF", outcome(proof().claim("ath", "")));
    assertEquals("PROOF", outcome(proof().claim("ath", "\"\"")));
    String hash = ProofMaker.hash(token);
    assertEquals("PROOF", outcome(proof().claim("ath", '"' + hash + "=\"")));
    assertEquals("PROOF", outcome(proof().claim("ath", '"' + hash.substring(1) + '"')));
    assertEquals("ann", outcome(proof().of(token)));
  }

  @ParameterizedTest
  @ValueSource(strings = {"POST", "get", "Get", "HEAD", "GET ", "", "GET,POST"})
  void proof_forAnotherMethod_isRefused(String method) {
    assertEquals("PROOF", outcome(proof().claim("htm", '"' + method + '"')));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "https://shop.example/shop/orders",
        "HTTPS://SHOP.example:443/shop/orders",
        "https://shop.example/shop/orders?x=1",
        "https://shop.example/shop/orders#f",
        "https://shop.example/shop/%6frders",
        "https://shop.example/shop/a/../orders",
        "https://shop.example/./shop/./orders"
      })
  void proof_namesTheUri_inAnySpelling(String htu) {
    assertEquals("ann", outcome(proof().claim("htu", '"' + htu + '"')));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "http://shop.example/shop/orders",
        "https://shop.example:8443/shop/orders",
        "https://shop.example:80/shop/orders",
        "https://shop.example/shop/orders/",
        "https://shop.example/shop//orders",
        "https://shop.example/shop/Orders",
        "https://shop.example/shop%2Forders",
        "https://shop.example/shop/orders;x=1",
        "https://shop.example/shop/orders%3Fx",
        "https://shop.example/shop/orders%00",
        "https://shop.example/orders",
        "https://shop.example",
        "https://shop.example./shop/orders",
        "https://evil.example/shop/orders",
        "https://shop.example.evil.example/shop/orders",
        "https://user@shop.example/shop/orders",
        "https://shop.example@evil.example/shop/orders",
        "https://evil.example/https://shop.example/shop/orders",
        "//shop.example/shop/orders",
        "/shop/orders",
        "ws://shop.example/shop/orders",
        "wss://shop.example/shop/orders",
        " https://shop.example/shop/orders",
        ""
      })
  void proof_forAnotherUri_isRefused(String htu) {
    assertEquals("PROOF", outcome(proof().claim("htu", '"' + htu + '"')));
  }

  // --- when (D02) ---

  @ParameterizedTest
  @CsvSource({
    "-60001, PROOF",
    "-60000, ann",
    "0, ann",
    "119999, ann",
    "120000, PROOF",
    "86400000, PROOF",
  })
  void proof_isGoodForAMinute_andTheSkew_onBothSides(long millis, String expected) {
    ProofMaker.Draft proof = proof();
    world.clock.set(Fixture.NOW.plusMillis(millis));
    token = bound(CLIENT);
    assertEquals(expected, outcome(proof.of(token)));
  }

  @Test
  void proof_isGoodOnce_untilItIsNotGoodAnyMore() {
    String proof = proof().signed();
    assertEquals("ann", outcome(with(proof)));
    assertEquals("PROOF_USED", outcome(with(proof)));
    world.clock.set(Fixture.NOW.plusMillis(119_999));
    assertEquals("PROOF_USED", outcome(with(proof)));
    world.clock.set(Fixture.NOW.plusMillis(120_000));
    assertEquals("PROOF", outcome(with(proof)));
  }

  @Test
  void idThatWasUsed_isUsed_whateverElseTheProofSays_andAnotherClientsIsNot() {
    assertEquals("ann", outcome(proof().claim("jti", "\"one\"")));
    assertEquals("PROOF_USED", outcome(proof().claim("jti", "\"one\"").claim("x", "1")));
    assertEquals("ann", outcome(proof().claim("jti", "\"One\"")));
    token = bound(THIEF);
    ProofMaker.Draft others = THIEF.proof("GET", HERE, world.clock.instant()).of(token);
    assertEquals("ann", outcome(others.claim("jti", "\"one\"")));
  }

  @Test
  void bothTwinsOfASignature_areOneProof() {
    String proof = proof().signed();
    assertEquals("ann", outcome(with(proof)));
    assertEquals("PROOF_USED", outcome(with(twin(proof))));
  }

  /** With (r, n - s) in place of (r, s), which is as good. */
  private static String twin(String proof) {
    int dot = proof.lastIndexOf('.');
    byte[] signature = Base64.getUrlDecoder().decode(proof.substring(dot + 1));
    BigInteger order = CLIENT.order();
    byte[] other =
        order.subtract(new BigInteger(1, Arrays.copyOfRange(signature, 32, 64))).toByteArray();
    byte[] s = new byte[32];
    int kept = Math.min(32, other.length);
    System.arraycopy(other, other.length - kept, s, 32 - kept, kept);
    System.arraycopy(s, 0, signature, 32, 32);
    return proof.substring(0, dot + 1) + Issuer.encoded(signature);
  }

  @Test
  void whatIsRefusedForSomethingElse_usesUpNoProof() throws JwtRejected {
    String proof = proof().signed();
    assertEquals(
        "SENDER_CONSTRAINED",
        outcome(asked().header("Authorization", "Bearer " + token).header("DPoP", proof)));
    assertEquals("TWO_TOKENS", outcome(with(proof).cookie("__Secure-jwt", token)));
    assertEquals("PROOF", outcome(with(forged(proof))));
    assertEquals("ann", outcome(with(proof)));
    String next = proof().signed();
    Jwt jwt = world.verifiedBound(token);
    world.shop.grants().revokeGrant(jwt.grant().orElseThrow());
    assertEquals("REVOKED", outcome(with(next)));
    token = bound(CLIENT);
    assertEquals("PROOF", outcome(with(next)));
  }

  // --- the store (D02, D07) ---

  @Test
  void nodesThatShareAStore_acceptAProofOnce() {
    String store = "shared:dpop-" + STORES.incrementAndGet();
    World there = open("dpop", "accept", "store", store);
    in("dpop", "accept", "store", store);
    String proof = proof().signed();
    assertEquals("ann", outcome(there, with(proof)));
    assertEquals("PROOF_USED", outcome(with(proof)));
    assertEquals("PROOF_USED", outcome(there, with(proof)));
  }

  /** With another signature; one in 256 ends with two As by itself. */
  private static String forged(String proof) {
    return proof.substring(0, proof.length() - 2) + (proof.endsWith("AA") ? "BA" : "AA");
  }

  @Test
  void storeThatDoesNotAnswer_refuses_evenWhereTokensAreAcceptedThen_andGarbageDoesNotAskIt() {
    String name = "dpop-" + STORES.incrementAndGet();
    in("dpop", "accept", "store", "shared:" + name, "store-down", "allow-verified");
    SharedStoreProvider.down(name, true);
    try {
      assertEquals("ann", outcome(asked().header("Authorization", "Bearer " + unbound())));
      assertEquals("PROOF", outcome(proof().of("x")));
      String proof = proof().signed();
      assertEquals("PROOF", outcome(with(forged(proof))));
      FakeExchange good = with(proof);
      assertThrows(StoreException.class, () -> outcome(good));
    } finally {
      SharedStoreProvider.down(name, false);
    }
  }

  // --- the client's view of the URI (B15) ---

  @Test
  void namedOrigin_isThatOfClients_whateverTheServerSees() {
    in("dpop", "accept", "dpop-origins", "https://shop.example");
    FakeExchange behind =
        FakeExchange.get("/orders")
            .header("Host", "backend:8080")
            .header("Authorization", "DPoP " + token)
            .header("DPoP", proof().signed());
    assertEquals("ann", outcome(behind));
    assertEquals("PROOF", outcome(proof().claim("htu", "\"https://evil.example/shop/orders\"")));
  }

  @Test
  void namedOrigins_count_andNotTheHostThatTheRequestSays() {
    in("dpop", "accept", "dpop-origins", "https://shop.example, http://localhost:8080");
    FakeExchange relayed =
        FakeExchange.get("/orders")
            .overTls()
            .header("Host", "evil.example")
            .header("Authorization", "DPoP " + token);
    String evil = proof().claim("htu", "\"https://evil.example/shop/orders\"").signed();
    assertEquals("PROOF", outcome(relayed.header("DPoP", evil)));
    assertEquals("ann", outcome(proof().claim("htu", "\"http://localhost:8080/shop/orders\"")));
  }

  @Test
  void requestWithoutAHost_hasNoUri() {
    FakeExchange exchange =
        FakeExchange.get("/orders")
            .overTls()
            .header("Authorization", "DPoP " + token)
            .header("DPoP", proof().claim("htu", "\"https://null/shop/orders\"").signed());
    assertEquals("PROOF", outcome(exchange));
  }

  @Test
  void tlsThatEndsUntoldInFrontOfUs_isBelievedWhereCookiesAreAlwaysSecure() {
    FakeExchange plain =
        FakeExchange.get("/orders")
            .header("Host", "shop.example")
            .header("Authorization", "DPoP " + token)
            .header("DPoP", proof().signed());
    assertEquals("PROOF", outcome(plain));
    in("dpop", "accept", "cookie-secure", "always");
    assertEquals("ann", outcome(plain));
  }

  @Test
  void pathThatAProxyChanges_isTheOneThatClientsSee() {
    in("dpop", "accept", "cookie-path", "/public");
    assertEquals("PROOF", outcome(proof()));
    assertEquals("ann", outcome(proof().claim("htu", "\"https://shop.example/public/orders\"")));
  }

  // --- require, off ---

  @Test
  void required_whatBrowsersDoNotSendByThemselvesMustBeBound() {
    in("dpop", "require", "token-from", "header, cookie, query");
    assertEquals("ann", outcome(proof()));
    assertEquals("NOT_BOUND", outcome(asked().header("Authorization", "Bearer " + unbound())));
    assertEquals("NOT_BOUND", outcome(asked().query("access_token=" + unbound())));
    assertEquals("ann", outcome(asked().cookie("__Secure-jwt", unbound())));
    assertEquals("nobody", outcome(asked()));
  }

  @Test
  void off_boundTokensAreRefused_howeverTheyArePresented_andTheSchemeIsNobodys() {
    in();
    assertEquals("SENDER_CONSTRAINED", outcome(asked().header("Authorization", "Bearer " + token)));
    assertEquals("SENDER_CONSTRAINED", outcome(asked().cookie("__Secure-jwt", token)));
    assertEquals("nobody", outcome(proof()));
    assertEquals(
        "ann",
        outcome(asked().header("Authorization", "Bearer " + unbound()).header("DPoP", "garbage")));
  }

  // --- nonces (D05) ---

  private static Optional<String> nonce(FakeExchange answered) {
    return answered.added.stream()
        .filter(one -> one.startsWith("DPoP-Nonce: "))
        .map(one -> one.substring("DPoP-Nonce: ".length()))
        .reduce(
            (one, other) -> {
              throw new AssertionError("two nonces");
            });
  }

  private String givenNonce() {
    FakeExchange exchange = with(proof().signed());
    assertEquals("PROOF_NONCE", outcome(exchange));
    return nonce(exchange).orElseThrow();
  }

  @Test
  void proofWithoutANonce_isToldOne_withWhichItIsAccepted() {
    in("dpop", "accept", "dpop-nonce", "on");
    String nonce = givenNonce();
    FakeExchange exchange = with(proof().nonce(nonce).signed());
    assertEquals("ann", outcome(exchange));
    assertEquals(Optional.empty(), nonce(exchange));
    assertEquals("PROOF_NONCE", outcome(proof().nonce(nonce + "A")));
    assertEquals("PROOF_NONCE", outcome(proof().nonce("")));
    assertEquals("PROOF", outcome(proof().nonce(nonce).of("another")));
  }

  @Test
  void nonce_isGoodInItsTwoMinutes_andTheNext_andThenANewOneComesAlong() {
    in("dpop", "accept", "dpop-nonce", "on");
    String nonce = givenNonce();
    world.clock.set(Fixture.NOW.plusMillis(119_999));
    FakeExchange early = with(proof().nonce(nonce).signed());
    assertEquals("ann", outcome(early));
    assertEquals(Optional.empty(), nonce(early));
    world.clock.set(Fixture.NOW.plusMillis(239_999));
    FakeExchange late = with(proof().nonce(nonce).signed());
    assertEquals("ann", outcome(late));
    assertNotEquals(nonce, nonce(late).orElseThrow());
    world.clock.set(Fixture.NOW.plusMillis(240_000));
    assertEquals("PROOF_NONCE", outcome(proof().nonce(nonce)));
    assertEquals("ann", outcome(proof().nonce(nonce(late).orElseThrow())));
  }

  @Test
  void nonce_ofANodeWhoseClockIsAhead_isAccepted() {
    in("dpop", "accept", "dpop-nonce", "on");
    World ahead = open("dpop", "accept", "dpop-nonce", "on");
    ahead.clock.set(Fixture.NOW.plusSeconds(120));
    FakeExchange there = with(proof().signed());
    assertEquals("PROOF_NONCE", outcome(ahead, there));
    assertEquals("ann", outcome(proof().nonce(nonce(there).orElseThrow())));
    ahead.clock.set(Fixture.NOW.plusSeconds(240));
    FakeExchange far = with(proof().signed());
    outcome(ahead, far);
    assertEquals("PROOF_NONCE", outcome(proof().nonce(nonce(far).orElseThrow())));
  }

  @Test
  void withANonce_clocksOfClientsDoNotMatter_andAProofIsStillGoodOnce() {
    in("dpop", "accept", "dpop-nonce", "on");
    String nonce = givenNonce();
    String proof = proof().nonce(nonce).claim("iat", "1").signed();
    assertEquals("ann", outcome(with(proof)));
    world.clock.set(Fixture.NOW.plusMillis(239_999));
    assertEquals("PROOF_USED", outcome(with(proof)));
  }

  @Test
  void nonce_thatNobodyAskedFor_isIgnored() {
    assertEquals("ann", outcome(proof().nonce("whatever")));
  }

  @Test
  void noncesAreMadeWithASecret_thatOtherKeysDoNotGive() {
    String keys = "hmac:base64:b3RoZXIgYW5kIGFsc28gcmFuZG9tIGJ5dGVzIG9mIGEga2V5IDEyMzQ1Njc4OTA=";
    in("dpop", "accept", "dpop-nonce", "on");
    World other = open("dpop", "accept", "dpop-nonce", "on", "session-keys", keys);
    FakeExchange there = with(proof().signed());
    assertEquals("PROOF_NONCE", outcome(other, there));
    assertEquals("PROOF_NONCE", outcome(proof().nonce(nonce(there).orElseThrow())));
  }

  // --- logins ---

  private FakeExchange login(String... proofs) {
    FakeExchange exchange =
        FakeExchange.of("POST", "/login").overTls().header("Host", "shop.example");
    List.of(proofs).forEach(one -> exchange.header("DPoP", one));
    return exchange;
  }

  private ProofMaker.Draft loginProof() {
    return CLIENT.proof("POST", "https://shop.example/shop/login", world.clock.instant());
  }

  private Reason refusedLogin(FakeExchange exchange) {
    return assertThrows(JwtRejected.class, () -> world.shop.dpop().keyOfLogin(exchange)).reason();
  }

  @Test
  void loginWithAProof_isBoundToItsKey_andWithoutOneToNone() throws JwtRejected {
    Dpop dpop = world.shop.dpop();
    String proof = loginProof().signed();
    assertEquals(Optional.of(CLIENT.thumbprint()), dpop.keyOfLogin(login(proof)));
    assertEquals(Reason.PROOF_USED, refusedLogin(login(proof)));
    assertEquals(Reason.PROOF, refusedLogin(login("garbage")));
    String first = loginProof().signed();
    assertEquals(Reason.PROOF, refusedLogin(login(first, loginProof().signed())));
    assertEquals(Reason.PROOF, refusedLogin(login(loginProof().claim("htm", "\"GET\"").signed())));
    assertEquals(Optional.empty(), dpop.keyOfLogin(login()));
    in();
    assertEquals(Optional.empty(), world.shop.dpop().keyOfLogin(login("garbage")));
  }

  @Test
  void loginWithoutAProof_isRefused_whereNoCookieWouldKeepItsToken() throws JwtRejected {
    in("dpop", "require", "token-from", "header");
    assertEquals(Reason.PROOF, refusedLogin(login()));
    in("dpop", "require");
    assertEquals(Optional.empty(), world.shop.dpop().keyOfLogin(login()));
  }

  @Test
  void boundLogin_isNotKeptInCookies() {
    in("dpop", "accept", "endpoints", "/jwt");
    FakeExchange exchange = login();
    Optional<String> key = Optional.of(CLIENT.thumbprint());
    Logins.Begun begun =
        world.shop.logins().begin(exchange, new Account("ann", Set.of()), key).orElseThrow();
    assertEquals(Map.of(), exchange.set);
    assertEquals(key, begun.token().jwt().keyThumbprint());
    assertFalse(begun.token().transport().ambient());
    assertEquals(key, refreshToken(begun.refreshToken().orElseThrow()).keyThumbprint());
  }

  private Jwt refreshToken(String text) {
    try {
      TokenRules rules = TokenRules.refresh(Fixture.RULES, Duration.ofSeconds(60));
      return new JwtVerifier(Fixture.KEYS, rules, world.clock).verify(text);
    } catch (JwtRejected e) {
      throw new AssertionError(e);
    }
  }

  // --- refresh tokens ---

  private String begun(Optional<String> key) {
    return world
        .shop
        .logins()
        .begin(login(), new Account("ann", Set.of()), key)
        .flatMap(Logins.Begun::refreshToken)
        .orElseThrow();
  }

  private RefreshAnswer refreshed(String refreshToken, String... proofs) {
    FakeExchange exchange =
        FakeExchange.of("POST", "/jwt/refresh").overTls().header("Host", "shop.example");
    List.of(proofs).forEach(one -> exchange.header("DPoP", one));
    return world.shop.logins().refresh(exchange, refreshToken);
  }

  private ProofMaker.Draft refreshProof(ProofMaker maker) {
    return maker.proof("POST", "https://shop.example/shop/jwt/refresh", world.clock.instant());
  }

  private static RefreshAnswer refusedFor(Reason reason) {
    return new RefreshAnswer.Refused(reason);
  }

  @Test
  void boundRefreshToken_needsItsKey_isNotUsedUpOtherwise_andItsSuccessorsStayBound() {
    in("dpop", "accept", "endpoints", "/jwt");
    Optional<String> key = Optional.of(CLIENT.thumbprint());
    String first = begun(key);
    assertEquals(refusedFor(Reason.PROOF), refreshed(first));
    assertEquals(refusedFor(Reason.PROOF), refreshed(first, refreshProof(THIEF).signed()));
    assertEquals(refusedFor(Reason.PROOF), refreshed(first, proof().signed()));
    RefreshAnswer.Refreshed next =
        (RefreshAnswer.Refreshed) refreshed(first, refreshProof(CLIENT).signed());
    assertEquals(key, next.jwt().keyThumbprint());
    assertEquals(key, refreshToken(next.refresh()).keyThumbprint());
    String proof = refreshProof(CLIENT).signed();
    assertTrue(refreshed(next.refresh(), proof) instanceof RefreshAnswer.Refreshed);
  }

  @Test
  void boundRefreshToken_whereProofsAreOff_isRefused() {
    String store = "shared:dpop-" + STORES.incrementAndGet();
    in("dpop", "accept", "endpoints", "/jwt", "store", store);
    String first = begun(Optional.of(CLIENT.thumbprint()));
    in("endpoints", "/jwt", "store", store);
    assertEquals(
        refusedFor(Reason.SENDER_CONSTRAINED), refreshed(first, refreshProof(CLIENT).signed()));
  }

  @Test
  void unboundRefreshToken_inTheBody_isBoundFromTheFirstProofOn() {
    in("dpop", "accept", "endpoints", "/jwt");
    RefreshAnswer.Refreshed next =
        (RefreshAnswer.Refreshed) refreshed(begun(Optional.empty()), refreshProof(CLIENT).signed());
    assertEquals(Optional.of(CLIENT.thumbprint()), next.jwt().keyThumbprint());
    assertEquals(refusedFor(Reason.PROOF), refreshed(next.refresh()));
    RefreshAnswer.Refreshed plain = (RefreshAnswer.Refreshed) refreshed(begun(Optional.empty()));
    assertEquals(Optional.empty(), plain.jwt().keyThumbprint());
  }

  @Test
  void refreshToken_inACookie_staysThere_andABoundOneIsRefusedThere() {
    in("dpop", "accept", "endpoints", "/jwt");
    for (Optional<String> key :
        List.of(Optional.<String>empty(), Optional.of(CLIENT.thumbprint()))) {
      String first = begun(key);
      FakeExchange exchange =
          FakeExchange.of("POST", "/jwt/refresh")
              .overTls()
              .header("Host", "shop.example")
              .header("DPoP", refreshProof(CLIENT).signed())
              .cookie("__Secure-jwt-refresh", first);
      RefreshAnswer answer = world.shop.logins().refresh(exchange, first);
      if (key.isPresent()) {
        assertEquals(refusedFor(Reason.SENDER_CONSTRAINED), answer);
      } else {
        assertEquals(Optional.empty(), ((RefreshAnswer.Refreshed) answer).jwt().keyThumbprint());
      }
    }
  }

  @Test
  void required_unboundRefreshToken_inTheBody_needsAProof() {
    in("dpop", "require", "endpoints", "/jwt");
    String first = begun(Optional.empty());
    assertEquals(refusedFor(Reason.NOT_BOUND), refreshed(first));
    assertTrue(refreshed(first, refreshProof(CLIENT).signed()) instanceof RefreshAnswer.Refreshed);
  }

  // --- exchanged tokens, and those that leave ---

  private TokenExchange.Answer exchanged(String subject, String... proofs) {
    FakeExchange exchange =
        FakeExchange.of("POST", "/jwt/token")
            .overTls()
            .header("Host", "shop.example")
            .form("grant_type", GRANT)
            .form("subject_token", subject)
            .form("subject_token_type", ACCESS)
            .form("audience", "orders");
    List.of(proofs).forEach(one -> exchange.header("DPoP", one));
    return world.shop.exchange().answer(exchange);
  }

  private ProofMaker.Draft exchangeProof(ProofMaker maker) {
    return maker.proof("POST", "https://shop.example/shop/jwt/token", world.clock.instant());
  }

  private static String error(TokenExchange.Answer answer) {
    return answer instanceof TokenExchange.Refused refused ? refused.error() : "none";
  }

  private Optional<String> keyOf(TokenExchange.Answer answer) {
    TokenExchange.Issued issued = (TokenExchange.Issued) answer;
    Optional<String> key = world.verifiedBound(issued.token(), "orders").keyThumbprint();
    assertEquals(key.isPresent(), issued.bound());
    return key;
  }

  @Test
  void boundToken_isExchangedForItsKeyAlone_andStaysBound() {
    in("dpop", "accept", "endpoints", "/jwt", "exchange", "orders=*");
    assertEquals("invalid_dpop_proof", error(exchanged(token)));
    assertEquals("invalid_dpop_proof", error(exchanged(token, exchangeProof(THIEF).signed())));
    assertEquals(
        Optional.of(CLIENT.thumbprint()), keyOf(exchanged(token, exchangeProof(CLIENT).signed())));
    assertEquals(Optional.empty(), keyOf(exchanged(unbound())));
    assertEquals(
        Optional.of(CLIENT.thumbprint()),
        keyOf(exchanged(unbound(), exchangeProof(CLIENT).signed())));
  }

  @Test
  void required_unboundToken_isNotExchanged() {
    in("dpop", "require", "endpoints", "/jwt", "exchange", "orders=*");
    assertEquals("invalid_request", error(exchanged(unbound())));
    assertEquals(
        Optional.of(CLIENT.thumbprint()), keyOf(exchanged(token, exchangeProof(CLIENT).signed())));
  }

  @Test
  void exchangeWithoutItsNonce_isToldOne() {
    in("dpop", "accept", "dpop-nonce", "on", "endpoints", "/jwt", "exchange", "orders=*");
    assertEquals("use_dpop_nonce", error(exchanged(token, exchangeProof(CLIENT).signed())));
  }

  @Test
  void tokenOfAnotherClient_isNotExchanged() {
    in("bind", "user-agent:reject", "endpoints", "/jwt", "exchange", "orders=*");
    FakeExchange login = login().header("User-Agent", "curl/8");
    String own =
        world
            .shop
            .logins()
            .begin(login, new Account("ann", Set.of()))
            .orElseThrow()
            .token()
            .jwt()
            .token();
    assertEquals("invalid_request", error(exchanged(own)));
  }

  @Test
  void boundToken_doesNotLeaveAsItIs_butIsExchangedForAnUnboundOne() {
    in(
        "dpop",
        "accept",
        "exchange",
        "orders=*",
        "forward-to",
        "https://api.example\nhttps://orders.example=orders");
    Jwt jwt = world.verifiedBound(token);
    URI api = URI.create("https://api.example/x");
    URI orders = URI.create("https://orders.example/x");
    assertEquals(
        Optional.empty(), world.shop.forwarding().orElseThrow().tokenFor(world.caller(jwt), api));
    String sent =
        world.shop.forwarding().orElseThrow().tokenFor(world.caller(jwt), orders).orElseThrow();
    assertEquals(Optional.empty(), world.verifiedBound(sent, "orders").keyThumbprint());
  }

  @Test
  void boundToken_isNotRenewed_sinceNoCookieKeepsIt() throws Refused {
    FakeExchange exchange = with(proof().signed());
    world.clock.set(Fixture.NOW.plus(Duration.ofMinutes(1)));
    PresentedToken presented = world.shop.authenticator().authenticate(exchange).orElseThrow();
    world.clock.set(Fixture.NOW.plus(Duration.ofMinutes(14)));
    world.shop.logins().renewIfDue(exchange, presented);
    assertEquals(Map.of(), exchange.set);
  }
}
