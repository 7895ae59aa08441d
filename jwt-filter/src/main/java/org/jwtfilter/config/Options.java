package org.jwtfilter.config;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Every option, declared once. */
public final class Options {
  public static final Option<List<String>> KEYS = todo("keys");
  public static final Option<Set<String>> ALGORITHMS = todo("algorithms");
  public static final Option<String> ISSUER = todo("issuer");
  public static final Option<List<String>> AUDIENCE = todo("audience");
  public static final Option<Set<TokenSource>> TOKEN_FROM = todo("token-from");
  public static final Option<String> COOKIE_NAME = todo("cookie-name");
  public static final Option<String> COOKIE_PATH = todo("cookie-path");
  public static final Option<Optional<String>> COOKIE_DOMAIN = todo("cookie-domain");
  public static final Option<CookieSecure> COOKIE_SECURE = todo("cookie-secure");
  public static final Option<SameSite> COOKIE_SAME_SITE = todo("cookie-same-site");
  public static final Option<String> QUERY_PARAMETER = todo("query-parameter");
  public static final Option<String> FORM_PARAMETER = todo("form-parameter");
  public static final Option<List<String>> PROTECT = todo("protect");
  public static final Option<Map<String, Set<String>>> PROTECT_ROLES = todo("protect-roles");
  public static final Option<List<String>> ROLES_CLAIM = todo("roles-claim");
  public static final Option<List<String>> PRINCIPAL_CLAIM = todo("principal-claim");
  public static final Option<Map<String, String>> ROLE_MAP = todo("role-map");
  public static final Option<Set<String>> ROLES = todo("roles");
  public static final Option<SessionMode> SESSION = todo("session");
  public static final Option<Integer> SESSION_BUDGET = todo("session-budget");
  public static final Option<List<String>> SESSION_CLASSES = todo("session-classes");
  public static final Option<Duration> SESSION_ABSOLUTE_TIMEOUT = todo("session-absolute-timeout");
  public static final Option<List<String>> SESSION_IGNORE_PATHS = todo("session-ignore-paths");
  public static final Option<List<String>> SESSION_KEYS = todo("session-keys");
  public static final Option<Boolean> SESSION_COMPRESSION = todo("session-compression");
  public static final Option<List<String>> SESSION_LISTENERS = todo("session-listeners");
  public static final Option<OnOverflow> ON_OVERFLOW = todo("on-overflow");
  public static final Option<Duration> LIFETIME = todo("lifetime");
  public static final Option<Duration> RENEW_AFTER = todo("renew-after");
  public static final Option<Duration> ABSOLUTE_LIFETIME = todo("absolute-lifetime");
  public static final Option<Duration> CLOCK_SKEW = todo("clock-skew");
  public static final Option<Optional<String>> LOGIN = todo("login");
  public static final Option<Optional<String>> LOGOUT = todo("logout");
  public static final Option<Optional<String>> LOGIN_PAGE = todo("login-page");
  public static final Option<Optional<String>> LOGIN_ERROR_PAGE = todo("login-error-page");
  public static final Option<Optional<String>> ENDPOINTS = todo("endpoints");
  public static final Option<CsrfMode> CSRF = todo("csrf");
  public static final Option<List<String>> ALLOWED_ORIGINS = todo("allowed-origins");

  private Options() {}

  /** All options in the order of the documentation. */
  public static List<Option<?>> all() {
    return List.of();
  }

  private static <T> Option<T> todo(String name) {
    return new Option<>(
        name,
        "",
        new Syntax<>("", text -> Optional.empty(), String::valueOf),
        "",
        others -> Optional.empty(),
        false,
        "");
  }
}
