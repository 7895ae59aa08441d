package org.jwtfilter.grant;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.jwtfilter.grant.Change.TokenEnded;
import org.jwtfilter.key.TokenCipher;
import org.jwtfilter.store.StoreException;

class RevocationLogTest {
  private static final long NOW = World.START.toEpochMilli();
  private static final long END = NOW + 900_000;

  private final World world = new World();
  private final Node here = new Node(world.cipher);
  private final Node there = new Node(world.cipher);

  /** A log with what it has read. */
  private final class Node {
    private final List<String> read = new ArrayList<>();
    private final RevocationLog log;

    Node(TokenCipher cipher) {
      log =
          new RevocationLog(
              new Vault(world.store, cipher, "/shop"),
              world.clock,
              World.DELAY,
              change -> read.add(((TokenEnded) change).id()));
    }

    void append(String id) {
      append(id, END);
    }

    void append(String id, long end) {
      log.append(List.of(new TokenEnded(id, end)));
    }

    /** What has come since the last time. */
    List<String> news() {
      read.clear();
      log.read();
      return List.copyOf(read);
    }
  }

  private Node started() {
    return new Node(world.cipher);
  }

  @Test
  void every_node_reads_every_entry_once_in_one_order() {
    assertEquals(List.of(), there.news());
    here.append("a");
    there.append("b");
    here.append("c");
    assertEquals(List.of("a", "b", "c"), there.news());
    assertEquals(List.of(), there.news());
    assertEquals(List.of("a", "b", "c"), here.news());
    there.append("d");
    assertEquals(List.of("d"), here.news());
  }

  @Test
  void no_news_cost_one_trip_for_one_key() {
    here.append("a");
    there.news();
    there.news();
    int calls = world.store.calls();
    there.news();
    assertEquals(calls + 1, world.store.calls());
    assertEquals(1, world.store.sizes().get(world.store.sizes().size() - 1));
  }

  @Test
  void an_entry_costs_two_trips_where_no_other_node_writes() {
    here.append("a");
    int calls = world.store.calls();
    here.append("b");
    assertEquals(calls + 2, world.store.calls());
  }

  @Test
  void many_entries_are_read_in_batches() {
    there.news();
    IntStream.range(0, 600).forEach(i -> here.append("t" + i));
    world.store.sizes().clear();
    assertEquals(600, there.news().size());
    assertEquals(List.of(1, 256, 256, 88), world.store.sizes());
  }

  @Test
  void a_node_that_starts_reads_what_is_alive_and_little_else() {
    for (int i = 0; i < 1000; i++) {
      world.clock.advance(Duration.ofSeconds(10));
      here.append("t" + i, world.clock.millis() + 60_000);
    }
    world.store.sizes().clear();
    List<String> read = started().news();
    assertTrue(read.containsAll(List.of("t995", "t996", "t997", "t998", "t999")), read.toString());
    int asked = world.store.sizes().stream().mapToInt(Integer::intValue).sum();
    assertTrue(asked < 40, () -> asked + " keys");
  }

  @Test
  void a_long_lived_entry_is_found_by_a_node_that_starts_much_later() {
    here.append("old", NOW + Duration.ofDays(14).toMillis());
    for (int i = 0; i < 2000; i++) {
      world.clock.advance(Duration.ofSeconds(10));
      here.append("t" + i, world.clock.millis() + 60_000);
    }
    world.store.sizes().clear();
    assertTrue(started().news().contains("old"));
    int asked = world.store.sizes().stream().mapToInt(Integer::intValue).sum();
    assertTrue(asked < 300, () -> asked + " keys");
  }

  @Test
  void a_node_that_was_paused_until_entries_had_ended_goes_on() {
    here.append("a");
    there.news();
    here.append("gone", NOW + 1000);
    here.append("b");
    world.clock.advance(Duration.ofMinutes(2));
    assertEquals(List.of("b"), there.news());
  }

  @Test
  void an_entry_can_be_read_up_to_its_end() {
    here.append("a", END);
    world.clock.advance(Duration.ofMillis(END - NOW - 1));
    assertEquals(List.of("a"), started().news());
  }

  @Test
  void the_head_is_there_as_long_as_any_entry() {
    here.append("old", NOW + Duration.ofDays(300).toMillis());
    world.clock.advance(Duration.ofDays(299));
    here.append("new", world.clock.millis() + 60_000);
    world.clock.advance(Duration.ofHours(23));
    assertEquals(List.of("old"), started().news());
  }

  // --- writers that meet or die ---

  @Test
  void what_a_writer_has_begun_before_it_died_is_completed_by_the_next() {
    here.append("a");
    there.news();
    world.store.failAt(2, FlakyStore.Failure.BEFORE); // its place is taken, the head is behind
    assertThrows(StoreException.class, () -> here.append("b"));
    world.store.heal();
    assertEquals(List.of(), there.news());
    there.append("c");
    assertEquals(List.of("b", "c"), there.news());
    assertEquals(List.of("b", "c"), here.news().stream().filter(id -> !id.equals("a")).toList());
  }

  @Test
  void a_place_that_has_become_free_behind_the_head_is_no_place() {
    here.append("a");
    world.store.meanwhile(
        () -> {
          there.append("short", NOW + 1000);
          there.append("b");
          there.news();
          world.clock.advance(Duration.ofMinutes(5)); // "short" has left its place
        });
    here.append("c"); // and takes it, since it has not seen the head move
    assertEquals(List.of("c"), there.news());
  }

  @Test
  void writers_that_meet_both_get_a_place() {
    here.append("a");
    there.news();
    world.store.meanwhile(() -> there.append("b"));
    here.append("c");
    assertEquals(List.of("b", "c"), there.news());
  }

  // --- engines that lose what they had ---

  @Test
  void nodes_start_over_where_the_engine_has_lost_everything() {
    here.append("a");
    there.news();
    world.clock.advance(Duration.ofDays(400)); // nothing is left
    assertEquals(List.of(), there.news());
    assertTrue(there.log.fresh());
    here.append("b", world.clock.millis() + 60_000);
    assertEquals(List.of("b"), there.news());
    assertEquals(List.of("b"), started().news());
  }

  @Test
  void a_head_of_another_epoch_is_read_from_its_start() {
    here.append("a");
    here.append("b");
    there.news();
    world.store.delete(new Vault(world.store, world.cipher, "/shop").plainKey("rev/head"));
    started().append("c");
    assertEquals(List.of("c"), there.news());
    here.append("d");
    assertEquals(List.of("d"), there.news());
  }

  // --- freshness ---

  @Test
  void a_reading_that_fails_leaves_a_node_as_fresh_as_it_was() {
    there.news();
    world.clock.advance(World.DELAY.minusMillis(1));
    world.store.failAlways();
    assertThrows(StoreException.class, there.log::read);
    assertTrue(there.log.fresh());
    world.clock.advance(Duration.ofMillis(1));
    assertFalse(there.log.fresh());
    assertThrows(StoreException.class, there.log::catchUp);
    world.store.heal();
    there.log.catchUp();
    assertTrue(there.log.fresh());
  }

  @Test
  void an_entry_that_could_not_be_read_is_read_the_next_time() {
    there.news();
    here.append("a");
    world.store.failAt(2, FlakyStore.Failure.BEFORE);
    assertThrows(StoreException.class, there.log::read);
    assertEquals(List.of("a"), there.news());
  }

  // --- keys ---

  @Test
  void a_node_with_other_keys_says_so_and_is_not_fresh() {
    Node other = new Node(World.cipher("w7Vn3Kd9Pq1Xz5Rt8Bm2Jf6Hs4Lc0Gy!".getBytes(UTF_8)));
    assertEquals(List.of(), other.news());
    here.append("a");
    there.news(); // the head is there, of the keys of all others
    world.clock.advance(World.DELAY);
    // It has started before there was a head, so the first that it sees begins a log of its own.
    assertEquals(List.of(), other.news());
    world.clock.advance(World.DELAY);
    StoreException refused = assertThrows(StoreException.class, there.log::catchUp);
    assertTrue(refused.getMessage().contains("the same session-keys"), refused.getMessage());
    assertFalse(there.log.fresh());
  }
}
