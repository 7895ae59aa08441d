package org.jwtfilter.grant;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.jwtfilter.grant.World.START;

import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.jwtfilter.Jwt;
import org.jwtfilter.grant.Change.GrantEnded;
import org.jwtfilter.grant.Change.RolesChanged;
import org.jwtfilter.grant.Change.TokenEnded;
import org.jwtfilter.grant.Change.UserEnded;

class RevocationsTest {
  private static final long NOW = START.getEpochSecond();
  private static final long END = (NOW + 1000) * 1000;

  private final World world = new World();
  private final Revocations table = new Revocations(world.clock);

  @Test
  void nothing_is_revoked_where_nothing_was() {
    assertFalse(table.revoked(world.logIn("ann")));
    assertEquals(Optional.empty(), table.roles(world.logIn("ann")));
  }

  @Test
  void a_token_is_revoked_by_its_id_and_its_successor_is_not() {
    Jwt jwt = world.logIn("ann");
    table.add(new TokenEnded(jwt.id().orElseThrow(), END));
    world.clock.advance(Duration.ofSeconds(10));
    Jwt successor = world.verified(world.issuer.renew(jwt).orElseThrow());
    assertTrue(table.revoked(jwt));
    assertFalse(table.revoked(successor));
  }

  @Test
  void a_login_is_revoked_with_every_successor_and_no_other_login() {
    Jwt jwt = world.logIn("ann");
    table.add(new GrantEnded(jwt.grant().orElseThrow(), END));
    world.clock.advance(Duration.ofSeconds(10));
    assertTrue(table.revoked(jwt));
    assertTrue(table.revoked(world.verified(world.issuer.renew(jwt).orElseThrow())));
    assertFalse(table.revoked(world.logIn("ann")));
  }

  @Test
  void a_login_here_is_dead_from_the_second_before_and_alive_from_the_second_itself() {
    Jwt before = world.logIn("ann");
    world.clock.advance(Duration.ofSeconds(1));
    Jwt within = world.logIn("ann");
    table.add(new UserEnded("ann", NOW + 1, END));
    assertTrue(table.revoked(before));
    assertFalse(table.revoked(within));
    assertFalse(table.revoked(world.logIn("bob")));
  }

  @Test
  void a_renewed_token_of_an_old_login_is_as_dead_as_the_login() {
    Jwt before = world.logIn("ann");
    world.clock.advance(Duration.ofSeconds(30));
    Jwt renewed = world.verified(world.issuer.renew(before).orElseThrow());
    table.add(new UserEnded("ann", NOW + 10, END));
    assertTrue(table.revoked(renewed));
  }

  @Test
  void a_token_of_another_maker_is_dead_up_to_the_second_itself() {
    table.add(new UserEnded("ann", NOW, END));
    assertTrue(table.revoked(issuedAt(NOW - 1)));
    assertTrue(table.revoked(issuedAt(NOW)));
    assertFalse(table.revoked(issuedAt(NOW + 1)));
  }

  @Test
  void a_token_that_does_not_say_when_it_was_made_is_dead() {
    table.add(new UserEnded("ann", NOW, END));
    assertTrue(table.revoked(world.foreign("\"sub\":\"ann\",\"exp\":" + (NOW + 60))));
    assertTrue(
        table.revoked(world.foreign("\"sub\":\"ann\",\"grant\":\"g\",\"exp\":" + (NOW + 60))));
  }

  @Test
  void of_two_revocations_of_a_user_the_later_counts_in_either_order() {
    Jwt jwt = world.logIn("ann");
    table.add(new UserEnded("ann", NOW + 1, END));
    table.add(new UserEnded("ann", NOW, END));
    assertTrue(table.revoked(jwt));
  }

  @Test
  void changed_roles_reach_logins_up_to_the_second_and_none_after() {
    Jwt before = world.logIn("ann", "user");
    table.add(new RolesChanged("ann", Set.of("clerk"), NOW, END));
    world.clock.advance(Duration.ofSeconds(1));
    assertEquals(Optional.of(Set.of("clerk")), table.roles(before));
    assertEquals(
        Optional.of(Set.of("clerk")),
        table.roles(world.verified(world.issuer.renew(before).orElseThrow())));
    assertEquals(Optional.empty(), table.roles(world.logIn("ann", "user")));
    assertEquals(Optional.empty(), table.roles(world.logIn("bob", "user")));
  }

  @Test
  void what_has_reached_its_end_is_not_kept_and_is_forgotten() {
    table.add(new TokenEnded("past", NOW * 1000));
    assertEquals(0, table.size());
    table.add(new TokenEnded("t", NOW * 1000 + 1));
    table.add(new GrantEnded("g", NOW * 1000 + 60_000));
    table.add(new UserEnded("ann", NOW, NOW * 1000 + 60_001));
    table.add(new RolesChanged("ann", Set.of(), NOW, NOW * 1000 + 60_000));
    assertEquals(4, table.size());
    world.clock.advance(Duration.ofMillis(59_999));
    table.purgeIfDue();
    assertEquals(4, table.size());
    world.clock.advance(Duration.ofMillis(1));
    table.purgeIfDue();
    assertEquals(1, table.size());
  }

  @Test
  void a_revocation_that_is_told_twice_lasts_as_long_as_the_longer() {
    Jwt jwt = world.logIn("ann");
    table.add(new GrantEnded(jwt.grant().orElseThrow(), END));
    table.add(new GrantEnded(jwt.grant().orElseThrow(), NOW * 1000 + 1));
    world.clock.advance(Duration.ofMinutes(2));
    table.purgeIfDue();
    assertTrue(table.revoked(jwt));
  }

  @Test
  void an_id_of_any_length_is_revoked_and_takes_little_room() {
    String id = "x".repeat(5000);
    table.add(new TokenEnded(id, END));
    assertTrue(
        table.revoked(
            world.foreign("\"sub\":\"ann\",\"jti\":\"" + id + "\",\"exp\":" + (NOW + 60))));
    assertFalse(
        table.revoked(
            world.foreign("\"sub\":\"ann\",\"jti\":\"" + id + "x\",\"exp\":" + (NOW + 60))));
  }

  @Test
  void ten_thousand_revocations_take_less_than_five_megabytes() {
    int tables = 8;
    Revocations[] all = new Revocations[tables];
    long before = used();
    for (int i = 0; i < tables; i++) {
      all[i] = new Revocations(world.clock);
      for (int j = 0; j < 10_000; j++) {
        all[i].add(new GrantEnded("%02d-%019d".formatted(i, j), END + j));
      }
    }
    long each = (used() - before) / tables;
    assertEquals(10_000, all[tables - 1].size());
    assertTrue(each > 500_000 && each < 5_000_000, () -> "they take " + each + " bytes");
  }

  private static long used() {
    for (int i = 0; i < 3; i++) {
      System.gc();
    }
    return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
  }

  private Jwt issuedAt(long second) {
    return world.foreign("\"sub\":\"ann\",\"iat\":" + second + ",\"exp\":" + (NOW + 60));
  }
}
