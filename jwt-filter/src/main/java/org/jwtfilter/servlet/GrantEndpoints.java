package org.jwtfilter.servlet;

import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jwtfilter.Caller;
import org.jwtfilter.Grant;
import org.jwtfilter.Jwt;
import org.jwtfilter.Reason;
import org.jwtfilter.grant.GrantRegistry;
import org.jwtfilter.grant.RefreshAnswer;
import org.jwtfilter.http.Json;
import org.jwtfilter.http.Logins;
import org.jwtfilter.http.Refusal;
import org.jwtfilter.http.SavedTarget;
import org.jwtfilter.http.TokenExchange;

/**
 * The built-in endpoints for the life of a login: {@code refresh} (RFC 6749, 6), {@code revoke}
 * (RFC 7009), {@code logins}, the list of the caller's own, and {@code token}, where tokens are
 * exchanged (RFC 8693).
 */
final class GrantEndpoints {
  private static final String ALL = "all";
  private static final String OTHERS = "others";

  private final FilterPlan plan;

  GrantEndpoints(FilterPlan plan) {
    this.plan = plan;
  }

  /** Answers a request to one of them; false where it goes to the application. */
  boolean handled(RequestState state) {
    String path = state.exchange().path();
    LoginPaths paths = plan.logins();
    if (paths.isRefresh(path)) {
      refresh(state);
    } else if (paths.isRevoke(path)) {
      revoke(state);
    } else if (paths.isLogins(path)) {
      logins(state);
    } else if (paths.isToken(path)) {
      exchange(state);
    } else {
      return false;
    }
    return true;
  }

  private void refresh(RequestState state) {
    switch (state.exchange().method()) {
      case "GET" -> refreshPage(state);
      case "POST" -> refreshTokens(state);
      default -> only(state, "GET, POST");
    }
  }

  /**
   * A browser was sent here since its access token had ended: with new tokens, or with none, it
   * goes back to where it came from.
   */
  private void refreshPage(RequestState state) {
    ServletExchange exchange = state.exchange();
    Optional<Jwt> refreshed = refreshed(exchange);
    Optional<String> page = plan.logins().page();
    SavedTarget target = plan.runtime().target();
    state.save();
    if (refreshed.isEmpty() && page.isPresent() && target.formWaits(exchange)) {
      Refusal.redirect(exchange, exchange.contextPath() + page.get());
      return;
    }
    Optional<String> wanted =
        refreshed.isPresent() ? target.take(exchange, refreshed.get()) : target.take(exchange);
    Refusal.redirect(exchange, wanted.orElse(exchange.contextPath() + "/"));
  }

  private Optional<Jwt> refreshed(ServletExchange exchange) {
    Logins logins = plan.runtime().logins();
    return logins
        .presentedRefreshToken(exchange)
        .map(token -> logins.refresh(exchange, token))
        .flatMap(
            answer ->
                answer instanceof RefreshAnswer.Refreshed next
                    ? Optional.of(next.jwt())
                    : Optional.empty());
  }

  private void refreshTokens(RequestState state) {
    ServletExchange exchange = state.exchange();
    Optional<String> inBody = exchange.formValues("refresh_token").stream().findFirst();
    Optional<String> token =
        inBody.or(() -> plan.runtime().logins().presentedRefreshToken(exchange));
    if (!exchange.formValues("grant_type").stream().allMatch("refresh_token"::equals)) {
      TokenResponse.refuse(
          state, "unsupported_grant_type", "grant_type can only be refresh_token here");
    } else if (token.isEmpty()) {
      TokenResponse.refuse(state, "invalid_request", "There is no refresh_token");
    } else if (inBody.isPresent() || !state.refusedAsForeign()) {
      RefreshAnswer answer = plan.runtime().logins().refresh(exchange, token.get());
      state.save();
      answer(state, answer, inBody.isPresent() || !TokenResponse.toScript(exchange));
    }
  }

  private static void answer(RequestState state, RefreshAnswer answer, boolean inBody) {
    if (answer instanceof RefreshAnswer.Refreshed next) {
      Optional<String> shown = inBody ? Optional.of(next.refresh()) : Optional.empty();
      TokenResponse.send(state, next.jwt(), shown);
    } else if (answer instanceof RefreshAnswer.Refused refused && refused.reason().ofProof()) {
      state.runtime().events().rejected(refused.reason());
      TokenResponse.refuse(state, refused.reason());
    } else {
      TokenResponse.refuse(
          state, "invalid_grant", "The refresh token is not valid any more; log in again");
    }
  }

  /** Whoever holds a token may end it (RFC 7009, 2.1): there are no other clients to tell apart. */
  private void revoke(RequestState state) {
    ServletExchange exchange = state.exchange();
    if (!exchange.method().equals("POST")) {
      only(state, "POST");
      return;
    }
    List<String> tokens = exchange.formValues("token");
    if (tokens.size() != 1) {
      TokenResponse.refuse(state, "invalid_request", "Send one token as a form field");
    } else if (!plan.runtime().grants().revoke(tokens.get(0))) {
      TokenResponse.refuse(
          state, "unsupported_token_type", "The token has neither a jti nor a grant");
    } else {
      exchange.setHeader("Cache-Control", "no-store");
      exchange.answer(200, "text/plain", "");
    }
  }

  private void exchange(RequestState state) {
    ServletExchange exchange = state.exchange();
    if (!exchange.method().equals("POST")) {
      only(state, "POST");
      return;
    }
    TokenExchange.Answer answer = plan.runtime().exchange().answer(exchange);
    if (answer instanceof TokenExchange.Issued token) {
      TokenResponse.send(state, token);
    } else if (answer instanceof TokenExchange.Refused refused) {
      TokenResponse.refuse(state, refused.error(), refused.description());
    }
  }

  private void logins(RequestState state) {
    Caller caller = state.caller();
    if (caller == null) {
      plan.runtime().refusal().askForLogin(state.exchange());
      return;
    }
    if (caller.jwt().flatMap(Jwt::exchangedFrom).isPresent()) {
      // Whom a token was lent to is not its owner.
      plan.runtime().events().rejected(Reason.MISSING_SCOPE);
      plan.runtime().refusal().refuse(state.exchange(), Reason.MISSING_SCOPE);
      return;
    }
    switch (state.exchange().method()) {
      case "GET" -> list(state, caller);
      case "POST", "DELETE" -> end(state, caller);
      default -> only(state, "GET, POST, DELETE");
    }
  }

  private void list(RequestState state, Caller caller) {
    String current = grant(caller);
    String body =
        plan.runtime().grants().of(caller.getName()).stream()
            .map(one -> json(one, one.id().equals(current)))
            .collect(Collectors.joining(",", "{\"logins\":[", "]}"));
    state.save();
    state.exchange().setHeader("Cache-Control", "no-store");
    state.exchange().answer(200, "application/json", body);
  }

  private static String grant(Caller caller) {
    return caller.jwt().flatMap(Jwt::grant).orElse("");
  }

  private static String json(Grant grant, boolean current) {
    return "{\"grant\":"
        + Json.quoted(grant.id())
        + (",\"began\":" + Json.quoted(grant.began().toString()))
        + (",\"renewed\":" + Json.quoted(grant.lastRenewed().toString()))
        + (",\"device\":" + Json.quoted(grant.device()))
        + (",\"address\":" + Json.quoted(grant.address()))
        + (",\"current\":" + current + "}");
  }

  private void end(RequestState state, Caller caller) {
    ServletExchange exchange = state.exchange();
    List<String> asked = exchange.asked("grant");
    if (asked.size() != 1) {
      TokenResponse.refuse(
          state, "invalid_request", "Name one grant of the list, or all, or others");
    } else if (ended(state, caller, asked.get(0))) {
      state.save();
      exchange.setHeader("Cache-Control", "no-store");
      exchange.answer(204, "text/plain", "");
    } else {
      exchange.setHeader("Cache-Control", "no-store");
      exchange.answer(
          404,
          "application/problem+json",
          Refusal.problem(404, "There is no such login of yours; it may have ended"));
    }
  }

  /** Ends what was asked for, the caller's own logins alone; false where it is none of them. */
  private boolean ended(RequestState state, Caller caller, String which) {
    GrantRegistry grants = plan.runtime().grants();
    String current = grant(caller);
    if (which.equals(ALL)) {
      grants.revokeUser(caller.getName());
      state.logOutAndInvalidate();
      return true;
    }
    List<String> own = grants.of(caller.getName()).stream().map(Grant::id).toList();
    if (which.equals(OTHERS)) {
      own.stream().filter(one -> !one.equals(current)).forEach(grants::revokeGrant);
      return true;
    }
    if (which.equals(current)) {
      state.logOutAndInvalidate();
      return true;
    }
    own.stream().filter(which::equals).forEach(grants::revokeGrant);
    return own.contains(which);
  }

  private static void only(RequestState state, String methods) {
    state.exchange().setHeader("Allow", methods);
    state.exchange().answer(405, "text/plain", "Send one of these here: " + methods + "\n");
  }
}
