package org.jwtfilter.session;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectOutputStream;
import java.lang.management.ManagementFactory;
import java.text.Format;
import java.text.MessageFormat;
import java.time.Duration;
import java.util.AbstractMap;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Hashtable;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.zip.Deflater;
import org.junit.jupiter.api.Test;

/** Small attributes that would take all memory or time there is, were they believed. */
class SessionBombsTest {
  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();
  private static final int SERIALIZED = 0xF1;
  private static final int LIST = 32;

  private final SessionCodec codec =
      new SessionCodec(
          SessionBombsTest.class.getClassLoader(),
          ClassRules.of(List.of(), SessionBombsTest.class.getClassLoader()),
          true);

  private String refusal(byte[] bytes) {
    return assertThrows(UndecodableException.class, () -> codec.decode("a", Encoded.of(bytes)))
        .getMessage();
  }

  private long allocatedBy(Runnable action) {
    action.run();
    long before = THREADS.getCurrentThreadAllocatedBytes();
    action.run();
    return THREADS.getCurrentThreadAllocatedBytes() - before;
  }

  @Test
  void nested_lists_get_room_for_what_they_hold_not_for_what_they_announce() {
    Output out = new Output(1 << 20);
    for (int i = 0; i < 40; i++) {
      out.write(LIST);
      out.unsigned(900_000);
    }
    out.write(0xFF);
    out.write(new byte[950_000], 0, 950_000);

    long allocated = allocatedBy(() -> refusal(out.toBytes()));

    assertTrue(allocated < 16 << 20, allocated + " bytes");
  }

  /** Each list is in the one before, and says in the stream how many slots it wants. */
  @Test
  void nested_serialized_lists_get_no_room_for_a_million_each() throws IOException {
    List<Object> list = new ArrayList<>();
    for (int level = 0; level < 90; level++) {
      list = new ArrayList<>(List.of(list));
    }
    byte[] bytes = serialized(list);
    replace(bytes, new byte[] {0, 0, 0, 1, 0x77}, new byte[] {0, 0xF, 0x42, 0x40, 0x77});

    long allocated = allocatedBy(() -> refusal(bytes));

    assertTrue(allocated < 4 << 20, allocated + " bytes");
    assertEquals(
        "session attribute \"a\" cannot be read: it exceeds the limits of depth, references or size",
        refusal(bytes));
  }

  private static void replace(byte[] in, byte[] from, byte[] to) {
    for (int i = 0; i + from.length <= in.length; i++) {
      if (Arrays.equals(in, i, i + from.length, from, 0, from.length)) {
        System.arraycopy(to, 0, in, i, to.length);
      }
    }
  }

  /** Each set holds both sets of the next level: thirty levels have a thousand million paths. */
  @Test
  void sets_that_share_sets_are_refused_before_they_are_hashed() throws IOException {
    Set<Object> outermost = new HashSet<>();
    Set<Object> one = outermost;
    Set<Object> other = new HashSet<>();
    for (int level = 0; level < 30; level++) {
      Set<Object> next = new HashSet<>(List.of("only here"));
      Set<Object> beside = new HashSet<>();
      one.add(next);
      one.add(beside);
      other.add(next);
      other.add(beside);
      one = next;
      other = beside;
    }
    byte[] bytes = serialized(outermost);

    assertEquals(
        "session attribute \"a\" cannot be read: its containers contain each other too often",
        assertTimeoutPreemptively(Duration.ofSeconds(10), () -> refusal(bytes)));
  }

  @Test
  void maps_that_share_maps_are_refused_before_they_are_hashed() throws IOException {
    Map<Object, Object> inner = new HashMap<>();
    inner.put("x", "y");
    for (int level = 0; level < 30; level++) {
      Map<Object, Object> outer = new HashMap<>();
      outer.put("a", inner);
      outer.put("b", inner);
      inner = outer;
    }
    byte[] bytes = serialized(new ArrayList<>(List.of(inner)));

    assertTrue(refusal(bytes).endsWith("its containers contain each other too often"));
  }

  /** A pair of the same pair of the same pair: no container, and hashed like one. */
  @Test
  void pairs_that_share_pairs_are_refused_before_they_are_hashed() throws IOException {
    Object pair = "x";
    for (int level = 0; level < 40; level++) {
      pair = new AbstractMap.SimpleEntry<>(pair, pair);
    }
    byte[] bytes = serialized(pair);

    assertEquals(
        "session attribute \"a\" cannot be read: its containers contain each other too often",
        assertTimeoutPreemptively(Duration.ofSeconds(10), () -> refusal(bytes)));
  }

  /** Two formats of formats, which are compared format by format when they meet in a map. */
  @Test
  void formats_that_share_formats_are_refused_before_they_are_compared() throws IOException {
    byte[] bytes = serialized(new Object[] {formats(40), formats(40)});

    assertEquals(
        "session attribute \"a\" cannot be read: its containers contain each other too often",
        assertTimeoutPreemptively(Duration.ofSeconds(10), () -> refusal(bytes)));
  }

  private static MessageFormat formats(int levels) {
    MessageFormat format = new MessageFormat("{0}{1}");
    for (int level = 0; level < levels; level++) {
      MessageFormat outer = new MessageFormat("{0}{1}");
      outer.setFormats(new Format[] {format, format});
      format = outer;
    }
    return format;
  }

  /** Each is light, and each costs a walk through the same heavy one. */
  @Test
  void many_that_share_one_heavy_container_are_refused_before_all_are_hashed() throws IOException {
    List<Object> heavy = new ArrayList<>(Collections.nCopies(90_000, "x"));
    Object[] wrapped = new Object[30_000];
    Arrays.setAll(wrapped, i -> new ArrayList<>(List.of(heavy, i)));
    byte[] bytes = serialized(wrapped);

    assertEquals(
        "session attribute \"a\" cannot be read: its containers contain each other too often",
        assertTimeoutPreemptively(Duration.ofSeconds(10), () -> refusal(bytes)));
  }

  @Test
  void copies_without_number_are_refused_before_they_are_counted() throws IOException {
    byte[] bytes = serialized(Collections.nCopies(Integer.MAX_VALUE, "x"));

    assertTrue(refusal(bytes).endsWith("it exceeds the limits of depth, references or size"));
  }

  /** What fits into one cookie of 4 KB, made as large as the limits allow. */
  @Test
  void a_cookie_of_four_kilobytes_takes_no_more_than_64_megabytes() throws Exception {
    for (int tag : new int[] {LIST, 33, 34, 35, 36, 37, 48, 49, 50, 51}) {
      int empty = 280_000;
      Output plain = new Output(1 << 20);
      plain.write(LIST);
      plain.unsigned(empty + 1);
      for (int i = 0; i < empty; i++) {
        plain.write(tag);
        plain.unsigned(0);
      }
      plain.write(2);
      plain.text(noise(2_100));
      byte[] bytes = deflated(plain.toBytes());
      assertTrue(bytes.length < 3_100, bytes.length + " bytes");

      long allocated = allocatedBy(() -> read(bytes));

      assertTrue(allocated < 64 << 20, "tag " + tag + ": " + allocated + " bytes");
    }
  }

  private static String noise(int length) {
    StringBuilder text = new StringBuilder();
    new Random(length).ints(length, 0, 256).forEach(one -> text.append((char) one));
    return text.toString();
  }

  private Object read(byte[] bytes) {
    try {
      return codec.decode("a", Encoded.of(bytes));
    } catch (UndecodableException refused) {
      throw new AssertionError(refused);
    }
  }

  private static byte[] deflated(byte[] plain) {
    Deflater deflater = new Deflater(9, true);
    deflater.setInput(plain);
    deflater.finish();
    byte[] room = new byte[plain.length];
    int length = deflater.deflate(room);
    deflater.end();
    Output out = new Output(1 << 20);
    out.write(0xF2);
    out.unsigned(plain.length);
    out.write(room, 0, length);
    return out.toBytes();
  }

  /** Keys of one hash: what fits into a cookie is quickly read, a megabyte is not. */
  @Test
  void keys_of_one_hash_cost_no_second_in_a_cookie() {
    Output set = new Output(1 << 20);
    set.write(35);
    set.unsigned(1_000);
    for (int i = 0; i < 1_000; i++) {
      set.write(LIST);
      set.unsigned(2);
      set.write(7);
      set.signed(i);
      set.write(7);
      set.signed(-31 * i);
    }
    byte[] bytes = deflated(set.toBytes());
    assertTrue(bytes.length > 4_000, "more than one cookie holds");
    read(bytes);

    long before = THREADS.getCurrentThreadCpuTime();
    assertEquals(1_000, ((Set<?>) read(bytes)).size());
    long nanoseconds = THREADS.getCurrentThreadCpuTime() - before;

    assertTrue(nanoseconds < 1_000_000_000, nanoseconds + " ns");
  }

  @Test
  void what_applications_share_and_nest_is_read() throws Exception {
    List<Object> catalogue = new ArrayList<>();
    for (int i = 0; i < 900; i++) {
      catalogue.add("product " + i);
    }
    Map<String, Object> session = new HashMap<>();
    for (int i = 0; i < 100; i++) {
      session.put("page " + i, catalogue);
    }
    session.put("empty", Collections.unmodifiableMap(new Hashtable<>(50_000)));

    assertEquals(session, codec.decode("a", codec.encode("a", session)));
  }

  @Test
  void a_table_with_room_to_spare_is_read() throws Exception {
    Map<Object, Object> roomy = new Hashtable<>(100_000);
    roomy.put(roomy.getClass(), 1);

    assertEquals(roomy, codec.decode("a", codec.encode("a", roomy)));
  }

  private static byte[] serialized(Object value) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    bytes.write(SERIALIZED);
    try (ObjectOutputStream out =
        new ObjectOutputStream(bytes) {
          @Override
          protected void writeStreamHeader() {}
        }) {
      out.writeObject(value);
    }
    return bytes.toByteArray();
  }
}
