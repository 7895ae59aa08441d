package org.jwtfilter.http;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.jwtfilter.Reason;
import org.jwtfilter.config.DpopMode;

/** RFC 6750, 3; RFC 9449, 7.1 and 7.2. */
class ChallengesTest {
  private static final String BEARER = "WWW-Authenticate: Bearer realm=\"token\"";
  private static final String DPOP =
      "WWW-Authenticate: DPoP algs=\"RS256 RS384 RS512 ES256 ES384 ES512\"";
  private static final String OF_TOKEN =
      ", error=\"invalid_token\", error_description=\"The token has expired\"";
  private static final String OF_PROOF =
      ", error=\"invalid_dpop_proof\", error_description=\"The DPoP proof was used before\"";
  private static final String OF_ROLE =
      ", error=\"insufficient_scope\", error_description=\"The caller lacks a role\"";

  private static FakeExchange presented(String authorization) {
    return FakeExchange.get("/x").header("Authorization", authorization);
  }

  private static List<String> of(DpopMode mode, FakeExchange exchange, Reason reason) {
    new Challenges(mode).add(exchange, reason);
    return exchange.added;
  }

  private static List<String> ofNobody(DpopMode mode) {
    FakeExchange exchange = FakeExchange.get("/x");
    new Challenges(mode).add(exchange);
    return exchange.added;
  }

  @Test
  void nobody_isToldEveryWay() {
    assertEquals(List.of(BEARER), ofNobody(DpopMode.OFF));
    assertEquals(List.of(BEARER, DPOP), ofNobody(DpopMode.ACCEPT));
    assertEquals(List.of(DPOP), ofNobody(DpopMode.REQUIRE));
  }

  @ParameterizedTest
  @ValueSource(strings = {"DPoP x", "dpop x", "DPOP  x"})
  void whatIsWrong_standsWithTheSchemeThatWasUsed(String authorization) {
    assertEquals(
        List.of(DPOP + OF_PROOF, BEARER),
        of(DpopMode.ACCEPT, presented(authorization), Reason.PROOF_USED));
    assertEquals(
        List.of(BEARER + OF_TOKEN, DPOP),
        of(DpopMode.ACCEPT, presented("Bearer x"), Reason.EXPIRED));
    assertEquals(
        List.of(BEARER + OF_TOKEN, DPOP),
        of(DpopMode.ACCEPT, FakeExchange.get("/x"), Reason.EXPIRED));
    assertEquals(
        List.of(DPOP + OF_TOKEN), of(DpopMode.REQUIRE, presented("Bearer x"), Reason.EXPIRED));
    assertEquals(
        List.of(BEARER + OF_TOKEN), of(DpopMode.OFF, presented(authorization), Reason.EXPIRED));
  }

  @Test
  void whoIsKnown_isNotToldOfOtherWays() {
    assertEquals(
        List.of(DPOP + OF_ROLE), of(DpopMode.ACCEPT, presented("DPoP x"), Reason.MISSING_ROLE));
    assertEquals(
        List.of(BEARER + OF_ROLE), of(DpopMode.ACCEPT, presented("Bearer x"), Reason.MISSING_ROLE));
  }
}
