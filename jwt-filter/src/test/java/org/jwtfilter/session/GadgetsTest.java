package org.jwtfilter.session;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.jwtfilter.gadget.Gadget;
import org.jwtfilter.gadget.Lab;

/**
 * Published chains from deserialization to running code, with their libraries in the application,
 * presented by somebody who can seal: nothing runs, whatever the application allows.
 */
class GadgetsTest {
  private static final List<String> DEFAULT = List.of("/WEB-INF/classes");

  /** As wide as patterns can be, and wider than the configuration takes them. */
  private static final List<String> CARELESS =
      List.of(
          "bsh.**", "clojure.**", "com.**", "groovy.**", "java.**", "javax.**", "org.**", "sun.**");

  @TempDir Path folder;

  private int harm(Lab lab, Runnable action) {
    int before = lab.harm();
    action.run();
    return lab.harm() - before;
  }

  private String refusal(Lab lab, List<String> patterns, byte[] serialized) {
    SessionCodec codec =
        new SessionCodec(lab.loader(), ClassRules.of(patterns, lab.loader()), true);
    Encoded attribute = Encoded.of(Forgery.attribute(serialized));
    return assertThrows(UndecodableException.class, () -> codec.decode("a", attribute))
        .getMessage();
  }

  /** Without this the other tests would prove nothing. */
  @ParameterizedTest
  @EnumSource
  void chain_readCarelessly_runsCode(Gadget gadget) throws Exception {
    try (Lab lab = Lab.in(folder)) {
      byte[] serialized = gadget.serialized(lab);
      int harm = harm(lab, () -> lab.readCarelessly(serialized));
      assertEquals(gadget.alive(), harm > 0, harm + " times");
    }
  }

  @ParameterizedTest
  @EnumSource
  void chain_inASealedSession_runsNothing_andIsNamed(Gadget gadget) throws Exception {
    try (Lab lab = Lab.in(folder)) {
      byte[] serialized = gadget.serialized(lab);
      int harm =
          harm(
              lab,
              () -> {
                String why = refusal(lab, DEFAULT, serialized);
                assertTrue(why.contains(" in a session") || why.contains("session-classes"), why);
              });
      assertEquals(0, harm);
    }
  }

  @ParameterizedTest
  @EnumSource
  void chain_whoseClassesAreAllAllowed_runsNothingEither(Gadget gadget) throws Exception {
    try (Lab lab = Lab.in(folder)) {
      byte[] serialized = gadget.serialized(lab);
      int harm =
          harm(
              lab,
              () -> {
                String why = refusal(lab, CARELESS, serialized);
                boolean unnamed =
                    why.startsWith("session attribute \"a\" cannot be read: the lambdas of ");
                assertTrue(why.endsWith(" is never allowed in a session") || unnamed, why);
              });
      assertEquals(0, harm);
    }
  }
}
