package org.jwtfilter.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.jwtfilter.Caller;
import org.jwtfilter.Jwt;
import org.jwtfilter.JwtRejected;
import org.jwtfilter.Reason;

/** Which token goes where, in whose name, and until when. */
class ForwardingTest {
  private static final URI API = URI.create("https://api.example/v1/items?x=1");
  private static final URI ORDERS = URI.create("https://orders.example:8443/orders");
  private static final Duration LIFETIME = Duration.ofMinutes(15);

  private final World world =
      new World(
          "forward-to",
          "https://api.example\nhttps://orders.example:8443=orders\nhttps://bills.example=bills",
          "exchange",
          "orders=read, write, clerk\nbills=*");
  private final Jwt login = world.login("ann", "clerk", "boss");
  private final Caller ann = world.caller(login);

  @AfterEach
  void close() {
    world.close();
  }

  private Optional<String> token(Caller caller, URI target) {
    return world.shop.forwarding().orElseThrow().tokenFor(caller, target);
  }

  private Jwt sent(URI target) {
    return world.verifiedBy(token(ann, target).orElseThrow(), Set.of("orders", "bills", "none"));
  }

  private void at(Instant instant) {
    world.clock.set(instant);
  }

  @Test
  void nothingIsForwarded_whereNothingIsListed() {
    try (World quiet = new World()) {
      assertEquals(Optional.empty(), quiet.shop.forwarding());
    }
  }

  @Test
  void listedService_getsTheCallersOwnToken() {
    assertEquals(Optional.of(login.token()), token(ann, API));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "http://api.example/",
        "https://api.example:444/",
        "https://orders.example/",
        "http://orders.example:8443/",
        "https://sub.api.example/",
        "https://example/",
        "https://api.example.evil.example/",
        "https://evil.example/?https://api.example",
        "https://api.example@evil.example/",
        "https://api.example./",
        "/relative",
        "mailto:ann@api.example",
        "https:opaque",
      })
  void serviceThatIsNotListed_getsNothing(String target) {
    assertEquals(Optional.empty(), token(ann, URI.create(target)));
  }

  @Test
  void callerWithoutToken_sendsNothing() {
    assertEquals(Optional.empty(), token(new Caller("ann", Set.of("clerk")), API));
    assertEquals(Optional.empty(), token(new Caller("ann", Set.of("clerk")), ORDERS));
  }

  // --- in time

  @Test
  void ownToken_isRenewed_thirtySecondsBeforeItsEnd() {
    at(login.expiresAt().minusSeconds(31));
    assertEquals(login.token(), token(ann, API).orElseThrow());
    at(login.expiresAt().minusSeconds(30));
    String successor = token(ann, API).orElseThrow();
    Jwt renewed = world.verified(successor);
    assertNotEquals(login.token(), successor);
    assertEquals(login.grant(), renewed.grant());
    assertEquals(login.expiresAt().minusSeconds(30).plus(LIFETIME), renewed.expiresAt());
    assertEquals(successor, token(ann, API).orElseThrow());
  }

  @Test
  void callerWhoseTokenHasEnded_sendsNothing_fromThatSecondOn() {
    at(login.expiresAt().minusSeconds(1));
    assertTrue(token(ann, API).isPresent());
    assertTrue(token(ann, ORDERS).isPresent());
    at(login.expiresAt());
    assertEquals(Optional.empty(), token(ann, API));
    assertEquals(Optional.empty(), token(ann, ORDERS));
  }

  @Test
  void tokenThatCannotBeRenewed_isSentAsItIs() {
    Jwt foreign = world.foreign("\"sub\":\"eve\"", "\"groups\":[\"clerk\"]");
    at(foreign.expiresAt().minusSeconds(1));
    assertEquals(Optional.of(foreign.token()), token(world.caller(foreign), API));
  }

  @Test
  void renewal_doesNotPassTheEndOfTheLogin_andIsNotRepeatedForNothing() {
    Instant last = Fixture.NOW.plus(Duration.ofHours(24));
    Jwt late = login;
    for (Instant end = late.expiresAt(); end.isBefore(last); end = late.expiresAt()) {
      at(end.minusSeconds(20));
      late = world.verified(token(world.caller(late), API).orElseThrow());
    }
    assertEquals(last, late.expiresAt());
    at(last.minusSeconds(5));
    assertEquals(Optional.of(late.token()), token(world.caller(late), API));
  }

  @Test
  void revokedLogin_sendsNothing() {
    assertTrue(token(ann, ORDERS).isPresent());
    world.shop.grants().revokeGrant(login.grant().orElseThrow());
    assertEquals(Optional.empty(), token(ann, API));
    assertEquals(Optional.empty(), token(ann, ORDERS));
  }

  // --- exchanged

  @Test
  void serviceWithAnAudience_getsAnExchangedToken_withWhatItMayHaveAndNoMore() {
    Jwt lent = sent(ORDERS);
    assertEquals(List.of("orders"), lent.audience());
    assertEquals(Set.of("clerk"), lent.roles());
    assertEquals(Set.of("clerk"), lent.scopes());
    assertEquals("ann", lent.principalName());
    assertEquals(login.grant(), lent.grant());
    assertEquals(login.id(), lent.exchangedFrom());
    assertEquals(Fixture.NOW.plus(Duration.ofMinutes(5)), lent.expiresAt());
  }

  @Test
  void starOfAnAudience_isAllThatTheCallerHas() {
    assertEquals(Set.of("clerk", "boss"), sent(URI.create("https://bills.example")).roles());
  }

  @Test
  void exchangedToken_isRemembered_untilThirtySecondsBeforeItsEnd() {
    String first = token(ann, ORDERS).orElseThrow();
    at(Fixture.NOW.plusSeconds(300 - 31));
    assertEquals(first, token(ann, ORDERS).orElseThrow());
    at(Fixture.NOW.plusSeconds(300 - 30));
    String second = token(ann, ORDERS).orElseThrow();
    assertNotEquals(first, second);
    assertEquals(second, token(ann, ORDERS).orElseThrow());
  }

  @Test
  void callers_andAudiences_haveTokensOfTheirOwn() {
    Set<String> tokens = new HashSet<>();
    Caller bob = world.caller(world.login("bob", "clerk"));
    for (Caller one : List.of(ann, bob)) {
      tokens.add(token(one, ORDERS).orElseThrow());
      tokens.add(token(one, URI.create("https://bills.example")).orElseThrow());
    }
    assertEquals(4, tokens.size());
    assertEquals(
        "bob",
        world.verifiedBy(token(bob, ORDERS).orElseThrow(), Set.of("orders")).principalName());
  }

  @Test
  void exchangedToken_isOfTheRenewedOne_whereTheCallersEndsSoon() {
    at(login.expiresAt().minusSeconds(10));
    Jwt lent = sent(ORDERS);
    assertEquals(login.expiresAt().minusSeconds(10).plusSeconds(300), lent.expiresAt());
  }

  @Test
  void exchangedToken_neverOutlivesWhatItWasExchangedFor_andIsNotMadeAnewForNothing() {
    Jwt foreign = world.foreign("\"sub\":\"eve\"", "\"groups\":[\"clerk\"]");
    Caller eve = world.caller(foreign);
    at(foreign.expiresAt().minusSeconds(20));
    String token = token(eve, ORDERS).orElseThrow();
    assertEquals(foreign.expiresAt(), world.verifiedBy(token, Set.of("orders")).expiresAt());
    at(foreign.expiresAt().minusSeconds(10));
    assertEquals(token, token(eve, ORDERS).orElseThrow());
  }

  @Test
  void changedRoles_areLentAtOnce() {
    assertEquals(Set.of("clerk"), sent(ORDERS).roles());
    world.shop.grants().changeRoles("ann", Set.of("boss"));
    Caller now = world.caller(login);
    Jwt lent = world.verifiedBy(token(now, ORDERS).orElseThrow(), Set.of("orders"));
    assertEquals(Set.of(), lent.roles());
    assertEquals(Set.of(), lent.scopes());
  }

  @Test
  void exchangedToken_isNoLogin_whereNoAudienceIsConfigured() {
    String token = token(ann, ORDERS).orElseThrow();
    FakeExchange request = FakeExchange.get("/").header("Authorization", "Bearer " + token);
    Refused refused =
        assertThrows(Refused.class, () -> world.shop.authenticator().authenticate(request));
    assertEquals(Reason.WRONG_AUDIENCE, refused.reason());
    JwtRejected rejected =
        assertThrows(JwtRejected.class, () -> world.verifier(Set.of("shop")).verify(token));
    assertEquals(Reason.WRONG_AUDIENCE, rejected.reason());
  }
}
