package org.jwtfilter.grant;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.jwtfilter.grant.World.passes;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;
import org.jwtfilter.Grant;
import org.jwtfilter.Jwt;
import org.jwtfilter.Reason;
import org.jwtfilter.grant.RefreshAnswer.Refused;
import org.jwtfilter.store.StoreException;

class GrantRegistryTest {
  private final World world = new World();
  private final GrantRegistry here = world.node();
  private final GrantRegistry there = world.node();

  // --- revoking ---

  @Test
  void a_revocation_holds_here_at_once_and_there_within_the_delay() {
    Jwt jwt = begun("ann");
    here.revokeGrant(jwt.grant().orElseThrow());
    assertFalse(passes(here, jwt));
    assertTrue(passes(there, jwt));
    assertTrue(there.fresh());
    world.clock.advance(World.DELAY);
    assertFalse(there.fresh());
    there.catchUp();
    assertFalse(passes(there, jwt));
  }

  @Test
  void a_node_is_fresh_until_the_delay_has_passed_since_it_asked() {
    world.clock.advance(World.DELAY.minusMillis(1));
    assertTrue(there.fresh());
    world.clock.advance(Duration.ofMillis(1));
    assertFalse(there.fresh());
    there.catchUp();
    assertTrue(there.fresh());
  }

  @Test
  void a_clock_that_is_set_back_makes_a_node_ask() {
    world.clock.advance(Duration.ofMillis(-1));
    assertFalse(there.fresh());
    there.catchUp();
    assertTrue(there.fresh());
  }

  @Test
  void a_fresh_node_asks_nothing() {
    int calls = world.store.calls();
    there.catchUp();
    passes(there, world.logIn("ann"));
    assertEquals(calls, world.store.calls());
  }

  @Test
  void a_token_is_revoked_on_every_node_and_its_login_goes_on() {
    Jwt jwt = begun("ann");
    here.revokeToken(jwt.id().orElseThrow(), jwt.expiresAt());
    there.tick();
    assertFalse(passes(there, jwt));
    assertEquals(1, there.of("ann").size());
    assertEquals(List.of("revoked "), world.heard);
  }

  @Test
  void a_token_that_has_expired_needs_no_revoking() {
    int calls = world.store.calls();
    here.revokeToken("t", World.START.minus(World.SKEW));
    assertEquals(calls, world.store.calls());
    here.revokeToken("t", World.START.minus(World.SKEW).plusSeconds(1));
    assertTrue(world.store.calls() > calls);
  }

  @Test
  void a_token_of_the_end_of_time_can_be_revoked() {
    here.revokeToken("t", Instant.MAX);
    there.tick();
    assertFalse(passes(there, world.foreign("\"sub\":\"ann\",\"jti\":\"t\",\"exp\":253402300799")));
  }

  @Test
  void a_logout_ends_all_tokens_of_the_login_on_every_node() {
    Jwt jwt = begun("ann");
    world.clock.advance(Duration.ofSeconds(10));
    Jwt renewed = world.verified(world.issuer.renew(jwt).orElseThrow());
    here.ended(jwt);
    there.tick();
    assertFalse(passes(there, renewed));
    assertEquals(List.of(), there.of("ann"));
    assertEquals(List.of(), world.heard);
  }

  @Test
  void a_logout_ends_a_token_that_belongs_to_no_login() {
    Jwt jwt = world.foreign("\"sub\":\"ann\",\"jti\":\"t\",\"exp\":1800000900");
    here.ended(jwt);
    there.tick();
    assertFalse(passes(there, jwt));
  }

  @Test
  void a_revoked_login_is_remembered_as_long_as_any_token_of_it_can_live() {
    Jwt jwt = begun("ann");
    world.clock.advance(Duration.ofSeconds(1));
    here.revokeGrant(jwt.grant().orElseThrow());
    there.tick();
    // The last moment at which another node may still renew it.
    world.clock.advance(World.DELAY);
    Jwt last = world.verified(world.issuer.renew(jwt).orElseThrow());
    world.clock.set(last.expiresAt().plus(World.SKEW));
    here.tick();
    there.tick();
    assertFalse(passes(here, last));
    assertFalse(passes(there, last));
    assertFalse(passes(world.node(), last));
    world.clock.advance(Duration.ofHours(1));
    there.tick();
    assertTrue(passes(there, last), "it has died long ago and need not be remembered");
  }

  @Test
  void all_logins_of_a_user_that_began_before_are_dead_also_those_of_the_same_second() {
    Jwt old = begun("ann");
    world.clock.advance(Duration.ofSeconds(5));
    Jwt justBefore = begun("ann");
    world.clock.advance(Duration.ofMillis(300));
    here.revokeUser("ann");
    world.clock.advance(Duration.ofMillis(300));
    Jwt justAfter = begun("ann");
    there.tick();
    for (GrantRegistry node : List.of(here, there, world.node())) {
      assertFalse(passes(node, old));
      assertFalse(passes(node, justBefore));
      assertTrue(passes(node, justAfter));
    }
    assertEquals(justBefore.authenticatedAt(), justAfter.authenticatedAt());
    assertEquals(List.of("revoked ann"), world.heard);
    assertEquals(1, there.of("ann").size());
  }

  @Test
  void a_login_at_a_node_whose_clock_is_ahead_ends_with_the_others() {
    world.clock.advance(Duration.ofSeconds(20));
    Jwt ahead = begun("ann");
    world.clock.advance(Duration.ofSeconds(-20));
    here.revokeUser("ann");
    assertFalse(passes(here, ahead));
  }

  @Test
  void a_login_that_fell_out_of_the_list_ends_with_the_others() {
    Jwt first = begun("ann");
    world.clock.advance(Duration.ofSeconds(1));
    for (int i = 0; i < LoginBook.MOST_LOGINS; i++) {
      begun("ann");
    }
    assertFalse(grants(here.of("ann")).contains(first.grant().orElseThrow()));
    here.revokeUser("ann");
    assertFalse(passes(here, first));
  }

  @Test
  void users_who_were_never_seen_can_be_revoked() {
    here.revokeUser("nobody");
    assertEquals(List.of(), here.of("nobody"));
  }

  @Test
  void revoking_twice_is_revoking() {
    Jwt jwt = begun("ann");
    here.revokeGrant(jwt.grant().orElseThrow());
    here.revokeGrant(jwt.grant().orElseThrow());
    here.ended(jwt);
    assertFalse(passes(here, jwt));
    assertEquals(List.of("revoked ann", "revoked "), world.heard);
  }

  // --- what somebody presents to be revoked ---

  @Test
  void a_presented_access_token_is_revoked_alone() {
    Jwt jwt = begun("ann");
    world.clock.advance(Duration.ofSeconds(10));
    Jwt renewed = world.verified(world.issuer.renew(jwt).orElseThrow());
    assertTrue(here.revoke(jwt.token()));
    there.tick();
    assertFalse(passes(there, jwt));
    assertTrue(passes(there, renewed));
    assertEquals(List.of("revoked ann"), world.heard);
  }

  @Test
  void a_presented_refresh_token_is_revoked_with_its_login() {
    Jwt jwt = world.logIn("ann");
    String refresh = here.begin(jwt, "", "").orElseThrow();
    assertTrue(there.revoke(refresh));
    here.tick();
    assertFalse(passes(here, jwt));
    assertEquals(new Refused(Reason.REVOKED), here.refresh(refresh, "", ""));
    assertEquals(List.of("revoked ann"), world.heard);
  }

  @Test
  void nonsense_and_tokens_of_others_are_revoked_by_doing_nothing() {
    int calls = world.store.calls();
    Jwt jwt = world.logIn("ann");
    for (String token : List.of("", "x", "a.b.c", jwt.token() + "x", "é".repeat(10_000))) {
      assertTrue(here.revoke(token));
    }
    assertEquals(calls, world.store.calls());
    assertEquals(List.of(), world.heard);
  }

  @Test
  void a_token_without_id_is_revoked_by_its_login_or_cannot_be() {
    Jwt ofLogin = world.foreign("\"sub\":\"ann\",\"grant\":\"g\",\"exp\":1800000900");
    assertTrue(here.revoke(ofLogin.token()));
    assertFalse(passes(here, ofLogin));
    Jwt ofNone = world.foreign("\"sub\":\"ann\",\"exp\":1800000900");
    assertFalse(here.revoke(ofNone.token()));
    assertTrue(passes(here, ofNone));
  }

  // --- the list ---

  @Test
  void logins_are_listed_with_time_device_and_address_the_latest_first() {
    Jwt one = world.logIn("ann");
    here.begin(one, "Phone", "192.0.2.1");
    world.clock.advance(Duration.ofMillis(1500));
    Jwt other = world.logIn("ann");
    there.begin(other, "x".repeat(5000), "");
    begun("bob");
    assertEquals(
        List.of(
            new Grant(
                other.grant().orElseThrow(),
                "ann",
                World.START.plusSeconds(1),
                World.START.plusMillis(1500),
                "x".repeat(200),
                ""),
            new Grant(
                one.grant().orElseThrow(), "ann", World.START, World.START, "Phone", "192.0.2.1")),
        here.of("ann"));
  }

  @Test
  void a_renewal_is_listed_once_some_minutes_have_passed_and_keeps_what_is_known() {
    Jwt jwt = world.logIn("ann");
    here.begin(jwt, "Phone", "192.0.2.1");
    world.clock.advance(Duration.ofMinutes(5).minusMillis(1));
    there.renewed(jwt, "", "192.0.2.2");
    assertEquals(World.START, here.of("ann").get(0).lastRenewed());
    world.clock.advance(Duration.ofMillis(1));
    there.renewed(jwt, "", "192.0.2.2");
    Grant listed = here.of("ann").get(0);
    assertEquals(World.START.plusSeconds(300), listed.lastRenewed());
    assertEquals(World.START, listed.began());
    assertEquals("Phone", listed.device());
    assertEquals("192.0.2.2", listed.address());
  }

  @Test
  void a_login_is_listed_until_it_cannot_go_on() {
    begun("ann");
    world.clock.set(World.START.plus(World.REFRESH).minusMillis(1));
    assertEquals(1, here.of("ann").size());
    world.clock.advance(Duration.ofMillis(1));
    assertEquals(List.of(), here.of("ann"));
  }

  @Test
  void a_login_without_refresh_is_listed_some_minutes_longer_than_its_token() {
    GrantRegistry node = world.node(World.WITHOUT_REFRESH);
    assertEquals(Optional.empty(), node.begin(world.logIn("ann"), "", ""));
    world.clock.set(
        World.START.plus(World.LIFETIME).plusSeconds(300).plus(World.SKEW).minusMillis(1));
    assertEquals(1, node.of("ann").size());
    world.clock.advance(Duration.ofMillis(1));
    assertEquals(List.of(), node.of("ann"));
  }

  @Test
  void a_revoked_login_is_not_listed_where_only_its_id_is_known() {
    GrantRegistry node = world.node(World.WITHOUT_REFRESH);
    Jwt jwt = world.logIn("ann");
    node.begin(jwt, "", "");
    node.revokeGrant(jwt.grant().orElseThrow());
    assertEquals(List.of(), node.of("ann"));
    // Nor when the revocation is forgotten.
    for (int minute = 0; minute < 60; minute++) {
      world.clock.advance(Duration.ofMinutes(1));
      node.tick();
      assertEquals(List.of(), node.of("ann"));
    }
  }

  @Test
  void a_renewed_login_that_the_store_has_lost_is_listed_again() {
    Jwt jwt = world.logIn("ann");
    here.renewed(jwt, "Phone", "");
    assertEquals(1, there.of("ann").size());
  }

  @Test
  void a_token_that_belongs_to_no_login_is_not_noted() {
    Jwt jwt = world.foreign("\"sub\":\"ann\",\"jti\":\"t\",\"exp\":1800000900");
    assertThrows(IllegalArgumentException.class, () -> here.begin(jwt, "", ""));
    assertThrows(IllegalArgumentException.class, () -> here.renewed(jwt, "", ""));
  }

  // --- roles ---

  @Test
  void changed_roles_hold_here_at_once_and_there_within_the_delay() {
    Jwt jwt = begun("ann", "user", "admin");
    assertEquals(Optional.empty(), here.changedRoles(jwt));
    here.changeRoles("ann", Set.of("user"));
    assertEquals(Optional.of(Set.of("user")), here.changedRoles(jwt));
    world.clock.advance(World.DELAY);
    there.catchUp();
    assertEquals(Optional.of(Set.of("user")), there.changedRoles(jwt));
    assertEquals(Optional.empty(), there.changedRoles(begun("ann", "boss")));
  }

  @Test
  void of_two_changes_of_roles_every_node_keeps_the_later() {
    Jwt jwt = begun("ann");
    there.changeRoles("ann", Set.of("one"));
    here.changeRoles("ann", Set.of("two"));
    there.tick();
    for (GrantRegistry node : List.of(here, there, world.node())) {
      assertEquals(Optional.of(Set.of("two")), node.changedRoles(jwt));
    }
  }

  @Test
  void no_role_at_all_is_a_change_too() {
    Jwt jwt = begun("ann", "admin");
    here.changeRoles("ann", Set.of());
    assertEquals(Optional.of(Set.of()), here.changedRoles(jwt));
  }

  @Test
  void changed_roles_last_as_long_as_the_login_can() {
    Jwt jwt = begun("ann", "admin");
    here.changeRoles("ann", Set.of());
    world.clock.set(World.START.plus(World.REFRESH).plus(World.SKEW));
    here.tick();
    assertEquals(Optional.of(Set.of()), here.changedRoles(jwt));
    assertEquals(Optional.of(Set.of()), world.node().changedRoles(jwt));
  }

  @Test
  void more_roles_than_a_store_takes_are_refused() {
    assertThrows(
        IllegalArgumentException.class, () -> here.changeRoles("ann", Set.of("x".repeat(100_001))));
  }

  // --- one node alone ---

  @Test
  void a_store_that_no_other_node_sees_is_never_asked_for_news() {
    GrantRegistry alone = world.node(World.ALONE);
    Jwt jwt = world.logIn("ann");
    alone.begin(jwt, "", "");
    int calls = world.store.calls();
    world.clock.advance(Duration.ofHours(1));
    assertTrue(alone.fresh());
    alone.catchUp();
    alone.changeRoles("ann", Set.of("x"));
    alone.revokeToken("t", World.START.plus(Duration.ofDays(1)));
    assertEquals(calls, world.store.calls());
    assertEquals(Optional.of(Set.of("x")), alone.changedRoles(jwt));
    alone.ended(jwt);
    assertFalse(passes(alone, jwt));
  }

  // --- at work ---

  @Test
  void a_node_that_is_open_reads_by_itself() throws Exception {
    Jwt jwt = begun("ann");
    here.revokeGrant(jwt.grant().orElseThrow());
    try (GrantRegistry open = world.open(Duration.ofMillis(20))) {
      assertFalse(passes(open, jwt), "what was revoked before is known at once");
      Jwt next = begun("ann");
      here.revokeGrant(next.grant().orElseThrow());
      awaitTrue(() -> !passes(open, next));
    }
  }

  @Test
  void a_node_starts_while_the_store_is_down_and_knows_that_it_knows_nothing() {
    world.store.failAlways();
    try (GrantRegistry open = world.open(Duration.ofHours(1))) {
      assertFalse(open.fresh());
      assertThrows(StoreException.class, open::catchUp);
      world.store.heal();
      open.catchUp();
      assertTrue(open.fresh());
    }
  }

  @Test
  void nothing_in_the_store_shows_a_name_an_id_or_a_token() {
    Jwt jwt = world.logIn("annabella", "administrator");
    String refresh = here.begin(jwt, "Phone of Ann", "192.0.2.77").orElseThrow();
    here.changeRoles("annabella", Set.of("administrator"));
    assertInstanceOf(RefreshAnswer.Refreshed.class, here.refresh(refresh, "", ""));
    here.revokeToken(jwt.id().orElseThrow(), jwt.expiresAt());
    assertFalse(world.written().isEmpty());
    for (String secret :
        List.of(
            "annabella",
            "administrator",
            "Phone",
            "192.0.2.77",
            jwt.id().orElseThrow(),
            jwt.grant().orElseThrow(),
            refresh.substring(refresh.lastIndexOf('.')))) {
      assertTrue(world.written().stream().noneMatch(text -> text.contains(secret)));
    }
  }

  private static void awaitTrue(BooleanSupplier condition) throws InterruptedException {
    long end = System.nanoTime() + 10_000_000_000L;
    while (!condition.getAsBoolean()) {
      assertTrue(System.nanoTime() < end, "it did not happen");
      Thread.onSpinWait();
    }
  }

  private Jwt begun(String name, String... roles) {
    Jwt jwt = world.logIn(name, roles);
    here.begin(jwt, "", "");
    return jwt;
  }

  private static List<String> grants(List<Grant> listed) {
    return listed.stream().map(Grant::id).toList();
  }
}
