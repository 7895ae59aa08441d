package org.jwtfilter.servlet;

import java.util.Optional;
import org.jwtfilter.Account;
import org.jwtfilter.Accounts;

/**
 * Has passwords checked by the application's {@code IdentityStore}s, on servers with Jakarta
 * Security: name this class in {@code accounts}. The groups that they give are the roles.
 * Thread-safe.
 *
 * @see <a href="https://jakarta.ee/specifications/security/3.0/">Jakarta Security 3.0, 3</a>
 */
public final class IdentityStoreAccounts implements Accounts {
  private final Accounts stores;

  /**
   * For the configuration.
   *
   * @throws IllegalStateException on servers without Jakarta Security or CDI
   */
  public IdentityStoreAccounts() {
    try {
      stores = new IdentityStores();
    } catch (LinkageError e) {
      throw new IllegalStateException(
          "this server has no Jakarta Security, or the application does not see it"
              + " (jakarta.security.enterprise:jakarta.security.enterprise-api, 3.0 or later, and"
              + " jakarta.enterprise:jakarta.enterprise.cdi-api, 4.0 or later, with what implements"
              + " them): leave accounts out, and the server's realm checks the passwords, or name a"
              + " class of your own ("
              + e
              + ")",
          e);
    }
  }

  /**
   * {@inheritDoc}
   *
   * @throws IllegalStateException where the application has no CDI container, or no identity store
   */
  @Override
  public Optional<Account> authenticate(String name, char[] password) {
    return stores.authenticate(name, password);
  }
}
