package org.jwtfilter.servlet;

import jakarta.servlet.AsyncContext;
import jakarta.servlet.AsyncListener;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.jwtfilter.servlet.testkit.Handler;
import org.jwtfilter.servlet.testkit.Request;

/** Chapter 2.3, servlets and asynchronous processing: the same with us and without. */
@ExtendWith(Contract.Servers.class)
class LifeCycleContractTest {
  /** A step of an asynchronous request, with the context that it was started with. */
  @FunctionalInterface
  private interface Started {
    void go(HttpServletRequest request, HttpServletResponse response, AsyncContext context)
        throws Exception;
  }

  /** How an application may start it. */
  private enum How {
    BARE {
      @Override
      AsyncContext start(HttpServletRequest q, HttpServletResponse r) {
        return q.startAsync();
      }
    },
    PAIR {
      @Override
      AsyncContext start(HttpServletRequest q, HttpServletResponse r) {
        return q.startAsync(q, r);
      }
    },
    WRAPPED {
      @Override
      AsyncContext start(HttpServletRequest q, HttpServletResponse r) {
        return q.startAsync(new ContractApplication.Wrapped(q), r);
      }
    };

    abstract AsyncContext start(HttpServletRequest q, HttpServletResponse r);
  }

  /** Starts it on the first dispatch, and tells the path on the second. */
  private static Handler async(How how, Started step) {
    return (q, r) -> {
      if (q.getAttribute("a") == null) {
        q.setAttribute("a", "started");
        step.go(q, r, how.start(q, r));
      } else {
        r.getWriter().println(after(q));
      }
    };
  }

  private static String after(HttpServletRequest q) {
    TreeMap<String, Object> attributes = new TreeMap<>();
    Collections.list(q.getAttributeNames()).stream()
        .filter(name -> name.startsWith("jakarta.servlet.async"))
        .forEach(name -> attributes.put(name, scripts(String.valueOf(q.getAttribute(name)))));
    return q.getDispatcherType()
        + " "
        + q.getServletPath()
        + q.getPathInfo()
        + " "
        + scripts(q.getQueryString())
        + " wrapped="
        + q.getParameter("wrapped")
        + " "
        + q.isAsyncStarted()
        + q.isAsyncSupported()
        + " "
        + attributes;
  }

  /** Scripts have another number each time. */
  private static String scripts(String text) {
    return text.replaceAll("s=\\d+", "s=N").replaceAll("@[0-9a-f]+", "@HASH");
  }

  private static Contract.Scenario of(Handler script) {
    return b -> Contract.transcript(b.client().get(Cluster.path("/first", script)));
  }

  @ParameterizedTest
  @ValueSource(strings = {"GET", "HEAD", "OPTIONS", "TRACE", "POST", "PUT", "DELETE", "STRANGE"})
  void method_isAnsweredByHttpServlet(String method) {
    for (Contract server : Contract.values()) {
      server.same(b -> Contract.transcript(b.client().send(Request.of(method, "/methods"))));
    }
  }

  @ParameterizedTest
  @EnumSource
  void conditionalGet_isAnsweredByHttpServlet(Contract server) {
    server.same(
        b ->
            b.client()
                .send(
                    Request.get("/page.txt")
                        .header("If-Modified-Since", "Fri, 31 Dec 2100 00:00:00 GMT"))
                .status());
  }

  @ParameterizedTest
  @EnumSource
  void context_knowsThePairThatItWasStartedWith(Contract server) {
    Started tells =
        (q, r, a) -> {
          r.getWriter()
              .print(
                  (a.getRequest() == q)
                      + " "
                      + (a.getResponse() == r)
                      + " "
                      + a.hasOriginalRequestAndResponse()
                      + " "
                      + (q.getAsyncContext() == a)
                      + " "
                      + a.getTimeout()
                      + " "
                      + q.isAsyncStarted()
                      + " "
                      + (a.getRequest() instanceof ContractApplication.Wrapped));
          a.complete();
        };
    server.same(of(async(How.BARE, tells)));
    server.same(of(async(How.PAIR, tells)));
    server.same(of(async(How.WRAPPED, tells)));
  }

  @ParameterizedTest
  @EnumSource
  void dispatch_comesBackToTheSamePath(Contract server) {
    for (How how : How.values()) {
      server.same(of(async(how, (q, r, a) -> a.dispatch())));
    }
  }

  @ParameterizedTest
  @EnumSource
  void dispatchToAPath_showsItAndTheFirstInAttributes(Contract server) {
    for (How how : How.values()) {
      Handler target = (q, r) -> r.getWriter().println(after(q));
      server.same(of(async(how, (q, r, a) -> a.dispatch(Cluster.path("/target", target)))));
      server.same(
          of(
              async(
                  how,
                  (q, r, a) ->
                      a.dispatch(q.getServletContext(), Cluster.path("/target", target)))));
    }
  }

  @ParameterizedTest
  @EnumSource
  void dispatchOfAForwardedRequest_goesWhereTheSpecificationSays(Contract server) {
    for (How how : How.values()) {
      server.same(
          of(
              (q, r) -> {
                if (q.getAttribute("a") != null) {
                  r.getWriter().println("back at the first: " + after(q));
                } else {
                  Handler target = async(how, (q2, r2, a) -> a.dispatch());
                  q.getRequestDispatcher(Cluster.path("/target", target)).forward(q, r);
                }
              }));
    }
  }

  @ParameterizedTest
  @EnumSource
  void startedTwice_orNotAtAll_isRefused(Contract server) {
    server.same(
        of(
            async(
                How.BARE,
                (q, r, a) -> {
                  r.getWriter().print(Thrown.by(() -> q.startAsync()));
                  a.complete();
                })));
    server.sameFor(q -> Thrown.by(q::getAsyncContext));
  }

  @ParameterizedTest
  @EnumSource
  void contextThatIsOver_isRefused(Contract server) {
    server.same(
        b -> {
          List<Object> seen = new ArrayList<>();
          of(async(
                  How.BARE,
                  (q, r, a) -> {
                    r.getWriter().print("x");
                    a.complete();
                    seen.add(Thrown.doing(a::dispatch));
                    seen.add(Thrown.doing(a::complete));
                    seen.add(Thrown.doing(() -> a.setTimeout(1)));
                  }))
              .play(b);
          return seen;
        });
  }

  @ParameterizedTest
  @EnumSource
  void listeners_areToldOfCompletionTimeoutAndError(Contract server) {
    for (Started step : steps()) {
      server.same(
          b -> {
            ContractApplication.heard(b);
            CountDownLatch over = new CountDownLatch(2);
            Started told =
                (q, r, a) -> {
                  AsyncListener listener =
                      new ContractApplication.AsyncTelling(q.getServletContext(), over);
                  a.addListener(listener);
                  a.addListener(listener, q, r);
                  step.go(q, r, a);
                };
            Object answer = of(async(How.BARE, told)).play(b);
            return answer + " " + over.await(15, TimeUnit.SECONDS) + ContractApplication.heard(b);
          });
    }
  }

  private static List<Started> steps() {
    return List.of(
        (q, r, a) -> a.complete(), (q, r, a) -> a.dispatch(), (q, r, a) -> a.setTimeout(100));
  }

  @ParameterizedTest
  @EnumSource
  void task_ofTheContext_completesIt(Contract server) {
    server.same(
        of(
            async(
                How.BARE,
                (q, r, a) ->
                    a.start(
                        () -> {
                          try {
                            a.getResponse().getWriter().print("from a task");
                            a.complete();
                          } catch (Exception e) {
                            throw new IllegalStateException(e);
                          }
                        }))));
  }

  @ParameterizedTest
  @EnumSource
  void session_changedInATask_isKept(Contract server) {
    server.same(
        b -> {
          of(async(
                  How.BARE,
                  (q, r, a) ->
                      a.start(
                          () -> {
                            q.getSession().setAttribute("a", "late");
                            a.complete();
                          })))
              .play(b);
          return b.attribute("a");
        });
  }

  @ParameterizedTest
  @EnumSource
  void session_changedInEachCycle_isKept(Contract server) {
    server.same(
        b -> {
          of((q, r) -> {
                int times = q.getAttribute("n") instanceof Integer n ? n : 0;
                q.setAttribute("n", times + 1);
                q.getSession().setAttribute("n" + times, times);
                if (times < 3) {
                  q.startAsync().dispatch();
                }
              })
              .play(b);
          return b.attribute("n0") + b.attribute("n3") + b.attribute("n4");
        });
  }
}
