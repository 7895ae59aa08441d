package org.jwtfilter.example.matrix;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.jwtfilter.example.matrix.World.assertSays;
import static org.jwtfilter.example.matrix.World.assertStatus;

import java.time.Instant;
import org.jwtfilter.example.servers.Browser;
import org.jwtfilter.example.servers.Page;
import org.jwtfilter.example.servers.Token;

/** Where tokens are found, and who the application takes the caller for. */
final class CallerChecks {
  private CallerChecks() {}

  static void addTo(Checks checks) {
    checks.add(Group.TOKENS, "header", world -> assertAnn(world.ann().get("/page")));
    checks.add(Group.TOKENS, "cookie", world -> assertAnn(world.annWithCookie().get("/page")));
    checks.add(Group.TOKENS, "URL parameter", CallerChecks::urlParameter);
    checks.add(Group.TOKENS, "POST parameter", CallerChecks::postParameter);
    checks.add(Group.TOKENS, "form beside a cookie", CallerChecks::formBesideCookie);
    checks.add(Group.TOKENS, "forged", world -> assertRefused(forged(world).get("/page")));
    checks.add(Group.TOKENS, "expired", world -> assertRefused(expired(world).get("/page")));
    checks.add(Group.TOKENS, "forged cookie", CallerChecks::forgedCookie);
    checks.add(Group.TOKENS, "two at once", CallerChecks::two);

    checks.add(Group.CALLER, "principal and roles", CallerChecks::principalAndRoles);
    checks.add(Group.CALLER, "stranger", CallerChecks::nobody);
    checks.add(Group.CALLER, "protected page", CallerChecks::protectedPage);
    checks.add(Group.CALLER, "role of a page", CallerChecks::roleOfPage);
    checks.add(Group.CALLER, "logout", CallerChecks::logout);
  }

  private static void assertAnn(Page page) {
    assertStatus(200, page);
    assertSays("ann", "principal", page);
  }

  private static void urlParameter(World world) throws Exception {
    Page page =
        world.stranger().get("/page", "access_token", world.token("ann", "member"), "field", "v");
    assertAnn(page);
    assertSays("field=v", "query", page);
    assertSays("[field]", "parameters", page);
  }

  private static void postParameter(World world) throws Exception {
    Page page =
        world.stranger().post("/page", "access_token", world.token("ann", "member"), "field", "ü€");
    assertAnn(page);
    assertSays("[field]", "parameters", page);
  }

  private static void formBesideCookie(World world) throws Exception {
    Page page = world.annWithCookie().post("/page", "field", "value");
    assertAnn(page);
    assertSays("value", "field", page);
  }

  private static Browser with(World world, String token) {
    return world.stranger().with("Authorization", "Bearer " + token);
  }

  private static Browser forged(World world) throws Exception {
    return with(world, world.token(Token.newKey(), "ann", Instant.now().plusSeconds(60), "member"));
  }

  private static Browser expired(World world) throws Exception {
    return with(world, world.token(world.key(), "ann", Instant.EPOCH, "member"));
  }

  private static void assertRefused(Page page) {
    assertStatus(401, page);
    assertTrue(page.challenges().contains("error=\"invalid_token\""), page::challenges);
  }

  /** A browser that brings a bad cookie is a stranger on open pages, and loses the cookie. */
  private static void forgedCookie(World world) throws Exception {
    String token = world.token(Token.newKey(), "ann", Instant.now().plusSeconds(60), "member");
    Browser browser = world.stranger().withCookie("jwt", token);
    Page page = browser.get("/page");
    assertStatus(200, page);
    assertSays("null", "principal", page);
    assertEquals("", browser.cookies());
  }

  private static void two(World world) throws Exception {
    Page page = world.ann().get("/page", "access_token", world.token("bob", "admin"));
    assertStatus(400, page);
  }

  private static void principalAndRoles(World world) throws Exception {
    Page page = world.ann().get("/page");
    assertSays("ann", "principal", page);
    assertSays("ann", "remote-user", page);
    assertSays("Bearer", "auth-type", page);
    assertSays("true", "member", page);
    assertSays("false", "admin", page);
  }

  private static void nobody(World world) throws Exception {
    Browser browser = world.stranger();
    Page page = browser.get("/page");
    assertSays("null", "principal", page);
    assertSays("null", "remote-user", page);
    assertSays("null", "auth-type", page);
    assertSays("false", "member", page);
    assertSays("no session", "list", page);
    assertEquals("", browser.cookies());
  }

  private static void protectedPage(World world) throws Exception {
    assertStatus(401, world.stranger().get("/protected/page"));
    assertAnn(world.ann().get("/protected/page"));
    assertAnn(world.annWithCookie().get("/protected/page"));
  }

  private static void roleOfPage(World world) throws Exception {
    assertStatus(403, world.ann().get("/protected/admin/page"));
    Browser bob = with(world, world.token("bob", "admin"));
    assertSays("bob", "principal", bob.get("/protected/admin/page"));
  }

  private static void logout(World world) throws Exception {
    Browser browser = world.annWithCookie();
    assertAnn(browser.get("/page"));
    assertSays("null", "principal", browser.post("/session/logout"));
    assertSays("null", "principal", browser.get("/page"));
    assertEquals("", browser.cookies().replaceAll("jwt-session\\S*", ""));
  }
}
