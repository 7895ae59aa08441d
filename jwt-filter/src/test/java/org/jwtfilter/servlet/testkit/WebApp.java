package org.jwtfilter.servlet.testkit;

import jakarta.servlet.DispatcherType;
import jakarta.servlet.Filter;
import jakarta.servlet.Servlet;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EventListener;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * A web application of a test: what is said here becomes a real {@code web.xml} in a real folder,
 * which the server parses by its own rules. May be started on several servers, and several times on
 * each. Everything supports async; filters without dispatcher types are mapped as {@code web.xml}
 * maps them, on REQUEST.
 *
 * <p>The realm of every server: {@code ann}/{@code ann} (role customer), {@code bob}/{@code bob}
 * (roles customer and admin). On Jetty {@code request.login} works only if there is a {@link
 * #loginConfig}.
 */
public final class WebApp {
  private final String contextPath;
  private final StringBuilder elements = new StringBuilder();
  private final Map<String, String> files = new LinkedHashMap<>();
  private final Set<Class<?>> ownClasses = new LinkedHashSet<>();
  private final Set<Path> libraries = new LinkedHashSet<>();
  private Optional<String> webXml = Optional.empty();
  private String rootAttributes = "";
  private int counter;
  private boolean jaspi;

  private WebApp(String contextPath) {
    this.contextPath = contextPath;
  }

  /**
   * An empty application below the context path: {@code ""} for the root, or such as {@code /shop}.
   */
  public static WebApp at(String contextPath) {
    return new WebApp(contextPath);
  }

  /** The context path, {@code ""} for the root. */
  public String contextPath() {
    return contextPath;
  }

  /** Adds a servlet for a URL pattern. */
  public WebApp servlet(String pattern, Handler handler) {
    return servlet(pattern, LambdaServlet.class, Map.of(Registry.ID, Registry.add(handler)));
  }

  /** Adds a servlet class for a URL pattern; it needs a public constructor. */
  public WebApp servlet(
      String pattern, Class<? extends Servlet> type, Map<String, String> initParams) {
    return namedServlet("servlet-" + ++counter, type.getName(), initParams, pattern);
  }

  /** Adds a servlet under a name, for {@code getNamedDispatcher}. */
  public WebApp namedServlet(String name, String pattern, Handler handler) {
    return namedServlet(
        name, LambdaServlet.class.getName(), Map.of(Registry.ID, Registry.add(handler)), pattern);
  }

  private WebApp namedServlet(
      String name, String className, Map<String, String> initParams, String pattern) {
    return xml(
        "<servlet><servlet-name>%s</servlet-name><servlet-class>%s</servlet-class>%s<async-supported>true</async-supported></servlet>"
                .formatted(name, className, initParams(initParams))
            + "<servlet-mapping><servlet-name>%s</servlet-name><url-pattern>%s</url-pattern></servlet-mapping>"
                .formatted(name, escape(pattern)));
  }

  /** Adds a filter, in the order of the calls. */
  public WebApp filter(String pattern, Step step, DispatcherType... dispatchers) {
    return filter(
        "filter-" + ++counter,
        LambdaFilter.class,
        Map.of(Registry.ID, Registry.add(step)),
        pattern,
        dispatchers);
  }

  /** Adds a filter class with its init-params, in the order of the calls. */
  public WebApp filter(
      String name,
      Class<? extends Filter> type,
      Map<String, String> initParams,
      String pattern,
      DispatcherType... dispatchers) {
    return filter(name, type.getName(), initParams, pattern, dispatchers);
  }

  /** As the other, for a class that the test does not see. */
  public WebApp filter(
      String name,
      String className,
      Map<String, String> initParams,
      String pattern,
      DispatcherType... dispatchers) {
    StringBuilder mapped = new StringBuilder();
    for (DispatcherType dispatcher : dispatchers) {
      mapped.append(element("dispatcher", dispatcher.name()));
    }
    return xml(
        "<filter><filter-name>%s</filter-name><filter-class>%s</filter-class><async-supported>true</async-supported>%s</filter>"
                .formatted(name, className, initParams(initParams))
            + "<filter-mapping><filter-name>%s</filter-name><url-pattern>%s</url-pattern>%s</filter-mapping>"
                .formatted(name, escape(pattern), mapped));
  }

  /** Declares a listener class in web.xml. */
  public WebApp listener(Class<? extends EventListener> type) {
    return xml("<listener>" + element("listener-class", type.getName()) + "</listener>");
  }

  /** Adds a context-param. */
  public WebApp contextParam(String name, String value) {
    return xml(
        "<context-param>"
            + element("param-name", name)
            + element("param-value", value)
            + "</context-param>");
  }

  /** Sets {@code <session-timeout>}. */
  public WebApp sessionTimeout(int minutes) {
    return xml(
        "<session-config><session-timeout>" + minutes + "</session-timeout></session-config>");
  }

  /** Declares a role. */
  public WebApp securityRole(String role) {
    return xml("<security-role>" + element("role-name", role) + "</security-role>");
  }

  /** Declares an error page for a status. */
  public WebApp errorPage(int status, String location) {
    return xml(
        "<error-page>"
            + element("error-code", Integer.toString(status))
            + element("location", location)
            + "</error-page>");
  }

  /** Declares an error page for an exception. */
  public WebApp errorPage(Class<? extends Throwable> type, String location) {
    return xml(
        "<error-page>"
            + element("exception-type", type.getName())
            + element("location", location)
            + "</error-page>");
  }

  /** Declares a constraint: the pattern needs the role. */
  public WebApp securityConstraint(String pattern, String role) {
    return xml(
        "<security-constraint><web-resource-collection><web-resource-name>r</web-resource-name>"
            + element("url-pattern", pattern)
            + "</web-resource-collection><auth-constraint>"
            + element("role-name", role)
            + "</auth-constraint></security-constraint>");
  }

  /** Declares FORM login with these pages. */
  public WebApp formLogin(String loginPage, String errorPage) {
    return loginConfig(
        "<auth-method>FORM</auth-method><realm-name>realm</realm-name><form-login-config>"
            + element("form-login-page", loginPage)
            + element("form-error-page", errorPage)
            + "</form-login-config>");
  }

  /** Declares BASIC login. */
  public WebApp basicLogin() {
    return loginConfig("<auth-method>BASIC</auth-method><realm-name>realm</realm-name>");
  }

  /** Declares {@code <login-config>} with this content. */
  public WebApp loginConfig(String content) {
    return xml("<login-config>" + content + "</login-config>");
  }

  /** Has Jetty offer Jakarta Authentication to the application, as Tomcat always does. */
  public WebApp jaspi() {
    jaspi = true;
    return this;
  }

  boolean hasJaspi() {
    return jaspi;
  }

  /** Adds any element to web.xml. */
  public WebApp xml(String element) {
    elements.append(element).append('\n');
    return this;
  }

  /** Adds attributes to {@code <web-app>}, such as {@code metadata-complete="true"}. */
  public WebApp rootAttributes(String attributes) {
    rootAttributes = attributes;
    return this;
  }

  /** Replaces the whole web.xml by this text. */
  public WebApp webXml(String text) {
    webXml = Optional.of(text);
    return this;
  }

  /** Adds a file, such as a JSP, by its path from the application's root. */
  public WebApp file(String path, String text) {
    files.put(path, text);
    return this;
  }

  /**
   * Copies classes, with those nested in them, to {@code WEB-INF/classes}: each node then loads its
   * own copy by its own class loader, as it does with an application's classes, and they are not
   * those of the test.
   */
  public WebApp ownClasses(Class<?>... types) {
    ownClasses.addAll(List.of(types));
    return this;
  }

  /** Copies jars to {@code WEB-INF/lib}. */
  public WebApp libraries(List<Path> jars) {
    libraries.addAll(jars);
    return this;
  }

  /** The same application with another text in web.xml. */
  public WebApp replacing(String text, String by) {
    if (elements.indexOf(text) < 0) {
      throw new IllegalArgumentException("web.xml does not say " + text);
    }
    WebApp other = new WebApp(contextPath);
    other.elements.append(elements.toString().replace(text, by));
    other.files.putAll(files);
    other.ownClasses.addAll(ownClasses);
    other.libraries.addAll(libraries);
    other.webXml = webXml;
    other.rootAttributes = rootAttributes;
    other.counter = counter;
    return other;
  }

  /** The text of web.xml. */
  public String webXml() {
    return webXml.orElseGet(
        () ->
            """
            <?xml version="1.0" encoding="UTF-8"?>
            <web-app xmlns="https://jakarta.ee/xml/ns/jakartaee" version="6.0" %s>
            %s</web-app>
            """
                .formatted(rootAttributes, elements));
  }

  /** Writes the application to a folder. */
  void writeTo(Path folder) throws IOException {
    write(folder.resolve("WEB-INF/web.xml"), webXml());
    for (Map.Entry<String, String> file : files.entrySet()) {
      write(folder.resolve(file.getKey().replaceFirst("^/", "")), file.getValue());
    }
    for (Class<?> type : ownClasses) {
      copy(type, folder.resolve("WEB-INF/classes"));
    }
    Path lib = Files.createDirectories(folder.resolve("WEB-INF/lib"));
    libraries.forEach(jar -> copy(jar, lib));
  }

  private static void write(Path file, String text) throws IOException {
    Files.createDirectories(file.getParent());
    Files.writeString(file, text, StandardCharsets.UTF_8);
  }

  private static void copy(Class<?> type, Path classes) throws IOException {
    Path source = compiled(type);
    Path target = classes.resolve(type.getPackageName().replace('.', '/'));
    Files.createDirectories(target);
    String nested = source.getFileName().toString().replace(".class", "$");
    try (Stream<Path> siblings = Files.list(source.getParent())) {
      siblings
          .filter(each -> each.equals(source) || each.getFileName().toString().startsWith(nested))
          .forEach(each -> copy(each, target));
    }
  }

  private static void copy(Path file, Path folder) {
    try {
      Files.copy(file, folder.resolve(file.getFileName().toString()));
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }

  private static Path compiled(Class<?> type) {
    String file = type.getName().substring(type.getName().lastIndexOf('.') + 1) + ".class";
    try {
      return Path.of(new URI(type.getResource(file).toString()));
    } catch (URISyntaxException impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  private static String initParams(Map<String, String> params) {
    StringBuilder text = new StringBuilder();
    params.forEach(
        (name, value) ->
            text.append("<init-param>")
                .append(element("param-name", name))
                .append(element("param-value", value))
                .append("</init-param>"));
    return text.toString();
  }

  private static String element(String name, String value) {
    return "<" + name + ">" + escape(value) + "</" + name + ">";
  }

  private static String escape(String text) {
    return text.replace("&", "&amp;").replace("<", "&lt;");
  }
}
