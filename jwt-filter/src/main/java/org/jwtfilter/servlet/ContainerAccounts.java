package org.jwtfilter.servlet;

import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpSession;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.security.Principal;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jwtfilter.Account;
import org.jwtfilter.Accounts;
import org.jwtfilter.http.Json;

/**
 * The container's own realm, asked through {@code request.login}. A realm cannot be asked for all
 * roles of a user, so it is asked for each role that the application knows.
 */
final class ContainerAccounts implements Accounts {
  private static final Logger LOG = System.getLogger(ContainerAccounts.class.getName());

  private final HttpServletRequest request;
  private final Set<String> roles;

  /**
   * @param request the container's, not our wrapper
   */
  ContainerAccounts(HttpServletRequest request, Set<String> roles) {
    this.request = request;
    this.roles = roles;
  }

  @Override
  public Optional<Account> authenticate(String name, char[] password) {
    if (request.getUserPrincipal() != null) {
      forget(); // Tomcat may know a former caller from its session, and lets in no second one
    }
    boolean visited = request.getSession(false) != null;
    try {
      request.login(name, String.valueOf(password));
    } catch (ServletException | IllegalStateException e) {
      // Its message may have the name in it, as somebody has typed it.
      LOG.log(
          Level.DEBUG,
          () -> "the container's realm refused a login: " + Json.quoted(String.valueOf(e)));
      return Optional.empty();
    }
    try {
      Principal principal = request.getUserPrincipal();
      return principal == null || !Account.isName(principal.getName())
          ? Optional.empty()
          : Optional.of(new Account(principal.getName(), held(request, roles)));
    } finally {
      forget();
      if (!visited) {
        endSession();
      }
    }
  }

  /** WildFly begins one to remember the login, which nobody will come back to. */
  private void endSession() {
    HttpSession begun = request.getSession(false);
    if (begun != null) {
      begun.invalidate();
    }
  }

  /** Which of some roles the container's caller has. */
  static Set<String> held(HttpServletRequest request, Set<String> roles) {
    return roles.stream().filter(request::isUserInRole).collect(Collectors.toUnmodifiableSet());
  }

  /** From here on the token says who the caller is; the container keeps nothing. */
  private void forget() {
    try {
      request.logout();
    } catch (ServletException e) {
      LOG.log(Level.DEBUG, "the container did not forget a login", e);
    }
  }
}
