package org.jwtfilter.servlet;

import java.util.Optional;
import org.jwtfilter.Jwt;
import org.jwtfilter.Reason;
import org.jwtfilter.http.Json;
import org.jwtfilter.http.TokenExchange;

/** What clients that are no pages are told of tokens (RFC 6749, 5). */
final class TokenResponse {
  private static final String JSON = "application/json";

  private TokenResponse() {}

  /** Hands out tokens (5.1). */
  static void send(RequestState state, Jwt access, Optional<String> refreshToken) {
    long now = state.runtime().clock().instant().getEpochSecond();
    String body =
        "{\"access_token\":"
            + Json.quoted(access.token())
            + (",\"token_type\":\"" + type(access.keyThumbprint().isPresent()))
            + "\",\"expires_in\":"
            + Math.max(0, access.expiresAt().getEpochSecond() - now)
            + refreshToken.map(one -> ",\"refresh_token\":" + Json.quoted(one)).orElse("")
            + "}";
    state.exchange().setHeader("Cache-Control", "no-store");
    state.exchange().answer(200, JSON, body);
  }

  /** Hands out a token that was exchanged for another (RFC 8693, 2.2.1). */
  static void send(RequestState state, TokenExchange.Issued token) {
    String body =
        ("{\"access_token\":" + Json.quoted(token.token()))
            + (",\"issued_token_type\":" + Json.quoted(token.type()))
            + (",\"token_type\":\"" + type(token.bound()) + '"')
            + (",\"expires_in\":" + token.expiresIn())
            + (",\"scope\":" + Json.quoted(token.scope()) + "}");
    state.exchange().setHeader("Cache-Control", "no-store");
    state.exchange().answer(200, JSON, body);
  }

  private static String type(boolean bound) {
    return bound ? "DPoP" : "Bearer";
  }

  /** Says what is wrong with the proof of a request for tokens (RFC 9449, 5 and 8). */
  static void refuse(RequestState state, Reason reason) {
    refuse(state, reason.error(), reason.description());
  }

  /** Says what is wrong with a request for tokens (5.2). */
  static void refuse(RequestState state, String error, String description) {
    state.exchange().setHeader("Cache-Control", "no-store");
    state
        .exchange()
        .answer(
            400,
            JSON,
            "{\"error\":"
                + Json.quoted(error)
                + ",\"error_description\":"
                + Json.quoted(description)
                + "}");
  }

  /**
   * Whether a page's script, or nobody knows who, is asking: scripts are not shown refresh tokens,
   * so that one which was smuggled into a page cannot steal a login. Browsers say so with every
   * request that changes something.
   */
  static boolean toScript(ServletExchange exchange) {
    return !exchange.headers("Sec-Fetch-Site").isEmpty() || !exchange.headers("Origin").isEmpty();
  }
}
