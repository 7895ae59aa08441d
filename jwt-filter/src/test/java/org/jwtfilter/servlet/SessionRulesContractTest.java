package org.jwtfilter.servlet;

import jakarta.servlet.SessionTrackingMode;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpSession;
import jakarta.servlet.http.HttpSessionActivationListener;
import jakarta.servlet.http.HttpSessionBindingEvent;
import jakarta.servlet.http.HttpSessionBindingListener;
import jakarta.servlet.http.HttpSessionEvent;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.jwtfilter.servlet.testkit.Request;

/** Chapter 7, sessions: the same with us and without. */
@ExtendWith(Contract.Servers.class)
class SessionRulesContractTest {
  private static String names(HttpSession session) {
    return new TreeSet<>(Collections.list(session.getAttributeNames())).toString();
  }

  @ParameterizedTest
  @EnumSource
  void session_isMadeWhenAskedFor_andOnce(Contract server) {
    server.same(
        b ->
            b.asks(q -> q.getSession(false))
                + b.asks(q -> q.getSession().isNew() + " " + (q.getSession() == q.getSession(true)))
                + b.asks(q -> q.getSession(false).isNew() + " " + (q.getSession() == null)));
  }

  @ParameterizedTest
  @EnumSource
  void session_goesOn_withIdAndTimes(Contract server) {
    server.same(
        b -> {
          String first = b.asks(q -> q.getSession().getId() + q.getSession().getCreationTime());
          String second = b.asks(q -> q.getSession().getId() + q.getSession().getCreationTime());
          return first.equals(second);
        });
  }

  @ParameterizedTest
  @EnumSource
  void lastAccess_isThatOfTheRequestBefore_orTheCreation(Contract server) {
    server.same(
        b ->
            b.asks(q -> q.getSession().getLastAccessedTime() - q.getSession().getCreationTime())
                + b.asks(
                    q ->
                        q.getSession().getLastAccessedTime() >= q.getSession().getCreationTime()
                            && q.getSession().getLastAccessedTime() <= System.currentTimeMillis()));
  }

  @ParameterizedTest
  @EnumSource
  void requestedSession_isToldAsPresented(Contract server) {
    Browser.Question requested =
        q ->
            (q.getRequestedSessionId() == null)
                + " "
                + q.isRequestedSessionIdValid()
                + " "
                + q.isRequestedSessionIdFromCookie()
                + " "
                + q.isRequestedSessionIdFromURL();
    server.same(
        b -> {
          String visitor = b.asks(requested);
          String creating = b.asks(q -> q.getSession().isNew() + " " + requested.ask(q));
          String coming = b.asks(requested);
          // Jetty's client knows the id with the name of the node at its end.
          String same = b.asks(q -> q.getRequestedSessionId().startsWith(q.getSession().getId()));
          String ending = b.asks(q -> invalidated(q) + requested.ask(q));
          return List.of(visitor, creating, coming, same, ending, b.asks(q -> q.getSession(false)));
        });
  }

  private static String invalidated(HttpServletRequest request) {
    request.getSession().invalidate();
    return "";
  }

  @ParameterizedTest
  @EnumSource
  void attributes_areSetReplacedRemovedAndListed(Contract server) {
    server.same(
        b -> {
          b.does(
              (q, r) -> {
                q.getSession().setAttribute("a", "1");
                q.getSession().setAttribute("b", new ArrayList<>(List.of(1, 2L, 'c', 4.5)));
                q.getSession().setAttribute("c", "x");
              });
          b.does(
              (q, r) -> {
                q.getSession().setAttribute("a", "2");
                q.getSession().removeAttribute("c");
                q.getSession().removeAttribute("never");
                q.getSession().setAttribute("b2", null);
              });
          return b.asks(
              q ->
                  names(q.getSession())
                      + q.getSession().getAttribute("a")
                      + q.getSession().getAttribute("b")
                      + q.getSession().getAttribute("c"));
        });
  }

  @ParameterizedTest
  @EnumSource
  void attribute_changedInPlace_isKept(Contract server) {
    server.same(
        b -> {
          b.puts("list", new ArrayList<>(List.of("one")));
          b.does((q, r) -> list(q.getSession()).add("two"));
          return b.attribute("list");
        });
  }

  @SuppressWarnings("unchecked")
  private static List<String> list(HttpSession session) {
    return (List<String>) session.getAttribute("list");
  }

  @ParameterizedTest
  @EnumSource
  void nullNames_areAnsweredAlike(Contract server) {
    Browser.Question asked =
        q ->
            Thrown.doing(() -> q.getSession().setAttribute(null, "x"))
                + " "
                + Thrown.by(() -> q.getSession().getAttribute(null))
                + " "
                + Thrown.doing(() -> q.getSession().removeAttribute(null));
    if (server.onJetty()) {
      server.differs(Difference.JETTY_NULL_NAMES, b -> b.asks(asked));
    } else {
      server.sameFor(asked);
    }
  }

  @ParameterizedTest
  @EnumSource
  void valuesThatReplaceEachOther_hearOfIt(Contract server) {
    server.same(
        b -> {
          b.puts("a", new Value("one"));
          ContractApplication.heard(b);
          b.puts("a", new Value("two"));
          return Arrays.stream(ContractApplication.heard(b).split("\n"))
              .filter(line -> line.contains("bound"))
              .sorted()
              .toList();
        });
  }

  @ParameterizedTest
  @EnumSource
  void invalidSession_answersNothingAnyMore(Contract server) {
    server.sameFor(
        q -> {
          HttpSession session = q.getSession();
          session.setAttribute("a", "1");
          session.invalidate();
          List<Object> all = new ArrayList<>();
          all.add(Thrown.by(session::getCreationTime));
          all.add(Thrown.by(session::getLastAccessedTime));
          all.add(Thrown.by(session::isNew));
          all.add(Thrown.by(() -> session.getAttribute("a")));
          all.add(Thrown.by(session::getAttributeNames));
          all.add(Thrown.doing(() -> session.setAttribute("a", "2")));
          all.add(Thrown.doing(() -> session.removeAttribute("a")));
          all.add(Thrown.doing(session::invalidate));
          all.add(Thrown.by(() -> session.getId().length() > 8));
          all.add(Thrown.by(() -> session.getServletContext() == q.getServletContext()));
          all.add(q.getSession(false));
          all.add(q.getSession() == session);
          all.add(q.getSession().isNew());
          all.add(q.getSession().getAttribute("a"));
          return all;
        });
  }

  @ParameterizedTest
  @EnumSource
  void maxInactiveInterval_isThatOfWebXml_untilItIsSet(Contract server) {
    server.same(
        b ->
            b.asks(q -> q.getSession().getMaxInactiveInterval())
                + " "
                + b.asks(
                    q -> {
                      q.getSession().setMaxInactiveInterval(99);
                      return q.getSession().getMaxInactiveInterval();
                    })
                + " "
                + b.asks(q -> q.getSession(false).getMaxInactiveInterval())
                + " "
                + b.asks(
                    q -> {
                      q.getSession().setMaxInactiveInterval(-1);
                      return q.getSession().getMaxInactiveInterval();
                    })
                + " "
                + b.asks(q -> q.getSession(false).getMaxInactiveInterval() < 0));
  }

  @ParameterizedTest
  @EnumSource
  void changedId_isThatOfTheSameSession(Contract server) {
    server.same(
        b -> {
          b.puts("a", "1");
          String changed =
              b.asks(
                  q -> {
                    HttpSession session = q.getSession();
                    String before = session.getId();
                    String after = q.changeSessionId();
                    return !before.equals(after)
                        && after.equals(session.getId())
                        && after.equals(q.getSession(false).getId())
                        && session == q.getSession();
                  });
          return changed + b.attribute("a") + b.asks(q -> q.isRequestedSessionIdValid());
        });
  }

  @ParameterizedTest
  @EnumSource
  void changedIdWithoutSession_isRefused(Contract server) {
    server.sameFor(q -> Thrown.by(q::changeSessionId));
  }

  @ParameterizedTest
  @EnumSource
  void sessionAfterCommit_isRefusedWhereThereIsNone(Contract server) {
    server.sameAnswer(
        (q, r) -> {
          r.flushBuffer();
          r.getWriter()
              .print(Thrown.by(() -> q.getSession(false)) + " " + Thrown.by(() -> q.getSession()));
        });
  }

  @ParameterizedTest
  @EnumSource
  void endedSession_isGoneForTheClient(Contract server) {
    server.same(
        b -> {
          b.puts("a", "1");
          b.does((q, r) -> q.getSession().invalidate());
          return b.attribute("a") + b.asks(q -> q.getSession(false));
        });
  }

  /** A value that tells what happens to it. */
  static final class Value
      implements HttpSessionBindingListener, HttpSessionActivationListener, Serializable {
    private static final long serialVersionUID = 1L;
    private final String name;

    Value(String name) {
      this.name = name;
    }

    @Override
    public void valueBound(HttpSessionBindingEvent event) {
      heard(event, "bound");
    }

    @Override
    public void valueUnbound(HttpSessionBindingEvent event) {
      heard(event, "unbound");
    }

    private void heard(HttpSessionBindingEvent event, String what) {
      ContractApplication.hear(
          event.getSession().getServletContext(), what + " " + name + " as " + event.getName());
    }

    @Override
    public String toString() {
      return name;
    }
  }

  @ParameterizedTest
  @EnumSource
  void listenersAndValues_hearOfASessionsLife(Contract server) {
    server.same(
        b -> {
          ContractApplication.heard(b);
          b.puts("a", new Value("one"));
          b.does((q, r) -> q.changeSessionId());
          b.does((q, r) -> q.getSession().removeAttribute("a"));
          b.puts("a", "text");
          b.puts("a", "other");
          b.puts("b", new Value("three"));
          b.does((q, r) -> q.getSession().removeAttribute("b"));
          b.does((q, r) -> q.getSession().invalidate());
          return ContractApplication.heard(b);
        });
  }

  /** A value that tells when it travels. */
  static final class Travelling implements HttpSessionActivationListener, Serializable {
    private static final long serialVersionUID = 1L;

    @Override
    public void sessionWillPassivate(HttpSessionEvent event) {
      ContractApplication.hear(event.getSession().getServletContext(), "leaves");
    }

    @Override
    public void sessionDidActivate(HttpSessionEvent event) {
      ContractApplication.hear(event.getSession().getServletContext(), "arrives");
    }

    @Override
    public String toString() {
      return "travelling";
    }
  }

  @ParameterizedTest
  @EnumSource
  void value_hearsOfEachOfItsJourneys(Contract server) {
    server.differs(
        Difference.ACTIVATION,
        b -> {
          ContractApplication.heard(b);
          b.puts("a", new Travelling());
          b.attribute("a");
          return ContractApplication.heard(b);
        });
  }

  @ParameterizedTest
  @EnumSource
  void endOfASession_unbindsItsValues(Contract server) {
    server.same(
        b -> {
          b.puts("a", new Value("one"));
          ContractApplication.heard(b);
          b.does((q, r) -> q.getSession().invalidate());
          return ContractApplication.heard(b);
        });
  }

  @ParameterizedTest
  @EnumSource
  void sessionKeptByTheApplication_isStillAnsweredLater(Contract server) {
    AtomicReference<HttpSession> kept = new AtomicReference<>();
    server.same(
        b -> {
          String id =
              b.asks(
                  q -> {
                    kept.set(q.getSession());
                    kept.get().setAttribute("a", "1");
                    return kept.get().getId();
                  });
          return b.asks(
              q ->
                  kept.get().getId().equals(id)
                      + " "
                      + kept.get().getId().equals(q.getSession().getId())
                      + " "
                      + kept.get().getAttribute("a")
                      + " "
                      + kept.get().getServletContext().getContextPath());
        });
  }

  @ParameterizedTest
  @EnumSource
  void trackingModes_areThoseOfTheServer(Contract server) {
    server.sameFor(
        q ->
            q.getServletContext().getEffectiveSessionTrackingModes()
                + " "
                + q.getServletContext().getDefaultSessionTrackingModes()
                + " "
                + q.getServletContext().getSessionTimeout()
                + " "
                + q.getServletContext()
                    .getDefaultSessionTrackingModes()
                    .contains(SessionTrackingMode.COOKIE));
  }

  @ParameterizedTest
  @EnumSource
  void link_ofAVisitorWithCookies_isLeftAlone(Contract server) {
    server.same(
        b -> {
          b.puts("a", "1");
          return b.does((q, r) -> r.getWriter().print(r.encodeURL("/app/x?y=z#f"))).text();
        });
  }

  @ParameterizedTest
  @EnumSource
  void idThatNobodyHasGivenOut_isToldAndNotAdopted(Contract server) {
    Browser.Question asked =
        q ->
            q.getRequestedSessionId()
                + q.isRequestedSessionIdValid()
                + q.isRequestedSessionIdFromCookie()
                + q.isRequestedSessionIdFromURL()
                + "madeup".equals(q.getSession().getId());
    String path = Cluster.path(Browser.saying(asked));
    server.same(
        b -> b.client().send(Request.get(path).header("Cookie", "JSESSIONID=madeup")).text());
    server.same(b -> b.client().get(path.replace("?", ";jsessionid=madeup?")).text());
  }

  // What differs by design

  @ParameterizedTest
  @EnumSource
  void cookie_hasAnotherName(Contract server) {
    server.differs(
        Difference.COOKIE_NAME, b -> b.puts("a", "1").setCookies().get(0).split("=", 2)[0]);
  }

  @ParameterizedTest
  @EnumSource
  void answerWithACookieOfOurs_isForOneClientAlone(Contract server) {
    server.differs(
        Difference.CACHE_CONTROL,
        b -> b.puts("a", "1").headers("Cache-Control").contains("private"));
  }

  @ParameterizedTest
  @EnumSource
  void firstLink_carriesNoSession(Contract server) {
    server.differs(
        Difference.URL_SESSIONS,
        b ->
            b.does(
                    (q, r) -> {
                      q.getSession();
                      r.getWriter().print(r.encodeURL("/app/x").contains(";"));
                    })
                .text());
  }
}
