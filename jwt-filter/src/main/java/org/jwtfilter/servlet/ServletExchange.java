package org.jwtfilter.servlet;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Enumeration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.jwtfilter.http.CookieHeader;
import org.jwtfilter.http.Exchange;
import org.jwtfilter.http.Handshake;
import org.jwtfilter.http.PlantedCookies;
import org.jwtfilter.http.PostedForm;
import org.jwtfilter.http.Proxies;
import org.jwtfilter.http.QueryString;
import org.jwtfilter.http.SetCookie;

/**
 * The container's request and response as an {@link Exchange}. It speaks to the objects that the
 * container handed to the filter, never to a wrapper: Tomcat slides an include's response under
 * ours, which drops headers, while the original takes them. Confined to its request.
 */
final class ServletExchange implements Exchange {
  private static final String FORM = "application/x-www-form-urlencoded";
  private static final Pattern PATH_PARAMETERS = Pattern.compile(";[^/]*");

  /** The longest form that is read for one of its fields, as long as Tomcat reads any. */
  private static final int MOST_FORM_BYTES = 2 * 1024 * 1024;

  /** What cookies may take of an answer, our own and the deletions of others. */
  private static final int MOST_COOKIE_BYTES = 6 * 1024;

  private static final Set<String> WITH_BODY = Set.of("POST", "PUT", "PATCH");

  /**
   * What a client of HTTP/1.0 never sends: proxies that speak it, as nginx does unless told
   * otherwise, ask for browsers that send some of these, and say so with the others.
   */
  private static final List<String> NEWER_CLIENT =
      List.of(
          "Sec-Fetch-Mode",
          "Upgrade-Insecure-Requests",
          "Forwarded",
          "X-Forwarded-For",
          "X-Forwarded-Proto",
          "X-Real-IP",
          "Via");

  private record Added(String name, String value) {}

  private final Set<String> hiddenParameters;
  private final Proxies proxies;
  private final boolean oldHttp;

  /** Whether the client itself knows HTTP/1.0 and no more; some of them fold names of cookies. */
  private final boolean oldClient;

  private Proxies.@Nullable Client client;
  private HttpServletRequest request;
  private HttpServletResponse response;
  private @Nullable Map<String, SetCookie> wanted;
  private @Nullable List<String> cookieLines;
  private @Nullable PlantedCookies planted;
  private @Nullable PostedForm keptForm;
  private boolean formParsed;
  private boolean personal;
  private Runnable beforeErrorPage = () -> {};
  private List<Added> added = List.of();
  private List<Added> kept = List.of();
  private boolean secretUrl;
  private @Nullable Boolean opensSocket;
  private boolean uncached;
  private boolean bodyTaken;
  private boolean errorPages = true;

  ServletExchange(
      HttpServletRequest request,
      HttpServletResponse response,
      Set<String> hiddenParameters,
      Proxies proxies) {
    this.request = request;
    this.response = response;
    this.hiddenParameters = hiddenParameters;
    this.proxies = proxies;
    this.oldHttp = "HTTP/1.0".equals(request.getProtocol());
    this.oldClient = oldHttp && NEWER_CLIENT.stream().allMatch(name -> headers(name).isEmpty());
  }

  /** Goes on with the objects of another dispatch of the same request. */
  void rebind(HttpServletRequest nextRequest, HttpServletResponse nextResponse) {
    this.request = nextRequest;
    this.response = nextResponse;
    this.errorPages = true;
  }

  /** Has something done before the container is asked for an error page. */
  void beforeErrorPage(Runnable step) {
    this.beforeErrorPage = step;
  }

  /** The container cannot show error pages yet: errors are answered in few words. */
  void withoutErrorPages() {
    errorPages = false;
  }

  HttpServletRequest request() {
    return request;
  }

  HttpServletResponse response() {
    return response;
  }

  @Override
  public String method() {
    return request.getMethod();
  }

  @Override
  public String path() {
    return path(request);
  }

  /** The path of a request as the container understood it. */
  static String path(HttpServletRequest request) {
    String info = request.getPathInfo();
    String path = info == null ? request.getServletPath() : request.getServletPath() + info;
    return path.isEmpty() ? "/" : path;
  }

  @Override
  public String contextPath() {
    return request.getContextPath();
  }

  @Override
  public boolean secure() {
    return proxies.none() ? request.isSecure() : client().secure();
  }

  @Override
  public String address() {
    return proxies.none() ? peer() : client().address();
  }

  @Override
  public @Nullable String host() {
    String asked = header("Host");
    return proxies.none() ? asked : client().host().orElse(asked);
  }

  private String peer() {
    String address = request.getRemoteAddr();
    return address == null ? "" : address;
  }

  private Proxies.Client client() {
    Proxies.Client known = client;
    if (known == null) {
      known = proxies.client(peer(), request.isSecure(), this::headers);
      client = known;
    }
    return known;
  }

  @Override
  public List<String> headers(String name) {
    Enumeration<String> values = request.getHeaders(name);
    if (values == null || !values.hasMoreElements()) {
      return List.of();
    }
    String first = values.nextElement();
    if (!values.hasMoreElements()) {
      return List.of(first);
    }
    List<String> all = new ArrayList<>(List.of(first));
    values.asIterator().forEachRemaining(all::add);
    return all;
  }

  @Override
  public List<String> cookies(String name) {
    List<String> lines = cookieLines;
    if (lines == null) {
      lines = headers("Cookie");
      cookieLines = lines;
    }
    if (lines.isEmpty()) {
      return lines;
    }
    List<String> values = CookieHeader.values(lines, name);
    return values.isEmpty() && oldClient && !name.startsWith("__")
        ? CookieHeader.values(lines, name.toUpperCase(Locale.ROOT))
        : values;
  }

  @Override
  public @Nullable String query() {
    return request.getQueryString();
  }

  @Override
  public List<String> formValues(String name) {
    if (!hasForm()) {
      return List.of();
    }
    formParsed = true;
    String[] all = parameterValues(name);
    int inQuery = QueryString.values(query(), name).size();
    return all == null || all.length <= inQuery
        ? List.of()
        : Arrays.asList(all).subList(inQuery, all.length);
  }

  /** Read before the container does, the application can still say in which encoding it is. */
  @Override
  public List<String> formField(String name) {
    String type = request.getContentType();
    if (type == null
        || !hasForm()
        || !request.getMethod().equals("POST")
        || request.getContentLengthLong() > MOST_FORM_BYTES) {
      return List.of();
    }
    if (keptForm == null && !formParsed) {
      keptForm =
          FormBody.unread(request, MOST_FORM_BYTES)
              .map(body -> new PostedForm(type, body))
              .orElse(null);
    }
    return keptForm == null ? formValues(name) : QueryString.values(keptForm.body(), name);
  }

  /** The request with the body that was read of it. */
  HttpServletRequest whole() {
    return keptForm == null ? request : new ResumedRequest(request, keptForm);
  }

  /** The values of a parameter of an endpoint of ours, wherever they are. */
  List<String> asked(String name) {
    String[] values = parameterValues(name);
    return values == null ? List.of() : Arrays.asList(values);
  }

  /**
   * A container may refuse to parse a body; the application then meets the same refusal. What is
   * thrown has no common type: Jetty has one of its own for what is too long or badly encoded.
   */
  private String @Nullable [] parameterValues(String name) {
    try {
      return whole().getParameterValues(name);
    } catch (RuntimeException e) {
      return null;
    }
  }

  /** Whether the request asks for a WebSocket. */
  boolean opensSocket() {
    if (opensSocket == null) {
      opensSocket = Handshake.is(this);
    }
    return opensSocket;
  }

  /** Whether the body is a posted form; its content type may name a charset. */
  boolean hasForm() {
    String type = request.getContentType();
    if (type == null || !WITH_BODY.contains(request.getMethod())) {
      return false;
    }
    int end = type.indexOf(';');
    return (end < 0 ? type : type.substring(0, end)).trim().toLowerCase(Locale.ROOT).equals(FORM);
  }

  /** The application has taken the body to read, so it is no longer ours to keep. */
  void bodyTaken() {
    bodyTaken = true;
  }

  @Override
  public Optional<PostedForm> postedForm(int mostBytes) {
    if (keptForm != null) {
      return Optional.of(keptForm).filter(form -> form.body().length() <= mostBytes);
    }
    String type = request.getContentType();
    long length = request.getContentLengthLong();
    if (!hasForm() || type == null || bodyTaken || length > mostBytes) {
      return Optional.empty();
    }
    return FormBody.read(request, hiddenParameters, mostBytes)
        .map(body -> new PostedForm(type, body));
  }

  @Override
  public void setCookie(SetCookie cookie) {
    if (wanted == null) {
      wanted = new LinkedHashMap<>();
    }
    wanted.put(cookie.name(), cookie);
    ensure(cookie);
  }

  @Override
  public @Nullable SetCookie cookieSet(String name) {
    return wanted == null ? null : wanted.get(name);
  }

  @Override
  public PlantedCookies planted() {
    if (planted == null) {
      planted = new PlantedCookies();
    }
    return planted;
  }

  /** Sets some cookies of ours no longer; for an answer that is reset, headers and all. */
  void unset(Collection<String> names) {
    if (wanted != null) {
      wanted.keySet().removeAll(names);
    }
  }

  /** The bytes of the cookie lines that this answer carries for us, but for some names. */
  int cookieBytes(Predicate<String> butFor) {
    return wanted == null
        ? 0
        : wanted.values().stream()
            .filter(one -> !butFor.test(one.name()))
            .mapToInt(SetCookie::length)
            .sum();
  }

  /**
   * Makes sure that every cookie of ours is in the answer exactly once, also after something has
   * reset it, and that no shared cache keeps an answer with one.
   */
  void ensureCookies() {
    if (response.isCommitted()) {
      return;
    }
    if (wanted != null) {
      wanted.values().forEach(this::ensure);
      keepOutOfSharedCaches();
    }
    if (planted != null) {
      delete(planted);
    }
  }

  private void delete(PlantedCookies others) {
    List<String> lines = others.lines(MOST_COOKIE_BYTES - cookieBytes(name -> false));
    if (!lines.isEmpty()) {
      lines.forEach(line -> addOnce("Set-Cookie", line));
      keepOutOfSharedCaches();
    }
  }

  private void ensure(SetCookie cookie) {
    Collection<String> present = response.getHeaders("Set-Cookie");
    List<String> others = new ArrayList<>(present.size());
    int ours = 0;
    boolean same = false;
    for (String line : present) {
      if (SetCookie.sets(line, cookie.name()) && !deletesPlanted(line)) {
        ours++;
        same = line.equals(cookie.line());
      } else {
        others.add(line);
      }
    }
    if (ours == 0) {
      response.addHeader("Set-Cookie", cookie.line());
    } else if (ours > 1 || !same) {
      others.add(cookie.line());
      replaceAll(others);
    }
  }

  private boolean deletesPlanted(String line) {
    return planted != null && planted.deletes(line);
  }

  private void replaceAll(List<String> lines) {
    response.setHeader("Set-Cookie", lines.get(0));
    lines.subList(1, lines.size()).forEach(line -> response.addHeader("Set-Cookie", line));
  }

  /** The URL of this request holds a token: caches and referrers must not learn of it. */
  void keepUrlSecret() {
    secretUrl = true;
    ensureHeaders();
  }

  /** This page is for its caller alone. */
  void keepPersonal() {
    personal = true;
    ensureHeaders();
  }

  /** This answer is to no GET, though it looks so: nobody keeps it. */
  void keepUncached() {
    uncached = true;
    ensureHeaders();
  }

  /**
   * Has the last word about the headers that must be in the answer: an application may say that a
   * URL with a token in it can be cached, and Jetty drops {@code Vary} from errors.
   */
  void ensureHeaders() {
    if (response.isCommitted()) {
      return;
    }
    for (Added one : added) {
      addOnce(one.name(), one.value());
    }
    for (Added one : kept) {
      if (!response.containsHeader(one.name())) {
        response.setHeader(one.name(), one.value());
      }
    }
    if (personal) {
      keepOutOfSharedCaches();
    }
    if (uncached || secretUrl) {
      response.setHeader("Cache-Control", "no-store");
    }
    if (secretUrl) {
      response.setHeader("Referrer-Policy", "no-referrer");
    }
  }

  private void addOnce(String name, String value) {
    if (!response.getHeaders(name).contains(value)) {
      response.addHeader(name, value);
    }
  }

  private void keepOutOfSharedCaches() {
    boolean kept =
        response.getHeaders("Cache-Control").stream()
            .map(value -> value.toLowerCase(Locale.ROOT))
            .anyMatch(value -> value.contains("private") || value.contains("no-store"));
    if (!kept) {
      response.addHeader("Cache-Control", "private");
    }
  }

  @Override
  public void setHeader(String name, String value) {
    response.setHeader(name, value);
  }

  @Override
  public void keepHeader(String name, String value) {
    kept = with(kept, new Added(name, value));
    setHeader(name, value);
  }

  @Override
  public void addHeader(String name, String value) {
    added = with(added, new Added(name, value));
    addOnce(name, value);
  }

  private static List<Added> with(List<Added> some, Added one) {
    List<Added> more = new ArrayList<>(some);
    more.add(one);
    return more;
  }

  /**
   * A path is right for browsers behind any proxy. An old client gets what the server makes of it
   * for the application too: perhaps a whole URL, which the server alone knows. HTTP/1.0 has no
   * 303.
   */
  @Override
  public void redirect(String location) {
    if (oldClient) {
      redirectByServer(location);
    } else if (oldHttp) {
      setHeader("Location", location);
      answer(HttpServletResponse.SC_FOUND, "text/plain", "");
    } else {
      Exchange.super.redirect(location);
    }
  }

  private void redirectByServer(String location) {
    try {
      ensureCookies();
      response.sendRedirect(location);
      response.flushBuffer();
    } catch (IOException e) {
      throw new AnswerFailed(e);
    }
  }

  @Override
  public void answer(int status, String contentType, String body) {
    try {
      ensureCookies();
      response.setStatus(status);
      if (!body.isEmpty()) {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        response.setContentType(contentType);
        response.setCharacterEncoding("UTF-8");
        response.setContentLength(bytes.length);
        response.getOutputStream().write(bytes);
      }
      response.flushBuffer();
    } catch (IOException e) {
      throw new AnswerFailed(e);
    }
  }

  @Override
  public void error(int status) {
    if (!errorPages) {
      answer(status, "text/plain", "Status " + status + "\n");
      return;
    }
    try {
      ensureCookies();
      beforeErrorPage.run();
      response.sendError(status);
    } catch (IOException e) {
      throw new AnswerFailed(e);
    }
  }

  @Override
  public String target() {
    String query = visible(request.getQueryString());
    String uri = withoutParameters(request.getRequestURI());
    return query == null ? uri : uri + '?' + query;
  }

  @Override
  public String rawPath() {
    return request.getRequestURI();
  }

  /** A query string without what belongs to us. */
  @Nullable String visible(@Nullable String query) {
    String visible = query;
    for (String parameter : hiddenParameters) {
      visible = QueryString.without(visible, parameter);
    }
    return visible;
  }

  private static String withoutParameters(String uri) {
    return uri.indexOf(';') < 0 ? uri : PATH_PARAMETERS.matcher(uri).replaceAll("");
  }

  /** The parameters that belong to us and are no business of the application. */
  Set<String> hiddenParameters() {
    return hiddenParameters;
  }
}
