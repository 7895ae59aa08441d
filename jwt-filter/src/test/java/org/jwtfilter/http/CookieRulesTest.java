package org.jwtfilter.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** RFC 6265bis, 4.1. */
class CookieRulesTest {
  private static String line(boolean secure, String... settings) {
    return Fixture.cookies(settings).set("", "v", secure).line();
  }

  @Test
  void plainRequest_getsAPlainCookie() {
    assertEquals("jwt=v; Path=/shop; HttpOnly; SameSite=Lax", line(false));
  }

  @Test
  void requestOverTls_getsASecureCookie_withThePrefixThatItsPathAllows() {
    assertEquals("__Secure-jwt=v; Path=/shop; HttpOnly; Secure; SameSite=Lax", line(true));
    assertEquals(
        "__Host-jwt=v; Path=/; HttpOnly; Secure; SameSite=Strict",
        line(true, "cookie-path", "/", "cookie-same-site", "Strict"));
    assertEquals(
        "__Secure-jwt=v; Path=/; Domain=shop.example; HttpOnly; Secure; SameSite=Lax",
        line(true, "cookie-path", "/", "cookie-domain", "shop.example"));
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void maxAge_isThatOfLoginAndSession_andOfNoOther(boolean secure) {
    CookieRules rules = Fixture.cookies("cookie-max-age", "1h", "cookie-path", "/");
    assertEquals(Optional.of("3600"), rules.set("", "v", secure).attribute("Max-Age"));
    assertEquals(
        Optional.of("3600"), rules.named("x", Optional.of("v"), secure).attribute("Max-Age"));
    assertEquals(
        Optional.of("60"), rules.set("", "v", Duration.ofMinutes(1), secure).attribute("Max-Age"));
    assertEquals(Optional.of("0"), rules.delete("", secure).attribute("Max-Age"));
    assertEquals(
        Optional.empty(), rules.scoped("-x", Optional.of("v"), "/a", secure).attribute("Max-Age"));
    SetCookie longest = rules.set("", "v", secure);
    assertEquals(
        longest.length() - longest.name().length() - "=v".length(), rules.attributeBytes(secure));
  }

  @Test
  void cookieSecure_overridesWhatTheRequestSays() {
    assertEquals(
        "__Secure-jwt=v; Path=/shop; HttpOnly; Secure; SameSite=Lax",
        line(false, "cookie-secure", "always"));
    assertEquals("jwt=v; Path=/shop; HttpOnly; SameSite=Lax", line(true, "cookie-secure", "never"));
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void nameWithPrefix_isTakenAsItIs_andAlwaysSecure(boolean secure) {
    assertEquals(
        "__Host-x=v; Path=/; HttpOnly; Secure; SameSite=Lax",
        line(secure, "cookie-name", "__Host-x"));
  }

  @Test
  void sameSiteNone_isAlwaysSecure() {
    assertEquals(
        "__Secure-jwt=v; Path=/shop; HttpOnly; Secure; SameSite=None",
        line(false, "cookie-same-site", "None"));
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void partitioned_isAlwaysSecure_onEveryKindOfCookie(boolean secure) {
    CookieRules rules = Fixture.cookies("cookie-partitioned", "on", "cookie-same-site", "None");
    String end = "; Secure; SameSite=None; Partitioned";
    assertEquals("__Secure-jwt=v; Path=/shop; HttpOnly" + end, rules.set("", "v", secure).line());
    assertEquals(
        "__Secure-jwt=; Max-Age=0; Path=/shop; HttpOnly" + end, rules.delete("", secure).line());
    assertEquals(
        "__Host-jwt-x=v; Max-Age=60; Path=/; HttpOnly" + end,
        rules.hosted("-x", Optional.of("v"), Duration.ofMinutes(1), secure).line());
    assertEquals(
        "__Secure-jwt-x=; Max-Age=0; Path=/a; HttpOnly" + end,
        rules.scoped("-x", Optional.empty(), "/a", secure).line());
    assertEquals(
        "XSRF-TOKEN=v; Path=/shop" + end,
        rules.readable("XSRF-TOKEN", Optional.of("v"), secure).line());
    assertEquals(
        rules.delete("", secure).length() - "__Secure-jwt=".length(), rules.attributeBytes(secure));
  }

  @Test
  void attributes_areFoundByTheirNames() {
    SetCookie cookie = new SetCookie("a", "v", "; Path=/x; Secure; SameSite=None");
    assertEquals(Optional.of("/x"), cookie.attribute("Path"));
    assertEquals(Optional.of(""), cookie.attribute("Secure"));
    assertEquals(Optional.empty(), cookie.attribute("Domain"));
    assertEquals(Optional.empty(), cookie.attribute("Same"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"on", "off"})
  void deletion_repeatsEveryAttribute(String partitioned) {
    for (boolean secure : List.of(true, false)) {
      deletionRepeatsEveryAttribute(secure, Fixture.cookies("cookie-partitioned", partitioned));
    }
  }

  private static void deletionRepeatsEveryAttribute(boolean secure, CookieRules rules) {
    String set = rules.set("-x", "v", secure).line();
    String attributes = set.substring(set.indexOf("; Path"));
    assertEquals(
        rules.name("-x", secure) + "=; Max-Age=0" + attributes, rules.delete("-x", secure).line());
    assertEquals(
        set.replace("; Path", "; Max-Age=60; Path"),
        rules.set("-x", "v", Duration.ofMinutes(1), secure).line());
    assertEquals(set, rules.named(rules.name("-x", secure), Optional.of("v"), secure).line());
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void attributeBytes_areThoseOfTheLongerLine(boolean secure) {
    CookieRules rules = Fixture.cookies();
    SetCookie gone = rules.delete("", secure);
    assertEquals(gone.length() - gone.name().length() - 1, rules.attributeBytes(secure));
  }

  @Test
  void line_belongsToTheCookieOfExactlyThatName() {
    assertTrue(SetCookie.sets("jwt=x; Path=/", "jwt"));
    assertFalse(SetCookie.sets("jwt-session=x", "jwt"));
    assertFalse(SetCookie.sets("jw", "jwt"));
    assertFalse(SetCookie.sets(null, "jwt"));
  }

  @Test
  void cookie_doesNotShowItsValue() {
    assertFalse(Fixture.cookies().set("", "secret", false).toString().contains("secret"));
  }
}
