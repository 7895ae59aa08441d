package org.jwtfilter.session;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectOutputStream;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.zip.Deflater;
import org.junit.jupiter.api.Test;
import org.jwtfilter.gadget.Canary;

/** What one attribute may take: the last that is read, and the first that is not. */
class SessionLimitsTest {
  private static final String EXCEEDS = "it exceeds the limits of depth, references or size";
  private static final String TOO_OFTEN = "its containers contain each other too often";
  private static final int DEFLATED = 0xF2;
  private static final int LIST = 32;
  private static final int MAP = 48;
  private static final int BYTES = 23;
  private static final int DOUBLES = 26;
  private static final int TEXT = 2;

  private final SessionCodec codec =
      new SessionCodec(
          SessionLimitsTest.class.getClassLoader(),
          ClassRules.of(
              List.of("org.jwtfilter.session.Shop"), SessionLimitsTest.class.getClassLoader()),
          true);

  private Object read(byte[] bytes) throws UndecodableException {
    return codec.decode("a", Encoded.of(bytes));
  }

  private String refusal(byte[] bytes) {
    String message = assertThrows(UndecodableException.class, () -> read(bytes)).getMessage();
    String prefix = "session attribute \"a\" cannot be read: ";
    assertTrue(message.startsWith(prefix), message);
    return message.substring(prefix.length());
  }

  private static byte[] serialized(Object value) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
      out.writeObject(value);
    }
    return Forgery.attribute(bytes.toByteArray());
  }

  private static Shop.Node chain(int length) {
    Shop.Node first = new Shop.Node();
    Shop.Node last = first;
    for (int i = 1; i < length; i++) {
      last.next = new Shop.Node();
      last = last.next;
    }
    return first;
  }

  @Test
  void objects_are_nested_a_hundred_deep_and_no_deeper() throws Exception {
    assertTrue(read(serialized(chain(100))) instanceof Shop.Node);
    assertEquals(EXCEEDS, refusal(serialized(chain(101))));
  }

  /** Four are the array, its class, the node's, and what that refers to; the rest is one node. */
  @Test
  void references_are_a_hundred_thousand_and_no_more() throws Exception {
    Object[] many = new Object[99_996];
    Arrays.fill(many, new Shop.Node());
    assertEquals(many.length, ((Object[]) read(serialized(many))).length);

    Object[] more = new Object[99_997];
    Arrays.fill(more, new Shop.Node());
    assertEquals(EXCEEDS, refusal(serialized(more)));
  }

  @Test
  void slots_are_four_for_each_byte_and_a_thousand_and_no_more() throws Exception {
    byte[] bytes = serialized(new ArrayList<>(List.of("x")));
    int most = 1024 + 4 * bytes.length;

    assertEquals(
        "its serialized form is damaged: java.io.OptionalDataException",
        refusal(announcing(bytes, most)));
    assertEquals(EXCEEDS, refusal(announcing(bytes, most + 1)));
  }

  /** A list of one element that says it has so many. */
  private static byte[] announcing(byte[] list, int elements) {
    byte[] one = {0, 0, 0, 1, 0x77};
    byte[] changed = list.clone();
    for (int i = 0; i + one.length <= list.length; i++) {
      if (Arrays.equals(list, i, i + one.length, one, 0, one.length)) {
        for (int octet = 0; octet < 4; octet++) {
          changed[i + octet] = (byte) (elements >>> (24 - 8 * octet));
        }
      }
    }
    return changed;
  }

  /** Each inner list weighs a hundred: itself and its elements. */
  @Test
  void containers_hold_a_hundred_thousand_and_no_more_each_time_counted() throws Exception {
    List<Object> inner = new ArrayList<>();
    for (int i = 0; i < 99; i++) {
      inner.add("element");
    }
    List<Object> outer = new ArrayList<>();
    for (int i = 0; i < 999; i++) {
      outer.add(inner);
    }
    for (int i = 0; i < 99; i++) {
      outer.add("beside");
    }
    assertEquals(outer, read(serialized(outer)));

    outer.add("one more");
    assertEquals(TOO_OFTEN, refusal(serialized(outer)));
  }

  /** Ten lists of a hundred thousand by the same few objects are not too heavy, each. */
  @Test
  void containers_hold_a_million_and_no_more_together() throws Exception {
    List<Object> inner = new ArrayList<>();
    for (int i = 0; i < 999; i++) {
      inner.add("element");
    }
    Object[] lists = new Object[10];
    for (int i = 0; i < lists.length; i++) {
      List<Object> outer = new ArrayList<>();
      for (int times = 0; times < 99; times++) {
        outer.add(inner);
      }
      lists[i] = outer;
    }
    // 999 and ten times 99 000 are 990 999
    assertEquals(10, ((Object[]) read(serialized(lists))).length);

    Object[] more = Arrays.copyOf(lists, 11);
    more[10] = new ArrayList<>(Arrays.asList(new Object[9_002]));
    assertEquals(TOO_OFTEN, refusal(serialized(more)));
    more[10] = new ArrayList<>(Arrays.asList(new Object[9_001]));
    assertEquals(11, ((Object[]) read(serialized(more))).length);
  }

  @Test
  void plain_values_are_nested_fifty_deep_and_no_deeper() throws Exception {
    assertTrue(read(nested(LIST, 50)) instanceof List);
    assertEquals("it is nested too deeply", refusal(nested(LIST, 51)));
    assertTrue(read(nested(MAP, 50)) instanceof Map);
    assertEquals("it is nested too deeply", refusal(nested(MAP, 51)));
  }

  private static byte[] nested(int tag, int depth) {
    Output out = new Output(1000);
    for (int i = 1; i < depth; i++) {
      out.write(tag);
      out.unsigned(1);
      if (tag == MAP) {
        out.write(PlainWriter.NULL);
      }
    }
    out.write(tag);
    out.unsigned(0);
    return out.toBytes();
  }

  @Test
  void a_depth_that_was_left_counts_no_more() throws Exception {
    List<Object> wide = new ArrayList<>();
    for (int i = 0; i < 100; i++) {
      wide.add(new ArrayList<>(List.of(new HashMap<>(Map.of(1, 2)))));
    }
    assertEquals(wide, read(codec.encode("a", wide).bytes()));
  }

  private static byte[] plain(int tag, int announced, int bytes) {
    Output out = new Output(1000);
    out.write(tag);
    out.unsigned(announced);
    out.write(new byte[bytes], 0, bytes);
    return out.toBytes();
  }

  @Test
  void lengths_are_believed_as_far_as_there_are_bytes() throws Exception {
    String exceeds = "a length exceeds what is there";
    assertEquals(9, ((List<?>) read(plain(LIST, 9, 9))).size());
    assertEquals(exceeds, refusal(plain(LIST, 10, 9)));
    assertEquals(1, ((Map<?, ?>) read(plain(MAP, 4, 8))).size());
    assertEquals(exceeds, refusal(plain(MAP, 5, 9)));
    assertEquals(9, ((byte[]) read(plain(BYTES, 9, 9))).length);
    assertEquals(exceeds, refusal(plain(BYTES, 10, 9)));
    assertEquals(2, ((double[]) read(plain(DOUBLES, 2, 16))).length);
    assertEquals(exceeds, refusal(plain(DOUBLES, 2, 15)));
    assertEquals("\0\0\0", read(plain(TEXT, 3 << 2, 3)));
    assertEquals("a text exceeds what is there", refusal(plain(TEXT, 4 << 2, 3)));
  }

  @Test
  void lengths_beyond_any_array_are_not_believed() {
    for (long length :
        new long[] {Integer.MAX_VALUE, 1L << 32, Long.MAX_VALUE, -1, Long.MIN_VALUE}) {
      for (int tag : new int[] {LIST, MAP, BYTES, DOUBLES, TEXT, 24, 25, 27, 35, 50}) {
        Output out = new Output(100);
        out.write(tag);
        out.unsigned(length);
        String why = refusal(out.toBytes());
        assertTrue(why.endsWith(" exceeds what is there"), why);
      }
    }
  }

  @Test
  void a_number_has_ten_bytes_and_no_more() throws Exception {
    byte[] ten = {8, -2, -1, -1, -1, -1, -1, -1, -1, -1, 1};
    assertEquals(Long.MAX_VALUE, read(ten));
    byte[] eleven = {8, -2, -1, -1, -1, -1, -1, -1, -1, -1, -127, 0};
    assertEquals("a number is too long", refusal(eleven));
  }

  private static byte[] compressed(byte[] deflated, long announced) {
    Output out = new Output(2 << 20);
    out.write(DEFLATED);
    out.unsigned(announced);
    out.write(deflated, 0, deflated.length);
    return out.toBytes();
  }

  private static byte[] deflated(byte[] plain) {
    Deflater deflater = new Deflater(9, true);
    deflater.setInput(plain);
    deflater.finish();
    byte[] room = new byte[plain.length + 100];
    int length = deflater.deflate(room);
    deflater.end();
    return Arrays.copyOf(room, length);
  }

  @Test
  void a_compressed_attribute_has_two_hundred_times_its_bytes_and_no_more() {
    byte[] hundred = new byte[100];
    assertEquals("its compressed form is damaged", refusal(compressed(hundred, 20_000)));
    assertEquals("it is larger than allowed", refusal(compressed(hundred, 20_001)));
  }

  @Test
  void a_compressed_attribute_has_a_megabyte_and_no_more() throws Exception {
    byte[] plain = new byte[1 << 20];
    for (int i = 0; i < plain.length; i++) {
      plain[i] = (byte) (i * i >>> 7);
    }
    byte[] start = plain(BYTES, plain.length - 4, 0);
    System.arraycopy(start, 0, plain, 0, start.length);
    assertEquals(4, start.length);
    byte[] deflated = deflated(plain);
    assertTrue(deflated.length * 100 > plain.length, "not for its ratio");

    assertEquals(plain.length - 4, ((byte[]) read(compressed(deflated, plain.length))).length);
    assertEquals("it is larger than allowed", refusal(compressed(deflated, plain.length + 1L)));
    assertEquals("it is larger than allowed", refusal(compressed(deflated, -1)));
  }

  @Test
  void a_compressed_attribute_is_exactly_as_long_as_it_says() throws Exception {
    byte[] deflated = deflated(codec.encode("a", "four").bytes());
    assertEquals("four", read(compressed(deflated, 6)));
    for (int wrong : new int[] {0, 5, 7}) {
      assertEquals("its compressed form is damaged", refusal(compressed(deflated, wrong)));
    }
    byte[] followed = Arrays.copyOf(deflated, deflated.length + 1);
    assertEquals("its compressed form is damaged", refusal(compressed(followed, 6)));
    byte[] cut = Arrays.copyOf(deflated, deflated.length - 1);
    assertEquals("its compressed form is damaged", refusal(compressed(cut, 6)));
  }

  @Test
  void what_is_compressed_is_compressed_once() {
    byte[] inner = compressed(deflated(new byte[] {3, 1}), 2);
    assertEquals(
        "it has a form that is not known here", refusal(compressed(deflated(inner), inner.length)));
  }

  /** A megabyte with tag and length is written and read, a byte more is not. */
  @Test
  void an_attribute_has_a_megabyte_and_no_more() throws Exception {
    SessionCodec uncompressed =
        new SessionCodec(getClass().getClassLoader(), ClassRules.of(List.of(), null), false);
    byte[] most = new byte[(1 << 20) - 4];
    Encoded encoded = uncompressed.encode("a", most);
    assertEquals(1 << 20, encoded.size());
    assertEquals(most.length, ((byte[]) uncompressed.decode("a", encoded)).length);
    assertThrows(
        UnstorableException.class, () -> uncompressed.encode("a", new byte[most.length + 1]));
  }

  @Test
  void nothing_may_follow_a_plain_value() throws Exception {
    byte[] four = codec.encode("a", "four").bytes();
    assertEquals("something follows its end", refusal(Arrays.copyOf(four, four.length + 1)));
  }

  @Test
  void an_attribute_has_at_least_a_byte() {
    assertEquals("it ends too early", refusal(new byte[0]));
  }

  private static byte[] mixed(int length) {
    byte[] bytes = new byte[length];
    for (int i = 0; i < length; i += 2) {
      bytes[i] = (byte) (i * i >>> 5);
    }
    return bytes;
  }

  @Test
  void what_has_256_bytes_is_compressed_and_nothing_shorter() throws Exception {
    assertTrue(Deflation.deflate(mixed(256)).isPresent());
    assertTrue(Deflation.deflate(mixed(255)).isEmpty());
  }

  /** An eighth must be gained, or it is not worth the time. */
  @Test
  void what_hardly_shrinks_stays_as_it_is() {
    byte[] bytes = new byte[8_000];
    new Random(1).nextBytes(bytes);
    assertTrue(Deflation.deflate(bytes).isEmpty());
    Arrays.fill(bytes, 0, 900, (byte) 0);
    assertTrue(Deflation.deflate(bytes).isEmpty());
    Arrays.fill(bytes, 0, 1_200, (byte) 0);
    assertTrue(Deflation.deflate(bytes).isPresent());
  }

  /** What is written can be read: the ratio holds on both sides. */
  @Test
  void what_shrinks_by_more_than_can_be_read_stays_as_it_is() throws Exception {
    int last = 0;
    for (int length = 1_000; length < 60_000; length += 50) {
      byte[] plain = new byte[length];
      Optional<byte[]> deflated = Deflation.deflate(plain);
      if (deflated.isPresent()) {
        last = length;
        assertArrayEquals(
            plain, Deflation.inflate(deflated.get(), 0, plain.length, SessionCodec.MOST_BYTES));
      } else {
        assertTrue(deflated(plain).length * 200 <= length + 1_000, "not before");
      }
    }
    assertTrue(last > 1_000 && last < 59_000, "some are, some are not: " + last);
  }

  @Test
  void a_class_of_the_language_itself_is_a_value() throws Exception {
    for (Class<?> type : List.of(int.class, void.class, boolean.class, long[].class)) {
      assertEquals(type, read(serialized(type)));
    }
  }

  @Test
  void a_proxy_is_not_written_even_with_a_handler_that_is_allowed() {
    ClassLoader loader = getClass().getClassLoader();
    SessionCodec generous =
        new SessionCodec(loader, ClassRules.of(List.of("org.jwtfilter.**"), loader), true);
    Object proxy = Proxy.newProxyInstance(loader, new Class<?>[] {Runnable.class}, new Canary());

    UnstorableException e =
        assertThrows(UnstorableException.class, () -> generous.encode("a", proxy));

    assertTrue(e.getMessage().contains("is never allowed in a session"), e.getMessage());
  }

  @Test
  void sharing_is_kept_among_few_and_many_containers() throws Exception {
    for (int shared : new int[] {0, 6, 7, 8, 20}) {
      List<Object> all = new ArrayList<>();
      for (int i = 0; i < 30; i++) {
        all.add(new ArrayList<>(List.of(i)));
      }
      all.add(all.get(shared));
      List<?> back = (List<?>) read(codec.encode("a", all).bytes());
      assertSame(back.get(shared), back.get(30), "the list in place " + shared);
    }
  }

  @Test
  void maps_nested_beyond_the_compact_depth_are_serialized_and_come_back() throws Exception {
    for (int depth : new int[] {50, 51}) {
      Map<Object, Object> nested = new HashMap<>();
      for (int i = 1; i < depth; i++) {
        nested = new HashMap<>(Map.of("in", nested));
      }
      Encoded encoded =
          new SessionCodec(getClass().getClassLoader(), ClassRules.of(List.of(), null), false)
              .encode("a", nested);
      assertEquals(depth > 50, (encoded.bytes()[0] & 0xFF) == 0xF1, "depth " + depth);
      assertEquals(nested, read(encoded.bytes()));
    }
  }

  @Test
  void maps_beside_each_other_are_not_nested() throws Exception {
    List<Object> wide = new ArrayList<>();
    for (int i = 0; i < 60; i++) {
      wide.add(new HashMap<>(Map.of(i, i)));
    }
    Encoded encoded =
        new SessionCodec(getClass().getClassLoader(), ClassRules.of(List.of(), null), false)
            .encode("a", wide);
    assertTrue((encoded.bytes()[0] & 0xFF) != 0xF1, "compact");
    assertEquals(wide, read(encoded.bytes()));
  }

  @Test
  void a_problem_is_news_once_and_only_a_thousand_are() {
    for (int i = 0; i < 1_000; i++) {
      UndecodableException problem = new UndecodableException("a" + i, "why", null);
      assertTrue(codec.isNews(problem));
      assertFalse(codec.isNews(problem));
    }
    assertFalse(codec.isNews(new UndecodableException("one more", "why", null)));
  }
}
