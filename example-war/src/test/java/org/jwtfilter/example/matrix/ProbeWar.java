package org.jwtfilter.example.matrix;

import com.example.probe.AsyncServlet;
import com.example.probe.Bean;
import com.example.probe.CommitServlet;
import com.example.probe.CountingFilter;
import com.example.probe.DispatchServlet;
import com.example.probe.Events;
import com.example.probe.FailingServlet;
import com.example.probe.LeaveServlet;
import com.example.probe.PageServlet;
import com.example.probe.SessionServlet;
import com.example.probe.Socket;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.jwtfilter.example.servers.Layout;
import org.jwtfilter.example.servers.WarFile;

/** Puts the application together: the same bytes for every server. */
final class ProbeWar {
  private static final String SETTINGS =
      """
          <init-param>
            <param-name>token-from</param-name>
            <param-value>header, cookie, query, form, websocket</param-value>
          </init-param>
          <init-param>
            <param-name>protect</param-name>
            <param-value>/protected/*</param-value>
          </init-param>
          <init-param>
            <param-name>protect-roles</param-name>
            <param-value>/protected/admin/* = admin</param-value>
          </init-param>
      %s  </filter>\
      """;

  private static final String PARAMETER =
      "<init-param><param-name>%s</param-name><param-value>%s</param-value></init-param>\n";

  private static final String REST =
      """
        <filter>
          <filter-name>counting</filter-name>
          <filter-class>com.example.probe.CountingFilter</filter-class>
          <async-supported>true</async-supported>
        </filter>
        <filter-mapping>
          <filter-name>counting</filter-name>
          <url-pattern>/files/*</url-pattern>
        </filter-mapping>
        <listener>
          <listener-class>com.example.probe.Events$Declared</listener-class>
        </listener>
        <session-config>
          <session-timeout>7</session-timeout>
        </session-config>
        <error-page>
          <error-code>404</error-code>
          <location>/error-page</location>
        </error-page>
        <error-page>
          <error-code>410</error-code>
          <location>/error.jsp</location>
        </error-page>
        <error-page>
          <exception-type>java.lang.IllegalArgumentException</exception-type>
          <location>/error-page?add=error-page</location>
        </error-page>
      """;

  private static final String SERVLET =
      """
        <servlet>
          <servlet-name>%1$s</servlet-name>
          <servlet-class>%2$s</servlet-class>
          <async-supported>true</async-supported>
        </servlet>
        <servlet-mapping>
          <servlet-name>%1$s</servlet-name>
          %3$s
        </servlet-mapping>
      """;

  private static final String PAGE_JSP =
      """
      <%@ page contentType="text/plain;charset=UTF-8" %>
      el-user=${pageContext.request.userPrincipal.name}
      el-role=${pageContext.request.isUserInRole("member")}
      el-list=${sessionScope.list}
      user=<%= request.getRemoteUser() %>
      list=<%= session.getAttribute("list") %>
      """;

  private static final String BEAN_JSP =
      """
      <%@ page contentType="text/plain;charset=UTF-8" %>
      <jsp:useBean id="bean" class="com.example.probe.Bean" scope="session"/>
      count=${bean.next()}
      """;

  private static final String LONG_JSP =
      """
      <%@ page contentType="text/plain;charset=UTF-8" %>
      <jsp:useBean id="bean" class="com.example.probe.Bean" scope="session"/>
      count=${bean.next()}
      <% for (int i = 0; i < 10000; i++) { out.print("0123456789"); } %>
      """;

  private static final String NO_SESSION_JSP =
      """
      <%@ page contentType="text/plain;charset=UTF-8" session="false" %>
      el-user=${pageContext.request.userPrincipal.name}
      """;

  private static final String ERROR_JSP =
      """
      <%@ page contentType="text/plain;charset=UTF-8" isErrorPage="true" %>
      status=${pageContext.errorData.statusCode}
      el-user=${pageContext.request.userPrincipal.name}
      el-list=${sessionScope.list}
      """;

  private ProbeWar() {}

  /**
   * Writes it.
   *
   * @param session what the option {@code session} says
   * @param store what the option {@code store} says; empty: nothing
   */
  static Path write(Path file, String session, String store) throws IOException {
    return write(file, webXml(session, store));
  }

  /** Writes it with the name of an option spelt wrong. */
  static Path writeMisspelt(Path file) throws IOException {
    return write(file, webXml("token", "").replace(">protect<", ">protekt<"));
  }

  private static Path write(Path file, String webXml) throws IOException {
    WarFile war = new WarFile().addOurs().webXml(webXml);
    for (Path jar : redisClient()) {
      war.addLibrary(jar);
    }
    return war.addClasses(PageServlet.class, SessionServlet.class, CommitServlet.class)
        .addClasses(LeaveServlet.class, AsyncServlet.class, DispatchServlet.class)
        .addClasses(FailingServlet.class, Events.class, CountingFilter.class, Socket.class)
        .addClasses(Events.Declared.class, Events.Annotated.class, Socket.Handshake.class)
        .addClasses(Bean.class)
        .addClasses(hidden("Seen"), hidden("Step"), hidden("StepServlet"))
        .addClasses(hidden("AsyncServlet$1"))
        .add("index.html", "<html><body>Welcome</body></html>")
        .add("files/small.txt", "small")
        .add("files/large.txt", "0123456789".repeat(10_000))
        .add("page.jsp", PAGE_JSP)
        .add("bean.jsp", BEAN_JSP)
        .add("long.jsp", LONG_JSP)
        .add("no-session.jsp", NO_SESSION_JSP)
        .add("error.jsp", ERROR_JSP)
        .writeTo(file);
  }

  private static Class<?> hidden(String name) {
    try {
      return Class.forName("com.example.probe." + name);
    } catch (ClassNotFoundException gone) {
      throw new IllegalStateException(gone);
    }
  }

  private static List<Path> redisClient() throws IOException {
    try (Stream<Path> all = Files.list(Path.of(System.getProperty("launcher.lib")))) {
      return all.filter(
              jar ->
                  jar.getFileName()
                      .toString()
                      .matches("(jedis|commons-pool2|gson|json|redis-authx-core|slf4j-api)-.*"))
          .toList();
    }
  }

  private static String webXml(String session, String store) {
    String more = store.isEmpty() ? "" : PARAMETER.formatted("store", store);
    return Layout.OUR_LINES
            .replace("<param-value>token<", "<param-value>" + session + "<")
            .replace("  </filter>", SETTINGS.formatted(more))
        + REST
        + servlet("page", PageServlet.class, "/page", "/protected/*", "/error-page")
        + servlet("session", SessionServlet.class, "/session/*")
        + servlet("commit", CommitServlet.class, "/commit/*")
        + servlet("leave", LeaveServlet.class, "/leave/*")
        + servlet("async", AsyncServlet.class, "/async/*")
        + servlet("dispatch", DispatchServlet.class, "/dispatch/*")
        + servlet("failing", FailingServlet.class, "/failing/*")
        + servlet("events", Events.class, "/events");
  }

  private static String servlet(String name, Class<?> type, String... patterns) {
    StringBuilder mapped = new StringBuilder();
    for (String pattern : patterns) {
      mapped.append("<url-pattern>").append(pattern).append("</url-pattern>");
    }
    return SERVLET.formatted(name, type.getName(), mapped);
  }
}
