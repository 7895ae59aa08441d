package org.jwtfilter.servlet;

import java.util.Optional;
import org.jwtfilter.config.JwtConfig;
import org.jwtfilter.config.Options;

/**
 * Where logins begin and end.
 *
 * @param login path of the built-in endpoint
 * @param logout path of the built-in endpoint
 * @param refresh path of the built-in endpoint
 * @param revoke path of the built-in endpoint
 * @param logins path of the list of the caller's own logins
 * @param token path of the built-in token exchange
 * @param page of the application's login form
 * @param errorPage shown when the form's password was wrong
 */
record LoginPaths(
    Optional<String> login,
    Optional<String> logout,
    Optional<String> refresh,
    Optional<String> revoke,
    Optional<String> logins,
    Optional<String> token,
    Optional<String> page,
    Optional<String> errorPage) {
  private static final String FORM = "/j_security_check";

  static LoginPaths of(JwtConfig config) {
    return new LoginPaths(
        config.get(Options.LOGIN),
        config.get(Options.LOGOUT),
        config.get(Options.REFRESH),
        config.get(Options.REVOKE),
        config.get(Options.LOGINS),
        config.get(Options.TOKEN),
        config.get(Options.LOGIN_PAGE),
        config.get(Options.LOGIN_ERROR_PAGE));
  }

  /** A form login posts to {@code j_security_check} below whatever page showed the form. */
  boolean isForm(String path) {
    return page.isPresent() && path.endsWith(FORM);
  }

  boolean isLogin(String path) {
    return is(login, path);
  }

  /** Whether this is the application's own login form, whatever query it is shown with. */
  boolean isPage(String path) {
    return isShown(page, path);
  }

  /** Whether this page is part of a login, so that everybody must see it. */
  boolean isOpen(String path) {
    return isPage(path) || isShown(errorPage, path);
  }

  private static boolean isShown(Optional<String> one, String path) {
    return one.isPresent()
        && one.get().startsWith(path)
        && (one.get().length() == path.length() || one.get().charAt(path.length()) == '?');
  }

  boolean isLogout(String path) {
    return is(logout, path);
  }

  boolean isRefresh(String path) {
    return is(refresh, path);
  }

  boolean isRevoke(String path) {
    return is(revoke, path);
  }

  /**
   * Whether what is asked for there is proved by a token in the request's body or in a cookie of
   * its own, whoever the caller is: then nothing is to be said about an access token beside it.
   */
  boolean bringsItsProof(String path) {
    return isRefresh(path) || isRevoke(path) || isToken(path);
  }

  boolean isToken(String path) {
    return is(token, path);
  }

  boolean isLogins(String path) {
    return is(logins, path);
  }

  private static boolean is(Optional<String> endpoint, String path) {
    return endpoint.isPresent() && endpoint.get().equals(path);
  }
}
