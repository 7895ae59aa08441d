package org.jwtfilter.example.applications;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.jwtfilter.example.servers.Browser;
import org.jwtfilter.example.servers.Layout;
import org.jwtfilter.example.servers.Page;
import org.jwtfilter.example.servers.ServerKind;
import org.jwtfilter.example.servers.Token;
import org.jwtfilter.store.testkit.RedisServer;

/**
 * Applications of others under {@code session=observe}: they work as before, what stands in their
 * sessions is named with its size, and they migrate with the settings that the report proposes.
 */
class ObserveIT {
  private static final String PAGE = "/jwt-observed";
  private static final List<String> OBSERVE =
      List.of(
          "session=observe", "observe-sample=1", "observe-page=" + PAGE, "observe-role=watcher");
  private static final Pattern SETTINGS = Pattern.compile("\"settings\":\\[(.*?)]");
  private static final Pattern SETTING = Pattern.compile("\"([^\"]*)\"");

  private static RedisServer redis;

  @TempDir private Path folder;

  @BeforeAll
  static void startRedis() {
    redis = RedisServer.start();
  }

  @AfterAll
  static void stopRedis() {
    redis.close();
  }

  @ParameterizedTest
  @EnumSource(
      mode = EnumSource.Mode.EXCLUDE,
      names = {"FACES", "SPRING", "OPEN_WEB_BEANS", "SHOWCASE", "PET_STORE"})
  void application_worksAsBefore_isDescribed_andMigratesAsAdvised(Application application)
      throws Exception {
    try (Nodes nodes = new Nodes(folder, application, ServerKind.TOMCAT_10_1)) {
      try {
        nodes.start(1, nodes.migrated(OBSERVE));
        Browser browser = new Browser(nodes.addresses());
        Visit visit = new Visit(browser, () -> {}).of(application.journey());
        assertEquals(List.of(), visit.lost(), "while it is observed");
        String report = report(nodes);
        assertAll(application.kept().stream().map(kept -> () -> assertDescribed(kept, report)));
        assertTrue(report.startsWith("{\"verdict\":\"" + application.verdict() + '"'), report);
        nodes.start(2, nodes.migrated(advised(report)));
        Browser later = new Browser(nodes.addresses());
        Visit again = new Visit(later, nodes::killFirst).of(application.journey());
        assertEquals(List.of(), again.lost(), () -> "lost with " + advised(report));
        assertEquals(List.of(), later.containerSessionsSeen());
      } catch (Exception | AssertionError failed) {
        System.out.println(nodes.logs());
        throw failed;
      }
    }
  }

  @Test
  void trap_isNamed_eachByItsName() throws Exception {
    try (Nodes nodes = new Nodes(folder, traps(), false, ServerKind.TOMCAT_10_1)) {
      try {
        nodes.start(1, nodes.migrated(OBSERVE));
        stepIntoThem(new Browser(nodes.addresses()));
        String report = report(nodes);
        assertAll(
            () -> assertTrap("order", "change", "transient-service", report),
            () -> assertTrap("engine", "change", "not-serializable", report),
            () -> assertTrap("export", "change", "running", report),
            () -> assertTrap("list", "token", "changed-in-place", report),
            () -> assertTrap("late", "store", "set-after-commit", report),
            () -> assertTrap("late-list", "store", "changed-after-commit", report),
            () -> assertTrap("shared", "token", "parallel-use", report),
            () -> assertHas("{\"name\":\"plain\",\"verdict\":\"token\",\"traps\":[]", report),
            () ->
                assertHas("Order.prices is transient and holds a com.example.traps.Order", report),
            () -> assertHas("Export.worker is a java.lang.Thread, which runs", report),
            () ->
                assertHas(
                    "\"sessionsAsKeys\":[\"com.example.traps.Alive.IDS\",\"com.example.traps.Online.USERS\"]",
                    report),
            () -> assertHas("{\"verdict\":\"change\",\"settings\":[\"session=auto\"", report));
      } catch (Exception | AssertionError failed) {
        System.out.println(nodes.logs());
        throw failed;
      }
    }
  }

  /** A folder with classes, and no descriptor. */
  private Path traps() throws IOException {
    Path source = Path.of("target", "test-classes", "com", "example", "traps").toAbsolutePath();
    Path war = folder.resolve("traps");
    Layout.copyTree(source, war.resolve("WEB-INF/classes/com/example/traps"));
    return war;
  }

  private static void stepIntoThem(Browser browser) throws Exception {
    for (String trap : List.of("", "trap/set", "trap/place", "trap/late")) {
      assertEquals(200, browser.get("/" + trap).status(), trap);
    }
    ExecutorService threads = Executors.newFixedThreadPool(2);
    try {
      Callable<Page> together = () -> browser.get("/trap/together");
      for (Future<Page> page : threads.invokeAll(List.of(together, together))) {
        assertEquals(200, page.get().status());
      }
    } finally {
      threads.shutdown();
    }
  }

  private static void assertTrap(String name, String verdict, String trap, String report) {
    assertHas("{\"name\":\"" + name + "\",\"verdict\":\"" + verdict + "\",\"traps\":[", report);
    int start = report.indexOf("{\"name\":\"" + name + "\",");
    String traps = report.substring(start, report.indexOf(']', start));
    assertHas('"' + trap + '"', traps);
  }

  private static void assertHas(String part, String text) {
    assertTrue(text.contains(part), () -> part + " is not in " + text);
  }

  private static String report(Nodes nodes) throws Exception {
    Instant end = Instant.now().plus(10, ChronoUnit.MINUTES);
    String token = Token.of(nodes.key(), "/app", "watch", List.of("watcher"), end);
    Page page =
        new Browser(nodes.addresses())
            .with("Authorization", "Bearer " + token)
            .with("Accept", "application/json")
            .get(PAGE);
    assertEquals(200, page.status(), page::toString);
    return page.text();
  }

  private static void assertDescribed(Application.Kept kept, String report) {
    Matcher found =
        Pattern.compile(
                "\"types\":\\[[^]]*\""
                    + Pattern.quote(kept.type())
                    + "\".*?\"largest\":\\{\"serialized\":(\\d+),\"deflated\":(\\d+)")
            .matcher(report);
    assertTrue(found.find(), () -> kept.type() + " is not in " + report);
    assertNear(kept.serialized(), found.group(1), kept.type());
    assertNear(kept.deflated(), found.group(2), kept.type() + ", compressed");
  }

  private static void assertNear(Application.Bytes expected, String actual, String what) {
    assertTrue(
        expected.isNear(Integer.parseInt(actual)),
        () -> what + ": " + actual + ", not " + expected);
  }

  /** What the report proposes, with the store that there is. */
  private static List<String> advised(String report) {
    Matcher settings = SETTINGS.matcher(report);
    assertTrue(settings.find(), report);
    return SETTING
        .matcher(settings.group(1))
        .results()
        .map(one -> one.group(1).replace("redis://HOST:6379", redis.uri()))
        .toList();
  }
}
