package org.jwtfilter.servlet;

import static org.junit.jupiter.api.Assertions.assertEquals;

import jakarta.servlet.http.HttpServletRequest;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Date;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.jwtfilter.servlet.testkit.Answer;

/** What makes a session be written, and what does not. */
class SessionChangesTest {
  private static final Cluster CLUSTER =
      Cluster.of(Cluster.app().file("style.css", "body {}").file("page.jsp", "<p>${1 + 1}</p>"));

  @AfterAll
  static void stop() {
    CLUSTER.close();
  }

  /** As applications keep them: changed in place, and never set again. */
  static final class Cart implements Serializable {
    private static final long serialVersionUID = 1L;
    final List<String> lines = new ArrayList<>();
    final Map<String, Set<String>> notes = new HashMap<>();
    Date at = new Date(0);
  }

  private static Cart cart(HttpServletRequest request) {
    return (Cart) request.getSession().getAttribute("cart");
  }

  private static Browser withCart(Setup server) {
    Browser browser = CLUSTER.browser(server);
    browser.puts("cart", new Cart());
    return browser;
  }

  private static void assertSilent(Answer answer) {
    assertEquals(List.of(), answer.setCookies());
    assertEquals(List.of(), answer.headers("Cache-Control"));
  }

  @ParameterizedTest
  @EnumSource
  void objectChangedInPlace_isSaved(Setup server) {
    Browser browser = withCart(server);
    browser.does((q, r) -> cart(q).lines.add("apples"));
    browser.does((q, r) -> cart(q).notes.computeIfAbsent("n", k -> new LinkedHashSet<>()).add("x"));
    browser.does((q, r) -> cart(q).at.setTime(7));
    assertEquals(
        "[apples] {n=[x]} 7",
        browser.asks(q -> cart(q).lines + " " + cart(q).notes + " " + cart(q).at.getTime()));
  }

  @ParameterizedTest
  @EnumSource
  void plainListChangedInPlace_isSaved(Setup server) {
    Browser browser = CLUSTER.browser(server);
    browser.puts("list", new ArrayList<>(List.of("a")));
    browser.does((q, r) -> list(q).add("b"));
    assertEquals("[a, b]", browser.attribute("list"));
  }

  @SuppressWarnings("unchecked")
  private static List<String> list(HttpServletRequest request) {
    return (List<String>) request.getSession().getAttribute("list");
  }

  @ParameterizedTest
  @EnumSource
  void objectChangedAfterItWasSetInTheSameRequest_isSaved(Setup server) {
    Browser browser = CLUSTER.browser(server);
    browser.does(
        (q, r) -> {
          Cart cart = new Cart();
          q.getSession().setAttribute("cart", cart);
          cart.lines.add("late");
        });
    assertEquals("[late]", browser.asks(q -> cart(q).lines));
  }

  @ParameterizedTest
  @EnumSource
  void reading_writesNothing(Setup server) {
    Browser browser = withCart(server);
    browser.puts("list", new ArrayList<>(List.of("a", 1, 2.5)));
    browser.puts("map", new HashMap<>(Map.of("x", 1, "y", 2, "z", 3)));
    browser.puts("text", "t");
    for (int i = 0; i < 4; i++) {
      assertSilent(
          browser.does(
              (q, r) -> {
                for (String name : List.of("cart", "list", "map", "text", "nothing")) {
                  q.getSession().getAttribute(name);
                }
                q.getSession().getId();
                q.getSession().getLastAccessedTime();
                q.getSession().getAttributeNames();
              }));
    }
  }

  @ParameterizedTest
  @EnumSource
  void sameValueSetAgain_writesNothing(Setup server) {
    Browser browser = withCart(server);
    browser.puts("text", "t");
    assertSilent(
        browser.does(
            (q, r) -> {
              q.getSession().setAttribute("text", "t");
              q.getSession().setAttribute("cart", cart(q));
              q.getSession().setAttribute("cart", new Cart());
              q.getSession().setMaxInactiveInterval(q.getSession().getMaxInactiveInterval());
            }));
  }

  @ParameterizedTest
  @EnumSource
  void changedAndChangedBack_writesNothing(Setup server) {
    Browser browser = withCart(server);
    assertSilent(
        browser.does(
            (q, r) -> {
              cart(q).lines.add("x");
              cart(q).lines.clear();
              q.getSession().setAttribute("new", "x");
              q.getSession().removeAttribute("new");
            }));
  }

  @ParameterizedTest
  @EnumSource
  void attributeRemovedThatWasNotThere_writesNothing(Setup server) {
    Browser browser = withCart(server);
    assertSilent(browser.does((q, r) -> q.getSession().removeAttribute("nothing")));
  }

  @ParameterizedTest
  @EnumSource
  void filesAndPagesWithoutChange_writeNothing(Setup server) {
    Browser browser = withCart(server);
    assertSilent(Browser.ok(browser.client().get("/style.css")));
    assertSilent(Browser.ok(browser.client().get("/page.jsp")));
  }

  @ParameterizedTest
  @EnumSource
  void jspWithoutWord_createsASession_asInContainers(Setup server) {
    Browser browser = CLUSTER.browser(server);
    assertEquals(List.of("jwt-visitor"), Browser.cookies(browser.client().get("/page.jsp")));
  }

  @ParameterizedTest
  @EnumSource
  void change_setsEachCookieOnce_andKeepsTheAnswerOutOfSharedCaches(Setup server) {
    Browser browser = withCart(server);
    Answer answer =
        browser.does(
            (q, r) -> {
              cart(q).lines.add("one");
              r.getWriter().print("x".repeat(3000));
              r.flushBuffer();
            });
    List<String> cookies =
        server.token()
            ? List.of("jwt-visitor")
            : server.store() ? List.of() : List.of("jwt-visitor", "jwt-visitor.r");
    assertEquals(cookies, Browser.cookies(answer));
    assertEquals(server.store() ? List.of() : List.of("private"), answer.headers("Cache-Control"));
  }

  @ParameterizedTest
  @EnumSource
  void cookiesOfTheApplication_stay(Setup server) {
    Browser browser = withCart(server);
    Answer answer =
        browser.does(
            (q, r) -> {
              r.addCookie(new jakarta.servlet.http.Cookie("theirs", "1"));
              r.addHeader("Set-Cookie", "jwt-visitor-like=2");
              cart(q).lines.add("one");
            });
    assertEquals(
        server.store()
            ? List.of("jwt-visitor-like", "theirs")
            : List.of("jwt-visitor", "jwt-visitor-like", "theirs"),
        Browser.cookies(answer));
  }

  @ParameterizedTest
  @EnumSource
  void cacheControlOfTheApplication_stays_whereItKeepsSharedCachesOut(Setup server) {
    Browser browser = withCart(server);
    Answer answer =
        browser.does(
            (q, r) -> {
              r.setHeader("Cache-Control", "no-store");
              cart(q).lines.add("one");
            });
    assertEquals(List.of("no-store"), answer.headers("Cache-Control"));
  }

  @ParameterizedTest
  @EnumSource
  void askedManyTimes_isTheSameObject(Setup server) {
    Browser browser = withCart(server);
    assertEquals(
        "true",
        browser.asks(
            q -> {
              Cart first = cart(q);
              for (int i = 0; i < 650; i++) {
                if (cart(q) != first) {
                  return false;
                }
              }
              return true;
            }));
  }

  @ParameterizedTest
  @EnumSource
  void objects_areNeverSharedBetweenRequests(Setup server) {
    Browser browser = withCart(server).atOne();
    List<Object> seen = new ArrayList<>();
    browser.does((q, r) -> seen.add(cart(q)));
    browser.does((q, r) -> seen.add(cart(q)));
    assertEquals(2, new LinkedHashSet<>(seen).size());
  }
}
