package org.jwtfilter.session;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Instant;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.jwtfilter.key.SealingKeys;
import org.jwtfilter.key.TokenCipher;

/** What is in the store, in the cookie that leads there, and in the small one beside it. */
class RecordFormatTest {
  private static final Instant EARLY = Instant.parse("2026-11-22T12:00:00Z");
  private static final Instant LATE = EARLY.plusSeconds(60);
  private static final byte[] CONTENT = {1, 2, 3};

  private final RecordKey key = RecordKey.random();

  private static SessionSnapshot session(Instant accessed, Map<String, Encoded> attributes) {
    return new SessionSnapshot("id", EARLY, accessed, 1800, 7, Optional.of("ann"), attributes);
  }

  private static Encoded encoded(int octet) {
    return Encoded.of(new byte[] {(byte) octet});
  }

  private static byte[] followed(byte[] bytes) {
    return Arrays.copyOf(bytes, bytes.length + 1);
  }

  private static RecordKey key(byte[] bytes) throws Malformed {
    return RecordKey.read(new Input(bytes));
  }

  private byte[] written(RecordKey one) {
    Output out = new Output(100);
    one.write(out);
    return out.toBytes();
  }

  @Test
  void key_comes_back_and_opens_what_it_has_sealed() throws Exception {
    RecordKey back = key(written(key));

    assertEquals(key, back);
    assertEquals(key.hashCode(), back.hashCode());
    assertEquals(key.inStore(), back.inStore());
    assertArrayEquals(CONTENT, back.open(key.seal(CONTENT)).orElseThrow());
  }

  /** Forty-eight bytes: the first sixteen say where, the others open. */
  @Test
  void record_that_was_moved_to_another_place_opens_no_more() throws Exception {
    byte[] moved = written(key);
    moved[0] ^= 1;

    assertEquals(Optional.empty(), key(moved).open(key.seal(CONTENT)));
  }

  @Test
  void key_is_another_one_in_another_place_or_with_other_bits() throws Exception {
    byte[] place = written(key);
    place[15] ^= 1;
    byte[] bits = written(key);
    bits[16] ^= 1;

    assertNotEquals(key, key(place));
    assertNotEquals(key, key(bits));
    assertNotEquals(key, new Object());
    assertEquals(Optional.empty(), key(bits).open(key.seal(CONTENT)));
  }

  @Test
  void what_is_too_short_to_be_sealed_is_not_opened() {
    byte[] empty = key.seal(new byte[0]);
    assertEquals(RecordKey.OVERHEAD, empty.length);
    assertEquals(0, key.open(empty).orElseThrow().length);

    assertEquals(Optional.empty(), key.open(Arrays.copyOf(empty, empty.length - 1)));
    assertEquals(Optional.empty(), key.open(new byte[0]));
  }

  @Test
  void pointer_comes_back_and_nothing_may_follow_it() throws Exception {
    for (Optional<String> owner : List.of(Optional.<String>empty(), Optional.of("ann"))) {
      Pointer pointer = new Pointer("id", owner, key);
      assertEquals(pointer, Pointer.read(pointer.toBytes()));
      assertThrows(Malformed.class, () -> Pointer.read(followed(pointer.toBytes())));
    }
  }

  @Test
  void record_comes_back_and_nothing_may_follow_it() throws Exception {
    SessionSnapshot session = session(LATE, Map.of("a", encoded(1)));
    Delta change = new Delta(Map.of("b", Optional.of(encoded(2))), OptionalInt.of(60));
    for (StoreRecord record :
        List.of(
            StoreRecord.of(session),
            StoreRecord.moved(session).with(change),
            StoreRecord.late(change))) {
      byte[] bytes = record.toBytes(1000);
      assertEquals(record, StoreRecord.read(bytes));
      assertThrows(Malformed.class, () -> StoreRecord.read(followed(bytes)));
    }
  }

  @Test
  void record_has_as_many_bytes_as_allowed_and_no_more() {
    StoreRecord record = StoreRecord.of(session(LATE, Map.of("a", encoded(1))));
    int size = record.toBytes(1000).length;

    assertEquals(size, record.toBytes(size).length);
    assertThrows(Output.Full.class, () -> record.toBytes(size - 1));
  }

  @Test
  void record_tells_whether_it_is_a_session() {
    Delta change = new Delta(Map.of("b", Optional.of(encoded(2))), OptionalInt.empty());
    SessionSnapshot session = session(LATE, Map.of("a", encoded(1)));

    assertTrue(StoreRecord.of(session).hasSession());
    assertTrue(StoreRecord.moved(session).hasSession());
    assertFalse(StoreRecord.late(change).hasSession());
    assertFalse(StoreRecord.of(session).isInbox());
    assertTrue(StoreRecord.moved(session).isInbox());
    assertTrue(StoreRecord.late(change).isInbox());
    assertThrows(IllegalStateException.class, () -> StoreRecord.late(change).session());
  }

  @Test
  void all_that_is_in_a_record_is_what_its_session_has_become_or_its_changes_alone() {
    Delta change = new Delta(Map.of("b", Optional.of(encoded(2))), OptionalInt.empty());
    StoreRecord moved = StoreRecord.moved(session(LATE, Map.of("a", encoded(1)))).with(change);

    assertEquals(Map.of("a", encoded(1), "b", encoded(2)), moved.all().attributes());
    assertEquals(Map.of("b", encoded(2)), StoreRecord.late(change).all().attributes());
  }

  @Test
  void change_comes_back_with_what_was_set_removed_and_how_long_it_may_rest() throws Exception {
    Map<String, Optional<Encoded>> attributes = new LinkedHashMap<>();
    attributes.put("set", Optional.of(encoded(1)));
    attributes.put("removed", Optional.empty());
    for (OptionalInt interval : List.of(OptionalInt.empty(), OptionalInt.of(-1))) {
      Delta change = new Delta(attributes, interval);
      Output out = new Output(1000);
      change.write(out);
      assertEquals(change, Delta.read(new Input(out.toBytes())));
    }
  }

  @Test
  void change_is_empty_where_neither_an_attribute_nor_the_interval_differs() {
    SessionSnapshot before = session(EARLY, Map.of("a", encoded(1)));

    assertTrue(Delta.between(before, session(LATE, Map.of("a", encoded(1)))).isEmpty());
    assertFalse(Delta.between(before, session(EARLY, Map.of())).isEmpty());
    assertFalse(new Delta(Map.of(), OptionalInt.of(1)).isEmpty());
  }

  @Test
  void session_is_one_version_on_with_each_change() {
    SessionSnapshot session = session(EARLY, Map.of("a", encoded(1)));
    Delta change = new Delta(Map.of("a", Optional.empty()), OptionalInt.of(60));

    SessionSnapshot changed = change.applyTo(session);

    assertEquals(8, changed.version());
    assertEquals(Map.of(), changed.attributes());
    assertEquals(60, changed.maxInactiveSeconds());
  }

  @Test
  void changed_session_was_accessed_when_the_later_of_both_was() {
    SessionSnapshot early = session(EARLY, Map.of());
    SessionSnapshot late = session(LATE, Map.of());
    Delta nothing = new Delta(Map.of(), OptionalInt.empty());

    assertEquals(LATE, nothing.applyTo(early, late).lastAccessedAt());
    assertEquals(LATE, nothing.applyTo(late, early).lastAccessedAt());
  }

  private static final TokenCipher CIPHER = SealingKeys.random().cipher("session-touch");

  @Test
  void touch_tells_its_own_session_alone_and_on_another_node_too() {
    String value = new TouchCookie(CIPHER).write("t", "id", LATE).value().orElseThrow();

    for (TouchCookie node : List.of(new TouchCookie(CIPHER), new TouchCookie(CIPHER))) {
      assertEquals(Optional.of(LATE), node.read(value, "id"));
      assertEquals(Optional.of(LATE), node.read(value, "id"), "and once more");
      assertEquals(Optional.empty(), node.read(value, "other"));
    }
  }

  @Test
  void touch_is_of_one_form_and_nothing_may_follow_it() {
    Output out = new Output(100);
    out.write(1);
    SnapshotFormat.writeId(out, "id");
    out.signed(LATE.toEpochMilli());
    byte[] bytes = out.toBytes();
    TouchCookie touch = new TouchCookie(CIPHER);
    assertEquals(Optional.of(LATE), touch.read(CIPHER.seal(bytes), "id"));

    assertEquals(Optional.empty(), touch.read(CIPHER.seal(followed(bytes)), "id"));
    bytes[0]++;
    assertEquals(Optional.empty(), touch.read(CIPHER.seal(bytes), "id"));
  }

  @Test
  void what_was_opened_is_opened_once() {
    Counting counting = new Counting();
    TouchCookie touch = new TouchCookie(counting);
    String own = touch.write("t", "id", LATE).value().orElseThrow();
    touch.read(own, "id");
    assertEquals(0, counting.opened, "it knows what it has written");
    String others = new TouchCookie(CIPHER).write("t", "id", LATE).value().orElseThrow();
    touch.read(others, "id");
    touch.read(others, "id");
    assertEquals(1, counting.opened);
  }

  private static final class Counting implements TokenCipher {
    private int opened;

    @Override
    public String seal(byte[] content) {
      return CIPHER.seal(content);
    }

    @Override
    public Optional<byte[]> open(String sealed) {
      opened++;
      return CIPHER.open(sealed);
    }
  }
}
