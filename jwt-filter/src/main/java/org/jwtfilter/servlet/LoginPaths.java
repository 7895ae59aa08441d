package org.jwtfilter.servlet;

import java.util.Optional;
import org.jwtfilter.config.JwtConfig;
import org.jwtfilter.config.Options;

/**
 * Where logins begin and end.
 *
 * @param login path of the built-in endpoint
 * @param logout path of the built-in endpoint
 * @param page of the application's login form
 * @param errorPage shown when the form's password was wrong
 */
record LoginPaths(
    Optional<String> login,
    Optional<String> logout,
    Optional<String> page,
    Optional<String> errorPage) {
  private static final String FORM = "/j_security_check";

  static LoginPaths of(JwtConfig config) {
    return new LoginPaths(
        config.get(Options.LOGIN),
        config.get(Options.LOGOUT),
        config.get(Options.LOGIN_PAGE),
        config.get(Options.LOGIN_ERROR_PAGE));
  }

  /** A form login posts to {@code j_security_check} below whatever page showed the form. */
  boolean isForm(String path) {
    return page.isPresent() && path.endsWith(FORM);
  }

  boolean isLogin(String path) {
    return login.isPresent() && login.get().equals(path);
  }

  /** Whether this is the application's own login form, whatever query it is shown with. */
  boolean isPage(String path) {
    return page.isPresent() && page.get().replaceFirst("\\?.*", "").equals(path);
  }

  boolean isLogout(String path) {
    return logout.isPresent() && logout.get().equals(path);
  }
}
