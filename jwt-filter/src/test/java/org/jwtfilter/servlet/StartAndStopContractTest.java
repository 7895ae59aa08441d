package org.jwtfilter.servlet;

import static org.junit.jupiter.api.Assertions.assertEquals;

import jakarta.servlet.DispatcherType;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletContext;
import jakarta.servlet.ServletContextAttributeEvent;
import jakarta.servlet.ServletContextAttributeListener;
import jakarta.servlet.ServletContextEvent;
import jakarta.servlet.ServletContextListener;
import jakarta.servlet.ServletException;
import jakarta.servlet.UnavailableException;
import jakarta.servlet.http.HttpFilter;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.jwtfilter.servlet.testkit.Answer;
import org.jwtfilter.servlet.testkit.Client;
import org.jwtfilter.servlet.testkit.Node;
import org.jwtfilter.servlet.testkit.ServerUnderTest;
import org.jwtfilter.servlet.testkit.WebApp;

/**
 * Chapters 2.3, 6.2 and 11.3: listeners, filters and servlets begin and end in the same order with
 * us and without, and servlets that are not available are so in the same way.
 */
class StartAndStopContractTest {
  private static final Map<String, List<String>> HEARD = new ConcurrentHashMap<>();
  private static final AtomicInteger RUNS = new AtomicInteger();

  /** What one run of an application does; everything else is heard by itself. */
  @FunctionalInterface
  private interface Visit {
    void to(Client client);
  }

  private static void hear(ServletContext context, String what) {
    HEARD.get(context.getInitParameter("run")).add(what);
  }

  /** A listener that tells of itself. */
  public static class First implements ServletContextListener, ServletContextAttributeListener {
    @Override
    public void contextInitialized(ServletContextEvent event) {
      hear(event.getServletContext(), getClass().getSimpleName() + " begins");
      event.getServletContext().setAttribute("told", "by a listener");
    }

    @Override
    public void contextDestroyed(ServletContextEvent event) {
      hear(event.getServletContext(), getClass().getSimpleName() + " ends");
    }

    @Override
    public void attributeAdded(ServletContextAttributeEvent event) {
      hearOfOwn(event, "added");
    }

    @Override
    public void attributeReplaced(ServletContextAttributeEvent event) {
      hearOfOwn(event, "replaced");
    }

    /** Servers keep attributes of their own, each others. */
    private void hearOfOwn(ServletContextAttributeEvent event, String what) {
      if (event.getName().equals("told")) {
        hear(event.getServletContext(), getClass().getSimpleName() + " hears " + what);
      }
    }
  }

  /** Another one. */
  public static final class Second extends First {}

  /** A filter that tells of itself. */
  public static final class Telling extends HttpFilter {
    private static final long serialVersionUID = 1L;

    @Override
    public void init() {
      hear(getServletContext(), getFilterName() + " begins");
    }

    @Override
    protected void doFilter(
        HttpServletRequest request, HttpServletResponse response, FilterChain chain)
        throws IOException, ServletException {
      hear(getServletContext(), getFilterName() + " filters");
      chain.doFilter(request, response);
    }

    @Override
    public void destroy() {
      hear(getServletContext(), getFilterName() + " ends");
    }
  }

  /** A servlet that tells of itself, and is unavailable where its name says so. */
  public static final class Serving extends HttpServlet {
    private static final long serialVersionUID = 1L;

    @Override
    public void init() throws ServletException {
      hear(getServletContext(), getServletName() + " begins");
      failIf("init");
    }

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response)
        throws ServletException {
      hear(getServletContext(), getServletName() + " serves");
      failIf("service");
    }

    private void failIf(String when) throws UnavailableException {
      if (getServletName().equals("never-" + when)) {
        throw new UnavailableException("for good");
      }
      if (getServletName().equals("later-" + when)) {
        throw new UnavailableException("for an hour", 3600);
      }
    }

    @Override
    public void destroy() {
      hear(getServletContext(), getServletName() + " ends");
    }
  }

  private static WebApp application() {
    WebApp app =
        WebApp.at("/app")
            .listener(First.class)
            .listener(Second.class)
            .filter("inner", Telling.class, Map.of(), "/*", DispatcherType.REQUEST)
            .filter("outer", Telling.class, Map.of(), "/*", DispatcherType.REQUEST);
    for (String name :
        List.of("lazy", "never-init", "later-init", "never-service", "later-service")) {
      app = app.xml(servlet(name, ""));
    }
    return app.xml(servlet("third", "<load-on-startup>3</load-on-startup>"))
        .xml(servlet("second", "<load-on-startup>2</load-on-startup>"))
        .xml(servlet("first", "<load-on-startup>1</load-on-startup>"));
  }

  private static String servlet(String name, String more) {
    return ("<servlet><servlet-name>%1$s</servlet-name><servlet-class>%2$s</servlet-class>%3$s"
            + "</servlet><servlet-mapping><servlet-name>%1$s</servlet-name>"
            + "<url-pattern>/%1$s</url-pattern></servlet-mapping>")
        .formatted(name, Serving.class.getName(), more);
  }

  private static List<String> run(ServerUnderTest server, WebApp app, Visit visit) {
    String run = "run-" + RUNS.incrementAndGet();
    List<String> heard = Collections.synchronizedList(new ArrayList<>());
    HEARD.put(run, heard);
    try (Node node = server.start(app.contextParam("run", run))) {
      visit.to(Client.of(node));
    } finally {
      HEARD.remove(run);
    }
    return heard;
  }

  private static void same(ServerUnderTest server, Visit visit) {
    List<String> without = run(server, application(), visit);
    WebApp ours = ContractApplication.ours(application(), "token");
    assertEquals(without, run(server, ours, visit));
  }

  @ParameterizedTest
  @EnumSource
  void listenersFiltersAndServlets_beginAndEndInTheirOrder(ServerUnderTest server) {
    same(server, client -> {});
    same(server, client -> client.get("/lazy"));
  }

  @ParameterizedTest
  @EnumSource
  void unavailableServlet_isAnsweredAsTheServerDoes(ServerUnderTest server) {
    List<String> answers = new ArrayList<>();
    Visit visit =
        client -> {
          answers.add("");
          for (String when :
              List.of("never-init", "later-init", "never-service", "later-service")) {
            for (int n = 0; n < 2; n++) {
              Answer answer = client.get("/" + when);
              answers.add(when + " " + answer.status() + " " + retried(answer));
            }
          }
        };
    same(server, visit);
    int half = answers.size() / 2;
    assertEquals(answers.subList(0, half), answers.subList(half, answers.size()));
  }

  /** The seconds count down. */
  private static boolean retried(Answer answer) {
    return answer.header("Retry-After").isPresent();
  }
}
