package org.jwtfilter.example.servers;

import com.example.legacy.AccountServlet;
import com.example.legacy.AnnotatedServlet;
import com.example.legacy.Cart;
import com.example.legacy.CartServlet;
import com.example.legacy.WhoServlet;
import com.example.legacy.ee.Customers;
import com.example.legacy.ee.Ledger;
import com.example.legacy.ee.LedgerServlet;
import com.example.legacy.ee.ReportApi;
import com.example.legacy.ee.ReportResource;
import java.io.IOException;
import java.nio.file.Path;

/** Puts the legacy application together: as it has always been, and with our jar and lines. */
final class LegacyWar {
  /** RESTEasy, which is WildFly's, looks at roles only if it is told to. */
  private static final String RESTEASY =
      """
        <context-param>
          <param-name>resteasy.role.based.security</param-name>
          <param-value>true</param-value>
        </context-param>
      """;

  private static final String SERVLETS =
      """
        <servlet>
          <servlet-name>who</servlet-name>
          <servlet-class>com.example.legacy.WhoServlet</servlet-class>
        </servlet>
        <servlet>
          <servlet-name>cart</servlet-name>
          <servlet-class>com.example.legacy.CartServlet</servlet-class>
        </servlet>
        <servlet>
          <servlet-name>account</servlet-name>
          <servlet-class>com.example.legacy.AccountServlet</servlet-class>
        </servlet>
        <servlet-mapping>
          <servlet-name>who</servlet-name>
          <url-pattern>/open</url-pattern>
          <url-pattern>/member/*</url-pattern>
          <url-pattern>/admin/*</url-pattern>
          <url-pattern>/any/*</url-pattern>
          <url-pattern>/posted</url-pattern>
          <url-pattern>/nobody</url-pattern>
          <url-pattern>/error/*</url-pattern>
        </servlet-mapping>
        <servlet-mapping>
          <servlet-name>cart</servlet-name>
          <url-pattern>/cart</url-pattern>
        </servlet-mapping>
        <servlet-mapping>
          <servlet-name>account</servlet-name>
          <url-pattern>/account/*</url-pattern>
        </servlet-mapping>
        <error-page>
          <error-code>403</error-code>
          <location>/error/forbidden</location>
        </error-page>
        <error-page>
          <error-code>404</error-code>
          <location>/error/missing</location>
        </error-page>
        <security-constraint>
          <web-resource-collection>
            <web-resource-name>for members</web-resource-name>
            <url-pattern>/member/*</url-pattern>
          </web-resource-collection>
          <auth-constraint>
            <role-name>member</role-name>
          </auth-constraint>
        </security-constraint>
        <security-constraint>
          <web-resource-collection>
            <web-resource-name>for administrators</web-resource-name>
            <url-pattern>/admin/*</url-pattern>
          </web-resource-collection>
          <auth-constraint>
            <role-name>admin</role-name>
          </auth-constraint>
        </security-constraint>
        <security-constraint>
          <web-resource-collection>
            <web-resource-name>for whoever is logged in</web-resource-name>
            <url-pattern>/any/*</url-pattern>
          </web-resource-collection>
          <auth-constraint>
            <role-name>**</role-name>
          </auth-constraint>
        </security-constraint>
        <security-constraint>
          <web-resource-collection>
            <web-resource-name>only members may post</web-resource-name>
            <url-pattern>/posted</url-pattern>
            <http-method>POST</http-method>
          </web-resource-collection>
          <auth-constraint>
            <role-name>member</role-name>
          </auth-constraint>
        </security-constraint>
        <security-constraint>
          <web-resource-collection>
            <web-resource-name>for nobody</web-resource-name>
            <url-pattern>/nobody</url-pattern>
          </web-resource-collection>
          <auth-constraint/>
        </security-constraint>
      """;

  private static final String FORM =
      """
        <login-config>
          <auth-method>FORM</auth-method>
          <realm-name>legacy</realm-name>
          <form-login-config>
            <form-login-page>/login.jsp</form-login-page>
            <form-error-page>/login-error.html</form-error-page>
          </form-login-config>
        </login-config>
      """;

  private static final String BASIC =
      """
        <login-config>
          <auth-method>BASIC</auth-method>
          <realm-name>legacy</realm-name>
        </login-config>
      """;

  private static final String ROLES =
      """
        <security-role>
          <role-name>member</role-name>
        </security-role>
        <security-role>
          <role-name>admin</role-name>
        </security-role>
      """;

  /** Payara's own: the groups have other names than the roles. */
  private static final String GLASSFISH_WEB_XML =
      """
      <glassfish-web-app>
        <security-role-mapping>
          <role-name>admin</role-name>
          <group-name>bosses</group-name>
        </security-role-mapping>
        <security-role-mapping>
          <role-name>member</role-name>
          <group-name>people</group-name>
        </security-role-mapping>
      </glassfish-web-app>
      """;

  private static final String LOGIN_PAGE =
      """
      <%@ page contentType="text/html;charset=UTF-8" %>
      <html><body><h1>Please log in</h1>
      <form method="post" action="<%= response.encodeURL("j_security_check") %>">
      <input name="j_username"><input name="j_password" type="password"><button>Go</button>
      </form></body></html>
      """;

  private final WarFile war = new WarFile();
  private String lines = "";
  private final String login;

  private LegacyWar(String login) {
    this.login = login;
    war.add("index.html", "<html><body>Welcome</body></html>");
    war.addClasses(
        WhoServlet.class,
        AnnotatedServlet.class,
        AccountServlet.class,
        Cart.class,
        CartServlet.class);
  }

  /** With a form login. */
  static LegacyWar withForm() {
    LegacyWar legacy = new LegacyWar(FORM);
    legacy.war.add("login.jsp", LOGIN_PAGE);
    legacy.war.add("login-error.html", "<html><body><h1>That was wrong</h1></body></html>");
    return legacy;
  }

  /** With the browser's own login. */
  static LegacyWar withBasic() {
    return new LegacyWar(BASIC);
  }

  /** With our jar, and the lines that a user adds. */
  LegacyWar ours() throws IOException {
    war.addOurs();
    lines = Layout.OUR_LINES;
    return this;
  }

  /** With a session bean and a resource, for servers that know them. */
  LegacyWar withEnterprise() {
    war.addClasses(Ledger.class, LedgerServlet.class, ReportApi.class, ReportResource.class);
    war.add("WEB-INF/beans.xml", "");
    war.add("WEB-INF/glassfish-web.xml", GLASSFISH_WEB_XML);
    return this;
  }

  /** With users of its own, for servers with Jakarta Security; after {@link #ours}. */
  LegacyWar withIdentityStore() {
    war.addClasses(Customers.class);
    war.add("WEB-INF/beans.xml", "");
    lines =
        lines.replace(
            "  </filter>",
            """
              <init-param>
                <param-name>accounts</param-name>
                <param-value>org.jwtfilter.servlet.IdentityStoreAccounts</param-value>
              </init-param>
            </filter>\
            """);
    return this;
  }

  Path writeTo(Path file) throws IOException {
    return war.webXml(RESTEASY + lines + SERVLETS + login + ROLES).writeTo(file);
  }
}
