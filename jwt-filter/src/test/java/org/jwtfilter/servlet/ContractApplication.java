package org.jwtfilter.servlet;

import jakarta.servlet.AsyncEvent;
import jakarta.servlet.AsyncListener;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.FilterChain;
import jakarta.servlet.RequestDispatcher;
import jakarta.servlet.ServletContext;
import jakarta.servlet.ServletContextEvent;
import jakarta.servlet.ServletContextListener;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletRequestAttributeEvent;
import jakarta.servlet.ServletRequestAttributeListener;
import jakarta.servlet.ServletRequestEvent;
import jakarta.servlet.ServletRequestListener;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.http.HttpFilter;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpSessionAttributeListener;
import jakarta.servlet.http.HttpSessionBindingEvent;
import jakarta.servlet.http.HttpSessionEvent;
import jakarta.servlet.http.HttpSessionIdListener;
import jakarta.servlet.http.HttpSessionListener;
import java.io.IOException;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Collectors;
import org.jwtfilter.servlet.testkit.WebApp;

/**
 * The application of {@link Contract}: scripts below {@code /do}, and what only web.xml can say.
 */
final class ContractApplication {
  private static final Map<ServletContext, Log> LOGS = new ConcurrentHashMap<>();

  private ContractApplication() {}

  static WebApp without() {
    return application("/app");
  }

  static WebApp with(String session, String store) {
    WebApp app = ours(application("/app"), session);
    return session.equals("store") ? app.contextParam("jwt.store", store) : app;
  }

  /** Adds nothing more than the lines of ours in web.xml. */
  static WebApp ours(WebApp app, String session) {
    return app.contextParam("jwt.keys", Cluster.KEY)
        .contextParam("jwt.session", session)
        .contextParam("jwt.session-classes", "/WEB-INF/classes, org.jwtfilter.servlet.*");
  }

  private static WebApp application(String path) {
    return Cluster.scripted(WebApp.at(path))
        .contextParam("greeting", "hello")
        .sessionTimeout(7)
        .listener(Everything.class)
        .listener(Adding.class)
        .filter("outer", Telling.class, Map.of("name", "outer"), "/do/told/*", all())
        .filter("inner", Telling.class, Map.of("name", "inner"), "/do/told/*", all())
        .filter("forwards", Telling.class, Map.of("name", "forwards"), "/do/told/*", forward())
        .filter("wrapping", Wrapping.class, Map.of(), "/do/wrapped/*", all())
        .servlet("/methods", Methods.class, Map.of("greeting", "hello"))
        .namedServlet("exact", "/mapped/exact", ContractApplication::mapped)
        .namedServlet("below", "/mapped/below/*", ContractApplication::mapped)
        .namedServlet("made", "*.made", ContractApplication::mapped)
        .namedServlet("error", "/error", ContractApplication::error)
        .errorPage(404, "/error")
        .errorPage(IllegalStateException.class, "/error")
        .xml(
            "<servlet><servlet-name>upload</servlet-name><servlet-class>%s</servlet-class>"
                    .formatted(Upload.class.getName())
                + "<multipart-config/></servlet><servlet-mapping><servlet-name>upload"
                + "</servlet-name><url-pattern>/upload</url-pattern></servlet-mapping>")
        .xml(
            "<servlet><servlet-name>roles</servlet-name><servlet-class>%s</servlet-class>"
                    .formatted(Roles.class.getName())
                + "<security-role-ref><role-name>buyer</role-name><role-link>customer</role-link>"
                + "</security-role-ref></servlet><servlet-mapping><servlet-name>roles"
                + "</servlet-name><url-pattern>/roles</url-pattern></servlet-mapping>")
        .xml(
            "<locale-encoding-mapping-list><locale-encoding-mapping><locale>ja</locale>"
                + "<encoding>Shift_JIS</encoding></locale-encoding-mapping>"
                + "</locale-encoding-mapping-list>")
        .xml("<welcome-file-list><welcome-file>index.html</welcome-file></welcome-file-list>")
        .file("/welcome/index.html", "welcome")
        .file("/page.txt", "a static page");
  }

  private static DispatcherType[] all() {
    return DispatcherType.values();
  }

  private static DispatcherType[] forward() {
    return new DispatcherType[] {DispatcherType.FORWARD};
  }

  /** A line, and the id of the request that begins or ends with it. */
  private record Told(String what, String request) {}

  /**
   * What was told in one application.
   *
   * @param underWay the ids of requests that have begun: a number would be wrong where a server
   *     ends one twice
   * @param asked the ids of the requests that have asked what was told
   */
  private record Log(List<Told> lines, Set<String> underWay, Set<String> asked) {
    static Log of(ServletContext context) {
      return LOGS.computeIfAbsent(
          context,
          one ->
              new Log(
                  new CopyOnWriteArrayList<>(),
                  ConcurrentHashMap.newKeySet(),
                  ConcurrentHashMap.newKeySet()));
    }
  }

  /** Writes down what happens, for {@link #heard}. */
  static void hear(ServletContext context, String what) {
    Log.of(context).lines().add(new Told(what, ""));
  }

  private static void hear(ServletRequest request, String what) {
    String path = request instanceof HttpServletRequest http ? http.getServletPath() : "";
    Log.of(request.getServletContext())
        .lines()
        .add(new Told(what + " " + path, request.getRequestId()));
  }

  /**
   * What happened since this was asked last, when all requests before are over: a client may have
   * its answer before the server has told of the end. Requests that ask leave no trace.
   */
  static String heard(Browser browser) {
    return browser.asks(
        q -> {
          Log log = Log.of(q.getServletContext());
          log.asked().add(q.getRequestId());
          while (log.underWay().size() > 1) {
            Thread.onSpinWait();
          }
          List<Told> all = List.copyOf(log.lines());
          log.lines().removeAll(all);
          return all.stream()
              .filter(one -> !log.asked().contains(one.request()))
              .map(Told::what)
              .collect(Collectors.joining("\n"));
        });
  }

  private static void mapped(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    response.getWriter().println(DispatchContractTest.mapping(request));
  }

  private static void error(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    response.setContentType("text/plain;charset=UTF-8");
    response
        .getWriter()
        .println(
            "error page "
                + request.getDispatcherType()
                + " "
                + request.getAttribute(RequestDispatcher.ERROR_STATUS_CODE)
                + " "
                + request.getAttribute(RequestDispatcher.ERROR_MESSAGE)
                + " "
                + request.getAttribute(RequestDispatcher.ERROR_REQUEST_URI)
                + " "
                + request.getAttribute(RequestDispatcher.ERROR_SERVLET_NAME)
                + " "
                + request.getAttribute(RequestDispatcher.ERROR_EXCEPTION_TYPE)
                + " session="
                + (request.getSession(false) == null
                    ? "none"
                    : request.getSession(false).getAttribute("a"))
                + " of ours="
                + Collections.list(request.getAttributeNames()).stream()
                    .filter(name -> name.contains("jwt"))
                    .toList());
  }

  /** A filter that tells of itself, before and after. */
  public static final class Telling extends HttpFilter {
    private static final long serialVersionUID = 1L;

    @Override
    protected void doFilter(
        HttpServletRequest request, HttpServletResponse response, FilterChain chain)
        throws IOException, ServletException {
      String me = getInitParameter("name") + " " + request.getDispatcherType();
      hear(request.getServletContext(), me + " before");
      try {
        chain.doFilter(request, response);
      } finally {
        hear(request.getServletContext(), me + " after");
      }
    }
  }

  /** A request that is somebody else's wrapper. */
  static final class Wrapped extends jakarta.servlet.http.HttpServletRequestWrapper {
    Wrapped(HttpServletRequest request) {
      super(request);
    }

    @Override
    public String getParameter(String name) {
      return name.equals("wrapped") ? "yes" : super.getParameter(name);
    }
  }

  /** A filter that wraps the request. */
  public static final class Wrapping extends HttpFilter {
    private static final long serialVersionUID = 1L;

    @Override
    protected void doFilter(
        HttpServletRequest request, HttpServletResponse response, FilterChain chain)
        throws IOException, ServletException {
      chain.doFilter(new Wrapped(request), response);
    }
  }

  /** A servlet that answers GET alone, the other methods being those of its base class. */
  public static final class Methods extends HttpServlet {
    private static final long serialVersionUID = 1L;

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response)
        throws IOException {
      response.setContentType("text/plain");
      response.getWriter().print(getInitParameter("greeting") + " " + getServletName());
    }
  }

  /** A servlet that has a name of its own for a role. */
  public static final class Roles extends HttpServlet {
    private static final long serialVersionUID = 1L;

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response)
        throws IOException, ServletException {
      request.login("ann", "ann");
      response
          .getWriter()
          .print(
              request.isUserInRole("buyer")
                  + " "
                  + request.isUserInRole("customer")
                  + " "
                  + request.isUserInRole("seller"));
    }
  }

  /** A servlet that tells the parts of a form. */
  public static final class Upload extends HttpServlet {
    private static final long serialVersionUID = 1L;

    @Override
    protected void doPost(HttpServletRequest request, HttpServletResponse response)
        throws IOException, ServletException {
      response.setContentType("text/plain;charset=UTF-8");
      for (var part : request.getParts()) {
        response
            .getWriter()
            .println(
                part.getName()
                    + " "
                    + part.getSubmittedFileName()
                    + " "
                    + part.getContentType()
                    + " "
                    + part.getSize()
                    + " "
                    + new String(
                        part.getInputStream().readAllBytes(),
                        java.nio.charset.StandardCharsets.UTF_8));
      }
      response.getWriter().println(request.getParameter("field"));
    }
  }

  /** A listener of every kind, with a state that its start has filled. */
  public static final class Everything
      implements ServletContextListener,
          ServletRequestListener,
          ServletRequestAttributeListener,
          HttpSessionListener,
          HttpSessionAttributeListener,
          HttpSessionIdListener {
    private String state = "not started";

    @Override
    public void contextInitialized(ServletContextEvent event) {
      state = event.getServletContext().getInitParameter("greeting");
    }

    @Override
    public void requestInitialized(ServletRequestEvent event) {
      ServletRequest request = event.getServletRequest();
      ContractApplication.hear(request, "request begins");
      Log.of(event.getServletContext()).underWay().add(request.getRequestId());
    }

    @Override
    public void requestDestroyed(ServletRequestEvent event) {
      ServletRequest request = event.getServletRequest();
      ContractApplication.hear(request, "request ends");
      Log.of(event.getServletContext()).underWay().remove(request.getRequestId());
    }

    @Override
    public void attributeAdded(ServletRequestAttributeEvent event) {
      hear(event, "added");
      if (event.getName().equals("request")) {
        event.getServletContext().setAttribute("request", event.getServletRequest());
      }
    }

    @Override
    public void attributeRemoved(ServletRequestAttributeEvent event) {
      hear(event, "removed");
    }

    @Override
    public void attributeReplaced(ServletRequestAttributeEvent event) {
      hear(event, "replaced");
    }

    private static void hear(ServletRequestAttributeEvent event, String what) {
      if (event.getName().length() == 1 || event.getName().contains("jwt")) {
        hear(event.getServletContext(), what + " " + event.getName() + "=" + event.getValue());
      }
    }

    private static void hear(ServletContext context, String what) {
      ContractApplication.hear(context, what);
    }

    @Override
    public void sessionCreated(HttpSessionEvent event) {
      hear(event, state + ": created, new " + event.getSession().isNew());
    }

    @Override
    public void sessionDestroyed(HttpSessionEvent event) {
      hear(event, state + ": destroyed with " + event.getSession().getAttribute("a"));
    }

    @Override
    public void sessionIdChanged(HttpSessionEvent event, String before) {
      hear(event, "id changed " + !before.equals(event.getSession().getId()));
    }

    @Override
    public void attributeAdded(HttpSessionBindingEvent event) {
      hear(event, "session added " + event.getName() + "=" + event.getValue());
    }

    @Override
    public void attributeRemoved(HttpSessionBindingEvent event) {
      hear(event, "session removed " + event.getName() + "=" + event.getValue());
    }

    @Override
    public void attributeReplaced(HttpSessionBindingEvent event) {
      hear(
          event,
          "session replaced "
              + event.getName()
              + "="
              + event.getValue()
              + " by "
              + event.getSession().getAttribute(event.getName()));
    }

    private static void hear(HttpSessionEvent event, String what) {
      hear(event.getSession().getServletContext(), what);
    }
  }

  /** A listener that adds another by code, as frameworks do. */
  public static final class Adding implements ServletContextListener {
    @Override
    public void contextInitialized(ServletContextEvent event) {
      event.getServletContext().addListener(new Added("with a state"));
    }
  }

  /** A session listener that no descriptor names, and that has no public constructor. */
  static final class Added implements HttpSessionListener {
    private final String state;

    Added(String state) {
      this.state = state;
    }

    @Override
    public void sessionCreated(HttpSessionEvent event) {
      hear(event.getSession().getServletContext(), "added by code, " + state);
    }
  }

  /** Tells what happens to an asynchronous request. */
  record AsyncTelling(ServletContext context, CountDownLatch over) implements AsyncListener {
    @Override
    public void onComplete(AsyncEvent event) {
      told("complete", event);
      over.countDown();
    }

    @Override
    public void onTimeout(AsyncEvent event) {
      told("timeout", event);
      event.getAsyncContext().complete();
    }

    @Override
    public void onError(AsyncEvent event) {
      told("error", event);
    }

    @Override
    public void onStartAsync(AsyncEvent event) {
      told("start", event);
    }

    private void told(String what, AsyncEvent event) {
      ServletResponse response = event.getSuppliedResponse();
      hear(
          context,
          "async "
              + what
              + " request="
              + (event.getSuppliedRequest() != null)
              + " response="
              + (response != null)
              + " "
              + event.getThrowable());
    }
  }
}
