package org.jwtfilter.grant;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.jwtfilter.grant.World.passes;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.IntFunction;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.jwtfilter.Jwt;
import org.jwtfilter.grant.RefreshAnswer.Refreshed;
import org.jwtfilter.grant.RefreshAnswer.Refused;

/** Fifty threads at once, half on either node. */
class ParallelTest {
  private static final int THREADS = 50;

  private final World world = new World();
  private final List<GrantRegistry> nodes = List.of(world.node(), world.node());
  private final ExecutorService threads = Executors.newFixedThreadPool(THREADS);
  private final CyclicBarrier start = new CyclicBarrier(THREADS);

  @AfterEach
  void stop() {
    threads.shutdownNow();
  }

  private GrantRegistry node(int thread) {
    return nodes.get(thread % 2);
  }

  private <T> List<T> atOnce(IntFunction<Callable<T>> work) throws Exception {
    List<Future<T>> running = new ArrayList<>();
    for (int i = 0; i < THREADS; i++) {
      Callable<T> task = work.apply(i);
      running.add(
          threads.submit(
              () -> {
                start.await();
                return task.call();
              }));
    }
    List<T> results = new ArrayList<>();
    for (Future<T> one : running) {
      results.add(one.get());
    }
    return results;
  }

  @Test
  void fifty_refreshes_of_one_token_on_two_nodes_give_one_successor_and_refuse_nobody()
      throws Exception {
    Jwt login = world.logIn("ann", "user");
    String token = node(0).begin(login, "", "").orElseThrow();
    for (int round = 0; round < 10; round++) {
      String used = token;
      Set<RefreshAnswer> answers =
          new HashSet<>(atOnce(thread -> () -> node(thread).refresh(used, "", "")));
      assertEquals(1, new HashSet<>(answers.stream().map(ParallelTest::access).toList()).size());
      assertEquals(1, new HashSet<>(answers.stream().map(ParallelTest::refresh).toList()).size());
      token = refresh(answers.iterator().next());
    }
    assertEquals(10, world.heard.size());
    assertTrue(passes(node(0), login));
  }

  @Test
  void a_logout_among_fifty_refreshes_is_final() throws Exception {
    for (int round = 0; round < 10; round++) {
      Jwt login = world.logIn("ann", "user");
      String token = node(0).begin(login, "", "").orElseThrow();
      List<RefreshAnswer> answers =
          atOnce(
              thread ->
                  () -> {
                    if (thread == 25) {
                      node(thread).ended(login);
                    }
                    return node(thread).refresh(token, "", "");
                  });
      nodes.forEach(GrantRegistry::tick);
      for (RefreshAnswer answer : answers) {
        if (answer instanceof Refreshed given) {
          assertFalse(passes(node(0), given.jwt()));
          assertFalse(passes(node(1), given.jwt()));
          assertInstanceOf(Refused.class, node(0).refresh(given.refresh(), "", ""));
        }
      }
    }
  }

  @Test
  void fifty_revocations_at_once_all_reach_both_nodes() throws Exception {
    List<Jwt> logins = new ArrayList<>();
    for (int i = 0; i < THREADS; i++) {
      logins.add(world.logIn("ann"));
    }
    atOnce(
        thread ->
            () -> {
              node(thread).revokeGrant(logins.get(thread).grant().orElseThrow());
              return true;
            });
    nodes.forEach(GrantRegistry::tick);
    for (GrantRegistry node : List.of(node(0), node(1), world.node())) {
      assertTrue(logins.stream().noneMatch(login -> passes(node, login)));
    }
  }

  @Test
  void fifty_changes_of_roles_at_once_leave_the_same_roles_on_every_node() throws Exception {
    Jwt login = world.logIn("ann");
    atOnce(
        thread ->
            () -> {
              node(thread).changeRoles("ann", Set.of("role" + thread));
              return true;
            });
    nodes.forEach(GrantRegistry::tick);
    assertTrue(node(0).changedRoles(login).isPresent());
    assertEquals(node(0).changedRoles(login), node(1).changedRoles(login));
    assertEquals(node(0).changedRoles(login), world.node().changedRoles(login));
  }

  @Test
  void fifty_logins_of_one_user_at_once_are_all_listed() throws Exception {
    atOnce(thread -> () -> node(thread).begin(world.logIn("ann"), "", ""));
    assertEquals(THREADS, node(0).of("ann").size());
  }

  private static String access(RefreshAnswer answer) {
    return assertInstanceOf(Refreshed.class, answer).access();
  }

  private static String refresh(RefreshAnswer answer) {
    return assertInstanceOf(Refreshed.class, answer).refresh();
  }
}
