package org.jwtfilter.servlet;

import java.util.Optional;
import java.util.Set;
import org.jwtfilter.Caller;
import org.jwtfilter.Reason;
import org.jwtfilter.http.PostedForm;
import org.jwtfilter.http.PresentedToken;
import org.jwtfilter.http.Protection;

/** Goes on with the form that a caller had posted before logging in. */
final class SavedForms {
  private SavedForms() {}

  /**
   * Turns the page that a browser asks for after the login into the form that was posted there.
   *
   * @return whether the caller may not post there, and was told so
   */
  static boolean refused(RequestState state) {
    PresentedToken token = state.token();
    if (token == null || !token.transport().ambient() || !state.exchange().method().equals("GET")) {
      return false;
    }
    Optional<PostedForm> form = state.runtime().target().takeForm(state.exchange(), token.jwt());
    if (form.isPresent() && !mayPost(state)) {
      state.refuse(Reason.MISSING_ROLE);
      return true;
    }
    form.ifPresent(state::resume);
    return false;
  }

  /** The container has seen a GET, so nobody has asked yet whether the caller may post. */
  private static boolean mayPost(RequestState state) {
    Caller caller = state.caller();
    String path = state.exchange().path();
    Optional<Set<String>> needed = state.runtime().protection().rolesFor(path);
    return state.plan().constraints().permits("POST", path, caller)
        && (needed.isEmpty()
            || (caller != null && Protection.permits(needed.get(), caller.roles())));
  }
}
