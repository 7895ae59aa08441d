package org.jwtfilter;

import java.util.Optional;

/** Checks passwords in place of the container's realm. Implementations are thread-safe. */
@FunctionalInterface
public interface Accounts {
  /**
   * The account, or empty if there is none or the password is wrong: take the same time for both.
   *
   * @param password yours to overwrite when done
   */
  Optional<Account> authenticate(String name, char[] password);
}
