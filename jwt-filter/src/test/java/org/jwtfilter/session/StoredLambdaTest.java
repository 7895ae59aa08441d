package org.jwtfilter.session;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.ObjectOutputStream;
import java.io.Serializable;
import java.lang.invoke.SerializedLambda;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

/** Lambdas in sessions: those of classes that were named, as they were, and no others. */
class StoredLambdaTest {
  private static final ClassLoader LOADER = StoredLambdaTest.class.getClassLoader();
  private static final String SELF = StoredLambdaTest.class.getName();

  private final SessionCodec codec = codec(SELF);

  private static SessionCodec codec(String... named) {
    return new SessionCodec(LOADER, ClassRules.of(List.of(named), LOADER), true);
  }

  /** A component, as frameworks have them: it holds listeners that hold it. */
  private static final class View implements Serializable {
    private static final long serialVersionUID = 1;

    private final List<Supplier<Integer>> listeners = new ArrayList<>();
    private int clicks;

    View() {
      listeners.add((Supplier<Integer> & Serializable) () -> ++clicks);
      listeners.add((Supplier<Integer> & Serializable) this::count);
    }

    private int count() {
      return clicks;
    }

    int click() {
      listeners.get(0).get();
      return listeners.get(1).get();
    }
  }

  @SuppressWarnings("unchecked")
  private <T> T roundTrip(SessionCodec with, T value) throws Exception {
    return (T) with.decode("a", with.encode("a", value));
  }

  private static String refusal(SessionCodec with, Object value) {
    return assertThrows(UnstorableException.class, () -> with.encode("a", value)).getMessage();
  }

  @Test
  void lambda_ofANamedClass_comesBack_withWhatItCaptured() throws Exception {
    String captured = "captured ";
    Function<String, String> lambda =
        (Function<String, String> & Serializable) text -> captured + text;
    assertEquals("captured x", roundTrip(codec, lambda).apply("x"));
  }

  @Test
  void lambdas_thatHoldTheirOwner_holdTheOneThatCameBack() throws Exception {
    View view = new View();
    assertEquals(1, view.click());
    View back = roundTrip(codec, view);
    assertEquals(2, back.click());
    assertEquals(1, view.clicks);
  }

  @Test
  void lambda_thatIsThereTwice_isOneLambdaAgain() throws Exception {
    Supplier<String> lambda = (Supplier<String> & Serializable) () -> "x";
    List<Supplier<String>> back = roundTrip(codec, new ArrayList<>(List.of(lambda, lambda)));
    assertSame(back.get(0), back.get(1));
  }

  @Test
  void lambda_thatNobodyHasChanged_isTheSame() throws Exception {
    View view = new View();
    Encoded before = codec.encode("a", view);
    assertTrue(codec.isSame("a", before, codec.draft("a", view, lost -> {}), view));
    view.click();
    assertEquals(false, codec.isSame("a", before, codec.draft("a", view, lost -> {}), view));
  }

  @Test
  void lambda_ofJava_comesBack_whereItsClassIsNamed() throws Exception {
    Comparator<String> own = (Comparator<String> & Serializable) (a, b) -> a.compareTo(b);
    TreeMap<String, String> map = new TreeMap<>(Comparator.comparing(keyOf()).thenComparing(own));
    map.put("b", "2");
    TreeMap<String, String> back = roundTrip(codec(SELF, "java.util.Comparator"), map);
    back.put("a", "1");
    assertEquals("a", back.firstKey());
    String why = refusal(codec, map);
    assertTrue(why.contains("the lambdas of the class java.util.Comparator"), why);
    assertTrue(why.endsWith("name it in session-classes"), why);
  }

  private static Function<String, String> keyOf() {
    return (Function<String, String> & Serializable) String::trim;
  }

  @Test
  void lambda_ofAClassThatIsNotNamed_isNotWritten_andTheWayToItIsSaid() {
    List<Object> holder = new ArrayList<>();
    holder.add("x");
    holder.add(keyOf());
    String why = refusal(codec("com.shop.**"), holder);
    assertEquals(
        "session attribute \"a\" cannot be stored: the class "
            + SELF
            + " is not among those that sessions may hold: add it, or its package as"
            + " org.jwtfilter.session.**, to session-classes",
        why.replace("ArrayList[1] holds it: ", ""));
    assertTrue(why.contains("ArrayList[1] holds it: "), why);
  }

  @Test
  void lambda_ofANamedClass_isNotRead_whereItIsNotNamed() throws Exception {
    Encoded written = codec.encode("a", keyOf());
    for (ClassRules rules :
        List.of(
            ClassRules.of(List.of("org.**"), LOADER),
            ClassRules.of(List.of(SELF), LOADER).withoutLambdas())) {
      SessionCodec other = new SessionCodec(LOADER, rules, true);
      String why =
          assertThrows(UndecodableException.class, () -> other.decode("a", written)).getMessage();
      assertTrue(why.contains("the lambdas of the class " + SELF), why);
    }
  }

  @Test
  void lambda_asJavaWritesIt_isNeverRead() throws Exception {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
      out.writeObject(keyOf());
    }
    Encoded forged = Encoded.of(Forgery.attribute(bytes.toByteArray()));
    String why =
        assertThrows(UndecodableException.class, () -> codec.decode("a", forged)).getMessage();
    assertTrue(
        why.endsWith("java.lang.invoke.SerializedLambda is never allowed in a session"), why);
  }

  /** Who has the key can say what a lambda captured, not what it does. */
  @Test
  void lambda_thatIsNotInTheSourceOfItsClass_isNone() throws Exception {
    for (SerializedLambda invented :
        List.of(
            lambda(SELF, "java/lang/Runtime", "exec", "(Ljava/lang/String;)Ljava/lang/Process;"),
            lambda(SELF, SELF.replace('.', '/'), "keyOf", "()Ljava/util/function/Function;"))) {
      ByteArrayOutputStream bytes = new ByteArrayOutputStream();
      try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
        out.writeObject(new StoredLambda(invented));
      }
      Encoded forged = Encoded.of(Forgery.attribute(bytes.toByteArray()));
      assertThrows(UndecodableException.class, () -> codec.decode("a", forged));
    }
  }

  private static SerializedLambda lambda(
      String capturing, String implementing, String method, String signature) throws Exception {
    return new SerializedLambda(
        Class.forName(capturing),
        "java/util/function/Function",
        "apply",
        "(Ljava/lang/Object;)Ljava/lang/Object;",
        6,
        implementing,
        method,
        signature,
        "(Ljava/lang/Object;)Ljava/lang/Object;",
        new Object[0]);
  }
}
