package org.jwtfilter.grant;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.jwtfilter.grant.World.passes;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.jwtfilter.Jwt;
import org.jwtfilter.JwtRejected;
import org.jwtfilter.Reason;
import org.jwtfilter.grant.RefreshAnswer.Refreshed;
import org.jwtfilter.grant.RefreshAnswer.Refused;
import org.jwtfilter.grant.RefreshAnswer.Reused;

class RefreshTest {
  private final World world = new World();
  private final GrantRegistry here = world.node();
  private final GrantRegistry there = world.node();
  private final Jwt login = world.logIn("ann", "user");
  private final String first = here.begin(login, "Phone", "192.0.2.1").orElseThrow();

  // --- using ---

  @Test
  void a_refresh_token_gives_new_tokens_of_the_same_login() {
    world.clock.advance(Duration.ofHours(2));
    Refreshed given = refreshed(there, first);
    assertEquals("ann", given.jwt().principalName());
    assertEquals(Set.of("user"), given.jwt().roles());
    assertEquals(login.grant(), given.jwt().grant());
    assertEquals(login.authenticatedAt(), given.jwt().authenticatedAt());
    assertEquals(world.clock.instant().plus(World.LIFETIME), given.jwt().expiresAt());
    assertNotEquals(login.id(), given.jwt().id());
    assertNotEquals(first, given.refresh());
    assertEquals(given.jwt(), world.verified(given.access()));
    assertEquals(List.of("refreshed ann"), world.heard);
  }

  @Test
  void a_login_is_refreshed_beyond_the_absolute_lifetime_up_to_its_end_and_no_token_passes_that() {
    String token = first;
    for (int hour = 0; hour < 14 * 24 - 1; hour++) {
      world.clock.advance(Duration.ofHours(1));
      token = refreshed(here, token).refresh();
    }
    world.clock.set(World.START.plus(World.REFRESH).minusSeconds(1));
    Refreshed last = refreshed(here, token);
    assertEquals(World.START.plus(World.REFRESH), last.jwt().expiresAt());
    world.clock.advance(Duration.ofMillis(999));
    assertInstanceOf(Refreshed.class, here.refresh(last.refresh(), "", ""));
    world.clock.advance(Duration.ofMillis(1));
    assertEquals(new Refused(Reason.EXPIRED), here.refresh(last.refresh(), "", ""));
  }

  @Test
  void a_refreshed_token_beyond_the_absolute_lifetime_is_not_renewed() {
    world.clock.advance(World.ABSOLUTE.plusSeconds(1));
    Jwt jwt = refreshed(here, first).jwt();
    world.clock.advance(Duration.ofMinutes(10));
    assertFalse(world.issuer.renewable(jwt, world.clock.instant()));
    assertTrue(world.issuer.renew(jwt).isEmpty());
  }

  @Test
  void a_refresh_is_listed() {
    world.clock.advance(Duration.ofSeconds(90));
    there.refresh(first, "Phone 2", "192.0.2.2");
    assertEquals(World.START.plusSeconds(90), here.of("ann").get(0).lastRenewed());
    assertEquals("Phone 2", here.of("ann").get(0).device());
    assertEquals(1, here.of("ann").size());
  }

  @Test
  void changed_roles_win_over_those_in_the_token_and_stay() {
    here.changeRoles("ann", Set.of("clerk"));
    there.tick();
    Refreshed given = refreshed(there, first);
    assertEquals(Set.of("clerk"), given.jwt().roles());
    assertEquals(Set.of("clerk"), refreshed(here, given.refresh()).jwt().roles());
  }

  // --- using again ---

  @Test
  void within_the_grace_period_the_same_token_gives_the_very_same_successor_on_every_node() {
    Refreshed given = refreshed(here, first);
    world.clock.advance(World.GRACE.minusMillis(1));
    Refreshed again = refreshed(there, first);
    assertEquals(given.access(), again.access());
    assertEquals(given.refresh(), again.refresh());
    assertEquals(List.of("refreshed ann"), world.heard);
  }

  @Test
  void after_the_grace_period_it_ends_the_login_and_is_heard_of() {
    Refreshed given = refreshed(here, first);
    world.clock.advance(World.GRACE);
    assertEquals(new Reused(), there.refresh(first, "", ""));
    assertEquals(List.of("refreshed ann", "reused ann"), world.heard);
    here.tick();
    assertFalse(passes(here, given.jwt()));
    assertFalse(passes(here, login));
    assertEquals(new Refused(Reason.REVOKED), here.refresh(given.refresh(), "", ""));
    assertEquals(new Refused(Reason.REVOKED), there.refresh(first, "", ""));
    assertEquals(List.of(), here.of("ann"));
  }

  @Test
  void a_login_that_was_ended_by_reuse_stays_ended_when_the_revocation_is_forgotten() {
    Refreshed given = refreshed(here, first);
    world.clock.advance(World.GRACE);
    there.refresh(first, "", "");
    world.clock.advance(Duration.ofHours(2));
    there.tick();
    assertEquals(new Refused(Reason.LOGGED_OUT), there.refresh(given.refresh(), "", ""));
  }

  @Test
  void a_token_from_two_rotations_ago_has_a_grace_period_of_its_own() {
    Refreshed one = refreshed(here, first);
    world.clock.advance(Duration.ofSeconds(30));
    Refreshed two = refreshed(here, one.refresh());
    world.clock.advance(Duration.ofSeconds(29));
    assertEquals(one.refresh(), refreshed(there, first).refresh());
    world.clock.advance(Duration.ofSeconds(1));
    assertEquals(two.refresh(), refreshed(there, one.refresh()).refresh());
    assertEquals(new Reused(), there.refresh(first, "", ""));
  }

  @Test
  void without_a_grace_period_the_second_use_ends_the_login() {
    GrantRules strict =
        new GrantRules(World.DELAY, World.SKEW, World.REFRESH, Duration.ZERO, true, true);
    GrantRegistry node = world.node(strict);
    assertInstanceOf(Refreshed.class, node.refresh(first, "", ""));
    assertEquals(new Reused(), node.refresh(first, "", ""));
  }

  @Test
  void the_record_of_a_login_that_is_refreshed_all_the_time_stays_small() {
    String token = first;
    for (int i = 0; i < 100; i++) {
      token = refreshed(here, token).refresh();
    }
    int largest = world.written().stream().mapToInt(String::length).max().orElseThrow();
    assertTrue(largest < 64_000, () -> "it has " + largest + " bytes");
  }

  // --- logins that have ended ---

  @Test
  void after_a_logout_the_refresh_token_is_dead_everywhere_at_once() {
    here.ended(login);
    assertEquals(new Refused(Reason.LOGGED_OUT), there.refresh(first, "", ""));
    assertEquals(new Refused(Reason.REVOKED), here.refresh(first, "", ""));
    world.clock.advance(Duration.ofHours(2));
    here.tick();
    assertEquals(new Refused(Reason.LOGGED_OUT), here.refresh(first, "", ""));
  }

  @Test
  void after_all_logins_were_revoked_the_refresh_token_is_dead_everywhere_at_once() {
    here.revokeUser("ann");
    assertEquals(new Refused(Reason.LOGGED_OUT), there.refresh(first, "", ""));
  }

  @Test
  void a_logout_in_the_middle_of_a_refresh_is_final() {
    world.store.meanwhile(() -> there.ended(login));
    assertEquals(new Refused(Reason.LOGGED_OUT), here.refresh(first, "", ""));
  }

  @Test
  void a_node_asks_what_is_revoked_before_it_refreshes() {
    world.clock.advance(Duration.ofSeconds(1));
    // Fell out of the list, so that only the time tells: its record is still there.
    new LoginBook(new Vault(world.store, world.cipher, "/shop"), world.clock)
        .strike("ann", Set.of(login.grant().orElseThrow()));
    there.revokeUser("ann");
    world.clock.advance(World.DELAY);
    assertEquals(new Refused(Reason.REVOKED), here.refresh(first, "", ""));
  }

  // --- what is no refresh token ---

  @Test
  void an_access_token_is_refused_where_a_refresh_token_is_expected_and_the_reverse() {
    assertEquals(new Refused(Reason.WRONG_TYPE), here.refresh(login.token(), "", ""));
    JwtRejected refused = assertThrows(JwtRejected.class, () -> world.verifier.verify(first));
    assertEquals(Reason.WRONG_TYPE, refused.reason());
  }

  @ParameterizedTest
  @CsvSource({
    "JWT, WRONG_TYPE",
    "at+jwt, WRONG_TYPE",
    "refresh, WRONG_TYPE",
    "REFRESH+JWT, LOGGED_OUT",
    "application/refresh+jwt, LOGGED_OUT"
  })
  void only_the_type_of_refresh_tokens_is_accepted(String type, Reason reason) {
    String header = "{\"alg\":\"HS256\",\"typ\":\"" + type + "\"}";
    assertEquals(new Refused(reason), here.refresh(World.signed(header, GOOD), "", ""));
  }

  private static final String GOOD =
      "{\"iss\":\"/shop\",\"aud\":\"/shop#refresh\",\"sub\":\"ann\",\"grant\":\"g\","
          + "\"jti\":\"t\",\"auth_time\":1800000000,\"exp\":1800000900}";

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "\"iss\":\"/shop\" | \"iss\":\"/other\" | WRONG_ISSUER",
        "/shop#refresh | /shop | WRONG_AUDIENCE",
        "\"sub\" | \"upn\" | CLAIM",
        "\"grant\" | \"grunt\" | CLAIM",
        "\"jti\" | \"jta\" | CLAIM",
        "\"auth_time\" | \"oath_time\" | CLAIM",
        "1800000900 | 1799990000 | EXPIRED",
        "1800000000 | 1700000000 | EXPIRED"
      })
  void a_refresh_token_must_say_whose_login_it_is(String claim, String other, Reason reason) {
    String header = "{\"alg\":\"HS256\",\"typ\":\"refresh+jwt\"}";
    String token = World.signed(header, GOOD.replace(claim, other));
    assertEquals(new Refused(reason), here.refresh(token, "", ""));
  }

  @Test
  void nonsense_is_refused_without_asking_the_store() {
    int calls = world.store.calls();
    for (String token : List.of("", "..", "a.b.c", "x".repeat(100_000), first + "x")) {
      assertInstanceOf(Refused.class, here.refresh(token, "", ""));
    }
    assertEquals(calls, world.store.calls());
  }

  @Test
  void where_logins_are_not_refreshed_every_refresh_token_is_refused() {
    GrantRegistry node = world.node(World.WITHOUT_REFRESH);
    assertEquals(new Refused(Reason.LOGGED_OUT), node.refresh(first, "", ""));
  }

  @Test
  void no_answer_shows_a_token_when_it_is_printed() {
    Refreshed given = refreshed(here, first);
    Stream.of(given, new TokenPair(given.access(), given.refresh()))
        .map(Object::toString)
        .forEach(
            text -> {
              assertFalse(text.contains(given.access()));
              assertFalse(text.contains(given.refresh()));
            });
  }

  private static Refreshed refreshed(GrantRegistry node, String token) {
    return assertInstanceOf(Refreshed.class, node.refresh(token, "", ""));
  }
}
