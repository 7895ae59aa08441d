package org.jwtfilter.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The options about proxies, binding and guessing. */
class ClientOptionsTest {
  private static ParsedConfig parsed(String... namesAndValues) {
    List<Setting> settings = new java.util.ArrayList<>();
    settings.add(new Setting("keys", "hmac:env:KEY", "web.xml"));
    for (int i = 0; i < namesAndValues.length; i += 2) {
      settings.add(new Setting(namesAndValues[i], namesAndValues[i + 1], "web.xml"));
    }
    return ConfigReader.parse(
        settings, (kind, name) -> Optional.empty(), new Defaults("/shop", Duration.ofMinutes(30)));
  }

  private static JwtConfig config(String... namesAndValues) {
    return parsed(namesAndValues).require(List.of());
  }

  private static List<String> problems(String... namesAndValues) {
    return parsed(namesAndValues).problems().stream().map(ConfigProblem::toString).toList();
  }

  private static boolean trusted(String proxies, String address) {
    return config("trusted-proxies", proxies).get(Options.TRUSTED_PROXIES).stream()
        .anyMatch(one -> one.contains(IpAddress.parse(address).orElseThrow()));
  }

  @ParameterizedTest
  @CsvSource({
    "192.0.2.7, 192.0.2.7, 192.0.2.8",
    "10.0.0.0/8, 10.255.255.255, 11.0.0.0",
    "192.0.2.128/25, 192.0.2.128, 192.0.2.127",
    "2001:db8::/32, 2001:db8:ffff::1, 2001:db9::",
    "2001:db8::1, 2001:db8::1, 2001:db8::2",
    "loopback, 127.9.9.9, 128.0.0.1",
    "loopback, ::1, ::2",
    "private, 172.31.255.255, 172.32.0.0",
    "private, 192.168.1.1, 192.169.0.0",
    "private, fdff::1, fe00::",
    "'1.1.1.1, 10.0.0.0/8 loopback', 127.0.0.1, 1.1.1.2",
    "::/0, 2001:db8::1, 192.0.2.7",
    "0.0.0.0/0, 192.0.2.7, 2001:db8::1",
  })
  void proxies_containWhatTheySay_andNothingBeside(String proxies, String in, String out) {
    assertTrue(trusted(proxies, in));
    assertFalse(trusted(proxies, out));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "proxy.shop.example",
        "localhost",
        "10.0.0.1/8",
        "10.0.0.0/33",
        "10.0.0.0/08",
        "10.0.0.0/-1",
        "10.0.0.0/",
        "/8",
        "::ffff:10.0.0.0/104",
        "2001:db8::/129",
        "10.0.0",
        "*",
        "all",
        "10.0.0.1-9"
      })
  void proxies_thatAreNoAddresses_areRefused(String proxies) {
    assertEquals(
        List.of(
            "trusted-proxies: \""
                + proxies
                + "\" is neither an address, a network such as 10.0.0.0/8 or 2001:db8::/32 whose"
                + " other bits are zero, loopback nor private; names of hosts are not looked up"
                + " (web.xml)"),
        problems("trusted-proxies", proxies));
  }

  @Test
  void proxyHeader_withoutProxies_isAProblem() {
    assertEquals(
        List.of(
            "proxy-header: is of no use without trusted-proxies; name them or remove it (web.xml)"),
        problems("proxy-header", "forwarded"));
  }

  @Test
  void everybodyAsProxy_isAWarning() {
    assertTrue(
        config("trusted-proxies", "0.0.0.0/0")
            .warnings()
            .contains(
                "trusted-proxies=0.0.0.0/0: anybody can pretend to come from any address, and by"
                    + " HTTPS; name your proxies only (web.xml)"));
  }

  @Test
  void binding_isReadAsWritten_andAsksForALoginUnlessItSays() {
    assertEquals(List.of(), config().get(Options.BIND));
    assertEquals(List.of(), config("bind", "none").get(Options.BIND));
    assertEquals(
        "[fingerprint:reject, ip-prefix:log, user-agent:step-up, ip:step-up]",
        config("bind", "fingerprint:reject, ip-prefix:LOG\n user-agent:step-up ip")
            .get(Options.BIND)
            .toString());
  }

  @ParameterizedTest
  @CsvSource({
    "fingerprint:kill, '\"kill\" is not one of log, step-up, reject'",
    "cookie, '\"cookie\" is not one of user-agent, ip, ip-prefix, fingerprint'",
    "ip:, '\"\" is not one of log, step-up, reject'",
    "'ip:log, ip:reject', '\"ip:log, ip:reject\" names a kind twice; keep the one whose mode you mean'",
  })
  void binding_thatSaysSomethingElse_isRefused(String bind, String words) {
    assertEquals(List.of("bind: " + words + " (web.xml)"), problems("bind", bind));
  }

  @Test
  void addressThatMayNotChange_isAWarning() {
    assertEquals(1, config("bind", "ip:reject").warnings().size());
    assertEquals(List.of(), config("bind", "ip:log, ip-prefix, fingerprint:reject").warnings());
  }

  @Test
  void attempts_areANumber_orOff() {
    assertEquals(10, config().get(Options.LOGIN_ATTEMPTS).most());
    assertEquals(1, config("login-attempts", "1").get(Options.LOGIN_ATTEMPTS).most());
    assertEquals(1000, config("login-attempts", "1000").get(Options.LOGIN_ATTEMPTS).most());
    assertTrue(config("login-attempts", "off").get(Options.LOGIN_ATTEMPTS).off());
    for (String wrong : List.of("0", "1001", "-1", "ten", "10000")) {
      assertEquals(
          List.of(
              "login-attempts: \""
                  + wrong
                  + "\" is neither a number from 1 to 1000 nor off (web.xml)"),
          problems("login-attempts", wrong));
    }
  }

  @Test
  void noLimitOfAttempts_isAWarning_andADelayWithoutOneAProblem() {
    assertEquals(
        List.of(
            "login-attempts=off: passwords can be guessed as fast as the server answers; use 10"
                + " (web.xml)"),
        config("login-attempts", "off").warnings());
    assertEquals(
        List.of("login-delay: is of no use with login-attempts=off; remove one of them (web.xml)"),
        problems("login-attempts", "off", "login-delay", "5m"));
  }

  @Test
  void proofs_areOff_unlessTheConfigurationSaysSo() {
    assertEquals(DpopMode.OFF, config().get(Options.DPOP));
    assertEquals(List.of(), config().warnings());
    assertEquals(DpopMode.ACCEPT, config("dpop", "accept").get(Options.DPOP));
    assertEquals(DpopMode.REQUIRE, config("dpop", "REQUIRE").get(Options.DPOP));
    assertEquals(
        List.of("dpop: \"on\" is not one of off, accept, require (web.xml)"),
        problems("dpop", "on"));
  }

  @Test
  void whatBelongsToProofs_withoutThem_isAProblem() {
    String words = ": is of no use with dpop=off; set dpop to accept or require, or remove it";
    assertEquals(List.of("dpop-nonce" + words + " (web.xml)"), problems("dpop-nonce", "on"));
    assertEquals(
        List.of("dpop-origins" + words + " (web.xml)"),
        problems("dpop-origins", "https://shop.example"));
  }

  @Test
  void proofs_withoutTokensInHeaders_areAProblem() {
    assertEquals(
        List.of(
            "dpop: needs tokens in headers, since no proof comes with others; add header to"
                + " token-from (web.xml)"),
        problems("dpop", "accept", "token-from", "cookie"));
  }

  @Test
  void originsOfProofs_areOriginsAndNothingElse() {
    assertEquals(
        "[https://shop.example, http://localhost:8080]",
        config("dpop", "accept", "dpop-origins", "HTTPS://shop.example:443 http://localhost:8080")
            .get(Options.DPOP_ORIGINS)
            .toString());
    for (String wrong : List.of("*", "shop.example", "https://shop.example/x")) {
      assertEquals(1, problems("dpop", "accept", "dpop-origins", wrong).size(), wrong);
    }
  }

  @Test
  void proofsThatNodesDoNotShare_andServicesThatWouldGetBoundTokens_areWarnings() {
    assertEquals(
        List.of(
            "dpop=accept: the store is memory:local, so each node by itself sees to it that a proof"
                + " is used once only; name a store that all nodes share, or mind that there is but"
                + " one node (web.xml)"),
        config("dpop", "accept").warnings());
    assertEquals(
        List.of(), config("dpop", "accept", "store", "jdbc:java:comp/env/jdbc/x").warnings());
    String services = "https://api.example\nhttps://orders.example=orders";
    List<String> warnings =
        config(
                "dpop",
                "accept",
                "store",
                "jdbc:java:comp/env/jdbc/x",
                "exchange",
                "orders=*",
                "forward-to",
                services)
            .warnings();
    assertEquals(1, warnings.size(), warnings::toString);
    assertTrue(warnings.get(0).contains("nothing where that is bound to a key (dpop)"));
  }
}
