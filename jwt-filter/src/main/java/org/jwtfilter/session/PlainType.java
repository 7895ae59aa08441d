package org.jwtfilter.session;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.Period;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Date;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Hashtable;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.LinkedList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import java.util.Vector;
import java.util.function.Function;
import java.util.function.IntFunction;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;

/**
 * A class whose values have a compact form, and how they are written and read. The table holds
 * exact classes: a subclass may mean something else by the same content. Immutable.
 *
 * @param plain tells the values that come back as they were
 */
@SuppressWarnings({"JavaUtilDate", "JdkObsolete"}) // what old applications keep
record PlainType<T>(
    int tag, Class<T> type, boolean immutable, Predicate<T> plain, Put<T> put, Take<T> take) {

  /** Writes a value's content. */
  interface Put<T> {
    void put(PlainWriter out, T value);
  }

  /** Reads a value's content. */
  interface Take<T> {
    T take(PlainReader in) throws Malformed;
  }

  /** The tags are the format: they never change their meaning. */
  private static final List<PlainType<?>> ALL =
      List.of(
          immutable(2, String.class, Output::text, Input::text),
          immutable(3, Boolean.class, (out, it) -> out.write(it ? 1 : 0), in -> in.octet() != 0),
          immutable(4, Character.class, (out, it) -> out.unsigned(it), in -> (char) in.unsigned()),
          immutable(5, Byte.class, (out, it) -> out.signed(it), in -> (byte) in.signed()),
          immutable(6, Short.class, (out, it) -> out.signed(it), in -> (short) in.signed()),
          immutable(7, Integer.class, (out, it) -> out.signed(it), Input::integer),
          immutable(8, Long.class, (out, it) -> out.signed(it), Input::signed),
          immutable(
              9,
              Float.class,
              (out, it) -> out.fixed(Float.floatToRawIntBits(it), 4),
              in -> Float.intBitsToFloat((int) in.fixed(4))),
          immutable(10, Double.class, Output::real, Input::real),
          immutable(
              11,
              BigInteger.class,
              (out, it) -> out.block(it.toByteArray()),
              in -> new BigInteger(in.block())),
          immutable(
              12,
              BigDecimal.class,
              (out, it) -> {
                out.signed(it.scale());
                out.block(it.unscaledValue().toByteArray());
              },
              PlainType::decimal),
          immutable(
              13,
              UUID.class,
              (out, it) -> {
                out.fixed(it.getMostSignificantBits(), 8);
                out.fixed(it.getLeastSignificantBits(), 8);
              },
              in -> new UUID(in.fixed(8), in.fixed(8))),
          immutable(
              14,
              Instant.class,
              (out, it) -> out.pair(it.getEpochSecond(), it.getNano()),
              in -> Instant.ofEpochSecond(in.signed(), in.signed())),
          immutable(
              15,
              LocalDate.class,
              (out, it) -> out.signed(it.toEpochDay()),
              in -> LocalDate.ofEpochDay(in.signed())),
          immutable(
              16,
              LocalTime.class,
              (out, it) -> out.signed(it.toNanoOfDay()),
              in -> LocalTime.ofNanoOfDay(in.signed())),
          immutable(17, LocalDateTime.class, PlainType::put, PlainType::dateTime),
          immutable(
              18,
              OffsetDateTime.class,
              (out, it) -> {
                put(out, it.toLocalDateTime());
                out.signed(it.getOffset().getTotalSeconds());
              },
              in -> OffsetDateTime.of(dateTime(in), ZoneOffset.ofTotalSeconds(in.integer()))),
          immutable(
              19,
              Duration.class,
              (out, it) -> out.pair(it.getSeconds(), it.getNano()),
              in -> Duration.ofSeconds(in.signed(), in.signed())),
          immutable(
              20,
              Period.class,
              (out, it) -> {
                out.pair(it.getYears(), it.getMonths());
                out.signed(it.getDays());
              },
              in -> Period.of(in.integer(), in.integer(), in.integer())),
          new PlainType<>(
              21,
              Locale.class,
              true,
              PlainType::hasTag,
              (out, it) -> out.text(it.toLanguageTag()),
              in -> Locale.forLanguageTag(in.text())),
          mutable(
              22, Date.class, (out, it) -> out.signed(it.getTime()), in -> new Date(in.signed())),
          mutable(23, byte[].class, Output::block, Input::block),
          mutable(
              24,
              int[].class,
              (out, it) -> {
                out.unsigned(it.length);
                IntStream.of(it).forEach(out::signed);
              },
              PlainType::ints),
          mutable(
              25,
              long[].class,
              (out, it) -> {
                out.unsigned(it.length);
                LongStream.of(it).forEach(out::signed);
              },
              PlainType::longs),
          mutable(
              26,
              double[].class,
              (out, it) -> {
                out.unsigned(it.length);
                DoubleStream.of(it).forEach(out::real);
              },
              PlainType::doubles),
          mutable(
              27, String[].class, (out, it) -> out.elements(Arrays.asList(it)), PlainType::strings),
          collection(32, ArrayList.class, it -> true, ArrayList::new),
          collection(33, LinkedList.class, it -> true, size -> new LinkedList<>()),
          collection(34, Vector.class, it -> true, Vector::new),
          collection(35, HashSet.class, it -> true, size -> new HashSet<>(room(size))),
          collection(36, LinkedHashSet.class, it -> true, size -> new LinkedHashSet<>(room(size))),
          collection(37, TreeSet.class, it -> it.comparator() == null, size -> new TreeSet<>()),
          map(48, HashMap.class, it -> true, size -> new HashMap<>(room(size))),
          map(
              49,
              LinkedHashMap.class,
              PlainType::ordersByInsertion,
              size -> new LinkedHashMap<>(room(size))),
          map(50, Hashtable.class, it -> true, size -> new Hashtable<>(room(size))),
          map(51, TreeMap.class, it -> it.comparator() == null, size -> new TreeMap<>()));

  private static final Map<Class<?>, PlainType<?>> BY_CLASS =
      ALL.stream().collect(Collectors.toUnmodifiableMap(PlainType::type, Function.identity()));

  private static final @Nullable PlainType<?>[] BY_TAG = byTag();

  private static @Nullable PlainType<?>[] byTag() {
    @Nullable PlainType<?>[] table = new @Nullable PlainType<?>[64];
    ALL.forEach(one -> table[one.tag] = one);
    return table;
  }

  static @Nullable PlainType<?> of(Class<?> type) {
    return BY_CLASS.get(type);
  }

  static @Nullable PlainType<?> tagged(int tag) {
    return tag < BY_TAG.length ? BY_TAG[tag] : null;
  }

  /** Whether nobody can change the value, so that it may be shared and need not be compared. */
  static boolean immutable(Object value) {
    PlainType<?> type = of(value.getClass());
    return type == null ? value instanceof Enum<?> : type.immutable;
  }

  void write(PlainWriter out, Object value) {
    T typed = type.cast(value);
    if (!plain.test(typed)) {
      throw new PlainWriter.NotPlain();
    }
    if (!immutable) {
      out.meet(value);
    }
    out.write(tag);
    put.put(out, typed);
  }

  private static <T> PlainType<T> immutable(int tag, Class<T> type, Put<T> put, Take<T> take) {
    return new PlainType<>(tag, type, true, it -> true, put, take);
  }

  private static <T> PlainType<T> mutable(int tag, Class<T> type, Put<T> put, Take<T> take) {
    return new PlainType<>(tag, type, false, it -> true, put, take);
  }

  @SuppressWarnings("unchecked") // any type argument is as good as any other: they are erased
  private static <T extends Collection<?>> PlainType<T> collection(
      int tag, Class<T> type, Predicate<T> plain, IntFunction<Collection<@Nullable Object>> empty) {
    return new PlainType<>(
        tag, type, false, plain, PlainWriter::elements, in -> (T) in.elements(empty));
  }

  @SuppressWarnings("unchecked") // as above
  private static <T extends Map<?, ?>> PlainType<T> map(
      int tag,
      Class<T> type,
      Predicate<T> plain,
      IntFunction<Map<@Nullable Object, @Nullable Object>> empty) {
    return new PlainType<>(
        tag, type, false, plain, PlainWriter::entries, in -> (T) in.entries(empty));
  }

  /** Room for so many without growing, at the default load factor. */
  private static int room(int size) {
    return size + size / 3 + 1;
  }

  /** A map in access order tells nobody: ask an empty copy of it, which keeps the order's kind. */
  @SuppressWarnings("unchecked")
  private static boolean ordersByInsertion(LinkedHashMap<?, ?> map) {
    LinkedHashMap<Object, Object> probe = (LinkedHashMap<Object, Object>) map.clone();
    probe.clear();
    probe.put(1, 1);
    probe.put(2, 2);
    probe.get(1);
    return probe.keySet().iterator().next().equals(1);
  }

  /** A locale of an old kind has a tag, but another one comes back for it. */
  private static boolean hasTag(Locale locale) {
    return Locale.forLanguageTag(locale.toLanguageTag()).equals(locale);
  }

  private static void put(Output out, LocalDateTime time) {
    out.pair(time.toLocalDate().toEpochDay(), time.toLocalTime().toNanoOfDay());
  }

  private static LocalDateTime dateTime(Input in) throws Malformed {
    return LocalDateTime.of(LocalDate.ofEpochDay(in.signed()), LocalTime.ofNanoOfDay(in.signed()));
  }

  private static BigDecimal decimal(Input in) throws Malformed {
    int scale = in.integer();
    return new BigDecimal(new BigInteger(in.block()), scale);
  }

  private static int[] ints(Input in) throws Malformed {
    int[] all = new int[in.count(1)];
    for (int i = 0; i < all.length; i++) {
      all[i] = in.integer();
    }
    return all;
  }

  private static long[] longs(Input in) throws Malformed {
    long[] all = new long[in.count(1)];
    for (int i = 0; i < all.length; i++) {
      all[i] = in.signed();
    }
    return all;
  }

  private static double[] doubles(Input in) throws Malformed {
    double[] all = new double[in.count(8)];
    for (int i = 0; i < all.length; i++) {
      all[i] = in.real();
    }
    return all;
  }

  private static String[] strings(PlainReader in) throws Malformed {
    return in.elements(ArrayList::new).toArray(String[]::new);
  }
}
