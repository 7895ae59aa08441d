package org.jwtfilter.session;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.jwtfilter.SettableClock;

class SessionStateTest {
  private static final ClassLoader LOADER = SessionStateTest.class.getClassLoader();
  private static final Optional<String> VISITOR = Optional.empty();

  private final SettableClock clock = new SettableClock(Instant.parse("2026-11-22T12:00:00Z"));
  private final List<String> events = new ArrayList<>();
  private final SessionContext node = node(LOADER, "org.jwtfilter.session.**");

  private SessionContext node(ClassLoader loader, String... patterns) {
    ClassRules rules = ClassRules.of(List.of(patterns), loader);
    return new SessionContext(
        new SessionCodec(loader, rules, true), clock, 1800, Duration.ofHours(8), new Recorder());
  }

  private final class Recorder implements SessionEvents {
    @Override
    public void undecodable(UndecodableException why) {
      events.add(why.getMessage());
    }

    @Override
    public void transientLost(String attribute, String className, String field) {
      events.add("lost " + attribute + " " + className + " " + field);
    }

    @Override
    public void activated(SessionState session, String attribute, Object value) {
      events.add("activated " + attribute);
    }

    @Override
    public void passivating(SessionState session, String attribute, Object value) {
      events.add("passivating " + attribute);
    }
  }

  /** What one request leaves, the next one gets, on any node. */
  private SessionState next(SessionState before) {
    return next(before, node);
  }

  private SessionState next(SessionState before, SessionContext other) {
    try {
      byte[] bytes = SnapshotFormat.write(before.snapshot());
      return SessionState.of(other, SnapshotFormat.read(bytes));
    } catch (Malformed e) {
      throw new AssertionError(e);
    }
  }

  private SessionState stored(String name, Object value) {
    SessionState session = SessionState.fresh(node, VISITOR);
    session.put(name, value);
    return next(session);
  }

  @Test
  void a_fresh_session_is_new_and_must_be_written() {
    SessionState session = SessionState.fresh(node, VISITOR);
    assertTrue(session.isNew());
    assertTrue(session.changed());
    assertTrue(session.valid());
    assertEquals(1800, session.maxInactiveSeconds());
    assertEquals(clock.instant(), session.createdAt());
    assertEquals(clock.instant(), session.lastAccessedAt());
    assertEquals(1, session.snapshot().version());
  }

  @Test
  void ids_are_128_random_bits() {
    Set<String> ids = new HashSet<>();
    IntStream.range(0, 1000).forEach(i -> ids.add(SessionState.fresh(node, VISITOR).id()));
    assertEquals(1000, ids.size());
    ids.forEach(id -> assertTrue(id.matches("[0-9A-F]{32}"), id));
  }

  @Test
  void the_next_request_finds_id_times_and_attributes() {
    SessionState first = SessionState.fresh(node, Optional.of("grant"));
    first.put("user", "ann");
    first.maxInactiveSeconds(60);
    Instant created = clock.instant();
    clock.advance(Duration.ofSeconds(5));
    SessionState second = next(first);
    assertFalse(second.isNew());
    assertEquals(first.id(), second.id());
    assertEquals(created, second.createdAt());
    assertEquals(created, second.lastAccessedAt());
    assertEquals(60, second.maxInactiveSeconds());
    assertEquals(Optional.of("grant"), second.owner());
    assertEquals("ann", second.get("user"));
    assertEquals(Set.of("user"), second.names());
    assertEquals(clock.instant(), second.snapshot().lastAccessedAt());
  }

  @Test
  void reading_alone_never_writes() {
    SessionState session = stored("cart", new Shop.Cart());
    session.get("cart");
    session.get("none");
    session.names();
    assertFalse(session.changed());
    assertEquals(Optional.empty(), session.changes());
  }

  @Test
  void an_object_changed_in_place_is_written() {
    SessionState session = stored("cart", new Shop.Cart());
    ((Shop.Cart) session.get("cart")).items.add(new Shop.Item("pen", 1));
    assertTrue(session.changed());
    assertEquals(1, ((Shop.Cart) next(session).get("cart")).items.size());
  }

  @Test
  void a_list_changed_in_place_is_written() {
    SessionState session = stored("list", new ArrayList<>(List.of(1)));
    @SuppressWarnings("unchecked")
    List<Object> list = (List<Object>) session.get("list");
    list.set(0, 2);
    assertTrue(session.changed());
    assertEquals(List.of(2), next(session).get("list"));
  }

  @Test
  void setting_an_equal_value_again_is_no_change() {
    Shop.Cart cart = new Shop.Cart();
    cart.items.add(new Shop.Item("pen", 1));
    SessionState session = stored("cart", cart);
    session.put("cart", cart);
    session.put("cart", session.get("cart"));
    assertFalse(session.changed());
  }

  @Test
  void setting_an_equal_text_again_is_no_change_and_another_is_one() {
    SessionState session = stored("name", "ann");
    session.put("name", new String("ann"));
    assertFalse(session.changed());
    session.put("name", "bob");
    assertTrue(session.changed());
  }

  @Test
  void a_removed_attribute_is_a_change_and_gone() {
    SessionState session = stored("name", "ann");
    assertEquals("ann", session.remove("name"));
    assertNull(session.get("name"));
    assertEquals(Set.of(), session.names());
    assertTrue(session.changed());
    assertEquals(Set.of(), next(session).names());
  }

  @Test
  void what_was_set_and_removed_again_is_no_change() {
    SessionState session = stored("name", "ann");
    session.put("message", "hello");
    assertEquals("hello", session.remove("message"));
    assertNull(session.remove("message"));
    assertFalse(session.changed());
  }

  @Test
  void a_removed_attribute_that_is_set_again_is_no_change() {
    SessionState session = stored("name", "ann");
    session.remove("name");
    session.put("name", "ann");
    assertFalse(session.changed());
  }

  @Test
  void put_returns_what_it_replaces() {
    SessionState session = stored("name", "ann");
    assertEquals("ann", session.put("name", "bob"));
    assertEquals("bob", session.put("name", "eve"));
    assertNull(session.put("other", 1));
  }

  @Test
  void told_is_what_the_application_has_asked_for_and_left_as_it_was() {
    SessionState session = stored("token", "4711");
    assertEquals(Optional.empty(), session.told("token"), "not asked for");
    Encoded stored = session.snapshot().attributes().get("token");
    session.get("token");
    assertEquals(Optional.of(stored), session.told("token"));
    session.remove("token");
    assertEquals(Optional.empty(), session.told("token"), "removed");
    session.put("token", "4711");
    session.get("token");
    assertEquals(Optional.empty(), session.told("token"), "set");
    assertNull(session.get("other"));
    assertEquals(Optional.empty(), session.told("other"), "not there");
  }

  @Test
  void told_of_what_can_be_changed_in_place_is_nothing() {
    SessionState session = stored("tokens", new ArrayList<>(List.of("4711")));
    session.get("tokens");
    assertEquals(Optional.empty(), session.told("tokens"));
  }

  @Test
  void told_of_what_cannot_be_read_is_nothing() {
    SessionState session = next(stored("item", new Shop.Item("a", 1)), node(LOADER));
    assertNull(session.get("item"));
    assertEquals(Optional.empty(), session.told("item"));
  }

  @Test
  void what_is_taken_is_no_change_any_more_until_it_is_set_again() {
    SessionState session = stored("token", "4711");
    session.remove("token");
    assertTrue(session.changed());
    session.taken("token");
    assertFalse(session.changed());
    assertNull(session.get("token"));
    session.put("token", "4711");
    assertTrue(session.changed());
  }

  @Test
  void get_gives_the_same_object_all_request_long() {
    SessionState session = stored("cart", new Shop.Cart());
    assertSame(session.get("cart"), session.get("cart"));
  }

  @Test
  void two_requests_never_share_an_object() {
    SessionState first = SessionState.fresh(node, VISITOR);
    first.put("cart", new Shop.Cart());
    SessionSnapshot snapshot = first.snapshot();
    SessionState one = SessionState.of(node, snapshot);
    SessionState other = SessionState.of(node, snapshot);
    assertNotSame(one.get("cart"), other.get("cart"));
  }

  @Test
  void an_immutable_value_is_decoded_once_for_all_requests() {
    SessionState first = SessionState.fresh(node, VISITOR);
    first.put("name", "ann");
    SessionSnapshot snapshot = first.snapshot();
    assertSame(
        SessionState.of(node, snapshot).get("name"), SessionState.of(node, snapshot).get("name"));
  }

  @Test
  void a_map_keyed_by_objects_without_hash_code_is_no_change_when_only_read() {
    for (int i = 0; i < 20; i++) {
      Map<Object, Object> map = new HashMap<>();
      IntStream.range(0, 5).forEach(n -> map.put(new Shop.Line("line " + n), n));
      SessionState session = stored("map", map);
      session.get("map");
      assertFalse(session.changed());
    }
  }

  @Test
  void a_set_too_large_to_be_compared_counts_as_changed_rather_than_not() {
    Shop.Order order = new Shop.Order();
    IntStream.range(0, 6_000).forEach(n -> order.lines.add(new Shop.Line("line " + n)));
    SessionState session = stored("order", order);
    session.get("order");
    assertTrue(session.changed());
  }

  @Test
  void a_map_that_grew_is_no_change_when_only_read() {
    Map<String, Integer> grown = new HashMap<>();
    IntStream.range(0, 1000).forEach(i -> grown.put("key " + i, i));
    IntStream.range(5, 1000).forEach(i -> grown.remove("key " + i));
    SessionState session = stored("map", grown);
    session.get("map");
    assertFalse(session.changed());
    session.put("map", grown);
    assertFalse(session.changed());
    ((Map<?, ?>) session.get("map")).remove("key 3");
    assertTrue(session.changed());
  }

  @Test
  void a_set_of_objects_without_hash_code_is_no_change_when_only_read() {
    for (int i = 0; i < 20; i++) { // each time in another order
      SessionState session = stored("order", new Shop.Order().with("a", "b", "c", "d", "e"));
      session.get("order");
      assertFalse(session.changed());
    }
  }

  @Test
  void a_set_of_objects_without_hash_code_is_a_change_when_changed() {
    SessionState session = stored("order", new Shop.Order().with("a", "b", "c"));
    Shop.Order order = (Shop.Order) session.get("order");
    order.lines.remove(order.lines.iterator().next());
    assertTrue(session.changed());
    SessionState other = stored("order", new Shop.Order().with("ab", "c"));
    other.put("order", new Shop.Order().with("ba", "c"));
    assertTrue(other.changed());
  }

  @Test
  void an_attribute_that_nobody_asked_for_is_carried_over_byte_for_byte() {
    SessionState first = SessionState.fresh(node, VISITOR);
    first.put("cart", new Shop.Cart());
    Encoded bytes = first.snapshot().attributes().get("cart");
    SessionContext ignorant = node(LOADER);
    SessionState second = next(first, ignorant);
    second.put("other", 1);
    assertEquals(bytes, second.snapshot().attributes().get("cart"));
    assertEquals(new Shop.Cart(), next(second).get("cart"));
    assertEquals(List.of(), events.stream().filter(it -> it.contains("cannot")).toList());
  }

  @Test
  void an_unreadable_attribute_is_as_if_it_were_not_there_and_reported_once() {
    SessionState first = SessionState.fresh(node, VISITOR);
    first.put("cart", new Shop.Cart());
    first.put("name", "ann");
    SessionContext ignorant = node(LOADER);
    events.clear();
    for (int i = 0; i < 3; i++) {
      SessionState session = next(first, ignorant);
      events.removeIf(event -> event.startsWith("passivating"));
      assertNull(session.get("cart"));
      assertNull(session.get("cart"));
      assertEquals(Set.of("name"), session.names());
      assertEquals("ann", session.get("name"));
      assertFalse(session.changed());
    }
    assertEquals(1, events.size(), events::toString);
    assertTrue(events.get(0).contains("\"cart\""), events::toString);
    assertTrue(events.get(0).contains("Shop$Cart"), events::toString);
  }

  @Test
  void an_unreadable_attribute_stays_for_nodes_that_can_read_it_until_it_is_set_or_removed() {
    SessionState first = SessionState.fresh(node, VISITOR);
    first.put("cart", new Shop.Cart());
    SessionState second = next(first, node(LOADER));
    second.get("cart");
    second.put("name", "ann");
    assertEquals(new Shop.Cart(), next(second, node).get("cart"));
    second.remove("cart");
    assertEquals(Set.of("name"), second.changes().orElseThrow().attributes().keySet());
  }

  @Test
  void a_changed_or_missing_class_costs_the_attribute_and_not_the_session(@TempDir Path folder) {
    String head = "Cart:public class Cart implements java.io.Serializable { ";
    ClassLoader old =
        CompiledClasses.loader(
            folder.resolve("1"), head + "static final long serialVersionUID = 1; }");
    ClassLoader changed =
        CompiledClasses.loader(
            folder.resolve("2"), head + "static final long serialVersionUID = 2; }");
    SessionState first = SessionState.fresh(node(old, "Cart"), VISITOR);
    first.put("cart", CompiledClasses.make(old, "Cart"));
    first.put("name", "ann");
    for (ClassLoader other : List.of(changed, LOADER)) {
      events.clear();
      SessionState session = next(first, node(other, "Cart"));
      assertNull(session.get("cart"));
      assertEquals("ann", session.get("name"));
      assertTrue(events.stream().anyMatch(it -> it.contains("the class Cart ")), events::toString);
    }
    assertEquals("Cart", next(first, node(old, "Cart")).get("cart").getClass().getName());
  }

  @Test
  void a_class_that_gained_a_field_is_still_read(@TempDir Path folder) {
    String head = "Cart:public class Cart implements java.io.Serializable { ";
    String uid = "static final long serialVersionUID = 1; ";
    ClassLoader old = CompiledClasses.loader(folder.resolve("1"), head + uid + "}");
    ClassLoader grown = CompiledClasses.loader(folder.resolve("2"), head + uid + "String more; }");
    SessionState first = SessionState.fresh(node(old, "Cart"), VISITOR);
    first.put("cart", CompiledClasses.make(old, "Cart"));
    SessionState session = next(first, node(grown, "Cart"));
    assertSame(grown, session.get("cart").getClass().getClassLoader());
    assertFalse(session.changed());
  }

  @Test
  void what_is_not_allowed_is_not_even_initialised(@TempDir Path folder) {
    ClassLoader loader =
        CompiledClasses.loader(
            folder,
            "Trap:public class Trap implements java.io.Serializable {"
                + " static { System.setProperty(\"jwtfilter.trap\", \"sprung\"); } }",
            "Kind:public enum Kind { A; static {"
                + " System.setProperty(\"jwtfilter.trap\", \"sprung\"); } }");
    SessionState first = SessionState.fresh(node(loader, "Trap", "Kind"), VISITOR);
    first.put("trap", CompiledClasses.make(loader, "Trap"));
    first.put("kind", kind(loader));
    SessionSnapshot snapshot = first.snapshot();
    System.clearProperty("jwtfilter.trap");
    ClassLoader again = CompiledClasses.loader(folder);
    SessionState session = SessionState.of(node(again), snapshot);
    assertNull(session.get("trap"));
    assertNull(session.get("kind"));
    assertNull(System.getProperty("jwtfilter.trap"));
  }

  private static Object kind(ClassLoader loader) {
    try {
      return loader.loadClass("Kind").getEnumConstants()[0];
    } catch (ClassNotFoundException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void what_cannot_be_stored_is_left_out_and_listed() {
    SessionState session = stored("name", "ann");
    session.put("job", new Shop.Engine());
    assertFalse(session.changed());
    assertEquals(1, session.unstorable().size());
    assertEquals("job", session.unstorable().get(0).attribute());
    session.put("name", "bob");
    SessionSnapshot snapshot = session.changes().orElseThrow();
    assertEquals(Set.of("name"), snapshot.attributes().keySet());
    assertEquals(1, session.unstorable().size());
    session.remove("job");
    assertTrue(session.changed());
    assertEquals(List.of(), session.unstorable());
  }

  @Test
  void what_was_stored_and_no_longer_can_be_is_a_change() {
    SessionState session = stored("cart", new Shop.Cart());
    ((Shop.Cart) session.get("cart")).extra = new Shop.Engine();
    assertEquals(Map.of(), session.changes().orElseThrow().attributes());
    assertTrue(session.unstorable().get(0).getMessage().contains("Cart.extra"));
  }

  @Test
  void a_new_id_keeps_everything_else() {
    SessionState session = stored("name", "ann");
    String before = session.id();
    String after = session.changeId();
    assertNotEquals(before, after);
    assertEquals(after, session.id());
    assertTrue(session.changed());
    SessionState next = next(session);
    assertEquals(after, next.id());
    assertEquals("ann", next.get("name"));
    assertEquals(session.createdAt(), next.createdAt());
  }

  @Test
  void owner_and_interval_are_changes() {
    SessionState session = stored("name", "ann");
    session.owner(Optional.of("grant"));
    assertTrue(session.changed());
    session.owner(VISITOR);
    assertFalse(session.changed());
    session.maxInactiveSeconds(1801);
    assertTrue(session.changed());
    session.maxInactiveSeconds(1800);
    assertFalse(session.changed());
  }

  @Test
  void an_invalid_session_is_never_written() {
    SessionState session = SessionState.fresh(node, VISITOR);
    session.put("name", "ann");
    session.invalidate();
    assertFalse(session.valid());
    assertFalse(session.changed());
    assertEquals("ann", session.get("name"));
  }

  @Test
  void a_written_session_is_changed_again_only_by_later_changes() {
    SessionState session = SessionState.fresh(node, VISITOR);
    session.put("list", new ArrayList<>(List.of(1)));
    session.put("gone", 1);
    session.written(session.changes().orElseThrow());
    session.remove("gone");
    session.written(session.changes().orElseThrow());
    assertFalse(session.changed());
    assertEquals(Set.of("list"), session.names());
    @SuppressWarnings("unchecked")
    List<Object> list = (List<Object>) session.get("list");
    list.add(2);
    SessionSnapshot third = session.changes().orElseThrow();
    assertEquals(3, third.version());
    assertTrue(session.isNew());
  }

  @Test
  void each_write_is_one_version_on() {
    SessionState session = SessionState.fresh(node, VISITOR);
    assertEquals(1, session.snapshot().version());
    assertEquals(2, next(session).snapshot().version());
    assertEquals(3, next(next(session)).snapshot().version());
  }

  @Test
  void a_session_expires_exactly_after_its_interval() {
    SessionState session = stored("name", "ann");
    assertFalse(session.expired(clock.instant().plusMillis(1_799_999)));
    assertTrue(session.expired(clock.instant().plusMillis(1_800_000)));
    session.maxInactiveSeconds(0);
    assertFalse(session.expired(clock.instant().plusMillis(1_800_000)));
  }

  @Test
  void a_session_ends_at_its_absolute_timeout_however_busy() {
    SessionState session = stored("name", "ann");
    Instant end = clock.instant().plus(Duration.ofHours(8));
    clock.advance(Duration.ofHours(8).minusMillis(1));
    SessionState later = next(session);
    assertFalse(later.expired(clock.instant()));
    assertTrue(later.expired(end));
  }

  @Test
  void values_are_activated_once_and_told_before_each_encoding() {
    SessionState session = stored("cart", new Shop.Cart());
    events.clear();
    session.get("cart");
    session.get("cart");
    session.changes();
    assertEquals(List.of("activated cart", "passivating cart"), events);
  }

  @Test
  void plain_immutable_values_tell_nothing() {
    SessionState session = stored("name", "ann");
    events.clear();
    session.get("name");
    session.put("other", "text");
    session.changes();
    assertEquals(List.of(), events);
  }

  @Test
  void a_listener_may_use_the_session_that_it_is_told_about() {
    AtomicReference<SessionState> told = new AtomicReference<>();
    SessionEvents setter =
        new SessionEvents() {
          @Override
          public void passivating(SessionState session, String attribute, Object value) {
            session.put("told", attribute);
            told.set(session);
          }
        };
    SessionContext context = new SessionContext(node.codec(), clock, 1800, Duration.ZERO, setter);
    SessionState session = SessionState.fresh(context, VISITOR);
    session.put("cart", new Shop.Cart());
    assertEquals(Set.of("cart", "told"), session.snapshot().attributes().keySet());
    assertSame(session, told.get());
  }

  @Test
  void a_lost_transient_field_is_reported_with_its_attribute() {
    SessionState session = SessionState.fresh(node, VISITOR);
    session.put("bean", new Shop.WithService());
    session.snapshot();
    session.snapshot();
    assertEquals(
        List.of("lost bean " + Shop.WithService.class.getName() + " service"),
        events.stream().filter(event -> event.startsWith("lost")).toList());
  }

  @Test
  void threads_that_share_a_session_lose_nothing() throws InterruptedException {
    SessionState session = stored("start", 0);
    CountDownLatch start = new CountDownLatch(1);
    List<Thread> threads =
        IntStream.range(0, 4)
            .mapToObj(
                t ->
                    new Thread(
                        () -> {
                          await(start);
                          for (int i = 0; i < 250; i++) {
                            session.put(t + "." + i, i);
                            session.names();
                            session.changed();
                          }
                        }))
            .toList();
    threads.forEach(Thread::start);
    start.countDown();
    for (Thread thread : threads) {
      thread.join();
    }
    assertEquals(1001, session.snapshot().attributes().size());
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void nothing_shows_values_or_ids() {
    SessionState session = stored("name", "TOP-SECRET");
    String shown = session + " " + session.snapshot();
    assertFalse(shown.contains("TOP-SECRET"), shown);
    assertFalse(shown.contains(session.id()), shown);
  }
}
