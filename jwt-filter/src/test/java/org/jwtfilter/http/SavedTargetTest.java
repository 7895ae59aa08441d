package org.jwtfilter.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** CWE-601: the target after a login is a path on this server, whatever the cookie says. */
class SavedTargetTest {
  private final SavedTarget target = new SavedTarget(Fixture.cookies());

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/shop/mine",
        "/shop/mine?x=1&y=%20",
        "/",
        "/shop/a:b",
        "/shop/?next=//evil.example",
        "/shop/?next=https://evil.example",
        "/shop/k%C3%A4se",
        "/shop/x?q=a|b",
        "/shop/@x"
      })
  void target_onThisServer_comesBack(String path) {
    FakeExchange exchange = FakeExchange.get("/mine");
    target.save(exchange, path);
    FakeExchange login = exchange.next(FakeExchange.of("POST", "/j_security_check"));
    assertEquals(Optional.of(path), target.take(login));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "shop",
        "//evil.example",
        "///evil.example",
        "/\\evil.example",
        "\\\\evil.example",
        "/\t/evil.example",
        "/shop\r\nSet-Cookie: a=b",
        "/\u0000",
        "/ /evil",
        "/a b",
        "https://evil.example",
        "https:/evil.example",
        "javascript:alert(1)",
        "data:text/html,x",
        "http:evil.example",
        "@evil.example",
        "https://shop.example@evil.example/",
        "/%2fevil.example",
        "/%2F%2Fevil.example",
        "/%5cevil.example",
        "/%5C%5Cevil.example",
        "/%09/evil.example",
        "/%00",
        "/%0d%0aSet-Cookie:%20a=b",
        "/shop//evil.example",
        "/.//evil.example",
        "/%zz",
        "/k\u00e4se",
        "/\u2028",
        "/x[",
        "?x=//evil",
        "#x"
      })
  void target_thatCouldLeadElsewhere_isNeitherKeptNorFollowed(String path) {
    FakeExchange exchange = FakeExchange.get("/mine");
    target.save(exchange, path);
    assertTrue(exchange.set.isEmpty());
    assertEquals(Optional.empty(), target.take(forged(path)));
  }

  private static FakeExchange forged(String path) {
    String value =
        Base64.getUrlEncoder()
            .withoutPadding()
            .encodeToString(path.getBytes(StandardCharsets.UTF_8));
    return FakeExchange.get("/").cookie("jwt-target", value);
  }

  @Test
  void target_ofTwoKilobytes_isTheLongest() {
    assertTrue(SavedTarget.safe("/" + "a".repeat(2047)));
    assertFalse(SavedTarget.safe("/" + "a".repeat(2048)));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "%", "a=b", "====", "L3Nob3A\u00e4"})
  void cookie_thatIsNoTarget_leadsNowhere(String value) {
    assertEquals(Optional.empty(), target.take(FakeExchange.get("/").cookie("jwt-target", value)));
  }

  @Test
  void target_isForgottenOnceTaken() {
    FakeExchange exchange = forged("/shop/mine");
    target.take(exchange);
    assertTrue(exchange.set.get("jwt-target").line().contains("Max-Age=0"));
  }

  @Test
  void nothingKept_nothingTaken_nothingDeleted() {
    FakeExchange exchange = FakeExchange.get("/");
    assertEquals(Optional.empty(), target.take(exchange));
    assertTrue(exchange.set.isEmpty());
  }
}
