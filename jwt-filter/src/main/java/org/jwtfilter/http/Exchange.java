package org.jwtfilter.http;

import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One request and its answer, as the straight line sees them: the little that is needed to find a
 * caller and to answer in the caller's place, free of any container's API. Confined to the request.
 */
public interface Exchange {
  /** The request's method, as sent. */
  String method();

  /** Whether that method promises to change nothing (RFC 9110, 9.2.1). */
  default boolean safe() {
    return switch (method()) {
      case "GET", "HEAD", "OPTIONS", "TRACE" -> true;
      default -> false;
    };
  }

  /** The path below the context path, decoded and without parameters; never empty. */
  String path();

  /** The application's context path; empty for the root. */
  String contextPath();

  /** Whether the client came over TLS, as far as the container or a trusted proxy knows. */
  boolean secure();

  /**
   * The client's address as the server sees it, or a trusted proxy; that of a proxy which is not
   * trusted, where one hides the client.
   */
  String address();

  /** The host that the client asked, with its port if it named one; null where nobody says. */
  default @Nullable String host() {
    return header("Host");
  }

  /** All values of a request header, in order; empty where it was not sent. */
  List<String> headers(String name);

  /** All values of the request's cookies of exactly this name, in order. */
  List<String> cookies(String name);

  /** The query string as sent, or null. */
  @Nullable String query();

  /**
   * The values of a parameter of an {@code application/x-www-form-urlencoded} body. Reads the body,
   * so it is asked only where forms are a source of tokens.
   */
  List<String> formValues(String name);

  /**
   * The values of a field of a form that was posted ({@code application/x-www-form-urlencoded}),
   * read so that who comes after finds the form as if nobody had. Empty where it is none, or is too
   * long to be kept.
   */
  default List<String> formField(String name) {
    return List.of();
  }

  /**
   * The body of this request as a posted form, for an answer that is ours: who comes after finds it
   * read. Empty where it is none, is longer, or was read by somebody else.
   *
   * @param mostBytes of the body
   */
  default Optional<PostedForm> postedForm(int mostBytes) {
    return Optional.empty();
  }

  /** Sets a cookie in the answer; replaces what was set under the same name before. */
  void setCookie(SetCookie cookie);

  /** The deletions of cookies that others have planted, which go along with this answer. */
  PlantedCookies planted();

  /** The cookie that this answer sets under a name, so far; null where it sets none. */
  @Nullable SetCookie cookieSet(String name);

  /** Sets a header of the answer. */
  void setHeader(String name, String value);

  /** The same for a header that stays there, unless the application sets it otherwise. */
  default void keepHeader(String name, String value) {
    setHeader(name, value);
  }

  /** Adds a value to a header of the answer, unless it is there already; it stays there. */
  void addHeader(String name, String value);

  /** Answers in the application's place: status, content type and body. */
  void answer(int status, String contentType, String body);

  /**
   * Answers by sending the client on with a GET (RFC 9110, 15.4.4).
   *
   * @param location a path on this server, as browsers understand it whatever proxies change; or a
   *     whole URL
   */
  default void redirect(String location) {
    setHeader("Location", location);
    answer(303, "text/plain", "");
  }

  /** Answers with the application's own error page for a status, or the container's. */
  void error(int status);

  /** The path with context path and query as the client sent it, to come back to. */
  String target();

  /** The path with context path and parameters as the client sent it, not decoded. */
  default String rawPath() {
    String target = target();
    int query = target.indexOf('?');
    return query < 0 ? target : target.substring(0, query);
  }

  /** The one value of a header, or null where it is missing or was sent more than once. */
  default @Nullable String header(String name) {
    List<String> values = headers(name);
    return values.size() == 1 ? values.get(0) : null;
  }
}
