package org.jwtfilter.http;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.jwtfilter.Account;
import org.jwtfilter.JwtEvents;
import org.jwtfilter.Reason;
import org.jwtfilter.SettableClock;
import org.jwtfilter.key.KeyLoader;
import org.jwtfilter.key.KeyServer;

/** Keys are changed under an application that goes on, and under those who verify its tokens. */
class KeyRotationTest {
  private static final Duration INTERVAL = Duration.ofSeconds(60);
  private static final String OLD = "Tq7vX2mB9sLk4Rw8Zc1Yd6Nf3Hg5Jp0Ua";
  private static final String NEW = "b8RkW1nZ5xQ3vT7mC9yJ2gL6pD4sF0hEo";

  @TempDir private Path folder;

  private final SettableClock clock = new SettableClock(Instant.parse("2026-11-22T12:00:00Z"));
  private final List<AutoCloseable> open = new ArrayList<>();
  private final List<String> heard = new ArrayList<>();

  @AfterEach
  void close() throws Exception {
    for (AutoCloseable one : open) {
      one.close();
    }
  }

  // --- one application on two nodes ---

  @Test
  void login_outlivesTheRotation_onEveryNode_andNewTokensWaitForAllNodes() throws Exception {
    secrets(OLD);
    JwtRuntime one = node("keys", lines());
    JwtRuntime other = node("keys", lines());
    String before = login(one);
    secrets(NEW, OLD);
    reload(one);
    String between = login(one);
    assertEquals("ann", caller(other, between), "who has not looked yet knows what is signed");
    reload(other);
    assertEquals("ann", caller(one, before));
    clock.advance(INTERVAL.multipliedBy(2));
    one.watch().look();
    String after = login(one);
    assertNotEquals(kid(before), kid(after));
    assertEquals(kid(before), kid(between));
    assertEquals("ann", caller(other, after));
    secrets(NEW);
    reload(other);
    assertEquals("ann", caller(other, after));
    assertEquals(Reason.SIGNATURE, refusal(other, before));
  }

  @Test
  void key_thatWasStolen_isWithdrawnAtTheNextLook_alsoForTokensSeenBefore() throws Exception {
    secrets(OLD);
    JwtRuntime node = node("keys", lines());
    String token = login(node);
    assertEquals("ann", caller(node, token));
    secrets(NEW);
    assertEquals("ann", caller(node, token));
    reload(node);
    assertEquals(Reason.SIGNATURE, refusal(node, token));
    assertEquals("ann", caller(node, login(node)));
  }

  @Test
  void filesThatCannotBeUsed_changeNothing_andAreHeardOf() throws Exception {
    secrets(OLD);
    JwtRuntime node = node("keys", lines(), "session", "token");
    String token = login(node);
    secrets("short");
    reload(node);
    assertEquals("ann", caller(node, token));
    Files.delete(folder.resolve("secrets"));
    reload(node);
    assertEquals("ann", caller(node, token));
    secrets(OLD);
    reload(node);
    assertEquals("ann", caller(node, token));
    assertEquals(6, heard.size(), heard::toString);
    assertTrue(heard.get(0).startsWith("keys not"), heard::toString);
    assertTrue(heard.stream().noneMatch(one -> one.contains(OLD) || one.contains("short ")));
  }

  @Test
  void folderThatIsReplacedBehindALink_isSeen_asKubernetesDoesIt() throws Exception {
    Path first = Files.createDirectory(folder.resolve("..2026_01"));
    Path second = Files.createDirectory(folder.resolve("..2026_02"));
    Files.writeString(first.resolve("secrets"), OLD);
    Files.writeString(second.resolve("secrets"), NEW);
    Path data = Files.createSymbolicLink(folder.resolve("..data"), first);
    Files.createSymbolicLink(folder.resolve("secrets"), data.resolve("secrets"));
    JwtRuntime node = node("keys", lines());
    String token = login(node);
    Path next = Files.createSymbolicLink(folder.resolve("..data_tmp"), second);
    Files.move(next, data, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    reload(node);
    assertEquals(Reason.SIGNATURE, refusal(node, token));
  }

  @Test
  void runtimeThatIsClosed_looksNoMore() throws Exception {
    secrets(OLD);
    Set<Thread> others = looking();
    JwtRuntime node = node("keys", lines());
    Set<Thread> own = looking();
    own.removeAll(others);
    assertEquals(1, own.size());
    node.close();
    Thread thread = own.iterator().next();
    thread.join(30_000);
    assertEquals(false, thread.isAlive());
  }

  private static Set<Thread> looking() {
    return Thread.getAllStackTraces().keySet().stream()
        .filter(one -> one.getName().equals("jwt-filter key files"))
        .collect(Collectors.toSet());
  }

  // --- those who verify our tokens ---

  @Test
  void verifier_thatReadsOurKeySet_followsTheRotation() throws Exception {
    pem("current", "ec-P-256-pkcs8.pem");
    pem("previous", "ec-P-256-pkcs8.pem");
    JwtRuntime shop = node("keys", pems(), "jwks", "/jwks", "login", "/login", "issuer", "shop");
    KeyServer server = serving(shop);
    JwtRuntime orders = node("keys", "jwks:" + server.url() + "/jwks", "issuer", "shop");
    String before = login(shop);
    assertEquals("ann", caller(orders, before));

    pem("current", "rsa-pkcs8.pem");
    reload(shop);
    String between = login(shop);
    assertEquals(kid(before), kid(between));
    assertEquals("ann", caller(orders, between));
    clock.advance(INTERVAL.multipliedBy(2));
    shop.watch().look();
    int asked = server.asked().size();
    String after = login(shop);
    assertNotEquals(kid(before), kid(after));
    assertEquals("ann", caller(orders, after));
    assertEquals("ann", caller(orders, before));
    assertTrue(server.asked().size() <= asked + 1);

    pem("previous", "rsa-pkcs8.pem");
    reload(shop);
    assertEquals(Reason.ALGORITHM, refusal(shop, before));
    clock.advance(INTERVAL);
    caller(orders, login(shop));
    assertEquals(Reason.ALGORITHM, refusal(orders, before));
    assertEquals("ann", caller(orders, login(shop)));
  }

  // --- fixture ---

  private JwtRuntime node(String... namesAndValues) {
    JwtRuntime runtime =
        JwtRuntime.start(
            Fixture.parsed(namesAndValues),
            new KeyLoader(
                KeyLoader.Resources.of(KeyRotationTest.class.getClassLoader()),
                name -> Optional.empty()),
            Duration.ofMinutes(30),
            clock,
            events());
    open.add(runtime);
    return runtime;
  }

  private JwtEvents events() {
    return new JwtEvents() {
      @Override
      public void keysReloaded(String option, String keys) {
        heard.add(option + " are " + keys);
      }

      @Override
      public void keysNotReloaded(String option, String why) {
        heard.add(option + " not: " + why);
      }
    };
  }

  /** The first look finds the change, the second, a moment later, believes it. */
  private static void reload(JwtRuntime node) {
    assertTrue(node.watch().look());
    node.watch().look();
  }

  private String lines() {
    return "hmac:lines:" + folder.resolve("secrets");
  }

  private String pems() {
    return "pem:" + folder.resolve("current") + ", pem:" + folder.resolve("previous");
  }

  private void secrets(String... lines) throws IOException {
    Files.write(folder.resolve("secrets"), List.of(lines));
  }

  private void pem(String name, String resource) throws IOException {
    try (InputStream in = KeyRotationTest.class.getResourceAsStream("/keys/" + resource)) {
      Files.write(folder.resolve(name), in.readAllBytes());
    }
  }

  private KeyServer serving(JwtRuntime shop) throws IOException {
    KeyServer server = new KeyServer();
    open.add(server);
    server.handle(
        request -> {
          FakeExchange exchange = FakeExchange.get(request.getRequestURI().getPath());
          shop.keySet().handled(exchange);
          exchange.answered.forEach(request.getResponseHeaders()::set);
          KeyServer.answer(request, exchange.status, exchange.contentType, exchange.body);
        });
    return server;
  }

  private static String login(JwtRuntime node) {
    return node.logins()
        .begin(FakeExchange.of("POST", "/login"), new Account("ann", Set.of()))
        .orElseThrow()
        .token()
        .jwt()
        .token();
  }

  private static String caller(JwtRuntime node, String token) throws Refused {
    return node.authenticator().authenticate(bearer(token)).orElseThrow().jwt().principalName();
  }

  private static Reason refusal(JwtRuntime node, String token) {
    return assertThrows(Refused.class, () -> node.authenticator().authenticate(bearer(token)))
        .reason();
  }

  private static FakeExchange bearer(String token) {
    return FakeExchange.get("/").header("Authorization", "Bearer " + token);
  }

  private static String kid(String token) {
    String header = new String(Base64.getUrlDecoder().decode(token.split("\\.")[0]), UTF_8);
    return header.replaceFirst(".*\"kid\":\"([^\"]*)\".*", "$1");
  }
}
