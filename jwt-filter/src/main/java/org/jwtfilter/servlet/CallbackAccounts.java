package org.jwtfilter.servlet;

import jakarta.security.auth.message.callback.PasswordValidationCallback;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.security.Principal;
import java.util.Hashtable;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.security.auth.Subject;
import javax.security.auth.callback.Callback;
import javax.security.auth.callback.CallbackHandler;
import javax.security.auth.callback.UnsupportedCallbackException;
import org.jwtfilter.Account;
import org.jwtfilter.Accounts;
import org.jwtfilter.http.Json;

/**
 * The realm of a Jetty, Payara, GlassFish or Open Liberty with the auth module in place. On Jetty
 * {@code request.login} begins a session then, and does not work before filters; on the others it
 * is refused. The module's callbacks do nothing of this.
 */
final class CallbackAccounts implements Accounts {
  private static final Logger LOG = System.getLogger(CallbackAccounts.class.getName());

  /** Of types that are hidden from applications: only their names tell them from a user. */
  private static final Set<String> ROLE_TYPES = Set.of("RolePrincipal", "Group");

  private final CallbackHandler handler;
  private final Set<String> roles;
  private final RoleMapping mapping;

  /**
   * @param roles that the application knows
   */
  CallbackAccounts(CallbackHandler handler, Set<String> roles, RoleMapping mapping) {
    this.handler = handler;
    this.roles = roles;
    this.mapping = mapping;
  }

  @Override
  public Optional<Account> authenticate(String name, char[] password) {
    Subject subject = new Subject();
    PasswordValidationCallback asked = new PasswordValidationCallback(subject, name, password);
    try {
      handler.handle(new Callback[] {asked});
    } catch (IOException | UnsupportedCallbackException e) {
      LOG.log(
          Level.DEBUG,
          () -> "the container's realm could not be asked: " + Json.quoted(String.valueOf(e)));
      return Optional.empty();
    } finally {
      asked.clearPassword();
    }
    return asked.getResult() && Account.isName(name)
        ? Optional.of(new Account(name, held(name, subject)))
        : Optional.empty();
  }

  private Set<String> held(String name, Subject subject) {
    Set<String> groups = groups(subject);
    return roles.stream()
        .filter(role -> mapping.has(role, name, groups))
        .collect(Collectors.toUnmodifiableSet());
  }

  /** What the container has written down of somebody whose password was right. */
  static Set<String> groups(Subject subject) {
    return Stream.concat(principals(subject), libertys(subject)).collect(Collectors.toSet());
  }

  private static Stream<String> principals(Subject subject) {
    return subject.getPrincipals().stream()
        .filter(one -> ROLE_TYPES.contains(one.getClass().getSimpleName()))
        .map(Principal::getName);
  }

  /**
   * Liberty writes groups down in a table, with their realm or without: {@code
   * group:legacy/member}.
   */
  private static Stream<String> libertys(Subject subject) {
    return subject.getPrivateCredentials(Hashtable.class).stream()
        .map(one -> one.get("com.ibm.wsspi.security.cred.groups"))
        .filter(List.class::isInstance)
        .flatMap(groups -> ((List<?>) groups).stream())
        .map(group -> String.valueOf(group).replaceFirst("^group:[^/]*/", ""));
  }
}
