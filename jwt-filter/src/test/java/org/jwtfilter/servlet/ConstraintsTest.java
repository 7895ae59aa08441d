package org.jwtfilter.servlet;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.when;

import jakarta.annotation.security.DenyAll;
import jakarta.annotation.security.PermitAll;
import jakarta.annotation.security.RolesAllowed;
import jakarta.servlet.ServletContext;
import jakarta.servlet.ServletRegistration;
import jakarta.servlet.annotation.HttpConstraint;
import jakarta.servlet.annotation.HttpMethodConstraint;
import jakarta.servlet.annotation.ServletSecurity;
import jakarta.servlet.http.HttpServlet;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.jwtfilter.Caller;

/** Who may request what, by the examples of the Servlet specification (13.4.1 and 13.8). */
class ConstraintsTest {
  private static final Caller ANN = new Caller("ann", Set.of("customer"));

  private static String constraint(String patternsAndMethods, String roles) {
    return "<security-constraint><web-resource-collection><web-resource-name>x</web-resource-name>"
        + patternsAndMethods
        + "</web-resource-collection>"
        + roles
        + "</security-constraint>";
  }

  private static String patterns(String... patterns) {
    StringBuilder text = new StringBuilder();
    for (String one : patterns) {
      text.append("<url-pattern>").append(one).append("</url-pattern>");
    }
    return text.toString();
  }

  private static String method(String method) {
    return "<http-method>" + method + "</http-method>";
  }

  private static String allBut(String method) {
    return "<http-method-omission>" + method + "</http-method-omission>";
  }

  private static String roles(String... roles) {
    StringBuilder text = new StringBuilder("<auth-constraint>");
    for (String one : roles) {
      text.append("<role-name>").append(one).append("</role-name>");
    }
    return text.append("</auth-constraint>").toString();
  }

  private static Constraints of(String... elements) {
    return of(Map.of(), elements);
  }

  private static Constraints of(Map<String, Class<?>> servlets, String... elements) {
    return read(servlets, "<web-app>\n  " + String.join("\n  ", elements) + "\n</web-app>");
  }

  private static Constraints read(Map<String, Class<?>> servlets, String xml) {
    ServletContext context = mock(ServletContext.class);
    when(context.getResourceAsStream("/WEB-INF/web.xml"))
        .thenAnswer(call -> new ByteArrayInputStream(xml.getBytes(StandardCharsets.UTF_8)));
    when(context.getClassLoader()).thenReturn(ConstraintsTest.class.getClassLoader());
    Map<String, ServletRegistration> registrations = new java.util.HashMap<>();
    servlets.forEach((pattern, type) -> registrations.put(pattern, registered(pattern, type)));
    when(context.getServletRegistrations()).thenAnswer(call -> registrations);
    return DeclaredSecurity.read(context, WebXml.read(context));
  }

  private static ServletRegistration registered(String pattern, Class<?> type) {
    ServletRegistration one = mock(ServletRegistration.class);
    when(one.getMappings()).thenReturn(List.of(pattern));
    when(one.getClassName()).thenReturn(type.getName());
    return one;
  }

  private static Optional<Set<String>> some(String... roles) {
    return Optional.of(Set.of(roles));
  }

  /** The table of 13.8.2. */
  private static Constraints table() {
    return of(
        constraint(
            patterns("/*", "/acme/wholesale/*", "/acme/retail/*") + allBut("GET") + allBut("POST"),
            roles()),
        constraint(
            patterns("/acme/wholesale/*") + method("GET") + method("PUT"), roles("SALESCLERK")),
        constraint(
            patterns("/acme/wholesale/*") + method("GET") + method("POST"), roles("CONTRACTOR")),
        constraint(
            patterns("/acme/retail/*") + method("GET") + method("POST"),
            roles("CONTRACTOR", "HOMEOWNER")));
  }

  @ParameterizedTest
  @CsvSource({
    "DELETE, /x, ''",
    "PUT, /acme/wholesale/x, ''",
    "DELETE, /acme/wholesale/x, ''",
    "GET, /acme/wholesale/x, 'SALESCLERK,CONTRACTOR'",
    "POST, /acme/wholesale/x, CONTRACTOR",
    "GET, /acme/retail/x, 'CONTRACTOR,HOMEOWNER'",
    "POST, /acme/retail, 'CONTRACTOR,HOMEOWNER'",
    "DELETE, /acme/retail/x, ''",
    "GET, /x, open",
    "POST, /acme/x, open",
  })
  void exampleOfTheSpecification_isCombinedAsItSays(String method, String path, String expected) {
    Optional<Set<String>> roles =
        expected.equals("open")
            ? Optional.empty()
            : Optional.of(expected.isEmpty() ? Set.of() : Set.of(expected.split(",")));
    assertEquals(roles, table().rolesFor(method, path));
  }

  @Test
  void bestMatch_alone_counts() {
    Constraints constraints =
        of(
            constraint(patterns("/*"), roles("a")),
            constraint(patterns("/shop/*"), roles("b")),
            constraint(patterns("/shop/open/*"), ""),
            constraint(patterns("*.jsp"), roles("c")),
            constraint(patterns("/shop/page"), roles("d")),
            constraint(patterns(""), roles("root")));
    assertEquals(some("a"), constraints.rolesFor("GET", "/x"));
    assertEquals(some("b"), constraints.rolesFor("GET", "/shop/x.jsp"));
    assertEquals(some("d"), constraints.rolesFor("GET", "/shop/page"));
    assertEquals(Optional.empty(), constraints.rolesFor("GET", "/shop/open/x"));
    assertEquals(some("root"), constraints.rolesFor("GET", "/"));
    assertEquals(some("a"), constraints.rolesFor("GET", "/x.jsp"));
    assertEquals(
        some("c"), of(constraint(patterns("*.jsp"), roles("c"))).rolesFor("GET", "/x.jsp"));
  }

  @Test
  void constraintWithoutRoles_overridesRoles_andNobodyOverridesAll() {
    String some = constraint(patterns("/x"), roles("a"));
    String open = constraint(patterns("/x"), "");
    String nobody = constraint(patterns("/x"), roles());
    assertEquals(Optional.empty(), of(some, open).rolesFor("GET", "/x"));
    assertEquals(some(), of(some, open, nobody).rolesFor("GET", "/x"));
    assertEquals(
        some("a", "b"), of(some, constraint(patterns("/x"), roles("b"))).rolesFor("GET", "/x"));
  }

  @Test
  void star_isAnyDeclaredRole_andTwoStars_anyCaller() {
    String role = "<security-role><role-name>customer</role-name></security-role>";
    Constraints declared = of(role, constraint(patterns("/x"), roles("*")));
    assertEquals(some("customer"), declared.rolesFor("GET", "/x"));
    assertTrue(declared.permits("GET", "/x", ANN));
    assertFalse(declared.permits("GET", "/x", new Caller("eve", Set.of("other"))));
    Constraints any = of(role, constraint(patterns("/x"), roles("**")));
    assertEquals(some("**"), any.rolesFor("GET", "/x"));
    assertTrue(any.permits("GET", "/x", new Caller("eve", Set.of())));
    assertFalse(any.permits("GET", "/x", null));
    assertEquals(some("**"), of(constraint(patterns("/x"), roles("*"))).rolesFor("GET", "/x"));
  }

  @Test
  void uncoveredMethods_areOpen_unlessDenied() {
    String get = constraint(patterns("/x") + method("GET"), roles("a"));
    assertEquals(Optional.empty(), of(get).rolesFor("POST", "/x"));
    assertEquals(Optional.empty(), of(get).rolesFor("get", "/x"));
    Constraints denying = of(get, "<deny-uncovered-http-methods/>");
    assertEquals(some(), denying.rolesFor("POST", "/x"));
    assertEquals(Optional.empty(), denying.rolesFor("POST", "/y"));
  }

  /** Everybody may look, callers may post. */
  @ServletSecurity(
      httpMethodConstraints = @HttpMethodConstraint(value = "POST", rolesAllowed = "a"))
  static final class PostsServlet extends HttpServlet {
    private static final long serialVersionUID = 1L;
  }

  /** Nobody may do anything. */
  @ServletSecurity(@HttpConstraint(ServletSecurity.EmptyRoleSemantic.DENY))
  static class ClosedServlet extends HttpServlet {
    private static final long serialVersionUID = 1L;
  }

  /** Inherits that. */
  static final class ClosedToo extends ClosedServlet {
    private static final long serialVersionUID = 1L;
  }

  /** Enforced by the filter. */
  @RolesAllowed({"a", "b"})
  static final class RolesToo extends HttpServlet {
    private static final long serialVersionUID = 1L;
  }

  /** Enforced by the filter. */
  @DenyAll
  static final class Denied extends HttpServlet {
    private static final long serialVersionUID = 1L;
  }

  /** Needs nothing. */
  @PermitAll
  static final class Permitted extends HttpServlet {
    private static final long serialVersionUID = 1L;
  }

  private static final Map<String, Class<?>> SERVLETS =
      Map.of(
          "/posts/*", PostsServlet.class,
          "/closed", ClosedToo.class,
          "/roles/*", RolesToo.class,
          "/denied", Denied.class,
          "/permitted", Permitted.class,
          "/annotated", SecuredServlet.class);

  @Test
  void annotations_areConstraintsOfTheServletsPatterns() {
    Constraints constraints = of(SERVLETS);
    assertEquals(some("a"), constraints.rolesFor("POST", "/posts/x"));
    assertEquals(Optional.empty(), constraints.rolesFor("GET", "/posts/x"));
    assertEquals(some(), constraints.rolesFor("GET", "/closed"));
    assertEquals(some("admin"), constraints.rolesFor("GET", "/annotated"));
    assertEquals(some("customer"), constraints.rolesFor("POST", "/annotated"));
    assertEquals(some(), constraints.rolesFor("PUT", "/annotated"));
  }

  @Test
  void annotationsThatContainersDoNotLookAt_areTheFilters() {
    Constraints constraints = of(SERVLETS);
    assertEquals(Optional.empty(), constraints.rolesFor("GET", "/roles/x"));
    assertEquals(some("a", "b"), constraints.ownRolesFor("GET", "/roles/x"));
    assertEquals(some(), constraints.ownRolesFor("GET", "/denied"));
    assertEquals(Optional.empty(), constraints.ownRolesFor("GET", "/permitted"));
    assertTrue(constraints.needsCaller("GET", "/roles/x"));
    assertFalse(constraints.permits("GET", "/roles/x", ANN));
    assertTrue(constraints.permits("GET", "/roles/x", new Caller("bob", Set.of("b"))));
  }

  @Test
  void webXml_winsForThePatternsThatItNames() {
    Constraints constraints =
        of(SERVLETS, constraint(patterns("/closed", "/roles/*", "/other"), roles("c")));
    assertEquals(some("c"), constraints.rolesFor("GET", "/closed"));
    assertEquals(Optional.empty(), constraints.ownRolesFor("GET", "/roles/x"));
    assertEquals(some(), constraints.ownRolesFor("GET", "/denied"));
  }

  @Test
  void metadataComplete_meansNoAnnotations() {
    Constraints constraints = read(SERVLETS, "<web-app metadata-complete=\"true\"/>");
    assertEquals(Optional.empty(), constraints.rolesFor("GET", "/closed"));
    assertEquals(Optional.empty(), constraints.ownRolesFor("GET", "/denied"));
  }
}
