package org.jwtfilter.servlet;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.jwtfilter.gadget.Gadget;
import org.jwtfilter.gadget.Lab;
import org.jwtfilter.key.Digests;
import org.jwtfilter.servlet.testkit.ServerLog;
import org.jwtfilter.servlet.testkit.WebApp;
import org.jwtfilter.session.Forgery;
import org.jwtfilter.store.Store;
import org.jwtfilter.store.StoreSettings;
import org.jwtfilter.store.Stores;

/**
 * An application with every vulnerable library in {@code WEB-INF/lib}, attacked by somebody who has
 * stolen the key of everything: with one {@code hmac:} key, who can sign can seal.
 */
class SessionGadgetsTest {
  /** The second node is as careless as the configuration lets it be. */
  private static final Cluster CLUSTER =
      Cluster.of(
          app("/WEB-INF/classes"), app("/WEB-INF/classes, com.**, java.**, javax.**, org.**"));

  @TempDir Path folder;

  private static WebApp app(String classes) {
    return Cluster.app("session-classes", classes, "issuer", "gadgets").libraries(Lab.libraries());
  }

  @AfterAll
  static void stop() {
    CLUSTER.close();
  }

  private static Store store(Setup setup) {
    return Stores.open(
        new StoreSettings(
            "shared:" + CLUSTER.store(setup),
            Duration.ofSeconds(5),
            Clock.systemUTC(),
            "jwt:" + Digests.sha256("gadgets", 9) + ":"));
  }

  @ParameterizedTest
  @EnumSource(names = {"TOMCAT", "TOMCAT_STORE", "TOMCAT_AUTO"})
  void chain_sealedWithAStolenKey_runsNothing_andTheSessionGoesOn(Setup setup) throws Exception {
    Forgery forgery = new Forgery(Cluster.KEY, store(setup));
    for (Gadget gadget : Gadget.values()) {
      try (Lab lab = Lab.in(folder)) {
        String attribute = "poison-" + gadget;
        byte[] serialized = gadget.serialized(lab);
        int before = lab.harm();
        Browser browser = CLUSTER.browser(setup);
        browser.puts("plain", "p");
        if (setup.auto()) {
          browser.puts("large", SessionCommitTest.noise(20_000));
        }
        String value = browser.jar().value("jwt-visitor").orElseThrow();
        assertEquals(!setup.token(), forgery.isStored(value));
        forgery
            .poisoned("jwt-visitor", value, attribute, serialized)
            .forEach((name, forged) -> browser.jar().accept(name + "=" + forged, "/app/do"));
        for (Browser node : List.of(browser.atOne(), browser.atTwo())) {
          assertIsRefused(node, attribute);
        }
        assertEquals(before, lab.harm(), gadget::name);
      }
    }
  }

  private static void assertIsRefused(Browser browser, String attribute) {
    try (ServerLog log = ServerLog.of("org.jwtfilter.servlet")) {
      assertEquals("null", browser.attribute(attribute));
      assertEquals("null", browser.attribute(attribute));
      assertEquals("p", browser.attribute("plain"));
      browser.puts("more", "m");
      assertEquals("m", browser.attribute("more"));
      assertEquals(1, log.messages().size(), log::text);
      String message = log.messages().get(0);
      assertTrue(message.contains("\"" + attribute + "\" cannot be read: "), message);
      assertTrue(message.contains("session-classes") || message.contains("never"), message);
    }
  }
}
