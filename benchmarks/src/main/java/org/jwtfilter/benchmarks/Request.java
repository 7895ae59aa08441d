package org.jwtfilter.benchmarks;

import jakarta.servlet.DispatcherType;
import jakarta.servlet.ServletContext;
import jakarta.servlet.http.Cookie;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import jakarta.servlet.http.HttpSession;
import java.security.Principal;
import java.util.Collections;
import java.util.Enumeration;
import java.util.NoSuchElementException;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A GET with a header or some cookies. It answers what filters ask; the class that it extends only
 * saves us the methods that nobody asks, and fails if somebody does. It forgets its attributes.
 */
class Request extends HttpServletRequestWrapper {
  private static final HttpServletRequest REST = Container.nothing(HttpServletRequest.class);
  private static final ServletContext CONTEXT = Container.context();

  private final @Nullable String authorization;
  private final Cookie @Nullable [] cookies;
  private final @Nullable String cookieHeader;

  Request(@Nullable String authorization, Cookie @Nullable [] cookies) {
    super(REST);
    this.authorization = authorization;
    this.cookies = cookies;
    this.cookieHeader = cookies == null ? null : header(cookies);
  }

  private static String header(Cookie[] cookies) {
    return Stream.of(cookies)
        .map(one -> one.getName() + "=" + one.getValue())
        .collect(Collectors.joining("; "));
  }

  @Override
  public @Nullable String getHeader(String name) {
    return switch (name) {
      case "Authorization" -> authorization;
      case "Cookie" -> cookieHeader;
      default -> null;
    };
  }

  @Override
  public Enumeration<String> getHeaders(String name) {
    String value = getHeader(name);
    return value == null ? Collections.emptyEnumeration() : new One(value);
  }

  @Override
  public Cookie @Nullable [] getCookies() {
    return cookies;
  }

  @Override
  public ServletContext getServletContext() {
    return CONTEXT;
  }

  @Override
  public String getProtocol() {
    return "HTTP/1.1";
  }

  @Override
  public String getMethod() {
    return "GET";
  }

  @Override
  public String getContextPath() {
    return "/shop";
  }

  @Override
  public String getRequestURI() {
    return "/shop/catalogue";
  }

  @Override
  public String getServletPath() {
    return "/catalogue";
  }

  @Override
  public @Nullable String getPathInfo() {
    return null;
  }

  @Override
  public @Nullable String getQueryString() {
    return null;
  }

  @Override
  public @Nullable String getContentType() {
    return null;
  }

  @Override
  public boolean isSecure() {
    return true;
  }

  @Override
  public DispatcherType getDispatcherType() {
    return DispatcherType.REQUEST;
  }

  @Override
  public @Nullable Object getAttribute(String name) {
    return null;
  }

  @Override
  public void setAttribute(String name, @Nullable Object value) {}

  @Override
  public @Nullable Principal getUserPrincipal() {
    return null;
  }

  @Override
  public @Nullable String getRemoteUser() {
    return null;
  }

  @Override
  public boolean isUserInRole(String role) {
    return false;
  }

  @Override
  public boolean isAsyncStarted() {
    return false;
  }

  @Override
  public @Nullable HttpSession getSession(boolean create) {
    return null;
  }

  /** One value; Tomcat makes such an object for each question too. */
  @SuppressWarnings("JdkObsolete") // of the Servlet API
  private static final class One implements Enumeration<String> {
    private @Nullable String value;

    One(String value) {
      this.value = value;
    }

    @Override
    public boolean hasMoreElements() {
      return value != null;
    }

    @Override
    public String nextElement() {
      String next = value;
      if (next == null) {
        throw new NoSuchElementException();
      }
      value = null;
      return next;
    }
  }
}
