package org.jwtfilter.servlet;

import jakarta.servlet.DispatcherType;
import jakarta.servlet.RequestDispatcher;
import jakarta.servlet.http.HttpServletMapping;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.jwtfilter.servlet.testkit.Handler;

/** Chapters 9 and 10, dispatches and error pages: the same with us and without. */
@ExtendWith(Contract.Servers.class)
class DispatchContractTest {
  /** The paths as a dispatch shows them, and what it says in attributes. */
  private static String paths(HttpServletRequest q) {
    StringBuilder all = new StringBuilder();
    all.append(q.getDispatcherType()).append(' ');
    all.append(q.getContextPath()).append('|').append(q.getServletPath()).append('|');
    all.append(q.getPathInfo()).append('|').append(q.getRequestURI()).append('?');
    all.append(query(q.getQueryString())).append(' ').append(q.getParameter("a")).append(' ');
    all.append(Arrays.toString(q.getParameterValues("a")));
    all.append(q.getHttpServletMapping().getPattern()).append('\n');
    Collections.list(q.getAttributeNames()).stream()
        .filter(name -> name.startsWith("jakarta.servlet."))
        .sorted()
        .forEach(
            name ->
                all.append(name)
                    .append('=')
                    .append(query(String.valueOf(q.getAttribute(name))))
                    .append('\n'));
    return all.toString();
  }

  /** Scripts have another number each time. */
  private static String query(String text) {
    return text == null ? null : text.replaceAll("s=\\d+", "s=N").replaceAll("@[0-9a-f]+", "@HASH");
  }

  private static Handler tells() {
    return (q, r) -> r.getWriter().println(paths(q));
  }

  private static RequestDispatcher to(HttpServletRequest q, Handler script) {
    return q.getRequestDispatcher(Cluster.path("/target", script) + "&a=target");
  }

  /** Plays a handler in a request that has a parameter. */
  private static Contract.Scenario asked(Handler script) {
    return b -> Contract.transcript(b.client().get(Cluster.path("/first", script) + "&a=first"));
  }

  @ParameterizedTest
  @EnumSource
  void forward_showsItsTarget_andTheFirstPathInAttributes(Contract server) {
    server.same(asked((q, r) -> to(q, tells()).forward(q, r)));
  }

  @ParameterizedTest
  @EnumSource
  void pathsAfterAForward_areThoseBefore(Contract server) {
    server.same(
        b -> {
          CompletableFuture<String> after = new CompletableFuture<>();
          asked(
                  (q, r) -> {
                    to(q, tells()).forward(q, r);
                    after.complete(paths(q));
                  })
              .play(b);
          return after.get(15, TimeUnit.SECONDS);
        });
  }

  @ParameterizedTest
  @EnumSource
  void include_showsTheFirstPath_andItsTargetInAttributes(Contract server) {
    server.same(
        asked(
            (q, r) -> {
              r.getWriter().println("before");
              to(q, tells()).include(q, r);
              r.getWriter().println("after " + paths(q));
            }));
  }

  @ParameterizedTest
  @EnumSource
  void include_changesNeitherStatusNorHeaders(Contract server) {
    server.same(
        asked(
            (q, r) ->
                to(
                        q,
                        (q2, r2) -> {
                          r2.setStatus(500);
                          r2.setHeader("X-Included", "1");
                          r2.addHeader("X-Included", "2");
                          r2.setContentType("text/html");
                          r2.addCookie(new jakarta.servlet.http.Cookie("included", "1"));
                          r2.getWriter().print("included");
                        })
                    .include(q, r)));
  }

  @ParameterizedTest
  @EnumSource
  void forwardInForwardInInclude_isShownAsOne(Contract server) {
    server.same(
        asked(
            (q, r) ->
                to(
                        q,
                        (q2, r2) ->
                            to(q2, (q3, r3) -> to(q3, tells()).include(q3, r3)).forward(q2, r2))
                    .forward(q, r)));
  }

  @ParameterizedTest
  @EnumSource
  void namedDispatch_hasNoPathsOfItsOwn(Contract server) {
    server.same(
        asked(
            (q, r) -> {
              if (q.getAttribute("again") == null) {
                q.setAttribute("again", true);
                q.getServletContext().getNamedDispatcher("scripts").forward(q, r);
              } else {
                r.getWriter().print(paths(q));
              }
            }));
    server.sameFor(q -> q.getServletContext().getNamedDispatcher("nobody"));
  }

  @ParameterizedTest
  @EnumSource
  void namedInclude_isPlayed(Contract server) {
    server.same(
        asked(
            (q, r) -> {
              if (q.getAttribute("again") == null) {
                q.setAttribute("again", true);
                q.getServletContext().getNamedDispatcher("scripts").include(q, r);
              } else {
                r.getWriter().print(paths(q));
              }
            }));
  }

  @ParameterizedTest
  @EnumSource
  void forwardAfterCommit_isRefused(Contract server) {
    server.same(
        asked(
            (q, r) -> {
              r.flushBuffer();
              r.getWriter().print(Thrown.doing(() -> to(q, tells()).forward(q, r)));
            }));
  }

  @ParameterizedTest
  @EnumSource
  void forward_forgetsWhatWasWritten_andEndsTheAnswer(Contract server) {
    server.same(
        asked(
            (q, r) -> {
              r.setHeader("X-Before", "1");
              r.getWriter().print("forgotten");
              to(q, (q2, r2) -> r2.getWriter().print("kept")).forward(q, r);
              r.getWriter().print("too late " + r.isCommitted());
            }));
  }

  @ParameterizedTest
  @EnumSource
  void relativePath_beginsAtTheRequest(Contract server) {
    server.same(
        asked(
            (q, r) ->
                q.getRequestDispatcher(
                        "other?" + q.getQueryString().replaceAll("s=\\d+", "s=" + id(tells())))
                    .forward(q, r)));
  }

  private static String id(Handler script) {
    return Cluster.path(script).replaceAll(".*=", "");
  }

  @ParameterizedTest
  @EnumSource
  void dispatchToAFile_sendsIt(Contract server) {
    server.same(asked((q, r) -> q.getRequestDispatcher("/page.txt").forward(q, r)));
    server.same(asked((q, r) -> q.getRequestDispatcher("/page.txt").include(q, r)));
  }

  @ParameterizedTest
  @EnumSource
  void session_isOneInAllDispatches(Contract server) {
    server.same(
        b -> {
          asked(
                  (q, r) -> {
                    q.getSession().setAttribute("a", "first");
                    to(
                            q,
                            (q2, r2) -> {
                              q2.getSession()
                                  .setAttribute("b", q2.getSession().getAttribute("a") + " seen");
                              to(q2, (q3, r3) -> q3.getSession().setAttribute("c", "included"))
                                  .include(q2, r2);
                            })
                        .forward(q, r);
                  })
              .play(b);
          return b.attribute("a") + b.attribute("b") + b.attribute("c");
        });
  }

  @ParameterizedTest
  @EnumSource
  void sessionBegunInAnInclude_goesOn(Contract server) {
    server.same(
        b -> {
          asked((q, r) -> to(q, (q2, r2) -> q2.getSession().setAttribute("a", "1")).include(q, r))
              .play(b);
          return b.attribute("a");
        });
  }

  @ParameterizedTest
  @EnumSource
  void sentError_isShownByItsPage(Contract server) {
    server.same(asked((q, r) -> r.sendError(404, "gone")));
    server.same(asked((q, r) -> r.sendError(403, "no page")));
  }

  @ParameterizedTest
  @EnumSource
  void exception_isShownByItsPage(Contract server) {
    server.same(
        asked(
            (q, r) -> {
              q.getSession().setAttribute("a", "kept");
              throw new IllegalStateException("as servlets do");
            }));
  }

  @ParameterizedTest
  @EnumSource
  void session_changedBeforeAnError_isKept(Contract server) {
    server.same(
        b -> {
          asked(
                  (q, r) -> {
                    q.getSession().setAttribute("a", "kept");
                    r.sendError(404);
                  })
              .play(b);
          return b.attribute("a");
        });
  }

  @ParameterizedTest
  @EnumSource
  void errorInAnInclude_isShownByItsPage(Contract server) {
    server.same(
        asked(
            (q, r) ->
                to(
                        q,
                        (q2, r2) -> {
                          throw new IllegalStateException("included");
                        })
                    .include(q, r)));
  }

  @ParameterizedTest
  @EnumSource
  void pathThatIsNot_isAnsweredByTheErrorPage(Contract server) {
    server.same(b -> Contract.transcript(b.client().get("/nowhere/at/all")));
  }

  @ParameterizedTest
  @EnumSource
  void wrapperOfTheApplication_isSeenByTheTarget(Contract server) {
    server.same(
        asked(
            (q, r) ->
                to(
                        q,
                        (q2, r2) ->
                            r2.getWriter()
                                .print(
                                    q2.getParameter("wrapped")
                                        + " "
                                        + (q2 instanceof ContractApplication.Wrapped)))
                    .forward(new ContractApplication.Wrapped(q), r)));
  }

  @ParameterizedTest
  @EnumSource
  void attributes_ofAForward_areSeenBefore(Contract server) {
    server.same(
        b -> {
          List<Object> seen = new java.util.ArrayList<>();
          asked(
                  (HttpServletRequest q, HttpServletResponse r) -> {
                    q.setAttribute("x", "1");
                    to(q, (q2, r2) -> q2.setAttribute("y", q2.getAttribute("x") + "2"))
                        .include(q, r);
                    seen.add(q.getAttribute("y"));
                    seen.add(q.getDispatcherType() == DispatcherType.REQUEST);
                  })
              .play(b);
          return seen;
        });
  }

  /** How each dispatch says that it found the servlet. */
  static String mapping(HttpServletRequest q) {
    HttpServletMapping one = q.getHttpServletMapping();
    return String.join(
        " ",
        q.getDispatcherType().name(),
        String.valueOf(one.getMappingMatch()),
        one.getMatchValue(),
        one.getPattern(),
        one.getServletName());
  }

  @ParameterizedTest
  @EnumSource
  void mapping_isThatOfTheRequest_orOfItsDispatch(Contract server) {
    Handler tells = (q, r) -> r.getWriter().println(mapping(q));
    server.same(asked(tells));
    server.same(asked((q, r) -> to(q, tells).forward(q, r)));
    server.same(
        asked(
            (q, r) -> {
              to(q, tells).include(q, r);
              r.getWriter().println(mapping(q));
            }));
    server.same(asked((q, r) -> q.startAsync().dispatch(Cluster.path("/target", tells))));
    for (String path : List.of("/exact", "/below/some/path", "/any.made")) {
      server.same(b -> b.client().get("/mapped" + path).text());
      server.same(asked((q, r) -> q.getRequestDispatcher("/mapped" + path).forward(q, r)));
    }
  }

  @ParameterizedTest
  @EnumSource
  void id_isTheSameInEveryDispatch_andAnotherOneInTheNextRequest(Contract server) {
    server.same(
        b -> {
          List<String> ids = new ArrayList<>();
          Handler notes = (q, r) -> ids.add(q.getRequestId());
          asked(
                  (q, r) -> {
                    notes.handle(q, r);
                    to(q, notes).include(q, r);
                    to(
                            q,
                            (q2, r2) -> {
                              notes.handle(q2, r2);
                              q2.startAsync().dispatch(Cluster.path("/last", notes));
                            })
                        .forward(q, r);
                  })
              .play(b);
          asked(notes).play(b);
          return ids.size() + " " + new HashSet<>(ids).size() + " " + ids.get(0).isEmpty();
        });
  }

  @ParameterizedTest
  @EnumSource
  @SuppressWarnings("deprecation") // what is deprecated goes on working
  void push_isNotThere_inHttp1(Contract server) {
    server.sameFor(HttpServletRequest::newPushBuilder);
  }
}
