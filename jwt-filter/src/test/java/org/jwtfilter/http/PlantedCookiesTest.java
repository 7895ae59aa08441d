package org.jwtfilter.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTimeout;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.jwtfilter.Reason;

/** Cookies that somebody else has put beside ours (RFC 6265bis, 8.6: cookie tossing). */
class PlantedCookiesTest {
  private static FakeExchange page(String host, String path) {
    return FakeExchange.get(path).header("Host", host).cookie("jwt", "a").cookie("jwt", "b");
  }

  private static List<String> lines(FakeExchange exchange, String... settings) {
    Fixture.cookies(settings).values(exchange, "");
    return exchange.planted.lines(Integer.MAX_VALUE);
  }

  private static List<String> deletions(String... places) {
    return List.of(places).stream().map(place -> "jwt=; Max-Age=0; Path=" + place).toList();
  }

  @Test
  void everyPlace_thatItCanComeFrom_isCleared_butOurs() {
    assertEquals(
        deletions(
            "/; Domain=example.com",
            "/; Domain=app.example.com",
            "/",
            "/shop; Domain=example.com",
            "/shop; Domain=app.example.com",
            "/shop/; Domain=example.com",
            "/shop/; Domain=app.example.com",
            "/shop/",
            "/shop/cart; Domain=example.com",
            "/shop/cart; Domain=app.example.com",
            "/shop/cart"),
        lines(page("App.Example.com:8080", "/cart")));
  }

  @Test
  void ours_ofADomain_isSpared() {
    List<String> lines =
        lines(page("app.example.com", "/cart"), "cookie-domain", "example.com", "cookie-path", "/");
    assertFalse(lines.contains("jwt=; Max-Age=0; Path=/; Domain=example.com"));
    assertTrue(lines.contains("jwt=; Max-Age=0; Path=/; Domain=app.example.com"));
    assertTrue(lines.contains("jwt=; Max-Age=0; Path=/"));
  }

  @Test
  void oneCookie_orNone_isNothingToDelete() {
    assertEquals(List.of(), lines(FakeExchange.get("/x").cookie("jwt", "a")));
    assertEquals(List.of(), lines(FakeExchange.get("/x")));
  }

  @ParameterizedTest
  @ValueSource(strings = {"192.0.2.1", "192.0.2.1:80", "[2001:db8::1]:80", "localhost", "a.b.", ""})
  void hostWithoutParents_hasNoDomains(String host) {
    List<String> lines = lines(page(host, "/cart"));
    assertTrue(lines.stream().noneMatch(line -> line.contains("Domain")), lines::toString);
    assertTrue(lines.contains("jwt=; Max-Age=0; Path=/"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "a.example\r\nX: y",
        "a;b.example",
        "a.example; Path=/",
        "\u00e4.example",
        "a..example",
        ","
      })
  void host_thatIsNone_isInNoLine(String host) {
    assertTrue(lines(page(host, "/")).stream().noneMatch(line -> line.contains("Domain")));
  }

  @ParameterizedTest
  @ValueSource(strings = {"/a;b/c", "/a\r\nSet-Cookie: x=y/c", "/\u00e4/c", "/a b/c"})
  void path_thatCannotStandInACookie_isInNoLine(String path) {
    List<String> lines = lines(page("shop.example", path));
    assertTrue(lines.contains("jwt=; Max-Age=0; Path=/shop/"));
    assertTrue(
        lines.stream().allMatch(line -> line.matches("[ -~]+") && !line.contains("/c")),
        lines::toString);
  }

  @Test
  void overTls_partitionedOnesAreClearedToo() {
    FakeExchange page =
        FakeExchange.get("/")
            .overTls()
            .header("Host", "shop.example")
            .cookie("__Secure-jwt", "a")
            .cookie("__Secure-jwt", "b");
    List<String> lines = lines(page);
    assertTrue(
        lines.contains("__Secure-jwt=; Max-Age=0; Path=/; Domain=shop.example; Secure"),
        lines::toString);
    assertTrue(lines.contains("__Secure-jwt=; Max-Age=0; Path=/shop; Secure; Partitioned"));
    assertFalse(lines.contains("__Secure-jwt=; Max-Age=0; Path=/shop; Secure"));
    assertEquals(Set.copyOf(lines).size(), lines.size());
  }

  @Test
  void hostName_nobodyElseCanUse_butOurselvesWithAnotherPartition() {
    FakeExchange page =
        FakeExchange.get("/a/b")
            .overTls()
            .header("Host", "app.shop.example")
            .cookie("__Host-jwt", "a")
            .cookie("__Host-jwt", "b");
    assertEquals(
        List.of("__Host-jwt=; Max-Age=0; Path=/; Secure; Partitioned"),
        lines(page, "cookie-path", "/"));
    FakeExchange partitioned =
        FakeExchange.get("/").overTls().cookie("__Host-jwt", "a").cookie("__Host-jwt", "b");
    assertEquals(
        List.of("__Host-jwt=; Max-Age=0; Path=/; Secure; SameSite=None"),
        lines(
            partitioned,
            "cookie-path",
            "/",
            "cookie-partitioned",
            "on",
            "cookie-same-site",
            "None"));
  }

  @Test
  void lines_areBounded_howeverLongHostAndPathAre() {
    FakeExchange page = page("a.".repeat(100) + "example.com", "/x".repeat(500));
    page.cookie("jwt-out", "a").cookie("jwt-out", "b");
    lines(page);
    Fixture.cookies().values(page, "-out");
    int bytes = page.planted.lines(Integer.MAX_VALUE).stream().mapToInt(String::length).sum();
    assertTrue(bytes > 2000 && bytes <= PlantedCookies.MOST_BYTES, () -> "" + bytes);
  }

  @Test
  void longestRequest_costsNoMoreThanAnyOther() {
    FakeExchange page = page("a.".repeat(120) + "example.com", "/".repeat(8000));
    assertTimeout(java.time.Duration.ofSeconds(2), () -> lines(page));
    assertTrue(page.planted.lines(10_000).size() < 100);
  }

  @ParameterizedTest
  @CsvSource({"0, 0", "-5, 0", "40, 1", "22, 0"})
  void lines_takeNoMoreThanTheRoomThatIsLeft(int room, int lines) {
    FakeExchange page = page("localhost", "/");
    lines(page);
    assertEquals(lines, page.planted.lines(room).size());
  }

  // What is refused then, and what not

  @Test
  void twoLogins_areRefused_andNeitherIsTakenAway() {
    FakeExchange page = page("app.example.com", "/cart");
    Refused refused =
        assertThrows(
            Refused.class,
            () ->
                new Authenticator(
                        List.of(new CookieTransport(Fixture.cookies())),
                        Fixture.VERIFIER,
                        List.of())
                    .authenticate(page));
    assertEquals(Reason.TWO_TOKENS, refused.reason());
    assertTrue(refused.ambient() && refused.reason().sparesToken());
    assertFalse(page.planted.lines(10_000).isEmpty());
    assertEquals(Set.of(), page.set.keySet());
  }

  @ParameterizedTest
  @EnumSource(names = {"MALFORMED", "SIGNATURE", "UNKNOWN_KEY", "WRONG_ISSUER", "TOO_LONG"})
  void cookieThatWasNeverOurs_isTakenAwayFromEveryPlace(Reason reason) {
    assertTrue(
        forgotten(reason)
            .planted
            .lines(10_000)
            .contains("jwt=; Max-Age=0; Path=/; Domain=example.com"));
  }

  @ParameterizedTest
  @EnumSource(names = {"EXPIRED", "REVOKED", "LOGGED_OUT", "OTHER_CLIENT"})
  void cookieOfAFormerLogin_isTakenAwayFromItsOwnPlace(Reason reason) {
    assertEquals(List.of(), forgotten(reason).planted.lines(10_000));
  }

  private static FakeExchange forgotten(Reason reason) {
    FakeExchange page = FakeExchange.get("/x").header("Host", "a.example.com").cookie("jwt", "bad");
    try (World world = new World()) {
      world.shop.logins().forget(page, reason);
    }
    assertEquals("jwt=; Max-Age=0; Path=/shop; HttpOnly; SameSite=Lax", page.set.get("jwt").line());
    return page;
  }

  @Test
  void refreshCookies_marks_targetsAndTickets_areHealedToo() {
    CookieRules rules = Fixture.cookies();
    FakeExchange page = FakeExchange.get("/jwt/refresh").header("Host", "a.example.com");
    for (String suffix : List.of("-refresh", "-out", "-target", "-form-ticket")) {
      page.cookie("jwt" + suffix, "a").cookie("jwt" + suffix, "b");
    }
    assertEquals(Optional.empty(), new RefreshCookie(rules, "/shop/jwt/refresh").read(page));
    assertFalse(page.planted.deletes("jwt-refresh=; Max-Age=0; Path=/shop/jwt/refresh"));
    assertTrue(page.planted.deletes("jwt-refresh=; Max-Age=0; Path=/; Domain=example.com"));
    new LogoutMarks(rules, java.time.Duration.ofHours(1)).ended(page, "x");
    assertTrue(page.planted.deletes("jwt-out=; Max-Age=0; Path=/; Domain=example.com"));
    assertEquals(Optional.empty(), new SavedTarget(rules).take(page));
    assertTrue(page.planted.deletes("jwt-target=; Max-Age=0; Path=/; Domain=example.com"));
    rules.hostedValues(page, "-form-ticket");
    assertFalse(page.planted.deletes("jwt-form-ticket=; Max-Age=0; Path=/shop"));
  }
}
