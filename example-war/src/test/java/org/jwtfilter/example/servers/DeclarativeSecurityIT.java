package org.jwtfilter.example.servers;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.AfterParameterizedClassInvocation;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * One legacy application with {@code <security-constraint>} and {@code <login-config>}, unchanged
 * but for our jar and lines, on two nodes of each server behind a round robin. What it answers to
 * strangers and to those who log in is what the server by itself answers without us, on one node.
 */
@ParameterizedClass
@MethodSource("org.jwtfilter.example.servers.ServerKind#chosen")
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class DeclarativeSecurityIT {
  // The second ones are groups that Payara's own descriptor maps.
  private static final User ANN = new User("ann", "ann-secret", List.of("member", "people"));
  private static final User BOB = new User("bob", "bob-secret", List.of("admin", "bosses"));
  private static final User EVE = new User("eve", "eve-secret", List.of("guest"));
  private static final String KEY = Token.newKey();
  private static final List<ServerNode> NODES = new ArrayList<>();

  @TempDir private static Path folder;

  @Parameter private ServerKind kind;

  /** What somebody does, and what he saw. */
  private interface Story {
    List<String> of(Browser browser) throws Exception;
  }

  @BeforeParameterizedClassInvocation
  static void startTwoNodes(ServerKind kind) throws Exception {
    Path base = Files.createDirectories(folder.resolve(kind.name()));
    Site site =
        new Site(
            applications(kind, base), List.of(ANN, BOB, EVE), Map.of("JWT_KEY", KEY), List.of());
    for (String name : List.of("node1", "node2")) {
      NODES.add(kind.start(site, base.resolve(name)));
    }
    for (ServerNode node : NODES) {
      node.awaitReady();
    }
  }

  private static Map<String, Path> applications(ServerKind kind, Path base) throws IOException {
    Map<String, LegacyWar> wars = new LinkedHashMap<>();
    wars.put("form-before", form(kind));
    wars.put("basic-before", LegacyWar.withBasic());
    wars.put("form", form(kind).ours());
    wars.put("basic", LegacyWar.withBasic().ours());
    if (kind.enterprise()) {
      wars.put("customers", LegacyWar.withForm().ours().withIdentityStore());
    }
    Map<String, Path> applications = new LinkedHashMap<>();
    for (Map.Entry<String, LegacyWar> each : wars.entrySet()) {
      Path file = base.resolve(each.getKey() + ".war");
      applications.put(each.getKey(), each.getValue().writeTo(file));
    }
    return applications;
  }

  private static LegacyWar form(ServerKind kind) {
    return kind.enterprise() ? LegacyWar.withForm().withEnterprise() : LegacyWar.withForm();
  }

  @AfterParameterizedClassInvocation
  static void stop() throws IOException {
    for (ServerNode node : NODES) {
      node.close();
    }
    NODES.clear();
  }

  @Test
  void control_tellsStrangersMembersAndAdministratorsApart() throws Exception {
    Map<String, String> stranger = Round.of(alone("form-before"));
    Browser ann = alone("form-before");
    ann.get("/member/list");
    logIn(ann, ANN);
    Map<String, String> member = Round.of(ann);
    assertAll(
        () -> assertEquals("the login page", stranger.get("GET /member/list")),
        () -> assertEquals("the login page", stranger.get("GET /annotated")),
        () -> assertTrue(stranger.get("GET /nobody").startsWith("403"), stranger::toString),
        () -> assertTrue(stranger.get("GET /open").startsWith("200"), stranger::toString),
        () ->
            assertTrue(member.get("GET /member/list").contains("principal=ann"), member::toString),
        () -> assertTrue(member.get("GET /admin/list").startsWith("403"), member::toString),
        () -> assertEquals("403", member.get("POST /annotated")));
  }

  @Test
  void strangers_getWhatTheServerAloneAnswers() throws Exception {
    assertSame("form", browser -> lines(Round.of(browser)));
    assertSame("basic", browser -> lines(Round.of(browser)));
  }

  @Test
  void formLogins_seeWhatTheServerAloneShows() throws Exception {
    for (User user : List.of(ANN, BOB, EVE)) {
      assertSame(
          "form",
          browser -> {
            List<String> seen = new ArrayList<>();
            seen.add(Round.seen(browser.get("/any/list")));
            seen.add(Round.seen(logIn(browser, user)));
            seen.addAll(lines(Round.of(browser)));
            seen.add(Round.seen(browser.get("/account/authenticate")));
            return seen;
          });
    }
  }

  /** No control: Jetty 12.0 alone answers nothing. */
  @Test
  void strangersOnAPageThatAsksByProgram_areAskedForALogin() throws Exception {
    assertEquals("the login page", Round.seen(everywhere("form").get("/account/authenticate")));
    Page basic = everywhere("basic").get("/account/authenticate");
    assertEquals("401 Basic", challenge(basic));
  }

  @Test
  void wrongPassword_leadsToTheErrorPage() throws Exception {
    assertSame(
        "form",
        browser ->
            List.of(
                Round.seen(browser.get("/member/list")),
                Round.seen(logIn(browser, new User("ann", "wrong", List.of()))),
                Round.seen(browser.get("/member/list")),
                Round.seen(logIn(browser, ANN))));
  }

  @Test
  void postedForm_goesOnAfterTheLogin() throws Exception {
    Browser browser = everywhere("form");
    browser.post("/member/save", "field", "value");
    String seen = Round.seen(logIn(browser, ANN));
    // No control: Jetty alone goes on with the form's fields, but by GET.
    assertTrue(seen.startsWith("200 page=/member/save method=POST field=value"), seen);
    assertTrue(seen.contains("principal=ann"), seen);
  }

  @Test
  void loginAndLogoutByProgram_areWhatTheyAreOnTheServerAlone() throws Exception {
    assertSame(
        "form",
        browser -> {
          browser.get("/cart"); // without a session, a server forgets at once who has logged in
          String login = "/account/login";
          return List.of(
              Round.seen(browser.post(login, "name", "ann", "password", "wrong")),
              word(Round.seen(browser.post(login, "name", "ann", "password", ANN.password()))),
              word(Round.seen(browser.get("/member/list"))),
              word(Round.seen(browser.get("/admin/list"))),
              Round.seen(browser.post("/account/logout")),
              Round.seen(browser.get("/open")),
              Round.seen(browser.get("/member/list")));
        });
  }

  /** How servers call a login by program: Jetty until the next request, and WildFly. */
  private static String word(String seen) {
    return seen.replaceFirst("auth-type=(API|Programmatic)", "auth-type=FORM");
  }

  @Test
  void basicLogins_seeWhatTheServerAloneShows() throws Exception {
    for (User user : List.of(ANN, BOB, EVE)) {
      assertSame("basic", browser -> lines(Round.of(withBasic(browser, user))));
    }
  }

  @Test
  void basicLogin_isAskedForAsTheServerAloneDoes() throws Exception {
    assertSame(
        "basic",
        browser -> {
          Page stranger = browser.get("/member/list");
          Page wrong = withBasic(browser, new User("ann", "wrong", List.of())).get("/member/list");
          return List.of(challenge(stranger), challenge(wrong));
        });
  }

  @Test
  void tokenHolders_getWhatTheConstraintsSay() throws Exception {
    for (String application : List.of("form", "basic")) {
      Map<String, String> ann = Round.of(withToken(application, "ann", KEY, "member"));
      Map<String, String> bob = Round.of(withToken(application, "bob", KEY, "admin"));
      Map<String, String> eve = Round.of(withToken(application, "eve", KEY, "guest"));
      assertAll(
          application,
          () -> assertEquals("200 200 403 200 200 403 200", statuses(ann)),
          () -> assertEquals("200 403 200 200 200 403 403", statuses(bob)),
          () -> assertEquals("200 403 403 200 200 403 403", statuses(eve)),
          () -> assertEquals("200 200 403 200 403 403", postStatuses(ann)),
          () -> assertEquals("200 403 200 403 403 200", postStatuses(bob)),
          () -> assertTrue(ann.get("GET /open").contains("principal=ann"), ann::toString),
          () -> assertTrue(ann.get("GET /member/list").contains("roles=member"), ann::toString),
          () -> assertTrue(bob.get("GET /absent").contains("principal=bob"), bob::toString));
    }
  }

  @Test
  void tokensThatAreNotOurs_areRefused() throws Exception {
    for (String application : List.of("form", "basic")) {
      Page forged = withToken(application, "ann", Token.newKey(), "member").get("/member/list");
      Page expired = withToken(application, "ann", KEY, Instant.EPOCH, "member").get("/open");
      assertAll(
          application,
          () -> assertEquals(401, forged.status()),
          () ->
              assertTrue(
                  forged.challenges().contains("error=\"invalid_token\""), forged.challenges()),
          () -> assertEquals(401, expired.status()),
          () ->
              assertTrue(
                  expired.challenges().contains("error=\"invalid_token\""), expired.challenges()));
    }
  }

  @Test
  void cart_isKeptOverTheLogin_andTheContainerKeepsNoSession() throws Exception {
    Browser browser = everywhere("form");
    browser.get("/cart", "add", "apple");
    browser.get("/cart", "add", "pear");
    browser.get("/member/list");
    logIn(browser, ANN);
    browser.get("/cart", "add", "plum");
    Page cart = browser.get("/cart");
    assertAll(
        () -> assertTrue(cart.has("cart=apple,pear,plum"), cart.text()),
        () -> assertTrue(cart.has("remote-user=ann"), cart.text()),
        () -> assertEquals(List.of(), browser.containerSessionsSeen()));
  }

  @Test
  void sessionBeansAndResources_seeTheCaller() throws Exception {
    assumeTrue(kind.enterprise(), "session beans");
    for (User user : List.of(ANN, BOB, EVE)) {
      assertSame("form", browser -> enterprise(browser, user));
    }
    Browser ann = withToken("form", "ann", KEY, "member");
    Browser bob = withToken("form", "bob", KEY, "admin");
    assertAll(
        () -> assertEquals("entries for ann", ann.get("/ledger/entries").text().strip()),
        () -> assertEquals("refused", ann.get("/ledger/close").text().strip()),
        () -> assertEquals("closed by bob", bob.get("/ledger/close").text().strip()),
        () -> assertEquals("bob admin=true", bob.get("/ledger/caller").text().strip()),
        () -> assertEquals("report for ann", ann.get("/api/report").text()),
        () -> assertEquals(403, ann.get("/api/report/secret").status()),
        () -> assertEquals("secret for bob", bob.get("/api/report/secret").text()),
        () -> assertEquals("open for ann", ann.get("/api/report/open").text()));
  }

  @Test
  void identityStoresOfTheApplication_checkPasswords() throws Exception {
    assumeTrue(kind.enterprise(), "Jakarta Security");
    Browser sue = everywhere("customers");
    sue.get("/member/list");
    Page wrong = logIn(sue, new User("sue", "wrong", List.of()));
    sue.get("/member/list");
    Page right = logIn(sue, new User("sue", "sue-secret", List.of()));
    assertAll(
        () -> assertTrue(wrong.has("That was wrong"), wrong::text),
        () -> assertTrue(right.has("principal=sue"), right::text),
        () -> assertTrue(right.has("roles=member"), right::text),
        () -> assertEquals(403, sue.get("/admin/list").status()));
  }

  private static List<String> enterprise(Browser browser, User user) throws IOException {
    List<String> seen = new ArrayList<>();
    browser.get("/any/list");
    logIn(browser, user);
    for (String what : List.of("/ledger/entries", "/ledger/close", "/ledger/caller")) {
      seen.add(browser.get(what).text().strip());
    }
    for (String what : List.of("/api/report", "/api/report/secret", "/api/report/open")) {
      Page page = browser.get(what);
      seen.add(page.status() + " " + (page.status() == 200 ? page.text() : ""));
    }
    return seen;
  }

  @Test
  @Order(Integer.MAX_VALUE)
  void loginAndCart_surviveTheDeathOfTheNodeThatDidIt() throws Exception {
    Browser ann = new Browser(List.of(NODES.get(0).at("/form"), NODES.get(1).at("/form")));
    ann.get("/cart", "add", "apple");
    ann.get("/member/list");
    Page loggedIn = logIn(ann, ANN);
    assertTrue(loggedIn.has("principal=ann"), loggedIn::text);
    Browser waiting = everywhere("form");
    waiting.get("/admin/list");
    NODES.get(0).kill();
    for (int n = 0; n < 3; n++) {
      Page page = ann.get("/member/list");
      assertTrue(page.has("principal=ann"), page::text);
    }
    Page cart = ann.get("/cart", "add", "pear");
    assertTrue(cart.has("cart=apple,pear"), cart::text);
    Page bob = logIn(waiting, BOB);
    assertTrue(bob.has("principal=bob"), bob::text);
    assertEquals(403, ann.get("/admin/list").status());
    assertEquals(200, withToken("form", "ann", KEY, "member").get("/member/list").status());
  }

  /** The same story, told by one node without us and by both with us. */
  private static void assertSame(String application, Story story) throws Exception {
    List<String> expected = story.of(alone(application + "-before"));
    Browser browser = everywhere(application);
    List<String> actual = story.of(browser);
    List<String> differences = new ArrayList<>();
    for (int i = 0; i < expected.size(); i++) {
      String line = expected.get(i).replace("-before/", "/");
      if (!line.equals(comparable(actual.get(i), line))) {
        differences.add("\n  server: " + line + "\n    ours: " + actual.get(i));
      }
    }
    assertEquals(List.of(), differences, application);
    assertEquals(List.of(), browser.containerSessionsSeen(), application);
  }

  /** GlassFish alone forgets a caller's roles where nothing was found. */
  private static String comparable(String ours, String servers) {
    return servers.matches("GET /absent=404 .* roles=")
        ? ours.replaceFirst("roles=.*", "roles=")
        : ours;
  }

  private static List<String> lines(Map<String, String> seen) {
    return seen.entrySet().stream().map(String::valueOf).toList();
  }

  private static Page logIn(Browser browser, User user) throws IOException {
    return browser.post(
        "/j_security_check", "j_username", user.name(), "j_password", user.password());
  }

  private static Browser withBasic(Browser browser, User user) {
    byte[] pair = (user.name() + ":" + user.password()).getBytes(StandardCharsets.UTF_8);
    return browser.with("Authorization", "Basic " + Base64.getEncoder().encodeToString(pair));
  }

  private static Browser withToken(String application, String user, String key, String role)
      throws Exception {
    return withToken(application, user, key, Instant.now().plus(Duration.ofMinutes(5)), role);
  }

  private static Browser withToken(
      String application, String user, String key, Instant end, String role) throws Exception {
    String token = Token.of(key, "/" + application, user, List.of(role), end);
    return everywhere(application)
        .with("Authorization", "Bearer " + token)
        .with("Accept", "application/json, text/plain");
  }

  private static String challenge(Page page) {
    boolean basic = page.challenges().toLowerCase().contains("basic realm=\"legacy\"");
    return page.status() + (basic ? " Basic" : page.challenges());
  }

  private static String statuses(Map<String, String> seen) {
    return statuses(
        seen,
        "GET /open",
        "GET /member/list",
        "GET /admin/list",
        "GET /any/list",
        "GET /posted",
        "GET /nobody",
        "GET /annotated");
  }

  private static String postStatuses(Map<String, String> seen) {
    return statuses(
        seen,
        "POST /open",
        "POST /member/list",
        "POST /admin/list",
        "POST /posted",
        "POST /nobody",
        "POST /annotated");
  }

  private static String statuses(Map<String, String> seen, String... requests) {
    List<String> statuses = new ArrayList<>();
    for (String request : requests) {
      statuses.add(seen.get(request).split(" ")[0]);
    }
    return String.join(" ", statuses);
  }

  /** The control: one node, the application without us. */
  private static Browser alone(String application) {
    return new Browser(List.of(NODES.get(0).at("/" + application)));
  }

  private static Browser everywhere(String application) {
    return new Browser(NODES.stream().map(node -> node.at("/" + application)).toList());
  }
}
