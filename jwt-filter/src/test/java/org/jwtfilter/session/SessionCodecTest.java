package org.jwtfilter.session;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.Serializable;
import java.lang.reflect.Proxy;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.net.URL;
import java.sql.Timestamp;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.Period;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.AbstractCollection;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.ConcurrentModificationException;
import java.util.Date;
import java.util.EnumMap;
import java.util.GregorianCalendar;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Hashtable;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.LinkedList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import java.util.Vector;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class SessionCodecTest {
  private static final ClassLoader LOADER = SessionCodecTest.class.getClassLoader();
  private static final ClassRules SHOP = ClassRules.of(List.of(Shop.class.getName()), LOADER);
  private static final ClassRules NOTHING = ClassRules.of(List.of(), LOADER);

  private final SessionCodec codec = new SessionCodec(LOADER, SHOP, true);

  private Object roundTrip(Object value) throws Exception {
    return codec.decode("a", codec.encode("a", value));
  }

  static Stream<Object> plainValues() {
    return Stream.of(
        "",
        "text",
        "ümlaut",
        "漢字 \uD83D\uDE00",
        "half a pair \uD83D",
        "\u0000\u00FF\u0100",
        "x".repeat(100_000),
        true,
        false,
        'c',
        '\uFFFF',
        (byte) -128,
        (short) -32768,
        0,
        -1,
        Integer.MIN_VALUE,
        Integer.MAX_VALUE,
        Long.MIN_VALUE,
        Long.MAX_VALUE,
        1.5f,
        Float.NaN,
        -0.0,
        Double.MIN_VALUE,
        Double.NEGATIVE_INFINITY,
        BigInteger.ONE.shiftLeft(200).negate(),
        new BigDecimal("-12.340"),
        new BigDecimal(BigInteger.TEN, Integer.MIN_VALUE),
        new UUID(1, -1),
        Instant.MIN,
        Instant.MAX,
        Instant.ofEpochSecond(1, 2),
        LocalDate.MIN,
        LocalDate.MAX,
        LocalTime.MAX,
        LocalDateTime.MIN,
        LocalDateTime.MAX,
        OffsetDateTime.of(2026, 1, 2, 3, 4, 5, 6, ZoneOffset.ofHours(-9)),
        Duration.ofSeconds(-1, 5),
        Period.of(1, -2, 3),
        Locale.GERMANY,
        Locale.ROOT,
        new Date(-5),
        Shop.Size.SMALL,
        Shop.Size.LARGE,
        TimeUnit.DAYS,
        DayOfWeek.MONDAY);
  }

  static Stream<Object> plainContainers() {
    List<Object> all = new ArrayList<>(Arrays.asList(1, "two", null, 3L, Shop.Size.LARGE));
    Map<String, Object> map = new HashMap<>();
    map.put("k", 1);
    map.put(null, "v");
    map.put("none", null);
    Map<Object, Object> nested = new LinkedHashMap<>(Map.of("list", all));
    nested.put("map", map);
    return Stream.of(
        all,
        new ArrayList<>(),
        new LinkedList<>(all),
        new Vector<>(all),
        map,
        nested,
        new LinkedHashMap<>(),
        new TreeMap<>(Map.of("b", 1, "a", 2)),
        new Hashtable<>(Map.of(1, 2)),
        new HashSet<>(all),
        new LinkedHashSet<>(all),
        new TreeSet<>(Set.of(3, 1, 2)));
  }

  static Stream<Object> serializedValues() {
    Shop.Cart cart = new Shop.Cart();
    cart.items.add(new Shop.Item("pen", 3));
    TreeMap<String, Integer> reversed = new TreeMap<>(Comparator.reverseOrder());
    reversed.putAll(Map.of("a", 1, "b", 2));
    Properties properties = new Properties();
    properties.setProperty("a", "b");
    return Stream.of(
        cart,
        new Shop.Item("pen", 1),
        List.of(1, 2),
        Arrays.asList("a", "b"),
        Map.of("a", cart),
        Collections.unmodifiableList(new ArrayList<>(List.of("x"))),
        Collections.emptyMap(),
        reversed,
        properties,
        new ConcurrentHashMap<>(Map.of("a", 1)),
        new CopyOnWriteArrayList<>(List.of(1)),
        new ConcurrentSkipListMap<>(Map.of(1, 2)),
        new EnumMap<>(Map.of(Shop.Size.SMALL, 1)),
        new ArrayList<>(List.of(cart)),
        new Timestamp(5),
        new java.sql.Date(7),
        new GregorianCalendar(2026, 1, 1),
        ZonedDateTime.of(2026, 1, 2, 3, 4, 5, 6, ZoneId.of("Europe/Berlin")),
        Locale.forLanguageTag("ja-JP-u-ca-japanese"),
        new Locale("no", "NO", "NY"));
  }

  @ParameterizedTest
  @MethodSource({"plainValues", "plainContainers", "serializedValues"})
  void a_value_comes_back_equal_and_of_the_same_class(Object value) throws Exception {
    Object back = roundTrip(value);
    assertEquals(value, back);
    assertSame(value.getClass(), back.getClass());
    assertEquals(
        new SessionCodec(LOADER, SHOP, false).encode("a", value),
        new SessionCodec(LOADER, SHOP, false).encode("a", value));
  }

  @ParameterizedTest
  @MethodSource({"plainValues", "plainContainers"})
  void plain_values_are_not_serialized(Object value) throws Exception {
    Encoded encoded = new SessionCodec(LOADER, SHOP, false).encode("a", value);
    assertTrue((encoded.bytes()[0] & 0xFF) < 0xF0);
  }

  @Test
  void arrays_come_back() throws Exception {
    assertArrayEquals(new byte[] {1, -1}, (byte[]) roundTrip(new byte[] {1, -1}));
    assertArrayEquals(new int[] {1, -1}, (int[]) roundTrip(new int[] {1, -1}));
    assertArrayEquals(new long[] {1, -1}, (long[]) roundTrip(new long[] {1, -1}));
    assertArrayEquals(new double[] {1, -1}, (double[]) roundTrip(new double[] {1, -1}));
    assertArrayEquals(new String[] {"a", null}, (String[]) roundTrip(new String[] {"a", null}));
    assertArrayEquals(new char[] {'a'}, (char[]) roundTrip(new char[] {'a'}));
    assertArrayEquals(new Object[] {1, "b"}, (Object[]) roundTrip(new Object[] {1, "b"}));
  }

  @Test
  void an_atomic_integer_comes_back() throws Exception {
    assertEquals(5, ((AtomicInteger) roundTrip(new AtomicInteger(5))).get());
  }

  @Test
  void an_exception_comes_back_with_its_stack_trace() throws Exception {
    Exception problem = new IllegalStateException("outer", new java.io.IOException("inner"));
    Exception back = (Exception) roundTrip(problem);
    assertEquals("inner", back.getCause().getMessage());
    assertEquals(problem.getStackTrace()[0], back.getStackTrace()[0]);
  }

  /** A thousand random trees of plain values: what goes in comes out. */
  @Test
  void random_plain_values_come_back() throws Exception {
    Random random = new Random(1);
    for (int i = 0; i < 1_000; i++) {
      Object value = randomValue(random, 4);
      Object back = roundTrip(value);
      assertEquals(value, back);
      assertSame(value.getClass(), back.getClass());
    }
  }

  private static Object randomValue(Random random, int depth) {
    List<Supplier<Object>> kinds =
        List.of(
            random::nextInt,
            random::nextLong,
            () -> random.nextInt(100) - 50,
            random::nextDouble,
            random::nextBoolean,
            () -> randomText(random),
            () -> new BigDecimal(new BigInteger(random.nextInt(90), random), random.nextInt(9)),
            () -> Instant.ofEpochSecond(random.nextInt(), random.nextInt(1_000_000_000)),
            () -> LocalDate.ofEpochDay(random.nextInt(100_000)),
            () -> new UUID(random.nextLong(), random.nextLong()),
            () -> Shop.Size.values()[random.nextInt(2)],
            () -> new Date(random.nextLong()),
            () -> fill(new ArrayList<>(), random, depth),
            () -> fill(new LinkedList<>(), random, depth),
            () -> fill(new HashSet<>(), random, depth),
            () -> fill(new LinkedHashSet<>(), random, depth),
            () -> fill(new HashMap<>(), random, depth),
            () -> fill(new LinkedHashMap<>(), random, depth));
    return kinds.get(random.nextInt(depth == 0 ? 12 : kinds.size())).get();
  }

  private static Object fill(java.util.Collection<Object> empty, Random random, int depth) {
    IntStream.range(0, random.nextInt(6)).forEach(i -> empty.add(randomValue(random, depth - 1)));
    return empty;
  }

  private static Object fill(Map<Object, Object> empty, Random random, int depth) {
    IntStream.range(0, random.nextInt(6))
        .forEach(i -> empty.put(randomText(random), randomValue(random, depth - 1)));
    return empty;
  }

  private static String randomText(Random random) {
    return random
        .ints(random.nextInt(40), 0, random.nextBoolean() ? 128 : 65_536)
        .collect(StringBuilder::new, (text, c) -> text.append((char) c), StringBuilder::append)
        .toString();
  }

  @Test
  void a_list_seen_twice_stays_one_list() throws Exception {
    List<Object> inner = new ArrayList<>(List.of(1));
    List<?> back = (List<?>) roundTrip(new ArrayList<>(List.of(inner, inner)));
    assertSame(back.get(0), back.get(1));
  }

  @Test
  void a_list_that_holds_itself_comes_back() throws Exception {
    List<Object> self = new ArrayList<>();
    self.add(self);
    List<?> back = (List<?>) roundTrip(self);
    assertSame(back, back.get(0));
  }

  @Test
  void equal_lists_stay_two_lists() throws Exception {
    List<?> back =
        (List<?>)
            roundTrip(
                new ArrayList<>(List.of(new ArrayList<>(List.of(1)), new ArrayList<>(List.of(1)))));
    assertNotSame(back.get(0), back.get(1));
  }

  @Test
  void more_than_eight_containers_are_told_apart() throws Exception {
    List<Object> many = new ArrayList<>();
    IntStream.range(0, 30).forEach(i -> many.add(new ArrayList<>(List.of(i))));
    assertEquals(many, roundTrip(many));
    many.add(many.get(20));
    List<?> back = (List<?>) roundTrip(many);
    assertSame(back.get(20), back.get(30));
  }

  @Test
  void a_map_in_access_order_stays_in_access_order() throws Exception {
    Map<Object, Object> recent = new LinkedHashMap<>(16, 0.75f, true);
    recent.put("a", 1);
    recent.put("b", 2);
    @SuppressWarnings("unchecked")
    Map<Object, Object> back = (Map<Object, Object>) roundTrip(recent);
    back.get("a");
    assertEquals(List.of("b", "a"), List.copyOf(back.keySet()));
  }

  @Test
  void a_subclass_of_a_plain_class_comes_back_as_itself() throws Exception {
    ArrayDeque<Object> deque = new ArrayDeque<>(List.of(1, 2));
    assertEquals(List.copyOf(deque), List.copyOf((ArrayDeque<?>) roundTrip(deque)));
  }

  @Test
  void plain_nesting_beyond_the_compact_depth_is_serialized() throws Exception {
    List<Object> nested = new ArrayList<>();
    for (int i = 0; i < 60; i++) {
      nested = new ArrayList<>(List.of(nested));
    }
    Object back = roundTrip(nested);
    for (int i = 0; i < 60; i++) {
      back = ((List<?>) back).get(0);
    }
    assertEquals(List.of(), back);
  }

  @Test
  void long_text_is_compressed_and_off_means_off() throws Exception {
    String text = "the same words again and again ".repeat(50);
    assertTrue(codec.encode("a", text).size() < text.length() / 5);
    assertTrue(new SessionCodec(LOADER, SHOP, false).encode("a", text).size() > text.length());
    assertEquals(text, roundTrip(text));
  }

  @Test
  void what_one_codec_compressed_another_without_compression_reads() throws Exception {
    String text = "again ".repeat(500);
    assertEquals(text, new SessionCodec(LOADER, SHOP, false).decode("a", codec.encode("a", text)));
  }

  @Test
  void what_shrinks_too_well_stays_uncompressed_so_that_it_can_be_read() throws Exception {
    byte[] zeros = new byte[500_000];
    assertArrayEquals(zeros, (byte[]) roundTrip(zeros));
  }

  @Test
  void an_object_that_is_not_serializable_is_named_with_its_path() {
    UnstorableException e =
        assertThrows(UnstorableException.class, () -> codec.encode("car", new Shop.Car()));
    assertEquals("car", e.attribute());
    assertEquals(
        "session attribute \"car\" cannot be stored: Car.parts[1] is a"
            + " org.jwtfilter.session.Shop$Engine, which is not serializable: let the class implement"
            + " java.io.Serializable, or make the field transient",
        e.getMessage());
  }

  @Test
  void an_attribute_that_itself_is_not_serializable_is_named() {
    UnstorableException e =
        assertThrows(UnstorableException.class, () -> codec.encode("job", new Shop.Engine()));
    assertTrue(e.getMessage().contains("Engine is a org.jwtfilter.session.Shop$Engine, which"));
  }

  @Test
  void a_class_that_is_not_allowed_is_named_with_its_path_and_the_next_step() {
    SessionCodec strict = new SessionCodec(LOADER, NOTHING, true);
    Map<String, Object> map = new HashMap<>();
    map.put("item", new Shop.Item("pen", 1));
    UnstorableException e =
        assertThrows(UnstorableException.class, () -> strict.encode("map", map));
    assertEquals(
        "session attribute \"map\" cannot be stored: HashMap[value 0] holds it: the class"
            + " org.jwtfilter.session.Shop$Item is not among those that sessions may hold: add it,"
            + " or its package as org.jwtfilter.session.**, to session-classes",
        e.getMessage());
  }

  @Test
  void an_enum_that_is_not_allowed_is_refused() {
    SessionCodec strict = new SessionCodec(LOADER, NOTHING, true);
    assertThrows(UnstorableException.class, () -> strict.encode("size", Shop.Size.SMALL));
  }

  @Test
  void what_another_rule_wrote_is_not_read_without_it() throws Exception {
    SessionCodec strict = new SessionCodec(LOADER, NOTHING, true);
    for (Object value : List.of(new Shop.Item("pen", 1), Shop.Size.LARGE)) {
      Encoded encoded = codec.encode("a", value);
      UndecodableException e =
          assertThrows(UndecodableException.class, () -> strict.decode("a", encoded));
      assertTrue(e.getMessage().contains("org.jwtfilter.session.Shop$"), e.getMessage());
      assertTrue(e.getMessage().contains("session-classes"), e.getMessage());
    }
  }

  @Test
  void proxies_and_urls_are_never_stored() throws Exception {
    SessionCodec generous =
        new SessionCodec(
            LOADER, ClassRules.of(List.of("java.**", "org.jwtfilter.**"), LOADER), true);
    Object proxy =
        Proxy.newProxyInstance(
            LOADER,
            new Class<?>[] {Comparable.class},
            (java.lang.reflect.InvocationHandler & Serializable) (self, method, args) -> 0);
    for (Object value : List.of(proxy, new URL("http://localhost/"))) {
      UnstorableException e =
          assertThrows(UnstorableException.class, () -> generous.encode("a", value));
      assertTrue(e.getMessage().contains("never allowed"), e.getMessage());
    }
  }

  @Test
  void a_chain_too_deep_to_be_read_is_not_written() {
    for (int length : new int[] {90, 150, 100_000}) {
      Shop.Node first = new Shop.Node();
      Shop.Node last = first;
      for (int i = 0; i < length; i++) {
        last.next = new Shop.Node();
        last = last.next;
      }
      if (length < 100) {
        org.junit.jupiter.api.Assertions.assertDoesNotThrow(() -> roundTrip(first));
      } else {
        assertThrows(UnstorableException.class, () -> codec.encode("chain", first));
      }
    }
  }

  @Test
  void too_many_references_are_not_written() {
    List<Object> many = new ArrayList<>();
    IntStream.range(0, 100_001).forEach(i -> many.add(new Shop.Node()));
    assertThrows(UnstorableException.class, () -> codec.encode("many", many));
  }

  @Test
  void an_attribute_over_the_limit_is_refused_with_the_limit() {
    for (Object large : List.of("x".repeat(1 << 20), new byte[1 << 20], new char[1 << 20])) {
      UnstorableException e =
          assertThrows(UnstorableException.class, () -> codec.encode("large", large));
      assertTrue(e.getMessage().contains("1048576 bytes"), e.getMessage());
    }
  }

  /** Changes the list that holds it while it is written, so many times. */
  static final class Restless implements Serializable {
    private static final long serialVersionUID = 1;
    private final List<Object> host;
    private int times;

    Restless(List<Object> host, int times) {
      this.host = host;
      this.times = times;
    }

    private void writeObject(java.io.ObjectOutputStream out) throws java.io.IOException {
      if (times-- > 0) {
        host.add("more");
      }
      out.defaultWriteObject();
    }
  }

  private static final SessionCodec GENEROUS =
      new SessionCodec(LOADER, ClassRules.of(List.of("org.jwtfilter.**"), LOADER), true);

  @Test
  void a_collection_that_keeps_changing_ends_in_a_report() {
    List<Object> list = new ArrayList<>();
    list.add(new Restless(list, 100));
    UnstorableException e =
        assertThrows(UnstorableException.class, () -> GENEROUS.encode("a", list));
    assertTrue(e.getMessage().contains("another thread keeps changing it"), e.getMessage());
  }

  @Test
  void a_collection_that_changes_once_is_written_at_the_next_attempt() throws Exception {
    List<Object> list = new ArrayList<>();
    list.add(new Restless(list, 1));
    assertEquals(2, ((List<?>) GENEROUS.decode("a", GENEROUS.encode("a", list))).size());
  }

  /** Another thread adds or removes between the count and the last element. */
  @Test
  void a_collection_that_has_not_as_many_elements_as_it_said_is_not_written() {
    for (int said : new int[] {1, 3}) {
      Collection<Object> changed =
          new AbstractCollection<>() {
            @Override
            public Iterator<Object> iterator() {
              return List.<Object>of("a", "b").iterator();
            }

            @Override
            public int size() {
              return said;
            }
          };
      PlainWriter out = new PlainWriter(100, SHOP);
      assertThrows(ConcurrentModificationException.class, () -> out.elements(changed));
    }
  }

  static final class OwnList extends ArrayList<Object> {
    private static final long serialVersionUID = 1;
  }

  @Test
  void an_offender_is_found_in_a_list_of_the_applications_own() {
    OwnList list = new OwnList();
    list.add("fine");
    list.add(new Shop.Engine());
    UnstorableException e =
        assertThrows(UnstorableException.class, () -> GENEROUS.encode("a", list));
    assertTrue(e.getMessage().contains("OwnList[1] is a "), e.getMessage());
  }

  static final class Lazy extends java.util.AbstractList<Object> implements Serializable {
    private static final long serialVersionUID = 1;
    private final Object hidden = new Shop.Engine();

    @Override
    public Object get(int index) {
      throw new IllegalStateException("must not be loaded");
    }

    @Override
    public int size() {
      throw new IllegalStateException("must not be loaded");
    }
  }

  @Test
  void a_collection_with_code_of_its_own_is_not_iterated_for_a_message() {
    UnstorableException e =
        assertThrows(UnstorableException.class, () -> GENEROUS.encode("a", new Lazy()));
    assertTrue(e.getMessage().contains("Lazy.hidden is a "), e.getMessage());
  }

  static final class Broken implements Serializable {
    private static final long serialVersionUID = 1;

    private void writeObject(java.io.ObjectOutputStream out) {
      throw new IllegalStateException("TOP-SECRET");
    }
  }

  @Test
  void a_value_that_throws_while_writing_itself_is_reported_without_its_words() {
    UnstorableException e =
        assertThrows(UnstorableException.class, () -> GENEROUS.encode("a", new Broken()));
    assertEquals(
        "session attribute \"a\" cannot be stored: "
            + Broken.class.getName()
            + " fails to write itself: java.lang.IllegalStateException",
        e.getMessage());
  }

  @Test
  void a_class_that_can_be_written_but_not_read_is_not_written() {
    UnstorableException e =
        assertThrows(
            UnstorableException.class, () -> GENEROUS.encode("a", new NoWayBack("needed")));
    assertTrue(e.getMessage().contains("can be written but not read"), e.getMessage());
  }

  static final class BrokenReader implements Serializable {
    private static final long serialVersionUID = 1;

    private void readObject(java.io.ObjectInputStream in) {
      throw new IllegalStateException("TOP-SECRET");
    }
  }

  @Test
  void a_value_that_throws_while_reading_itself_is_not_written() {
    UnstorableException e =
        assertThrows(UnstorableException.class, () -> GENEROUS.encode("a", new BrokenReader()));
    assertEquals(
        "session attribute \"a\" cannot be stored: "
            + BrokenReader.class.getName()
            + " can be written but not read: its bytes make no value:"
            + " java.lang.IllegalStateException",
        e.getMessage());
  }

  static class NeedsArgument {
    NeedsArgument(String argument) {}
  }

  static final class NoWayBack extends NeedsArgument implements Serializable {
    private static final long serialVersionUID = 1;

    NoWayBack(String argument) {
      super(argument);
    }
  }

  @Test
  void transient_fields_that_lose_something_are_reported_once() throws Exception {
    List<LostField> lost = new ArrayList<>();
    codec.draft("a", new ArrayList<>(List.of(new Shop.WithService())), lost::add);
    codec.draft("b", new Shop.WithService(), lost::add);
    codec.draft("c", new Shop.Restored(), lost::add);
    codec.draft("d", new ArrayList<>(List.of(new Shop.Cart())), lost::add);
    assertEquals(List.of(new LostField(Shop.WithService.class.getName(), "service")), lost);
  }

  @Test
  void transient_fields_of_the_jdk_itself_are_its_own_business() throws Exception {
    Shop.Recent recent = new Shop.Recent();
    recent.put("a", "b");
    List<LostField> lost = new ArrayList<>();

    codec.draft("a", recent, lost::add);

    assertEquals(List.of(), lost);
    assertEquals(recent, codec.decode("a", codec.encode("a", recent)));
  }

  @Test
  void messages_show_no_value() throws Exception {
    String secret = "TOP-SECRET";
    Shop.Cart cart = new Shop.Cart();
    cart.items.add(new Shop.Item(secret, 1));
    cart.extra = new HashMap<>(Map.of(secret, new Shop.Engine()));
    UnstorableException e = assertThrows(UnstorableException.class, () -> codec.encode("a", cart));
    assertTrue(e.getMessage().contains("Cart.extra[value 0]"), e.getMessage());
    assertFalse(e.getMessage().contains(secret));
    assertFalse(codec.encode("a", secret).toString().contains(secret));
  }

  /** Whatever bytes come, the answer is a value or the declared exception. */
  @Test
  void hostile_bytes_never_end_in_anything_but_the_declared_exception() throws Exception {
    Shop.Cart cart = new Shop.Cart();
    cart.items.add(new Shop.Item("pen", 3));
    List<Object> seeds =
        new ArrayList<>(
            Stream.concat(plainContainers(), Stream.of(cart, "long ".repeat(100))).toList());
    plainValues().filter(value -> !(value instanceof String)).forEach(seeds::add);
    Random random = new Random(2);
    for (Object seed : seeds) {
      byte[] bytes = codec.encode("a", seed).bytes();
      for (int i = 0; i < bytes.length; i++) {
        tolerate(Arrays.copyOf(bytes, i));
        byte[] flipped = bytes.clone();
        flipped[i] ^= (byte) (1 << random.nextInt(8));
        tolerate(flipped);
        flipped[i] = (byte) random.nextInt();
        tolerate(flipped);
      }
      tolerate(Arrays.copyOf(bytes, bytes.length + 1));
    }
    for (int i = 0; i < 20_000; i++) {
      byte[] noise = new byte[random.nextInt(60)];
      random.nextBytes(noise);
      if (noise.length > 0 && i % 2 == 0) {
        noise[0] = (byte) random.nextInt(64);
      }
      tolerate(noise);
    }
  }

  private void tolerate(byte[] bytes) {
    try {
      codec.decode("a", Encoded.of(bytes));
    } catch (UndecodableException expected) {
      assertTrue(expected.getMessage().startsWith("session attribute \"a\" cannot be read: "));
    }
  }

  @Test
  void a_bomb_is_not_inflated() throws Exception {
    byte[] deflated = new byte[2000];
    java.util.zip.Deflater deflater = new java.util.zip.Deflater(9, true);
    deflater.setInput(new byte[1_000_000]);
    deflater.finish();
    int length = deflater.deflate(deflated);
    deflater.end();
    Output out = new Output(5_000);
    out.write(0xF2);
    out.unsigned(1_000_000);
    out.write(deflated, 0, length);
    UndecodableException e =
        assertThrows(
            UndecodableException.class, () -> codec.decode("a", Encoded.of(out.toBytes())));
    assertTrue(e.getMessage().contains("larger than allowed"));
  }
}
