package org.jwtfilter.http;

import java.net.URI;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jwtfilter.key.Base64Url;

/**
 * The page that a visitor wanted before the login page came, kept in a cookie of the visitor's own.
 * Whatever the cookie says, only a path on this server is ever followed.
 */
public final class SavedTarget {
  private static final String SUFFIX = "-target";
  private static final int MOST = 2048;
  private static final Duration LIFE = Duration.ofMinutes(30);

  private final CookieRules rules;

  SavedTarget(CookieRules rules) {
    this.rules = rules;
  }

  /**
   * Keeps a target for after the login.
   *
   * @param target path with context path and query, as the client sent it
   */
  public void save(Exchange exchange, String target) {
    if (safe(target)) {
      String value = Base64Url.encode(target.getBytes(StandardCharsets.UTF_8));
      exchange.setCookie(rules.set(SUFFIX, value, LIFE, exchange.secure()));
    }
  }

  /** The target that was kept, which is then forgotten; empty where there is none to follow. */
  public Optional<String> take(Exchange exchange) {
    List<String> values = exchange.cookies(rules.name(SUFFIX, exchange.secure()));
    if (values.isEmpty()) {
      return Optional.empty();
    }
    exchange.setCookie(rules.delete(SUFFIX, exchange.secure()));
    return decoded(values.get(0)).filter(SavedTarget::safe);
  }

  private static Optional<String> decoded(String value) {
    return value.length() > 2 * MOST
        ? Optional.empty()
        : Base64Url.decode(value).map(bytes -> new String(bytes, StandardCharsets.UTF_8));
  }

  /**
   * Whether a browser can only understand this as a path on the same server (CWE-601): one leading
   * slash, no backslash or control character, no scheme or authority, also when somebody on the way
   * decodes the path once more.
   */
  static boolean safe(String target) {
    return target.length() <= MOST
        && target.startsWith("/")
        && !target.startsWith("//")
        && target.chars().allMatch(one -> one > ' ' && one < 0x7f && one != '\\')
        && pathIsSafe(target);
  }

  /** Browsers accept more in a query than URI does, so only the path is held to the syntax. */
  private static boolean pathIsSafe(String target) {
    try {
      int query = target.indexOf('?');
      URI uri = new URI(query < 0 ? target : target.substring(0, query));
      String path = uri.getPath();
      return uri.getScheme() == null
          && uri.getRawAuthority() == null
          && path != null
          && !path.contains("//")
          && path.chars().allMatch(one -> one >= ' ' && one != 0x7f && one != '\\');
    } catch (URISyntaxException e) {
      return false;
    }
  }
}
