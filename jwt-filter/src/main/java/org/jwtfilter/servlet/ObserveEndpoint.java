package org.jwtfilter.servlet;

import java.util.List;
import org.jwtfilter.Caller;
import org.jwtfilter.Reason;

/** The page that shows what was observed in sessions, to callers with a role. Immutable. */
final class ObserveEndpoint {
  private static final String JSON = "application/json";

  private final ObservePlan plan;

  ObserveEndpoint(ObservePlan plan) {
    this.plan = plan;
  }

  /** Answers a request for the page; false where it goes to the application. */
  boolean handled(RequestState state) {
    if (!plan.isPage(state.exchange().path())) {
      return false;
    }
    if (admitted(state)) {
      show(state.exchange());
    }
    return true;
  }

  private boolean admitted(RequestState state) {
    Caller caller = state.caller();
    if (caller == null && state.loggedInByPassword()) {
      caller = state.caller();
    }
    if (caller == null) {
      state.askForLogin();
      return false;
    }
    if (!plan.mayBeSeenBy(caller.roles())) {
      state.refuse(Reason.MISSING_ROLE);
      return false;
    }
    return true;
  }

  private void show(ServletExchange exchange) {
    exchange.setHeader("Cache-Control", "no-store");
    if (!List.of("GET", "HEAD").contains(exchange.method())) {
      exchange.setHeader("Allow", "GET, HEAD");
      exchange.answer(405, "text/plain", "Send one of these here: GET, HEAD\n");
      return;
    }
    exchange.setHeader("X-Content-Type-Options", "nosniff");
    exchange.setHeader("Content-Security-Policy", "default-src 'none'; frame-ancestors 'none'");
    if (wantsJson(exchange)) {
      exchange.answer(200, JSON, plan.observer().json());
    } else {
      exchange.answer(200, "text/html", plan.observer().html());
    }
  }

  private static boolean wantsJson(ServletExchange exchange) {
    List<String> accepted = exchange.headers("Accept");
    return accepted.stream().anyMatch(one -> one.contains(JSON))
        && accepted.stream().noneMatch(one -> one.contains("text/html"));
  }
}
