package org.jwtfilter.grant;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.jwtfilter.grant.World.passes;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.jwtfilter.Jwt;
import org.jwtfilter.grant.FlakyStore.Failure;
import org.jwtfilter.grant.RefreshAnswer.Refreshed;
import org.jwtfilter.grant.RefreshAnswer.Refused;
import org.jwtfilter.grant.RefreshAnswer.Reused;
import org.jwtfilter.store.StoreException;

/**
 * A store that fails in the middle, at each of its calls in turn, before or after they had their
 * effect: what is acknowledged holds, and nothing stays broken.
 */
class FailingStoreTest {
  private static final int MORE_CALLS_THAN_ANYTHING_TAKES = 20;

  /** Two nodes and a login that both know. */
  private static final class Scene {
    final World world = new World();
    final GrantRegistry here = world.node();
    final GrantRegistry there = world.node();
    final Jwt login = world.logIn("ann", "user");
    final String refresh = here.begin(login, "", "").orElseThrow();
    final String grant = login.grant().orElseThrow();

    Scene() {
      world.clock.advance(Duration.ofSeconds(1));
      here.tick();
      there.tick();
    }

    /** Whether the node has heard that the login has ended. */
    boolean dead(GrantRegistry node) {
      node.tick();
      return !passes(node, login);
    }
  }

  private static List<DynamicTest> atEachCall(
      Consumer<Scene> action, BiConsumer<Scene, Boolean> afterwards) {
    List<DynamicTest> tests = new ArrayList<>();
    for (Failure how : Failure.values()) {
      for (int call = 1; call <= MORE_CALLS_THAN_ANYTHING_TAKES; call++) {
        int number = call;
        tests.add(
            DynamicTest.dynamicTest(
                how + " call " + call, () -> once(number, how, action, afterwards)));
      }
    }
    return tests;
  }

  private static void once(
      int call, Failure how, Consumer<Scene> action, BiConsumer<Scene, Boolean> afterwards) {
    Scene scene = new Scene();
    scene.world.store.failAt(call, how);
    boolean acknowledged = true;
    try {
      action.accept(scene);
    } catch (StoreException e) {
      acknowledged = false;
    }
    scene.world.store.heal();
    afterwards.accept(scene, acknowledged);
  }

  @TestFactory
  List<DynamicTest> a_revoked_login_is_dead_here_whatever_fails_and_there_if_acknowledged() {
    return atEachCall(
        scene -> scene.here.revokeGrant(scene.grant),
        (scene, acknowledged) -> {
          assertFalse(passes(scene.here, scene.login));
          assertTrue(!acknowledged || scene.dead(scene.there));
          // Who was told of a failure need not even try again once the store answers.
          assertTrue(scene.dead(scene.here));
          assertTrue(scene.dead(scene.there));
          assertInstanceOf(Refused.class, scene.there.refresh(scene.refresh, "", ""));
          scene.world.clock.advance(Duration.ofHours(3));
          assertInstanceOf(Refused.class, scene.there.refresh(scene.refresh, "", ""));
          assertInstanceOf(Refused.class, scene.world.node().refresh(scene.refresh, "", ""));
        });
  }

  @TestFactory
  List<DynamicTest> a_logout_that_failed_can_be_tried_again() {
    return atEachCall(
        scene -> scene.here.ended(scene.login),
        (scene, acknowledged) -> {
          assertFalse(passes(scene.here, scene.login));
          scene.here.ended(scene.login);
          assertTrue(scene.dead(scene.there));
          assertEquals(List.of(), scene.there.of("ann"));
          assertInstanceOf(Refused.class, scene.there.refresh(scene.refresh, "", ""));
        });
  }

  @TestFactory
  List<DynamicTest> a_revoked_user_is_dead_here_whatever_fails_and_there_if_acknowledged() {
    return atEachCall(
        scene -> scene.here.revokeUser("ann"),
        (scene, acknowledged) -> {
          assertFalse(passes(scene.here, scene.login));
          assertTrue(!acknowledged || scene.dead(scene.there));
          assertTrue(scene.dead(scene.here));
          assertTrue(scene.dead(scene.there));
          assertInstanceOf(Refused.class, scene.there.refresh(scene.refresh, "", ""));
        });
  }

  @TestFactory
  List<DynamicTest> changed_roles_are_on_both_nodes_if_acknowledged_and_otherwise_the_same() {
    return atEachCall(
        scene -> scene.here.changeRoles("ann", Set.of("none")),
        (scene, acknowledged) -> {
          Optional<Set<String>> here = scene.here.changedRoles(scene.login);
          assertTrue(!acknowledged || here.equals(Optional.of(Set.of("none"))));
          scene.here.tick();
          scene.there.tick();
          assertEquals(scene.here.changedRoles(scene.login), scene.there.changedRoles(scene.login));
          scene.there.changeRoles("ann", Set.of("some"));
          scene.here.tick();
          assertEquals(Optional.of(Set.of("some")), scene.here.changedRoles(scene.login));
        });
  }

  @TestFactory
  List<DynamicTest> a_refresh_that_failed_can_be_tried_again_on_any_node() {
    return atEachCall(
        scene -> assertInstanceOf(Refreshed.class, scene.here.refresh(scene.refresh, "", "")),
        (scene, acknowledged) -> {
          Refreshed again =
              assertInstanceOf(Refreshed.class, scene.there.refresh(scene.refresh, "", ""));
          assertInstanceOf(Refreshed.class, scene.here.refresh(again.refresh(), "", ""));
          assertTrue(passes(scene.here, again.jwt()));
        });
  }

  @TestFactory
  List<DynamicTest> a_reused_token_ends_its_login_whatever_fails() {
    return atEachCall(
        scene -> {
          scene.here.refresh(scene.refresh, "", "");
          scene.world.clock.advance(World.GRACE);
          assertInstanceOf(Reused.class, scene.here.refresh(scene.refresh, "", ""));
        },
        (scene, acknowledged) -> {
          scene.here.tick();
          if (scene.world.heard.contains("reused ann")) {
            assertTrue(scene.dead(scene.here));
            assertTrue(scene.dead(scene.there));
            assertInstanceOf(Refused.class, scene.there.refresh(scene.refresh, "", ""));
          } else {
            assertFalse(acknowledged);
            assertInstanceOf(RefreshAnswer.class, scene.there.refresh(scene.refresh, "", ""));
          }
        });
  }

  @TestFactory
  List<DynamicTest> a_login_that_was_acknowledged_is_listed_and_can_be_refreshed() {
    List<Optional<String>> tokens = new ArrayList<>();
    return atEachCall(
        scene -> {
          tokens.clear();
          tokens.add(scene.here.begin(scene.world.logIn("bob"), "", ""));
        },
        (scene, acknowledged) -> {
          if (acknowledged) {
            assertEquals(1, scene.there.of("bob").size());
            String token = tokens.get(0).orElseThrow();
            assertInstanceOf(Refreshed.class, scene.there.refresh(token, "", ""));
          }
          scene.here.begin(scene.world.logIn("bob"), "", "").orElseThrow();
        });
  }

  @TestFactory
  List<DynamicTest> a_reading_that_failed_is_made_up_for() {
    return atEachCall(
        scene -> {
          scene.here.revokeGrant(scene.grant);
          scene.world.clock.advance(World.DELAY);
          scene.there.catchUp();
        },
        (scene, acknowledged) -> {
          assertTrue(!acknowledged || scene.there.fresh());
          assertTrue(!acknowledged || !passes(scene.there, scene.login));
          scene.here.tick();
          assertTrue(scene.dead(scene.there));
        });
  }

  // --- a store that is away ---

  @Test
  void a_renewal_goes_on_while_the_store_is_away() {
    Scene scene = new Scene();
    scene.world.store.failAlways();
    scene.here.renewed(scene.login, "", "");
    scene.world.store.heal();
    assertEquals(1, scene.here.of("ann").size());
  }

  @Test
  void a_login_that_was_revoked_while_the_store_was_away_does_not_come_back_after_months() {
    Scene scene = new Scene();
    scene.world.store.failAlways();
    assertThrows(StoreException.class, () -> scene.here.revokeGrant(scene.grant));
    scene.world.clock.advance(Duration.ofHours(6));
    assertFalse(scene.here.fresh());
    scene.world.store.heal();
    scene.here.tick();
    // Its refresh token could not be taken away, so the revocation lasts as long as that.
    for (int day = 0; day < 14; day++) {
      assertInstanceOf(Refused.class, scene.there.refresh(scene.refresh, "", ""));
      assertInstanceOf(Refused.class, scene.world.node().refresh(scene.refresh, "", ""));
      scene.world.clock.advance(Duration.ofDays(1));
    }
  }

  @Test
  void many_revocations_that_could_not_be_told_are_told_in_the_end() {
    Scene scene = new Scene();
    List<Jwt> logins = new ArrayList<>();
    for (int i = 0; i < 100; i++) {
      logins.add(scene.world.logIn("ann"));
    }
    scene.world.store.failAlways();
    for (Jwt login : logins) {
      assertThrows(StoreException.class, () -> scene.here.ended(login));
    }
    assertThrows(StoreException.class, scene.here::tick);
    scene.world.store.heal();
    scene.here.tick();
    scene.there.tick();
    assertTrue(logins.stream().noneMatch(login -> passes(scene.there, login)));
  }
}
