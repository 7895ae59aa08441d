package org.jwtfilter.servlet;

import static org.junit.jupiter.api.Assertions.assertEquals;

import jakarta.servlet.ServletContextEvent;
import jakarta.servlet.ServletContextListener;
import jakarta.servlet.SessionCookieConfig;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.jwtfilter.servlet.testkit.Client;
import org.jwtfilter.servlet.testkit.Node;
import org.jwtfilter.servlet.testkit.ServerUnderTest;
import org.jwtfilter.servlet.testkit.WebApp;

/**
 * The cookie of the application's session has the attributes that the application gives it, with us
 * as without us: in web.xml, and by code (Servlet 6.0, 4.4.3 and 7.1.1). The name is ours.
 */
@ParameterizedClass
@EnumSource
class CookieConfigTest {
  private static final String IN_XML =
      """
      <session-config><cookie-config>
        <name>SHOP</name><domain>127.0.0.1</domain><path>/shop/cart</path>
        <secure>true</secure><max-age>3600</max-age>
        <attribute><attribute-name>SameSite</attribute-name>\
      <attribute-value>Strict</attribute-value></attribute>
      </cookie-config></session-config>
      """;

  @Parameter ServerUnderTest server;

  /** Says the same as {@link #IN_XML}. */
  public static final class ByCode implements ServletContextListener {
    @Override
    public void contextInitialized(ServletContextEvent event) {
      SessionCookieConfig cookie = event.getServletContext().getSessionCookieConfig();
      cookie.setName("SHOP");
      cookie.setDomain("127.0.0.1");
      cookie.setPath("/shop/cart");
      cookie.setSecure(true);
      cookie.setMaxAge(3600);
      cookie.setAttribute("SameSite", "Strict");
    }
  }

  private static WebApp app(boolean code) {
    WebApp app =
        WebApp.at("/shop").servlet("/cart", (q, r) -> r.getWriter().print(q.getSession().isNew()));
    return code ? app.listener(ByCode.class) : app.xml(IN_XML);
  }

  private String sessionCookie(WebApp app) {
    try (Node node = server.start(app)) {
      List<String> lines = Client.of(node).get("/cart").setCookies();
      assertEquals(1, lines.size(), lines::toString);
      return lines.get(0);
    }
  }

  /** Those of which every server and we make the same; the order means nothing. */
  private static String attributes(String line) {
    TreeSet<String> all = new TreeSet<>(List.of(line.split("; ?")));
    all.removeIf(one -> one.contains("SHOP=") || one.contains("jwt") || one.startsWith("Expires"));
    all.add("HttpOnly");
    return String.join("; ", all);
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void attributes_areThoseThatTheApplicationSays(boolean code) {
    String plain = sessionCookie(app(code));
    String ours =
        sessionCookie(
            app(code)
                .filter(
                    "jwt", JwtFilter.class, Map.of("keys", Tokens.KEYS, "session", "token"), "/*"));
    assertEquals(
        "Domain=127.0.0.1; HttpOnly; Max-Age=3600; Path=/shop/cart; SameSite=Strict; Secure",
        attributes(ours));
    assertEquals(attributes(plain), attributes(ours));
    assertEquals("__Secure-jwt-visitor", ours.replaceFirst("=.*", ""));
  }
}
