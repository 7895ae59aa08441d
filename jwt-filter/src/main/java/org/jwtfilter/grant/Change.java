package org.jwtfilter.grant;

import java.util.Set;

/** Something that all nodes must know until its end; times are milliseconds since 1970. */
sealed interface Change {
  /** When it needs to be known no longer. */
  long end();

  /** A token is revoked. */
  record TokenEnded(String id, long end) implements Change {
    @Override
    public String toString() {
      return "TokenEnded[…]";
    }
  }

  /** A login has ended. */
  record GrantEnded(String grant, long end) implements Change {
    @Override
    public String toString() {
      return "GrantEnded[…]";
    }
  }

  /**
   * The logins of a user that began before a second have ended.
   *
   * @param second since 1970
   */
  record UserEnded(String name, long second, long end) implements Change {
    @Override
    public String toString() {
      return "UserEnded[…]";
    }
  }

  /**
   * The logins of a user that began up to a second have these roles.
   *
   * @param second since 1970
   */
  record RolesChanged(String name, Set<String> roles, long second, long end) implements Change {
    public RolesChanged {
      roles = Set.copyOf(roles);
    }

    @Override
    public String toString() {
      return "RolesChanged[…]";
    }
  }
}
