package org.jwtfilter.example.matrix;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.jwtfilter.example.matrix.World.assertSays;
import static org.jwtfilter.example.matrix.World.assertStatus;
import static org.jwtfilter.example.matrix.World.said;

import java.util.Collections;
import org.jwtfilter.example.servers.Browser;
import org.jwtfilter.example.servers.Page;

/** The contract of {@code HttpSession}, each request of it on another node. */
final class SessionChecks {
  private SessionChecks() {}

  static void addTo(Checks checks) {
    checks.add(Group.SESSION, "begun on one node, there on the other", SessionChecks::begun);
    checks.add(Group.SESSION, "changed in place", SessionChecks::changedInPlace);
    checks.add(Group.SESSION, "the application's own class", SessionChecks::ownClass);
    checks.add(Group.SESSION, "set, replaced, removed", SessionChecks::attributes);
    checks.add(Group.SESSION, "a login keeps it", SessionChecks::keptOverLogin);
    checks.add(Group.SESSION, "what it says of itself", SessionChecks::described);
    checks.add(Group.SESSION, "maxInactiveInterval", SessionChecks::interval);
    checks.add(Group.SESSION, "invalidate", SessionChecks::invalidated);
    checks.add(Group.SESSION, "invalidate, and another one", SessionChecks::renewed);
    checks.add(Group.SESSION, "calls after invalidate", SessionChecks::callsAfterwards);
    checks.add(Group.SESSION, "changeSessionId", SessionChecks::idChanged);
    checks.add(Group.SESSION, "listeners", SessionChecks::listeners);
    checks.add(Group.SESSION, "one of somebody's invention", SessionChecks::invented);
  }

  private static void begun(World world) throws Exception {
    Browser browser = world.stranger();
    browser.get("/session/add", "entry", "a");
    assertSays("[a]", "list", browser.get("/session/list"));
    assertSays("[a]", "list", browser.get("/session/list"));
  }

  private static void changedInPlace(World world) throws Exception {
    for (Browser browser : new Browser[] {world.stranger(), world.ann(), world.annWithCookie()}) {
      browser.get("/session/add", "entry", "a");
      browser.get("/session/add", "entry", "b");
      browser.get("/session/add", "entry", "c");
      assertSays("[a, b, c]", "list", browser.get("/session/list"));
    }
  }

  private static void ownClass(World world) throws Exception {
    Browser browser = world.stranger();
    browser.get("/session/bean");
    browser.get("/session/bean");
    assertSays("3", "count", browser.get("/session/bean"));
  }

  private static void attributes(World world) throws Exception {
    Browser browser = world.stranger();
    browser.get("/session/put", "name", "one", "value", "1");
    browser.get("/session/put", "name", "two", "value", "2");
    browser.get("/session/put", "name", "one", "value", "3");
    assertSays("[one, two]", "names", browser.get("/session/describe"));
    browser.get("/session/remove", "name", "one");
    assertSays("[two]", "names", browser.get("/session/describe"));
  }

  private static void keptOverLogin(World world) throws Exception {
    Browser browser = world.stranger();
    browser.get("/session/add", "entry", "a");
    browser.withCookie("jwt", world.token("ann", "member"));
    browser.get("/session/add", "entry", "b");
    Page page = browser.get("/page");
    assertSays("ann", "principal", page);
    assertSays("[a, b]", "list", page);
  }

  private static void described(World world) throws Exception {
    Browser browser = world.stranger();
    Page first = browser.get("/session/describe");
    assertSays("true", "new", first);
    assertSays("true", "context", first);
    assertSays("page", "link", first);
    Page second = browser.get("/session/describe");
    assertSays("false", "new", second);
    assertSays(said(first, "created"), "created", second);
    for (String name : new String[] {"same", "valid", "from-cookie"}) {
      assertSays("true", name, second);
    }
    assertSays("false", "from-url", second);
  }

  private static void interval(World world) throws Exception {
    Browser browser = world.stranger();
    assertSays("420", "interval", browser.get("/session/describe"));
    browser.get("/session/interval");
    assertSays("1234", "interval", browser.get("/session/describe"));
  }

  private static void invalidated(World world) throws Exception {
    Browser browser = world.stranger();
    browser.get("/session/add", "entry", "a");
    assertStatus(200, browser.get("/session/invalidate"));
    assertSays("no session", "list", browser.get("/session/list"));
    assertSays("no session", "list", browser.get("/session/list"));
  }

  private static void renewed(World world) throws Exception {
    Browser browser = world.stranger();
    browser.get("/session/add", "entry", "a");
    assertSays("null", "after", browser.get("/session/renew"));
    assertSays("[another]", "list", browser.get("/session/list"));
  }

  private static void callsAfterwards(World world) throws Exception {
    Browser browser = world.stranger();
    browser.get("/session/add", "entry", "a");
    Page page = browser.get("/session/after-invalidate");
    assertEquals(Collections.nCopies(7, "refused"), page.text().strip().lines().toList());
  }

  private static void idChanged(World world) throws Exception {
    Browser browser = world.stranger();
    browser.get("/session/add", "entry", "a");
    String before = browser.get("/session/id").text().strip();
    assertEquals(before, browser.get("/session/id").text().strip());
    assertSays("true", "changed", browser.get("/session/change-id"));
    assertNotEquals(before, browser.get("/session/id").text().strip());
    assertSays("[a]", "list", browser.get("/session/list"));
  }

  private static void listeners(World world) throws Exception {
    Browser browser = world.strangerOfOneNode();
    browser.get("/events");
    browser.get("/session/put", "name", "name", "value", "1");
    assertSays("[created, added name=1]", "heard", browser.get("/events"));
    browser.get("/session/put", "name", "name", "value", "2");
    assertSays("[replaced name=1]", "heard", browser.get("/events"));
    browser.get("/session/put", "name", "other", "value", "3");
    browser.get("/session/remove", "name", "other");
    assertSays("[added other=3, removed other=3]", "heard", browser.get("/events"));
    browser.get("/session/change-id");
    assertSays("[id changed]", "heard", browser.get("/events"));
    browser.get("/session/invalidate");
    assertSays("[destroyed with 2, removed name=2]", "heard", browser.get("/events"));
  }

  /** A container's id in a cookie is none of ours. */
  private static void invented(World world) throws Exception {
    Browser browser = world.stranger().withCookie("JSESSIONID", "0123456789ABCDEF0123456789ABCDEF");
    assertSays("no session", "list", browser.get("/session/list"));
    browser.get("/session/add", "entry", "a");
    assertSays("[a]", "list", browser.get("/session/list"));
    assertNotEquals("0123456789ABCDEF0123456789ABCDEF", browser.get("/session/id").text().strip());
  }
}
