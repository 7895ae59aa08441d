package org.jwtfilter.store.redis;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.Key;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Random;
import java.util.Set;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocketFactory;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.jwtfilter.store.Store;
import org.jwtfilter.store.StoreException;
import org.jwtfilter.store.StoreSettings;
import org.jwtfilter.store.Stores;
import org.jwtfilter.store.testkit.RedisServer;

/** A real Redis that speaks TLS only, with a certificate for localhost. */
@Timeout(60)
class RedisTlsTest {
  private static final char[] PASSWORD = "changeit".toCharArray();

  /** A busy machine's first handshake takes its time. */
  private static final Duration AMPLE = Duration.ofSeconds(20);

  private static final Duration SHORT = Duration.ofMillis(700);

  @TempDir static Path directory;

  private static RedisServer server;
  private static SSLSocketFactory trust;

  @BeforeAll
  static void start() throws Exception {
    KeyStore keys = keys();
    Path certificate = pem("certificate", "CERTIFICATE", keys.getCertificate("redis").getEncoded());
    Key key = keys.getKey("redis", PASSWORD);
    Path privateKey = pem("key", "PRIVATE KEY", key.getEncoded());
    trust = trusting(keys.getCertificate("redis"));
    int port = RedisServer.freePort();
    server =
        RedisServer.start(
            port,
            "port 0",
            "tls-port " + port,
            "tls-cert-file " + certificate,
            "tls-key-file " + privateKey,
            "tls-ca-cert-file " + certificate,
            "tls-auth-clients no");
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  /** Every JDK has keytool. */
  private static KeyStore keys() throws Exception {
    Path file = directory.resolve("keys.p12");
    Path keytool = Path.of(System.getProperty("java.home"), "bin", "keytool");
    String command =
        keytool
            + " -genkeypair -alias redis -keyalg EC -groupname secp256r1 -validity 2"
            + " -dname CN=redis -ext san=dns:localhost -storetype PKCS12 -storepass changeit"
            + " -keystore "
            + file;
    Process process = new ProcessBuilder(command.split(" ")).redirectErrorStream(true).start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertTrue(process.waitFor() == 0, said);
    KeyStore keys = KeyStore.getInstance("PKCS12");
    try (InputStream in = Files.newInputStream(file)) {
      keys.load(in, PASSWORD);
    }
    return keys;
  }

  private static Path pem(String name, String what, byte[] der) throws IOException {
    String text =
        "-----BEGIN %s-----\n%s\n-----END %s-----\n"
            .formatted(what, Base64.getMimeEncoder().encodeToString(der), what);
    return Files.writeString(directory.resolve(name + ".pem"), text);
  }

  private static SSLSocketFactory trusting(Certificate certificate)
      throws GeneralSecurityException, IOException {
    KeyStore trusted = KeyStore.getInstance("PKCS12");
    trusted.load(null, null);
    trusted.setCertificateEntry("redis", certificate);
    TrustManagerFactory factory =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    factory.init(trusted);
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(null, factory.getTrustManagers(), null);
    return context.getSocketFactory();
  }

  private static Store open(String host, SSLSocketFactory trust, Duration timeout) {
    StoreSettings settings =
        new StoreSettings("rediss://" + host + ":" + server.port(), timeout, Clock.systemUTC(), "");
    return Stores.over(RedisStore.open(RedisUri.parse(settings), settings, trust), settings);
  }

  private static Instant later() {
    return Instant.now().plusSeconds(3600);
  }

  @Test
  void a_trusted_server_is_talked_to() {
    byte[] large = new byte[Store.MAX_VALUE];
    new Random(7).nextBytes(large);
    try (Store store = open("localhost", trust, AMPLE)) {
      store.write("key", large, later());
      assertArrayEquals(large, store.read(Set.of("key")).get("key"));
      assertTrue(store.replace("key", large, new byte[] {1}, later()));
    }
  }

  @Test
  void a_server_with_the_certificate_of_another_host_is_refused() {
    try (Store store = open("127.0.0.1", trust, AMPLE)) {
      refused(store, "No subject alternative names matching IP address 127.0.0.1 found");
    }
  }

  @Test
  void a_server_that_nobody_vouches_for_is_refused() {
    try (Store store = open("localhost", (SSLSocketFactory) SSLSocketFactory.getDefault(), AMPLE)) {
      refused(store, "unable to find valid certification path");
    }
  }

  private static void refused(Store store, String words) {
    StoreException refused = assertThrows(StoreException.class, () -> store.read(Set.of("key")));
    assertTrue(refused.getMessage().contains(words), refused.getMessage());
  }

  @Test
  void a_frozen_server_holds_no_call_longer_than_the_timeout() {
    byte[] large = new byte[Store.MAX_VALUE];
    try (Store store = open("localhost", trust, SHORT)) {
      RedisOutageTest.eventually(() -> store.write("key", large, later()));
      server.freeze();
      for (int i = 0; i < 2; i++) {
        long start = System.nanoTime();
        assertThrows(StoreException.class, () -> store.write("key", large, later()));
        assertTrue(System.nanoTime() - start < SHORT.toNanos() + 500_000_000L);
      }
      server.unfreeze();
      RedisOutageTest.eventually(() -> store.write("key", large, later()));
    } finally {
      server.unfreeze();
    }
  }

  @Test
  void a_server_that_speaks_no_tls_is_refused_in_time() {
    try (RedisServer plain = RedisServer.start()) {
      StoreSettings settings =
          new StoreSettings("rediss://localhost:" + plain.port(), SHORT, Clock.systemUTC(), "");
      try (Store store = Stores.open(settings)) {
        assertThrows(StoreException.class, () -> store.read(Set.of("key")));
      }
    }
  }
}
