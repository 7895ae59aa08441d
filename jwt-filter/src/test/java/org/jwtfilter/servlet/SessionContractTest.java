package org.jwtfilter.servlet;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpSession;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.jwtfilter.servlet.testkit.Answer;

/** What {@code HttpSession} promises (Servlet 6.0, chapter 7), kept over two nodes. */
class SessionContractTest {
  private static final Cluster CLUSTER = Cluster.of(Cluster.app().sessionTimeout(7));

  @AfterAll
  static void stop() {
    CLUSTER.close();
  }

  @ParameterizedTest
  @EnumSource
  void session_ofOneNode_isThatOfTheOther(Setup server) {
    Browser browser = CLUSTER.browser(server);
    String first = browser.asks(q -> idAndTime(q.getSession()));
    assertEquals(first, browser.asks(q -> idAndTime(q.getSession())));
    assertEquals(first, browser.asks(q -> idAndTime(q.getSession(false))));
  }

  private static String idAndTime(HttpSession session) {
    return session.getId() + " " + session.getCreationTime();
  }

  @ParameterizedTest
  @EnumSource
  void session_inOneRequest_isOneObject(Setup server) {
    assertEquals("true", CLUSTER.browser(server).asks(q -> q.getSession() == q.getSession(false)));
  }

  @ParameterizedTest
  @EnumSource
  void visitorWithoutSession_hasNoneAndGetsNoCookie(Setup server) {
    Browser browser = CLUSTER.browser(server);
    assertEquals("null", browser.asks(q -> q.getSession(false)));
    assertEquals(List.of(), browser.jar().seen());
  }

  @ParameterizedTest
  @EnumSource
  void isNew_untilTheClientComesBackWithIt(Setup server) {
    Browser browser = CLUSTER.browser(server);
    assertEquals("true", browser.asks(q -> q.getSession().isNew()));
    assertEquals("false", browser.asks(q -> q.getSession().isNew()));
    browser.jar().clear();
    assertEquals("true", browser.asks(q -> q.getSession().isNew()));
  }

  @ParameterizedTest
  @EnumSource
  void servletContext_isThatOfTheApplication(Setup server) {
    assertEquals(
        "true",
        CLUSTER
            .browser(server)
            .asks(q -> q.getSession().getServletContext() == q.getServletContext()));
  }

  @ParameterizedTest
  @EnumSource
  void maxInactiveInterval_isTheTimeoutOfWebXml_untilItIsSet(Setup server) {
    Browser browser = CLUSTER.browser(server);
    assertEquals("420", browser.asks(q -> q.getSession().getMaxInactiveInterval()));
    browser.does((q, r) -> q.getSession().setMaxInactiveInterval(99));
    assertEquals("99", browser.asks(q -> q.getSession().getMaxInactiveInterval()));
  }

  @ParameterizedTest
  @EnumSource
  void attributes_comeBackInAllTheirKinds(Setup server) {
    Browser browser = CLUSTER.browser(server);
    browser.does(
        (q, r) -> {
          HttpSession session = q.getSession();
          session.setAttribute("text", "grüße €");
          session.setAttribute("number", 42L);
          session.setAttribute("list", new ArrayList<>(List.of("a", 1, true)));
          session.setAttribute("map", Map.of("k", List.of(1.5)));
          session.setAttribute("bytes", new byte[] {1, 2});
        });
    assertEquals(
        "[bytes, list, map, number, text] grüße € 42 [a, 1, true] {k=[1.5]} 2",
        browser.asks(
            q -> {
              HttpSession session = q.getSession();
              List<String> names = Collections.list(session.getAttributeNames());
              Collections.sort(names);
              return names
                  + " "
                  + session.getAttribute("text")
                  + " "
                  + session.getAttribute("number")
                  + " "
                  + session.getAttribute("list")
                  + " "
                  + session.getAttribute("map")
                  + " "
                  + ((byte[]) session.getAttribute("bytes"))[1];
            }));
  }

  @ParameterizedTest
  @EnumSource
  void attribute_setToNullOrRemoved_isGone(Setup server) {
    Browser browser = CLUSTER.browser(server);
    browser.puts("a", "1");
    browser.puts("b", "2");
    browser.puts("a", null);
    browser.does((q, r) -> q.getSession().removeAttribute("b"));
    assertEquals("[]", browser.asks(q -> Collections.list(q.getSession().getAttributeNames())));
  }

  @ParameterizedTest
  @EnumSource
  void attribute_withoutName_isRefusedOnSettingAndAbsentOnReading(Setup server) {
    assertEquals(
        "IllegalArgumentException null",
        CLUSTER
            .browser(server)
            .asks(
                q ->
                    thrownBy(() -> set(q.getSession(), null, "x"))
                        + " "
                        + q.getSession().getAttribute(null)));
  }

  private static Object set(HttpSession session, String name, Object value) {
    session.setAttribute(name, value);
    return "set";
  }

  /** The simple name of what is thrown, or the result. */
  private static Object thrownBy(Callable<Object> call) {
    try {
      return call.call();
    } catch (Exception e) {
      return e.getClass().getSimpleName();
    }
  }

  @ParameterizedTest
  @EnumSource
  void attributes_ofOneRequest_areSeenBeforeAnythingIsWritten(Setup server) {
    assertEquals(
        "true",
        CLUSTER
            .browser(server)
            .asks(
                q -> {
                  Object value = new Object(); // could not even be written
                  q.getSession().setAttribute("x", value);
                  return q.getSession(false).getAttribute("x") == value;
                }));
  }

  @ParameterizedTest
  @EnumSource
  void invalidated_everythingButIdAndIntervalThrows(Setup server) {
    Browser browser = CLUSTER.browser(server);
    browser.puts("a", "b");
    assertEquals(
        "ISE ISE ISE ISE ISE ISE ISE ISE true false",
        browser.asks(
            q -> {
              HttpSession old = q.getSession();
              String id = old.getId();
              old.invalidate();
              List<Callable<Object>> calls =
                  List.of(
                      () -> old.getAttribute("a"),
                      () -> set(old, "a", "c"),
                      () -> set(old, "a", null),
                      old::getAttributeNames,
                      old::getCreationTime,
                      old::getLastAccessedTime,
                      old::isNew,
                      () -> {
                        old.invalidate();
                        return "";
                      });
              StringBuilder text = new StringBuilder();
              for (Callable<Object> call : calls) {
                Object thrown = thrownBy(call);
                text.append(thrown.equals("IllegalStateException") ? "ISE " : thrown + " ");
              }
              return text + "" + id.equals(old.getId()) + " " + (q.getSession(false) != null);
            }));
  }

  @ParameterizedTest
  @EnumSource
  void invalidated_isGoneOnEveryNode_andItsCookiesAreDeleted(Setup server) {
    Browser browser = CLUSTER.browser(server);
    browser.puts("a", "b");
    browser.does((q, r) -> q.getSession().invalidate());
    assertEquals("none", browser.attribute("a"));
    assertEquals("none", browser.attribute("a"));
    assertEquals(
        server.store() ? List.of() : List.of("jwt-out"), browser.jar().names()); // none needed
  }

  @ParameterizedTest
  @EnumSource
  void invalidatedAndNewInOneRequest_theNewOneGoesOn(Setup server) {
    Browser browser = CLUSTER.browser(server);
    browser.puts("old", "x");
    String ids =
        browser.asks(
            q -> {
              HttpSession old = q.getSession();
              old.invalidate();
              q.getSession().setAttribute("new", "y");
              return old.getId() + " " + q.getSession().getId() + " " + q.getSession().isNew();
            });
    String[] parts = ids.split(" ");
    assertNotEquals(parts[0], parts[1]);
    assertEquals("true", parts[2]);
    assertEquals(parts[1], browser.asks(q -> q.getSession().getId()));
    assertEquals("null", browser.attribute("old"));
    assertEquals("y", browser.attribute("new"));
  }

  @ParameterizedTest
  @EnumSource
  void newAndInvalidatedInOneRequest_leavesNothing(Setup server) {
    Browser browser = CLUSTER.browser(server);
    browser.does(
        (q, r) -> {
          q.getSession().setAttribute("a", "b");
          r.flushBuffer();
        });
    browser.jar().clear();
    Answer answer =
        browser.does(
            (q, r) -> {
              q.getSession().setAttribute("a", "b");
              q.getSession().invalidate();
            });
    assertFalse(browser.jar().names().contains("jwt-visitor"), answer::toString);
    assertEquals("none", browser.attribute("a"));
  }

  @ParameterizedTest
  @EnumSource
  void changeSessionId_keepsTheAttributes(Setup server) {
    Browser browser = CLUSTER.browser(server);
    browser.puts("a", "b");
    String[] ids =
        browser
            .asks(
                q ->
                    q.getSession().getId()
                        + " "
                        + q.changeSessionId()
                        + " "
                        + q.getSession().getId())
            .split(" ");
    assertNotEquals(ids[0], ids[1]);
    assertEquals(ids[1], ids[2]);
    assertEquals(ids[1], browser.asks(q -> q.getSession().getId()));
    assertEquals("b", browser.attribute("a"));
  }

  @ParameterizedTest
  @EnumSource
  void changeSessionId_withoutSession_isAnIllegalState(Setup server) {
    assertEquals(
        "IllegalStateException", CLUSTER.browser(server).asks(q -> thrownBy(q::changeSessionId)));
  }

  @ParameterizedTest
  @EnumSource
  void getSession_afterCommit_isTheExistingOneOrAnIllegalState(Setup server) {
    Browser browser = CLUSTER.browser(server);
    String first =
        browser
            .does(
                (q, r) -> {
                  r.getWriter().print("x");
                  r.flushBuffer();
                  r.getWriter().print(thrownBy(q::getSession));
                })
            .text();
    assertEquals("xIllegalStateException", first);
    browser.puts("a", "b");
    String second =
        browser
            .does(
                (q, r) -> {
                  r.getWriter().print("x");
                  r.flushBuffer();
                  r.getWriter().print(q.getSession().getAttribute("a"));
                })
            .text();
    assertEquals("xb", second);
  }

  @ParameterizedTest
  @EnumSource
  void requestedSessionId_isThatOfTheCookie(Setup server) {
    Browser browser = CLUSTER.browser(server);
    assertEquals("null false false false", browser.asks(SessionContractTest::requested));
    String id = browser.asks(q -> q.getSession().getId());
    assertEquals(id + " true true false", browser.asks(SessionContractTest::requested));
    assertEquals(
        id + " false true false",
        browser.asks(
            q -> {
              q.getSession().invalidate();
              return requested(q);
            }));
    assertEquals("null false false false", browser.asks(SessionContractTest::requested));
  }

  private static String requested(HttpServletRequest request) {
    return request.getRequestedSessionId()
        + " "
        + request.isRequestedSessionIdValid()
        + " "
        + request.isRequestedSessionIdFromCookie()
        + " "
        + request.isRequestedSessionIdFromURL();
  }

  @ParameterizedTest
  @EnumSource
  void links_andCookies_carryNoSessionIdOfTheContainer(Setup server) {
    Browser browser = CLUSTER.browser(server);
    Answer answer =
        browser.does(
            (q, r) -> {
              q.getSession();
              r.getWriter().print(r.encodeURL("/app/x") + " " + r.encodeRedirectURL("y"));
            });
    assertEquals("/app/x y", answer.text());
    assertEquals(List.of("jwt-visitor"), browser.jar().names());
    browser.does((q, r) -> r.sendRedirect(r.encodeRedirectURL("do")), 302);
    assertTrue(browser.jar().seen().stream().noneMatch(line -> line.contains("JSESSIONID")));
  }

  @ParameterizedTest
  @EnumSource
  void session_keptBeyondItsRequest_canStillBeAsked(Setup server) {
    Browser browser = CLUSTER.browser(server);
    AtomicReference<HttpSession> kept = new AtomicReference<>();
    browser.does(
        (q, r) -> {
          q.getSession().setAttribute("a", "b");
          kept.set(q.getSession());
        });
    assertEquals("b", kept.get().getAttribute("a"));
    assertEquals(kept.get().getId(), browser.asks(q -> q.getSession().getId()));
  }
}
