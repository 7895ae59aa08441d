package org.jwtfilter.servlet;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.jwtfilter.Caller;
import org.jwtfilter.JwtRejected;
import org.jwtfilter.config.Options;
import org.jwtfilter.http.Handover;
import org.jwtfilter.http.JwtRuntime;
import org.jwtfilter.http.PresentedToken;
import org.jwtfilter.http.QueryString;
import org.jwtfilter.http.Refusal;
import org.jwtfilter.store.StoreException;

/**
 * The built-in endpoint {@code handover}, on both sides: a browser that a person looks at goes from
 * it to a partner's endpoint, or to a page of ours. Nothing of it is cached or sent as a referrer.
 */
final class HandoverEndpoint {
  private static final String REFUSED = "refused";

  private final JwtRuntime runtime;
  private final Handover handover;
  private final String path;

  private HandoverEndpoint(JwtRuntime runtime, Handover handover, String path) {
    this.runtime = runtime;
    this.handover = handover;
    this.path = path;
  }

  static Optional<HandoverEndpoint> of(FilterPlan plan) {
    JwtRuntime runtime = plan.runtime();
    return runtime
        .handover()
        .flatMap(
            handover ->
                runtime
                    .config()
                    .get(Options.HANDOVER)
                    .map(path -> new HandoverEndpoint(runtime, handover, path)));
  }

  /** Answers a request to it; false where it goes to the application. */
  boolean handled(RequestState state) {
    ServletExchange exchange = state.exchange();
    if (!path.equals(exchange.path())) {
      return false;
    }
    exchange.keepUrlSecret();
    if (!exchange.method().equals("GET")) {
      exchange.setHeader("Allow", "GET");
      Refusal.explain(exchange, 405, "This address is for links, which send a GET");
    } else if (!isLink(exchange)) {
      Refusal.explain(exchange, 403, "This address is for links that somebody follows");
    } else {
      answer(state);
    }
    return true;
  }

  /** Not a frame, image, script or prefetch: no login moves without somebody seeing it. */
  private static boolean isLink(ServletExchange exchange) {
    String mode = exchange.header("Sec-Fetch-Mode");
    String dest = exchange.header("Sec-Fetch-Dest");
    return (mode == null || mode.equals("navigate"))
        && (dest == null || dest.equals("document"))
        && exchange.headers("Sec-Purpose").stream()
            .noneMatch(one -> one.toLowerCase(Locale.ROOT).contains("prefetch"));
  }

  private void answer(RequestState state) {
    ServletExchange exchange = state.exchange();
    if (asks(exchange, Handover.TOKEN)) {
      arrive(state, one(exchange, Handover.TOKEN));
    } else if (asks(exchange, Handover.TO)) {
      Optional<String> to = linked(state);
      go(state, to, "The page is not one of a partner of this site");
    } else if (asks(exchange, Handover.AT)) {
      go(state, asked(state), "The site that asks is not a partner of this one, or asks wrongly");
    } else if (asks(exchange, Handover.FROM)) {
      go(state, wanted(state), "The site that hands over is not a partner of this one");
    } else if (asks(exchange, Handover.PATH)) {
      handover.forget(exchange);
      go(state, page(exchange), "There is no such page here");
    } else {
      explain(exchange);
    }
  }

  private static void explain(ServletExchange exchange) {
    boolean refused = asks(exchange, REFUSED);
    Refusal.explain(
        exchange,
        refused ? 403 : 400,
        refused
            ? "The link was used before, is too old, or was begun in another browser: go back and"
                + " follow it once more"
            : "The link says neither where from nor where to");
  }

  private static boolean asks(ServletExchange exchange, String name) {
    return !QueryString.values(exchange.query(), name).isEmpty();
  }

  /** The one value of a parameter; what is missing or comes twice is nothing that is understood. */
  private static String one(ServletExchange exchange, String name) {
    List<String> values = QueryString.values(exchange.query(), name);
    return values.size() == 1 ? values.get(0) : "";
  }

  private static void go(RequestState state, Optional<String> to, String otherwise) {
    if (to.isEmpty()) {
      Refusal.explain(state.exchange(), 403, otherwise);
    } else {
      state.save();
      Refusal.redirect(state.exchange(), to.get());
    }
  }

  private Optional<String> linked(RequestState state) {
    boolean known = login(state) != null;
    return handover.linked(one(state.exchange(), Handover.TO), known);
  }

  private Optional<String> asked(RequestState state) {
    ServletExchange exchange = state.exchange();
    return handover.answered(
        login(state),
        one(exchange, Handover.AT),
        one(exchange, Handover.PATH),
        one(exchange, Handover.NONCE));
  }

  /** The caller by the browser's own login: a token that somebody was lent is none to pass on. */
  private static @Nullable Caller login(RequestState state) {
    PresentedToken token = state.token();
    boolean own =
        token != null && token.transport().ambient() && token.jwt().exchangedFrom().isEmpty();
    return own ? state.caller() : null;
  }

  private Optional<String> page(ServletExchange exchange) {
    return Optional.of(one(exchange, Handover.PATH)).filter(handover::isPage);
  }

  /** Who is logged in here stays so. */
  private Optional<String> wanted(RequestState state) {
    ServletExchange exchange = state.exchange();
    String from = one(exchange, Handover.FROM);
    return state.caller() != null && handover.isPartner(from)
        ? page(exchange)
        : handover.asking(exchange, from, one(exchange, Handover.PATH));
  }

  /** Whatever comes of it, the browser goes on to an address without the token. */
  private void arrive(RequestState state, String token) {
    ServletExchange exchange = state.exchange();
    try {
      go(state, Optional.of(arrived(state, token)), "");
    } catch (JwtRejected e) {
      runtime.events().rejected(e.reason());
      handover.forget(exchange);
      state.save();
      Refusal.redirect(exchange, exchange.contextPath() + path + '?' + REFUSED);
    } catch (StoreException e) {
      runtime.refusal().unavailable(exchange);
    }
  }

  private String arrived(RequestState state, String token) throws JwtRejected {
    Handover.Arrival arrival = handover.arrived(state.exchange(), token, state.caller() != null);
    handover.forget(state.exchange());
    if (state.caller() == null) {
      state.begin(
          arrival); // where the browser cannot keep its token, which is logged, nobody comes
    }
    return arrival.path();
  }
}
