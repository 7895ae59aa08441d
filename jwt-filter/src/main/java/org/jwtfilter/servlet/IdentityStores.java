package org.jwtfilter.servlet;

import jakarta.enterprise.inject.spi.CDI;
import jakarta.security.enterprise.credential.Password;
import jakarta.security.enterprise.credential.UsernamePasswordCredential;
import jakarta.security.enterprise.identitystore.CredentialValidationResult;
import jakarta.security.enterprise.identitystore.IdentityStoreHandler;
import java.util.Objects;
import java.util.Optional;
import org.jwtfilter.Account;
import org.jwtfilter.Accounts;

/** The application's identity stores; cannot be linked where there is no Jakarta Security. */
final class IdentityStores implements Accounts {

  /** Links what is needed, so that it is missed at start. */
  IdentityStores() {
    Objects.requireNonNull(IdentityStoreHandler.class);
    Objects.requireNonNull(CDI.class);
  }

  @Override
  public Optional<Account> authenticate(String name, char[] password) {
    Password copy = new Password(password.clone());
    try {
      CredentialValidationResult result =
          handler().validate(new UsernamePasswordCredential(name, copy));
      return result.getStatus() == CredentialValidationResult.Status.VALID
          ? account(result)
          : Optional.empty();
    } finally {
      copy.clear();
    }
  }

  private static IdentityStoreHandler handler() {
    return CDI.current().select(IdentityStoreHandler.class).get();
  }

  private static Optional<Account> account(CredentialValidationResult result) {
    String name = result.getCallerPrincipal().getName();
    return Account.isName(name)
        ? Optional.of(new Account(name, result.getCallerGroups()))
        : Optional.empty();
  }
}
