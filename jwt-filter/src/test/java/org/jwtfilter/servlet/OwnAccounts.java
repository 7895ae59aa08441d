package org.jwtfilter.servlet;

import java.util.Optional;
import java.util.Set;
import org.jwtfilter.Account;
import org.jwtfilter.Accounts;

/** Knows people whom no server knows. */
public final class OwnAccounts implements Accounts {
  @Override
  public Optional<Account> authenticate(String name, char[] password) {
    return name.equals("zoe") && String.valueOf(password).equals("secret")
        ? Optional.of(new Account("zoe", Set.of("admin")))
        : Optional.empty();
  }
}
