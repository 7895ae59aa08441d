package org.jwtfilter.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ProtectionTest {
  private final Protection shop =
      Protection.of(
          List.of("/mine/*", "*.jsp"),
          Map.of("/admin/*", Set.of("admin", "boss"), "/admin/help", Set.of("*")),
          List.of("/login.jsp?from=shop", "/"));

  @Test
  void path_thatNoPatternMatches_isOpen() {
    assertEquals(Optional.empty(), shop.rolesFor("/catalogue"));
  }

  @Test
  void path_ofProtect_needsAnyCaller() {
    assertEquals(Optional.of(Set.of("*")), shop.rolesFor("/mine/orders"));
  }

  @Test
  void path_ofTwoPatterns_obeysTheBetterOne() {
    assertEquals(Optional.of(Set.of("admin", "boss")), shop.rolesFor("/admin/x.jsp"));
    assertEquals(Optional.of(Set.of("*")), shop.rolesFor("/admin/help"));
  }

  @Test
  void pattern_inProtectAndProtectRoles_needsTheRole() {
    Protection both = Protection.of(List.of("/a/*"), Map.of("/a/*", Set.of("admin")), List.of());
    assertEquals(Optional.of(Set.of("admin")), both.rolesFor("/a/b"));
  }

  @Test
  void loginPage_isOpen_whateverProtects() {
    assertEquals(Optional.empty(), shop.rolesFor("/login.jsp"));
    assertEquals(Optional.of(Set.of("*")), shop.rolesFor("/x/login.jsp"));
  }

  @Test
  void loginPage_atTheRoot_opensNothingElse() {
    assertEquals(Optional.empty(), shop.rolesFor("/"));
    assertEquals(Optional.of(Set.of("*")), shop.rolesFor("/mine/orders"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/open//mine/x",
        "//mine/x",
        "/./mine/x",
        "/open/../mine",
        "/mine/.",
        "/mine/..",
        "/mine;x",
        "/mi\\ne",
        "/mine\u0000",
        "/mine\n",
        "/mine\u007f",
        "/mine%2fx",
        "/mine%2F",
        "/%2e%2e/mine",
        "/mine%00",
        "/mine%5cx",
        "/mine%3bx"
      })
  void path_thatCanBeReadInTwoWays_isAmbiguous(String path) {
    assertTrue(shop.ambiguous(path));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/",
        "/mine/",
        "/.well-known/x",
        "/a.b/c..d",
        "/100%",
        "/a%20b",
        "/k\u00e4se",
        "/a b",
        "/..."
      })
  void path_withOneMeaning_isNotAmbiguous(String path) {
    assertFalse(shop.ambiguous(path));
  }

  @Test
  void ambiguousPath_whereNothingIsProtected_isTheApplicationsBusiness() {
    assertFalse(Protection.of(List.of(), Map.of(), List.of()).ambiguous("/a//b"));
  }

  @Test
  void roles_permitWhereOneIsHeld() {
    assertTrue(Protection.permits(Set.of("admin", "boss"), Set.of("boss", "x")));
    assertTrue(Protection.permits(Set.of("*"), Set.of()));
    assertFalse(Protection.permits(Set.of("admin"), Set.of("Admin")));
    assertFalse(Protection.permits(Set.of("admin"), Set.of("*")));
    assertFalse(Protection.permits(Set.of(), Set.of("admin")));
  }
}
