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

  /** The session has another id. */
  void renamed() {
    if (current != null) {
      plan.sessions().renamed(current);
    }
  }

  /** The response may leave now. */
  void committing() {
    if (visit != null) {
      plan.observer().committing(visit);
    }
  }

  /** Nothing goes on but, perhaps, an error page. */
  void end() {
    if (visit != null && current != null) {
      plan.end(visit, current);
      visit = null;
    }
  }
}
