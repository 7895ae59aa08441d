package org.jwtfilter.servlet;

import java.util.List;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.jwtfilter.servlet.testkit.Handler;

/** Chapter 11, listeners of the application: the same with us and without. */
@ExtendWith(Contract.Servers.class)
class ListenerContractTest {
  private static Contract.Scenario heard(Handler script) {
    return b -> {
      ContractApplication.heard(b);
      b.client().get(Cluster.path("/first", script));
      return ContractApplication.heard(b);
    };
  }

  private static final Handler NOTHING = (q, r) -> {};

  @ParameterizedTest
  @EnumSource
  void requestListener_hearsOfBeginningAndEnd(Contract server) {
    server.same(heard(NOTHING));
  }

  @ParameterizedTest
  @EnumSource
  void requestListener_hearsOnceOfADispatchedRequest(Contract server) {
    server.same(heard((q, r) -> q.getRequestDispatcher(Cluster.path("/t", NOTHING)).forward(q, r)));
    server.same(heard((q, r) -> q.getRequestDispatcher(Cluster.path("/t", NOTHING)).include(q, r)));
  }

  @ParameterizedTest
  @EnumSource
  void attributeListener_hearsOfTheApplicationsOwnAttributes_andOfNoOthers(Contract server) {
    server.same(
        heard(
            (q, r) -> {
              q.setAttribute("a", "1");
              q.setAttribute("a", "2");
              q.removeAttribute("a");
              q.removeAttribute("b");
              q.setAttribute("c", null);
              q.getSession();
            }));
  }

  @ParameterizedTest
  @EnumSource
  void requestOfAnEvent_isThatOfTheServlet(Contract server) {
    server.sameFor(
        q -> {
          q.setAttribute("request", "is told");
          Object told = q.getServletContext().getAttribute("request");
          return q.equals(told) + " " + (q.hashCode() == told.hashCode()) + q.equals("request");
        });
  }

  @ParameterizedTest
  @EnumSource
  void attributeListener_hearsNothingOfOurs_whenAnErrorIsShown(Contract server) {
    List<Handler> errors =
        List.of(
            (q, r) -> r.sendError(404),
            (q, r) -> r.sendError(403),
            (q, r) -> {
              throw new IllegalStateException("as servlets do");
            });
    for (Handler error : errors) {
      if (server.onJetty()) { // where these tests run it without Jakarta Authentication
        server.differs(Difference.ERROR_ATTRIBUTE, heard(error));
      } else {
        server.same(heard(error));
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void sessionListeners_hearOfASession_withTheStateOfTheirStart(Contract server) {
    server.same(heard((q, r) -> q.getSession()));
    server.same(
        heard(
            (q, r) -> {
              q.getSession().setAttribute("a", "1");
              q.getSession().invalidate();
              q.getSession().setAttribute("b", "2");
            }));
  }

  @ParameterizedTest
  @EnumSource
  void sessionListeners_hearNothing_whereASessionOnlyGoesOn(Contract server) {
    server.same(
        b -> {
          b.puts("a", "1");
          ContractApplication.heard(b);
          b.attribute("a");
          b.does((q, r) -> q.getSession().setMaxInactiveInterval(60));
          return ContractApplication.heard(b);
        });
  }
}
