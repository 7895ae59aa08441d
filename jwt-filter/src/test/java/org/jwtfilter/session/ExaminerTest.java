package org.jwtfilter.session;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.ObjectOutputStream;
import java.io.Serializable;
import java.net.URL;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.ConcurrentModificationException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import java.util.zip.Deflater;
import org.junit.jupiter.api.Test;
import org.jwtfilter.session.Examined.Sizes;
import org.jwtfilter.session.Obstacle.Kind;

/** What would become of a value, found out without storing it. */
class ExaminerTest {
  private final Examiner examiner = new Examiner(ExaminerTest.class.getClassLoader());

  /** A service, as applications inject it. */
  static final class Prices {}

  static final class Order implements Serializable {
    private static final long serialVersionUID = 1;
    private final transient Prices prices = new Prices();
    private final transient Object unused = null;
    private final transient List<String> sums = new ArrayList<>();
    private int number;
  }

  static final class Basket implements Serializable {
    private static final long serialVersionUID = 1;
    private final List<Object> items = new ArrayList<>();
  }

  /** A job that runs. */
  static final class Export implements Serializable {
    private static final long serialVersionUID = 1;
    private final transient Future<String> result = new CompletableFuture<>();
  }

  /** Not serializable, since something in it runs. */
  static final class Job {
    private final Thread worker = new Thread(() -> {});
  }

  static final class Stubborn implements Serializable {
    private static final long serialVersionUID = 1;

    private void writeObject(ObjectOutputStream out) throws IOException {
      throw new IOException("of no use to anybody");
    }
  }

  private static Basket basket(Object... items) {
    Basket basket = new Basket();
    basket.items.addAll(List.of(items));
    return basket;
  }

  private static byte[] serialized(Object value) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
      out.writeObject(value);
    }
    return bytes.toByteArray();
  }

  private static int deflated(byte[] bytes) {
    Deflater deflater = new Deflater(Deflater.DEFAULT_COMPRESSION, true);
    deflater.setInput(bytes);
    deflater.finish();
    return deflater.deflate(new byte[bytes.length + 100]);
  }

  private static List<Obstacle> obstacles(Examiner examiner, Object value) {
    return examiner.examine(value).obstacles().stream()
        .sorted(Comparator.comparing(Obstacle::path))
        .toList();
  }

  @Test
  void sizes_areThoseOfJavaSerializationAndOurs() throws Exception {
    Shop.Cart cart = new Shop.Cart();
    for (int i = 0; i < 20; i++) {
      cart.items.add(new Shop.Item("article " + i, i));
    }
    byte[] bytes = serialized(cart);
    SessionCodec codec =
        new SessionCodec(getClass().getClassLoader(), ClassRules.forMeasuring(), true);
    Sizes sizes = examiner.examine(cart).sizes();
    assertEquals(bytes.length, sizes.serialized());
    assertEquals(deflated(bytes), sizes.deflated());
    assertEquals(bytes.length - 3, sizes.encoded());
    assertEquals(codec.encode("cart", cart).size(), sizes.stored());
  }

  @Test
  void sizes_ofPlainValues_areCompact() throws Exception {
    Map<String, Object> map = new HashMap<>(Map.of("name", "ann", "age", 42));
    SessionCodec codec =
        new SessionCodec(getClass().getClassLoader(), ClassRules.forMeasuring(), true);
    Examined found = examiner.examine(map);
    assertEquals(serialized(map).length, found.sizes().serialized());
    assertEquals(codec.encode("map", map).size(), found.sizes().stored());
    assertTrue(found.sizes().stored() < found.sizes().serialized() / 3, found::toString);
    assertEquals(Set.of(), found.patterns());
    assertEquals(List.of(), found.obstacles());
  }

  @Test
  void classes_areNamed_withThePatternThatLetsThemIn() {
    Examined found = examiner.examine(basket(new Shop.Item("a", 1), 5L, "text"));
    assertEquals(Basket.class.getName(), found.className());
    assertEquals(Set.of(Basket.class.getName(), Shop.Item.class.getName()), found.classes());
    assertEquals(Set.of("org.jwtfilter.**"), found.patterns());
  }

  @Test
  void whatIsNotSerializable_isNamedWithItsPath_allOfThem() {
    assertEquals(
        List.of(
            new Obstacle(
                Kind.NOT_SERIALIZABLE, "Basket.items[1].parts[1]", Shop.Engine.class.getName()),
            new Obstacle(Kind.NOT_SERIALIZABLE, "Basket.items[2]", Prices.class.getName())),
        obstacles(examiner, basket("x", new Shop.Car(), new Prices())));
    assertEquals(
        List.of(new Obstacle(Kind.NOT_SERIALIZABLE, "Prices", Prices.class.getName())),
        obstacles(examiner, new Prices()));
  }

  @Test
  void transientField_isNamedWithItsPath_aServiceAsSuch_andACacheAsADoubt() {
    Obstacle service =
        new Obstacle(Kind.TRANSIENT_SERVICE, "Basket.items[0].prices", Prices.class.getName());
    Obstacle cache = new Obstacle(Kind.TRANSIENT, "Basket.items[0].sums", "java.util.ArrayList");
    assertEquals(List.of(service, cache), obstacles(examiner, basket(new Order())));
    assertFalse(service.isDoubt());
    assertTrue(cache.isDoubt());
  }

  @Test
  void transientField_ofALibrary_isADoubt_whateverItHolds() {
    Examiner elsewhere = new Examiner(ClassLoader.getPlatformClassLoader());
    assertEquals(
        List.of(Kind.TRANSIENT, Kind.TRANSIENT),
        obstacles(elsewhere, basket(new Order())).stream().map(Obstacle::kind).toList());
    ClassPatterns patterns = new ClassPatterns(getClass().getClassLoader());
    assertTrue(patterns.isOwn(Order.class));
    assertFalse(patterns.isOwn(Test.class), "of a jar");
  }

  @Test
  void whatRuns_isNamed_directlyOrNearby_alsoWhereItIsTransient() throws Exception {
    assertEquals(
        List.of(new Obstacle(Kind.RUNNING, "Basket.items[0].worker", Thread.class.getName())),
        obstacles(examiner, basket(new Job())));
    assertEquals(
        List.of(new Obstacle(Kind.RUNNING, "Export.result", CompletableFuture.class.getName())),
        obstacles(examiner, new Export()));
    try (InputStream stream = new ByteArrayInputStream(new byte[1])) {
      assertEquals(
          List.of(
              new Obstacle(Kind.RUNNING, "Basket.items[0]", ByteArrayInputStream.class.getName())),
          obstacles(examiner, basket(stream)));
    }
    assertEquals(
        Kind.RUNNING, obstacles(examiner, basket(getClass().getClassLoader())).get(0).kind());
  }

  @Test
  void classThatNoConfigurationAllows_isNamed_andNotProposed() {
    Examined found = examiner.examine(new ArrayList<>(List.of(String.class, URL.class)));
    assertEquals(List.of("java.net.URL"), found.obstacles().stream().map(Obstacle::what).toList());
    assertEquals(Kind.FORBIDDEN, found.obstacles().get(0).kind());
    assertFalse(found.classes().contains("java.net.URL"), found::toString);
  }

  @Test
  void lambda_needsItsClassNamed_alsoOneOfJava() {
    Comparator<String> own = (Comparator<String> & Serializable) String::compareTo;
    Examined found =
        examiner.examine(new TreeMap<String, String>(own.reversed().thenComparing(own)));
    assertEquals(List.of(), found.obstacles());
    assertEquals(Set.of("java.util.Comparator", ExaminerTest.class.getName()), found.classes());
    assertEquals(Set.of("java.util.Comparator", "org.jwtfilter.**"), found.patterns());
  }

  /** It is what is written, and changes all the time. */
  private static final class Busy implements Serializable {
    private static final long serialVersionUID = 1;

    private final int times;
    private int written;

    Busy(int times) {
      this.times = times;
    }

    private void writeObject(ObjectOutputStream out) throws IOException {
      if (++written <= times) {
        throw new ConcurrentModificationException();
      }
      out.defaultWriteObject();
    }
  }

  @Test
  void valueThatAnotherRequestChangesMeanwhile_isLookedAtAgain_andNothingIsSaidOfItOtherwise() {
    assertEquals(Examined.Sizes.NONE, examiner.examine(new Busy(3)).sizes());
    assertEquals(List.of(), examiner.examine(new Busy(3)).obstacles());
    assertTrue(examiner.examine(new Busy(2)).sizes().serialized() > 0);
  }

  @Test
  void valueThatFailsToWriteItself_isNamed_withoutItsWords() {
    assertEquals(
        List.of(new Obstacle(Kind.FAILS, "Stubborn", "java.io.IOException")),
        obstacles(examiner, new Stubborn()));
  }

  @Test
  void valueBeyondTheLimit_isTooLarge() {
    assertEquals(
        List.of(new Obstacle(Kind.TOO_LARGE, "byte[]", "more than 1048576 bytes")),
        obstacles(examiner, new byte[1 << 20]));
  }

  @Test
  void valueThatNestsTooDeeply_fails_andHarmsNobody() {
    List<Object> nested = new ArrayList<>();
    for (int i = 0; i < 100_000; i++) {
      nested = new ArrayList<>(List.of(nested));
    }
    assertEquals(
        List.of(new Obstacle(Kind.FAILS, "ArrayList", "java.lang.StackOverflowError")),
        obstacles(examiner, nested));
    assertEquals(0, examiner.fingerprint(nested));
  }

  @Test
  void fingerprint_tellsWhetherSomethingWasChangedInPlace() {
    Basket basket = basket("a", new Order());
    long before = examiner.fingerprint(basket);
    assertEquals(before, examiner.fingerprint(basket));
    ((Order) basket.items.get(1)).number++;
    assertNotEquals(before, examiner.fingerprint(basket));
    assertEquals(0, examiner.fingerprint("what nobody can change"));
  }

  @Test
  void pattern_isShort_andNamesNoMoreThanOneProject() {
    ClassPatterns patterns = new ClassPatterns(getClass().getClassLoader());
    assertEquals("javax.security.auth.Subject", patterns.of(javax.security.auth.Subject.class));
    assertEquals("java.awt.Point", patterns.of(java.awt.Point.class));
    assertEquals("jakarta.servlet.**", patterns.of(jakarta.servlet.http.Cookie.class));
    assertEquals(
        "org.apache.catalina.**", patterns.of(org.apache.catalina.realm.GenericPrincipal[].class));
    assertEquals("org.jwtfilter.**", patterns.of(Shop.Cart.class));
  }
}
