package org.jwtfilter.jaxrs;

import jakarta.ws.rs.core.SecurityContext;
import java.util.Set;

/**
 * Who may call a resource method. Immutable.
 *
 * @param needed what kind of caller
 * @param roles of which the caller needs one; empty unless {@code needed} is {@code ROLES}
 * @param scopes all of which the token needs
 */
record Access(Needed needed, Set<String> roles, Set<String> scopes) {
  /** Any caller, in place of a role's name (Common Annotations; Servlet 6.0, 13.3). */
  static final String ANY_CALLER = "**";

  /** What kind of caller a method needs. */
  enum Needed {
    /** Nobody said anything, or everybody may call. */
    NOTHING,
    /** A caller. */
    CALLER,
    /** A caller with one of some roles. */
    ROLES,
    /** Nobody may call. */
    NOBODY
  }

  Access {
    roles = Set.copyOf(roles);
    scopes = Set.copyOf(scopes);
  }

  boolean needsCaller() {
    return needed != Needed.NOTHING || !scopes.isEmpty();
  }

  /** Whether a caller has one of the roles, where there are any to have. */
  boolean permits(SecurityContext caller) {
    return needed != Needed.ROLES
        || roles.contains(ANY_CALLER)
        || roles.stream().anyMatch(caller::isUserInRole);
  }
}
