package org.jwtfilter.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Proxies 10.0.0.0/8 and fd00::1 are trusted. */
class ProxiesTest {
  private static final Proxies X_FORWARDED =
      Proxies.of(Fixture.config("trusted-proxies", "10.0.0.0/8, fd00::1"));
  private static final Proxies FORWARDED =
      Proxies.of(
          Fixture.config("trusted-proxies", "10.0.0.0/8, fd00::1", "proxy-header", "forwarded"));

  private static Proxies.Client client(Proxies proxies, String peer, String... headers) {
    FakeExchange exchange = FakeExchange.get("/");
    for (int i = 0; i < headers.length; i += 2) {
      exchange.header(headers[i], headers[i + 1]);
    }
    return proxies.client(peer, false, exchange::headers);
  }

  private static String forwardedFor(String peer, String value) {
    return client(X_FORWARDED, peer, "X-Forwarded-For", value).address();
  }

  private static String standardFor(String peer, String value) {
    return client(FORWARDED, peer, "Forwarded", value).address();
  }

  @Test
  void withoutProxies_nobodyIsBelieved() {
    Proxies none = Proxies.of(Fixture.config());
    assertTrue(none.none());
    assertEquals(
        new Proxies.Client("10.0.0.1", false, Optional.empty()),
        client(none, "10.0.0.1", "X-Forwarded-For", "1.2.3.4", "X-Forwarded-Proto", "https"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"192.0.2.7", "11.0.0.1", "fd00::2", "", "unknown", "10.0.0.1.example"})
  void peerThatIsNoTrustedProxy_isTheClient_whateverItSays(String peer) {
    for (Proxies proxies : List.of(X_FORWARDED, FORWARDED)) {
      assertEquals(
          new Proxies.Client(peer, false, Optional.empty()),
          client(
              proxies,
              peer,
              "X-Forwarded-For",
              "1.2.3.4",
              "X-Forwarded-Proto",
              "https",
              "X-Forwarded-Host",
              "shop.example",
              "Forwarded",
              "for=1.2.3.4;proto=https;host=shop.example"));
    }
  }

  @Test
  void headerThatProxiesDoNotWrite_isNotRead() {
    assertEquals("10.0.0.1", standardFor("10.0.0.1", ""));
    assertEquals("10.0.0.1", client(FORWARDED, "10.0.0.1", "X-Forwarded-For", "1.2.3.4").address());
    assertEquals("10.0.0.1", client(X_FORWARDED, "10.0.0.1", "Forwarded", "for=1.2.3.4").address());
    assertFalse(client(X_FORWARDED, "10.0.0.1", "Forwarded", "proto=https").secure());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "1.2.3.4 | 1.2.3.4",
        "1.2.3.4:5678 | 1.2.3.4",
        "2001:DB8::7 | 2001:db8::7",
        "[2001:db8::7] | 2001:db8::7",
        "[2001:db8::7]:443 | 2001:db8::7",
        "::ffff:1.2.3.4 | 1.2.3.4",
        "9.9.9.9, 1.2.3.4 | 1.2.3.4",
        "9.9.9.9, 1.2.3.4, 10.0.0.2 | 1.2.3.4",
        "9.9.9.9, 1.2.3.4, fd00::1,10.0.0.2 | 1.2.3.4",
        "10.0.0.3, 10.0.0.2 | 10.0.0.3",
        "9.9.9.9, garbage, 10.0.0.2 | 10.0.0.2",
        "9.9.9.9, , 10.0.0.2 | 10.0.0.2",
        "9.9.9.9, \", 10.0.0.2 | 10.0.0.2",
        "unknown | 10.0.0.1",
        "shop.example | 10.0.0.1",
        "1.2.3.4:http | 10.0.0.1",
        "[1.2.3.4 | 10.0.0.1",
        "1.2.3.4 5.6.7.8 | 10.0.0.1",
      })
  void xForwardedFor_isReadFromTheRight_untilTheFirstWhoIsNotTrusted(String value, String client) {
    assertEquals(client, forwardedFor("10.0.0.1", value));
  }

  @Test
  void xForwardedFor_inSeveralLines_isOne() {
    assertEquals(
        "1.2.3.4",
        client(
                X_FORWARDED,
                "10.0.0.1",
                "X-Forwarded-For",
                "9.9.9.9",
                "X-Forwarded-For",
                "1.2.3.4",
                "X-Forwarded-For",
                "10.0.0.3, 10.0.0.2")
            .address());
  }

  @Test
  void peerWithinALink_isTrustedWithoutItsZone() {
    Proxies linked = Proxies.of(Fixture.config("trusted-proxies", "fe80::/10"));
    assertEquals(
        "1.2.3.4",
        client(linked, "fe80:0:0:0:0:0:0:1%eth0", "X-Forwarded-For", "1.2.3.4").address());
  }

  /** The client came by https to the first of two proxies, which asked the second by http. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        // for | proto | secure
        "1.2.3.4 | https | true",
        "1.2.3.4 | HTTPS | true",
        "1.2.3.4 | http | false",
        "1.2.3.4 | ftp | false",
        "1.2.3.4 | https, http | false", // a client's, and the proxy's
        "1.2.3.4 | http, https | true",
        "1.2.3.4, 10.0.0.2 | https, http | true",
        "1.2.3.4, 10.0.0.2 | https | true",
        "9.9.9.9, 1.2.3.4 | https, http | false",
        "garbage | https | true",
      })
  void xForwardedProto_isThatOfTheProxyWhomTheClientAsked(
      String hops, String proto, boolean secure) {
    assertEquals(
        secure,
        client(X_FORWARDED, "10.0.0.1", "X-Forwarded-For", hops, "X-Forwarded-Proto", proto)
            .secure());
  }

  @Test
  void proxyThatIsAskedByHttp_andAsksByHttps_saysSo() {
    FakeExchange exchange =
        FakeExchange.get("/")
            .header("X-Forwarded-For", "1.2.3.4")
            .header("X-Forwarded-Proto", "http");
    assertFalse(X_FORWARDED.client("10.0.0.1", true, exchange::headers).secure());
    assertTrue(X_FORWARDED.client("10.0.0.1", true, FakeExchange.get("/")::headers).secure());
  }

  @ParameterizedTest
  @ValueSource(strings = {"shop.example", "shop.example:8443", "[2001:db8::1]:443", "192.0.2.1"})
  void xForwardedHost_isTheHost(String host) {
    assertEquals(
        Optional.of(host),
        client(X_FORWARDED, "10.0.0.1", "X-Forwarded-For", "1.2.3.4", "X-Forwarded-Host", host)
            .host());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "shop.example/x", "a@b", "shop example", "shop:http", "ex\u00e4mple", "a\\b"})
  void xForwardedHost_thatIsNone_isIgnored(String host) {
    assertEquals(
        Optional.empty(), client(X_FORWARDED, "10.0.0.1", "X-Forwarded-Host", host).host());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '#',
      value = {
        "for=1.2.3.4 | 1.2.3.4",
        "FOR=\"1.2.3.4:47011\" | 1.2.3.4",
        "For=\"[2001:db8:cafe::17]:4711\" | 2001:db8:cafe::17",
        "for=192.0.2.60;proto=http;by=203.0.113.43 | 192.0.2.60",
        "for = 1.2.3.4 ; proto = https | 1.2.3.4",
        "for=9.9.9.9, for=1.2.3.4, for=10.0.0.2 | 1.2.3.4",
        "for=9.9.9.9, for=\", for=10.0.0.2 | 10.0.0.2",
        "for=\"9.9.9.9, for=1.2.3.4 | 1.2.3.4",
        "for=\"9.9.9.9, for=1.2.3.4\" | 10.0.0.1",
        "for=9.9.9.9;for=8.8.8.8, for=10.0.0.2 | 10.0.0.2",
        "for=unknown, for=10.0.0.2 | 10.0.0.2",
        "for=_hidden | 10.0.0.1",
        "for=9.9.9.9, proto=https | 10.0.0.1",
        "for=\"1.2.3.\\4\" | 10.0.0.1",
        "for=shop.example | 10.0.0.1",
        "for=1.2.3.4;; | 10.0.0.1",
        "1.2.3.4 | 10.0.0.1",
      })
  void forwarded_isReadFromTheRight_untilTheFirstWhoIsNotTrusted(String value, String client) {
    assertEquals(client, standardFor("10.0.0.1", value));
  }

  @Test
  void forwarded_givesSchemeAndHost_asTheProxySawThem_whomTheClientAsked() {
    Proxies.Client client =
        client(
            FORWARDED,
            "10.0.0.1",
            "Forwarded",
            "for=1.2.3.4;proto=https;host=\"shop.example:8443\"",
            "Forwarded",
            "for=10.0.0.2;proto=http;host=inner");
    assertEquals(new Proxies.Client("1.2.3.4", true, Optional.of("shop.example:8443")), client);
  }

  @Test
  void forwarded_fromAClient_saysNothing_beforeWhatTheProxyAdds() {
    Proxies.Client client =
        client(
            FORWARDED,
            "10.0.0.1",
            "Forwarded",
            "for=9.9.9.9;proto=https;host=evil.example, for=1.2.3.4;proto=http");
    assertEquals(new Proxies.Client("1.2.3.4", false, Optional.empty()), client);
  }

  @Test
  void longHeaders_takeNoTime() {
    List<String> values = new ArrayList<>();
    for (String piece : List.of("10.0.0.1,", ",", "\"", "for=10.0.0.1,", "for=\"", ";", "[", ":")) {
      values.add(piece.repeat(50_000));
    }
    assertTimeoutPreemptively(
        Duration.ofSeconds(10),
        () ->
            values.forEach(
                value -> {
                  forwardedFor("10.0.0.1", value);
                  standardFor("10.0.0.1", value);
                }));
  }
}
