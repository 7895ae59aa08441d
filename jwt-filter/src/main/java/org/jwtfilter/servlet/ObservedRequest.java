package org.jwtfilter.servlet;

import jakarta.servlet.http.HttpSession;
import org.jspecify.annotations.Nullable;
import org.jwtfilter.observe.Visit;

/** What one request does with its session, as it is observed. Confined to the request. */
final class ObservedRequest {
  private final ObservePlan plan;
  private final ServletExchange exchange;
  private @Nullable ObservedSession current;
  private @Nullable Visit visit;
  private boolean sessionEnded;

  ObservedRequest(ObservePlan plan, ServletExchange exchange) {
    this.plan = plan;
    this.exchange = exchange;
  }

  /** What the application gets for a session of the container's. */
  HttpSession session(HttpSession session) {
    ObservedSession observed = observed(session);
    Visit under = visit;
    if (under == null) {
      visit = plan.begin(observed, () -> exchange.response().isCommitted());
    } else {
      under.here();
    }
    return observed;
  }

  private ObservedSession observed(HttpSession session) {
    ObservedSession known = current;
    if (known == null || known.session() != session) {
      end();
      known = plan.sessions().of(session);
      current = known;
    }
    return known;
  }

  /** The response may leave now. */
  void committing() {
    if (visit != null) {
      plan.observer().committing(visit);
    }
  }

  /** Whether the application has ended the session of this request's login, and so the login. */
  boolean loginEnded() {
    return sessionEnded || (visit != null && visit.hasEndedSession());
  }

  /** A login begins, whatever was ended before. */
  void loggedIn() {
    sessionEnded = false;
    if (visit != null) {
      visit.beginsLogin();
    }
  }

  /** Nothing goes on but, perhaps, an error page. */
  void end() {
    if (visit != null && current != null) {
      sessionEnded |= visit.hasEndedSession();
      plan.end(visit, current);
      visit = null;
    }
  }
}
