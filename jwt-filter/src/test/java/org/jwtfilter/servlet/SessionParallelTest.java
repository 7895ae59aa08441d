package org.jwtfilter.servlet;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.jwtfilter.servlet.testkit.Answer;
import org.jwtfilter.servlet.testkit.Handler;

/** Requests of one browser at the same time. */
class SessionParallelTest {
  private static final Cluster CLUSTER = Cluster.of(Cluster.app());

  @AfterAll
  static void stop() {
    CLUSTER.close();
  }

  private static List<Answer> together(Browser browser, List<Handler> scripts) throws Exception {
    List<Callable<Answer>> requests = new ArrayList<>();
    scripts.forEach(script -> requests.add(() -> browser.tries(script)));
    return Browser.together(scripts.size(), requests);
  }

  @ParameterizedTest
  @EnumSource
  void oneOfTwentyChanges_theChangeSurvives_andNobodyElseSetsACookie(Setup server)
      throws Exception {
    Browser browser = CLUSTER.browser(server);
    browser.puts("list", new ArrayList<>(List.of("before")));
    CyclicBarrier all = new CyclicBarrier(20);
    List<Handler> scripts = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      int number = i;
      scripts.add(
          (q, r) -> {
            Object list = q.getSession().getAttribute("list");
            all.await(); // all have read before any answers
            if (number == 7) {
              q.getSession().setAttribute("list", List.of("after"));
            }
            r.getWriter().print(list);
          });
    }
    List<Answer> answers = together(browser, scripts);
    for (int i = 0; i < 20; i++) {
      assertEquals("[before]", Browser.ok(answers.get(i)).text());
      assertEquals(i == 7 && !server.store() ? 1 : 0, answers.get(i).setCookies().size());
    }
    assertEquals("[after]", browser.attribute("list"));
    assertEquals("[after]", browser.attribute("list"));
  }

  @ParameterizedTest
  @EnumSource
  void firstRequestsOfOneVisitor_endWithOneSession(Setup server) throws Exception {
    Browser browser = CLUSTER.browser(server);
    CyclicBarrier all = new CyclicBarrier(6);
    Handler begins =
        (q, r) -> {
          q.getSession().setAttribute("a", "b");
          all.await();
        };
    together(browser, List.of(begins, begins, begins, begins, begins, begins));
    assertEquals(List.of("jwt-visitor"), browser.jar().names());
    assertEquals("b", browser.attribute("a"));
  }

  @ParameterizedTest
  @EnumSource
  void sessionUsedByManyThreadsOfOneRequest_losesNothing(Setup server) {
    Browser browser = CLUSTER.browser(server);
    browser.does(
        (q, r) -> {
          var session = q.getSession();
          List<Thread> threads = new ArrayList<>();
          for (int t = 0; t < 8; t++) {
            int number = t;
            Thread thread =
                new Thread(
                    () -> {
                      for (int i = 0; i < 50; i++) {
                        session.setAttribute("t" + number, i);
                        session.getAttributeNames();
                      }
                    });
            threads.add(thread);
            thread.start();
          }
          for (Thread thread : threads) {
            thread.join();
          }
        });
    for (int t = 0; t < 8; t++) {
      assertEquals("49", browser.attribute("t" + t));
    }
  }
}
