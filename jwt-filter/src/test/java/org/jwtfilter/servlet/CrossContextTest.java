package org.jwtfilter.servlet;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.jwtfilter.servlet.testkit.Client;
import org.jwtfilter.servlet.testkit.Handler;
import org.jwtfilter.servlet.testkit.Node;
import org.jwtfilter.servlet.testkit.ServerUnderTest;
import org.jwtfilter.servlet.testkit.WebApp;

/** A dispatch into another application, which Tomcat allows where {@code crossContext} is set. */
class CrossContextTest {
  /** What a client sees of two applications of which one includes the other. */
  private static List<String> played(WebApp including, WebApp included) {
    try (Node node = ServerUnderTest.TOMCAT.start(0, List.of(including, included))) {
      Browser browser = new Browser(Client.of(node), List.of(node));
      browser.puts("a", "own");
      includes(browser, (q, r) -> q.getSession().setAttribute("a", "other"));
      String seen =
          includes(
              browser,
              (q, r) ->
                  r.getWriter()
                      .print(
                          q.getSession(false).getAttribute("a")
                              + q.getSession(false).getServletContext().getContextPath()
                              + q.getServletContext().getContextPath()));
      includes(browser, (q, r) -> q.getSession(false).invalidate());
      String gone = includes(browser, (q, r) -> r.getWriter().print(q.getSession(false)));
      return List.of(seen, gone, browser.attribute("a"));
    }
  }

  private static String includes(Browser browser, Handler script) {
    String path = Cluster.path(script);
    return browser
        .does(
            (q, r) ->
                q.getServletContext().getContext("/other").getRequestDispatcher(path).include(q, r))
        .text();
  }

  private static WebApp plain(String path) {
    return Cluster.scripted(WebApp.at(path));
  }

  private static WebApp withUs(String path) {
    return ContractApplication.ours(plain(path), "token");
  }

  @Test
  void includedApplication_hasItsOwnSession_asWithoutUs() {
    List<String> without = played(plain("/app"), plain("/other"));
    assertEquals(List.of("other/other/other", "null", "own"), without);
    assertEquals(without, played(withUs("/app"), withUs("/other")));
    assertEquals(without, played(withUs("/app"), plain("/other")));
    assertEquals(without, played(plain("/app"), withUs("/other")));
  }
}
