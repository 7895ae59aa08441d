package org.jwtfilter.example.matrix;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.jwtfilter.example.matrix.World.assertSays;
import static org.jwtfilter.example.matrix.World.assertStatus;

import org.jwtfilter.example.servers.Browser;
import org.jwtfilter.example.servers.Page;

/** Caller and session in forwards, includes, JSPs and error pages. */
final class PageChecks {
  private PageChecks() {}

  static void addTo(Checks checks) {
    for (String way : new String[] {"forward", "include", "context-forward", "context-include"}) {
      checks.add(Group.DISPATCH, way, world -> page(world, way, "/page?add=x"));
      checks.add(Group.DISPATCH, way + " of a JSP", world -> jsp(world, "/dispatch/" + way));
    }
    checks.add(Group.DISPATCH, "named-forward", PageChecks::named);
    checks.add(Group.DISPATCH, "named-include", PageChecks::namedInclude);
    checks.add(Group.DISPATCH, "changed after an include", PageChecks::changedAfterInclude);

    for (String way : new String[] {"send-error", "exception", "in-forward"}) {
      checks.add(Group.ERRORS, way, world -> errorPage(world, way));
    }
    checks.add(Group.ERRORS, "exception-after-output", PageChecks::afterOutput);
    checks.add(Group.ERRORS, "unknown path", PageChecks::unknownPath);
    checks.add(Group.ERRORS, "JSP", PageChecks::errorJsp);
    checks.add(Group.ERRORS, "session changed before", PageChecks::changedBefore);
    checks.add(Group.ERRORS, "session changed by the page", PageChecks::changedByPage);
    checks.add(Group.ERRORS, "session begun before", PageChecks::begunBefore);

    checks.add(Group.JSP, "EL and scriptlets", world -> jsp(world, ""));
    checks.add(Group.JSP, "session bean", world -> bean(world, "/bean.jsp"));
    checks.add(Group.JSP, "page beyond the buffer", world -> bean(world, "/long.jsp"));
    checks.add(Group.JSP, "without a session", PageChecks::withoutSession);
  }

  private static Browser annWithList(World world) throws Exception {
    Browser ann = world.annWithCookie();
    ann.get("/session/add", "entry", "before");
    return ann;
  }

  private static void page(World world, String way, String to) throws Exception {
    Browser ann = annWithList(world);
    Page page = ann.get("/dispatch/" + way, "to", to);
    assertStatus(200, page);
    String dispatcher = way.endsWith("forward") ? "FORWARD" : "INCLUDE";
    assertSays(dispatcher, "dispatcher", page);
    assertSays("ann", "principal", page);
    assertSays("true", "member", page);
    assertSays("[before, x]", "list", page);
    assertSays("[before, x]", "list", ann.get("/session/list"));
  }

  private static void jsp(World world, String by) throws Exception {
    Browser ann = annWithList(world);
    Page page = by.isEmpty() ? ann.get("/page.jsp") : ann.get(by, "to", "/page.jsp");
    assertStatus(200, page);
    assertSays("ann", "el-user", page);
    assertSays("true", "el-role", page);
    assertSays("[before]", "el-list", page);
    assertSays("ann", "user", page);
    assertSays("[before]", "list", page);
  }

  private static void named(World world) throws Exception {
    Browser ann = annWithList(world);
    Page page = ann.get("/dispatch/named-forward", "to", "page", "add", "x");
    assertSays("ann", "principal", page);
    assertSays("[before, x]", "list", page);
    assertSays("[before, x]", "list", ann.get("/session/list"));
  }

  private static void namedInclude(World world) throws Exception {
    Browser ann = annWithList(world);
    Page page = ann.get("/dispatch/named-include", "to", "page", "add", "x");
    assertSays("ann", "principal", page);
    assertSays("[before, x]", "list", ann.get("/session/list"));
  }

  private static void changedAfterInclude(World world) throws Exception {
    Browser ann = annWithList(world);
    ann.get("/dispatch/change-then-include", "to", "/page?add=x");
    assertSays("[before, x, after-include]", "list", ann.get("/session/list"));
  }

  private static void errorPage(World world, String way) throws Exception {
    Page page = annWithList(world).get("/failing/" + way);
    assertStatus(way.equals("exception") ? 500 : 404, page);
    // Of a forward, WildFly names the target.
    assertSeen(page, way.equals("in-forward") ? "" : "/failing/" + way);
  }

  private static void assertSeen(Page page, String failed) {
    assertSays("/error-page", "page", page);
    assertSays("ERROR", "dispatcher", page);
    assertTrue(World.said(page, "failed").endsWith(failed), page::text);
    assertSays("ann", "principal", page);
    assertSays("true", "member", page);
    assertTrue(World.said(page, "list").startsWith("[before"), page::text);
  }

  private static void afterOutput(World world) throws Exception {
    Page page = annWithList(world).get("/failing/exception-after-output");
    assertStatus(500, page);
    assertSeen(page, "/failing/exception-after-output");
    assertTrue(!page.has("half a page"), page::text);
  }

  private static void unknownPath(World world) throws Exception {
    Page page = annWithList(world).get("/nowhere");
    assertStatus(404, page);
    assertSeen(page, "/nowhere");
  }

  private static void errorJsp(World world) throws Exception {
    Page page = annWithList(world).get("/failing/send-error-to-jsp");
    assertStatus(410, page);
    assertSays("410", "status", page);
    assertSays("ann", "el-user", page);
    assertSays("[before]", "el-list", page);
  }

  private static void changedBefore(World world) throws Exception {
    Browser ann = annWithList(world);
    assertSays("[before, before-error]", "list", ann.get("/failing/changed-then-send-error"));
    assertSays("[before, before-error]", "list", ann.get("/session/list"));
  }

  private static void changedByPage(World world) throws Exception {
    Browser ann = annWithList(world);
    assertSays("[before, error-page]", "list", ann.get("/failing/exception"));
    assertSays("[before, error-page]", "list", ann.get("/session/list"));
  }

  private static void begunBefore(World world) throws Exception {
    Browser stranger = world.stranger();
    assertSays("[begun, error-page]", "list", stranger.get("/failing/begun-then-exception"));
    assertSays("[begun, error-page]", "list", stranger.get("/session/list"));
  }

  private static void bean(World world, String path) throws Exception {
    Browser stranger = world.stranger();
    stranger.get(path);
    stranger.get(path);
    assertSays("3", "count", stranger.get(path));
  }

  private static void withoutSession(World world) throws Exception {
    Browser stranger = world.stranger();
    assertSays("", "el-user", stranger.get("/no-session.jsp"));
    assertEquals("", stranger.cookies());
    assertSays("ann", "el-user", world.ann().get("/no-session.jsp"));
  }
}
