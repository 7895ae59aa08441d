package org.jwtfilter.servlet;

import static org.junit.jupiter.api.Assertions.assertEquals;

import jakarta.servlet.AsyncContext;
import jakarta.servlet.AsyncEvent;
import jakarta.servlet.AsyncListener;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpServletResponseWrapper;
import java.util.LinkedHashSet;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.jwtfilter.servlet.testkit.Answer;
import org.jwtfilter.servlet.testkit.Handler;
import org.jwtfilter.servlet.testkit.ServerLog;

/** Asynchronous requests keep their session, until they complete. */
class SessionAsyncTest {
  private static final Cluster CLUSTER = Cluster.of(Cluster.app());

  @AfterAll
  static void stop() {
    CLUSTER.close();
  }

  private static void assertSaved(Setup server, String text, Handler script) {
    Browser browser = CLUSTER.browser(server);
    browser.puts("a", "b");
    Answer answer = browser.tries(script);
    assertEquals(text, answer.text(), answer::toString);
    assertEquals("yes", browser.attribute("changed"), answer::toString);
    List<String> names = Browser.cookies(answer);
    assertEquals(List.copyOf(new LinkedHashSet<>(names)), names, "each cookie once");
  }

  private static void change(HttpServletRequest request) {
    request.getSession().setAttribute("changed", "yes");
  }

  private static void print(ServletResponse response, Object text) {
    try {
      response.getWriter().print(text);
    } catch (java.io.IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  @ParameterizedTest
  @EnumSource
  void changedInAThread_andCompleted_isSaved(Setup server) {
    assertSaved(
        server,
        "done",
        (q, r) -> {
          AsyncContext async = q.startAsync();
          async.start(
              () -> {
                change(q);
                print(r, "done");
                async.complete();
              });
        });
  }

  @ParameterizedTest
  @EnumSource
  void startedWithTheWrappers_isSaved(Setup server) {
    assertSaved(
        server,
        "true done",
        (q, r) -> {
          AsyncContext async = q.startAsync(q, r);
          print(r, async.hasOriginalRequestAndResponse() + " ");
          async.start(
              () -> {
                change((HttpServletRequest) async.getRequest());
                print(async.getResponse(), "done");
                async.complete();
              });
        });
  }

  @ParameterizedTest
  @EnumSource
  void startedWithWrappersOfOthers_isSaved(Setup server) {
    assertSaved(
        server,
        "false done",
        (q, r) -> {
          AsyncContext async =
              q.startAsync(new HttpServletRequestWrapper(q), new HttpServletResponseWrapper(r));
          print(r, async.hasOriginalRequestAndResponse() + " ");
          async.start(
              () -> {
                change((HttpServletRequest) async.getRequest());
                print(async.getResponse(), "done");
                async.complete();
              });
        });
  }

  @ParameterizedTest
  @EnumSource
  void asyncContextAskedForLater_isTheSame(Setup server) {
    assertSaved(
        server,
        "true",
        (q, r) -> {
          AsyncContext async = q.startAsync();
          print(r, q.getAsyncContext() == async);
          async.start(
              () -> {
                change(q);
                q.getAsyncContext().complete();
              });
        });
  }

  @ParameterizedTest
  @EnumSource
  void completedBeforeTheServletReturns_isSaved(Setup server) {
    assertSaved(
        server,
        "done",
        (q, r) -> {
          AsyncContext async = q.startAsync();
          change(q);
          print(r, "done");
          async.complete();
        });
  }

  @ParameterizedTest
  @EnumSource
  void dispatchedToAPath_seesAndChangesTheSession(Setup server) {
    String next =
        Cluster.path(
            (q, r) -> {
              change(q);
              print(r, q.getDispatcherType() + " " + q.getSession().getAttribute("a"));
            });
    assertSaved(server, "ASYNC b", (q, r) -> q.startAsync().dispatch(next));
    assertSaved(server, "ASYNC b", (q, r) -> q.startAsync(q, r).dispatch(next));
    if (!server.onJetty()) { // answers with nothing, also without a filter
      assertSaved(
          server, "ASYNC b", (q, r) -> q.startAsync().dispatch(q.getServletContext(), next));
    }
  }

  @ParameterizedTest
  @EnumSource
  void changedBeforeADispatch_isSeenInIt(Setup server) {
    String next = Cluster.path((q, r) -> print(r, q.getSession().getAttribute("changed")));
    assertSaved(
        server,
        "yes",
        (q, r) -> {
          change(q);
          q.startAsync().dispatch(next);
        });
  }

  @ParameterizedTest
  @EnumSource
  void dispatchedToItself_seesAndChangesTheSession(Setup server) {
    assertSaved(
        server,
        "ASYNC b",
        (q, r) -> {
          if (q.getDispatcherType() == DispatcherType.ASYNC) {
            change(q);
            print(r, q.getDispatcherType() + " " + q.getSession().getAttribute("a"));
          } else {
            q.startAsync().dispatch();
          }
        });
  }

  @ParameterizedTest
  @EnumSource
  void startedAgainInADispatch_isSaved(Setup server) {
    String next =
        Cluster.path(
            (q, r) -> {
              AsyncContext again = q.startAsync();
              again.start(
                  () -> {
                    change(q);
                    print(r, "again");
                    again.complete();
                  });
            });
    assertSaved(server, "again", (q, r) -> q.startAsync().dispatch(next));
  }

  @ParameterizedTest
  @EnumSource
  void timedOut_withoutAnybodyListening_isSaved(Setup server) {
    Browser browser = CLUSTER.browser(server);
    Answer answer =
        browser.tries(
            (q, r) -> {
              q.startAsync().setTimeout(20);
              change(q);
            });
    assertEquals(500, answer.status());
    assertEquals("yes", browser.attribute("changed"));
  }

  @ParameterizedTest
  @EnumSource
  void timedOut_listenerChangesAndCompletes_isSaved(Setup server) {
    assertSaved(
        server,
        "too slow",
        (q, r) -> {
          AsyncContext async = q.startAsync();
          async.setTimeout(20);
          async.addListener(
              new Listening() {
                @Override
                public void onTimeout(AsyncEvent event) {
                  change(q);
                  print(
                      event.getSuppliedResponse() == null ? r : event.getSuppliedResponse(),
                      "too slow");
                  event.getAsyncContext().complete();
                }
              });
        });
  }

  @ParameterizedTest
  @EnumSource
  void timedOut_listenerWithItsOwnPair_changesAndCompletes_isSaved(Setup server) {
    assertSaved(
        server,
        "too slow",
        (q, r) -> {
          AsyncContext async = q.startAsync(q, r);
          async.setTimeout(20);
          async.addListener(
              new Listening() {
                @Override
                public void onTimeout(AsyncEvent event) {
                  change((HttpServletRequest) event.getSuppliedRequest());
                  print(event.getSuppliedResponse(), "too slow");
                  event.getAsyncContext().complete();
                }
              },
              q,
              r);
        });
  }

  @ParameterizedTest
  @EnumSource
  void timedOut_listenerDispatches_isSaved(Setup server) {
    String next =
        Cluster.path(
            (q, r) -> {
              change(q);
              print(r, "elsewhere");
            });
    assertSaved(
        server,
        "elsewhere",
        (q, r) -> {
          AsyncContext async = q.startAsync();
          async.setTimeout(20);
          async.addListener(
              new Listening() {
                @Override
                public void onTimeout(AsyncEvent event) {
                  event.getAsyncContext().dispatch(next);
                }
              });
        });
  }

  @ParameterizedTest
  @EnumSource
  void exceptionInADispatch_isSaved(Setup server) {
    Browser browser = CLUSTER.browser(server);
    String next =
        Cluster.path(
            (q, r) -> {
              change(q);
              throw new IllegalStateException("as applications do");
            });
    Answer answer = browser.tries((q, r) -> q.startAsync().dispatch(next));
    assertEquals(500, answer.status());
    assertEquals("yes", browser.attribute("changed"));
  }

  @ParameterizedTest
  @EnumSource
  void changedAfterTheThreadFlushed_goesToTheStore_orIsReportedByName(Setup server) {
    Browser browser = CLUSTER.browser(server);
    try (ServerLog log = ServerLog.of("org.jwtfilter")) {
      browser.does(
          (q, r) -> {
            q.getSession().setAttribute("a", "b");
            AsyncContext async = q.startAsync();
            async.start(
                () -> {
                  try {
                    r.flushBuffer();
                  } catch (java.io.IOException e) {
                    throw new java.io.UncheckedIOException(e);
                  }
                  q.getSession().setAttribute("slow-" + server, "x");
                  async.complete();
                });
          });
      assertEquals(server.token(), log.text().contains("slow-" + server), log::text);
    }
    assertEquals(server.token() ? "null" : "x", browser.attribute("slow-" + server));
  }

  @ParameterizedTest
  @EnumSource
  void completedWithAnErrorStatus_isSaved(Setup server) {
    assertSaved(
        server,
        "after all",
        (q, r) -> {
          AsyncContext async = q.startAsync();
          async.start(
              () -> {
                change(q);
                ((HttpServletResponse) async.getResponse()).setStatus(503);
                print(async.getResponse(), "after all");
                async.complete();
              });
        });
  }

  /** Does nothing. */
  private static class Listening implements AsyncListener {
    @Override
    public void onComplete(AsyncEvent event) {}

    @Override
    public void onTimeout(AsyncEvent event) {}

    @Override
    public void onError(AsyncEvent event) {}

    @Override
    public void onStartAsync(AsyncEvent event) {}
  }
}
