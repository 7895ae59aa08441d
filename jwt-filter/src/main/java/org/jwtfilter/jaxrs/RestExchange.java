package org.jwtfilter.jaxrs;

import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.MultivaluedMap;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.SecurityContext;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.jwtfilter.http.CookieHeader;
import org.jwtfilter.http.Exchange;
import org.jwtfilter.http.PlantedCookies;
import org.jwtfilter.http.QueryString;
import org.jwtfilter.http.Refusal;
import org.jwtfilter.http.Refused;
import org.jwtfilter.http.SetCookie;

/**
 * A request of a JAX-RS runtime and its answer as an {@link Exchange}. Headers of the answer are
 * kept until {@link AnswerFilter} sees the answer, whoever gives it. Confined to its request, which
 * carries it from filter to filter.
 */
final class RestExchange implements Exchange {
  private static final String PROPERTY = RestExchange.class.getName();
  private static final String CACHE_CONTROL = "Cache-Control";
  private static final Pattern MATRIX_PARAMETERS = Pattern.compile(";[^/]*");
  private static final int FORBIDDEN = 403;

  private record Header(String name, String value) {}

  private final Map<String, String> headers = new LinkedHashMap<>();
  private final Map<String, SetCookie> cookies = new LinkedHashMap<>();
  private final List<Header> added = new ArrayList<>();
  private final PlantedCookies planted = new PlantedCookies();
  private ContainerRequestContext request;
  private @Nullable Refused forgotten;
  private @Nullable String path;
  private boolean personal;

  private RestExchange(ContainerRequestContext request) {
    this.request = request;
  }

  /** The exchange of a request, made where it is the first time that somebody asks. */
  static RestExchange of(ContainerRequestContext request) {
    RestExchange known = in(request);
    if (known == null) {
      known = new RestExchange(request);
      request.setProperty(PROPERTY, known);
    }
    known.request = request; // some runtimes have one for each phase
    return known;
  }

  /** The exchange of a request, or null where none of our filters has seen it. */
  static @Nullable RestExchange in(ContainerRequestContext request) {
    return request.getProperty(PROPERTY) instanceof RestExchange exchange ? exchange : null;
  }

  /** A cookie was refused, and forgotten; to be said where a caller is needed. */
  void forgotten(Refused refused) {
    this.forgotten = refused;
  }

  @Nullable Refused forgotten() {
    return forgotten;
  }

  /** The answer is for this caller alone: no shared cache may keep it. */
  void personal() {
    this.personal = true;
  }

  // The request

  @Override
  public String method() {
    return request.getMethod();
  }

  /** Below the base URI, decoded, without the matrix parameters that no runtime matches by. */
  @Override
  public String path() {
    if (path == null) {
      String raw = request.getUriInfo().getPath(false);
      String rooted = raw.startsWith("/") ? raw : "/" + raw;
      path = decoded(MATRIX_PARAMETERS.matcher(rooted).replaceAll(""));
    }
    return path;
  }

  private static String decoded(String raw) {
    if (raw.indexOf('%') < 0) {
      return raw;
    }
    try {
      return URLDecoder.decode(raw.replace("+", "%2B"), StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      return raw; // the runtime decides what a broken escape means to the application
    }
  }

  @Override
  public String contextPath() {
    String base = request.getUriInfo().getBaseUri().getRawPath();
    return base == null || !base.endsWith("/") ? "" : base.substring(0, base.length() - 1);
  }

  @Override
  public boolean secure() {
    SecurityContext security = request.getSecurityContext();
    return (security != null && security.isSecure())
        || "https".equalsIgnoreCase(request.getUriInfo().getBaseUri().getScheme());
  }

  /** JAX-RS does not tell. */
  @Override
  public String address() {
    return "";
  }

  @Override
  public List<String> headers(String name) {
    List<String> values = request.getHeaders().get(name);
    return values == null ? List.of() : values.stream().filter(Objects::nonNull).toList();
  }

  /** By hand: the runtimes' map of cookies holds one of two with the same name. */
  @Override
  public List<String> cookies(String name) {
    return CookieHeader.values(headers("Cookie"), name);
  }

  @Override
  public @Nullable String query() {
    return request.getUriInfo().getRequestUri().getRawQuery();
  }

  /** Never: the body is the application's, so forms are refused as a source at start. */
  @Override
  public List<String> formValues(String name) {
    return List.of();
  }

  @Override
  public String target() {
    String raw = request.getUriInfo().getRequestUri().getRawPath();
    return query() == null ? raw : raw + '?' + query();
  }

  // The answer

  @Override
  public void setCookie(SetCookie cookie) {
    cookies.put(cookie.name(), cookie);
  }

  @Override
  public @Nullable SetCookie cookieSet(String name) {
    return cookies.get(name);
  }

  @Override
  public PlantedCookies planted() {
    return planted;
  }

  @Override
  public void setHeader(String name, String value) {
    headers.put(name, value);
  }

  @Override
  public void addHeader(String name, String value) {
    added.add(new Header(name, value));
  }

  /** Says more in the challenge that was given. */
  void extendChallenge(String more) {
    added.replaceAll(
        one -> one.name.equals("WWW-Authenticate") ? new Header(one.name, one.value + more) : one);
  }

  @Override
  public void answer(int status, String contentType, String body) {
    Response.ResponseBuilder response = Response.status(status);
    // An empty entity, and not none, keeps servlet containers from showing an error page.
    if (!body.isEmpty() || status >= 400) {
      response.entity(body.getBytes(StandardCharsets.UTF_8)).type(MediaType.valueOf(contentType));
    }
    request.abortWith(response.build());
  }

  /** JAX-RS knows no error pages, so a person sees what a program would. */
  @Override
  public void error(int status) {
    String detail =
        status == FORBIDDEN ? "This is not allowed to you" : "This cannot be shown to you";
    answer(status, "application/problem+json", Refusal.problem(status, detail));
  }

  /** Adds to the answer what was said meanwhile; may be called twice. */
  void complete(MultivaluedMap<String, Object> answer) {
    headers.forEach(answer::putSingle);
    for (Header one : added) {
      if (!texts(answer, one.name).contains(one.value)) {
        answer.add(one.name, one.value);
      }
    }
    if (texts(answer, "Set-Cookie").stream().noneMatch(this::ours)) {
      cookies.values().forEach(cookie -> answer.add("Set-Cookie", cookie.line()));
    }
    List<String> deletions = planted.lines(PlantedCookies.MOST_BYTES);
    deletions.stream()
        .filter(line -> !texts(answer, "Set-Cookie").contains(line))
        .forEach(line -> answer.add("Set-Cookie", line));
    boolean personalised = personal && !answer.containsKey(CACHE_CONTROL);
    boolean kept =
        texts(answer, CACHE_CONTROL).stream()
            .map(text -> text.toLowerCase(Locale.ROOT))
            .anyMatch(text -> text.contains("private") || text.contains("no-store"));
    if (!kept && (!cookies.isEmpty() || !deletions.isEmpty() || personalised)) {
      answer.add(CACHE_CONTROL, "private");
    }
  }

  private boolean ours(String line) {
    return !planted.deletes(line)
        && cookies.keySet().stream().anyMatch(name -> SetCookie.sets(line, name));
  }

  private static List<String> texts(MultivaluedMap<String, Object> headers, String name) {
    List<Object> values = headers.get(name);
    return values == null ? List.of() : values.stream().map(String::valueOf).toList();
  }

  /** A URL that holds a token must not be cached, nor leave as a referrer. */
  void keepUrlSecret(String parameter) {
    if (!QueryString.values(query(), parameter).isEmpty()) {
      setHeader(CACHE_CONTROL, "no-store");
      setHeader("Referrer-Policy", "no-referrer");
    }
  }
}
