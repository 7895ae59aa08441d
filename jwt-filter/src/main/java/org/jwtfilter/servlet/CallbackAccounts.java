package org.jwtfilter.servlet;

import jakarta.security.auth.message.callback.PasswordValidationCallback;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.security.Principal;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import javax.security.auth.Subject;
import javax.security.auth.callback.Callback;
import javax.security.auth.callback.CallbackHandler;
import javax.security.auth.callback.UnsupportedCallbackException;
import org.jwtfilter.Account;
import org.jwtfilter.Accounts;

/**
 * The realm of a Jetty with the auth module in place. There {@code request.login} begins a session,
 * and it does not work before filters; the module's callbacks do neither.
 */
final class CallbackAccounts implements Accounts {
  private static final Logger LOG = System.getLogger(CallbackAccounts.class.getName());

  private final CallbackHandler handler;
  private final Set<String> roles;

  /**
   * @param roles that the application knows
   */
  CallbackAccounts(CallbackHandler handler, Set<String> roles) {
    this.handler = handler;
    this.roles = roles;
  }

  @Override
  public Optional<Account> authenticate(String name, char[] password) {
    Subject subject = new Subject();
    PasswordValidationCallback asked = new PasswordValidationCallback(subject, name, password);
    try {
      handler.handle(new Callback[] {asked});
    } catch (IOException | UnsupportedCallbackException e) {
      LOG.log(Level.DEBUG, "the container's realm could not be asked", e);
      return Optional.empty();
    } finally {
      asked.clearPassword();
    }
    return asked.getResult() && Account.isName(name)
        ? Optional.of(new Account(name, held(subject)))
        : Optional.empty();
  }

  /** Jetty's own type of a role is hidden from applications; only its name tells it from a user. */
  private Set<String> held(Subject subject) {
    return subject.getPrincipals().stream()
        .filter(one -> one.getClass().getSimpleName().equals("RolePrincipal"))
        .map(Principal::getName)
        .filter(roles::contains)
        .collect(Collectors.toUnmodifiableSet());
  }
}
