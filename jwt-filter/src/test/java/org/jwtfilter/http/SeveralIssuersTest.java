package org.jwtfilter.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.jwtfilter.JwtEvents;
import org.jwtfilter.Reason;
import org.jwtfilter.config.ConfigurationException;
import org.jwtfilter.key.KeyServer;
import org.jwtfilter.key.KeysUnavailableException;

/** Two identity providers whose tokens are accepted: neither can speak for the other. */
@Timeout(60)
class SeveralIssuersTest {
  private static final Issuer ONE = Issuer.rsa();
  private static final Issuer TWO = Issuer.rsa();
  private static final String A = "https://a.example";
  private static final String B = "https://b.example";

  private final BlockingQueue<String> heard = new LinkedBlockingQueue<>();
  private final JwtEvents events =
      new JwtEvents() {
        @Override
        public void keysDown(String provider, String why) {
          heard.add(provider + " " + why);
        }

        @Override
        public void keysUp(String provider) {
          heard.add(provider + " up");
        }
      };

  private KeyServer a;
  private KeyServer b;

  @BeforeEach
  void start() throws IOException {
    a = new KeyServer();
    b = new KeyServer();
    a.publish(ONE.jwk(",\"kid\":\"a\""));
    b.publish(TWO.jwk(",\"kid\":\"b\""));
  }

  @AfterEach
  void stop() {
    a.close();
    b.close();
  }

  @Test
  void each_issuer_is_accepted_with_its_own_keys() throws Refused {
    JwtRuntime runtime = runtime();
    assertEquals(A, accepted(runtime, token(ONE, "a", A)));
    assertEquals(B, accepted(runtime, token(TWO, "b", B)));
  }

  @Test
  void key_of_one_issuer_is_not_good_for_tokens_of_the_other() {
    JwtRuntime runtime = runtime();
    assertRefused(runtime, token(ONE, "a", B), Reason.WRONG_ISSUER);
    assertRefused(runtime, token(TWO, "b", A), Reason.WRONG_ISSUER);
    assertRefused(runtime, token(TWO, "b", "https://c.example"), Reason.WRONG_ISSUER);
  }

  @RepeatedTest(10) // whichever answers first
  void keys_of_two_issuers_may_have_the_same_name() throws Refused {
    a.publish(ONE.jwk(",\"kid\":\"1\""));
    b.publish(TWO.jwk(",\"kid\":\"1\""));
    JwtRuntime runtime = runtime();
    assertEquals(A, accepted(runtime, token(ONE, "1", A)));
    assertEquals(B, accepted(runtime, token(TWO, "1", B)));
    assertRefused(runtime, token(ONE, "1", B), Reason.WRONG_ISSUER);
    assertRefused(runtime, token(TWO, "1", A), Reason.WRONG_ISSUER);
  }

  @RepeatedTest(10) // whichever answers first
  void two_issuers_may_publish_the_same_key() throws Refused {
    b.publish(ONE.jwk(",\"kid\":\"a\""));
    JwtRuntime runtime = runtime();
    assertEquals(A, accepted(runtime, token(ONE, "a", A)));
    assertEquals(B, accepted(runtime, token(ONE, "a", B)));
  }

  @RepeatedTest(10) // whichever answers first
  void issuer_that_takes_the_name_of_anothers_key_takes_nothing_from_it() throws Refused {
    b.publish(TWO.jwk(",\"kid\":\"a\""));
    JwtRuntime runtime = runtime();
    assertEquals(A, accepted(runtime, token(ONE, "a", A)));
    assertRefused(runtime, token(TWO, "a", A), Reason.WRONG_ISSUER);
  }

  @Test
  void provider_that_is_away_does_not_hold_up_the_other() throws Refused {
    a.close();
    JwtRuntime runtime = runtime();
    assertEquals(B, accepted(runtime, token(TWO, "b", B)));
    assertThrows(KeysUnavailableException.class, () -> accepted(runtime, token(ONE, "a", A)));
  }

  @Test
  void discovery_document_must_name_its_issuer_to_the_letter() throws Exception {
    for (String named :
        List.of("\"" + A + "/\"", "\"https://login.example/{tenantid}/v2.0\"", "7")) {
      discovery(named);
      JwtRuntime runtime =
          Fixture.runtime(events, "keys", "jwks:" + a.url() + "/.well-known/x", "issuer", A);
      assertThrows(KeysUnavailableException.class, () -> accepted(runtime, token(ONE, "a", A)));
      String why = heard.poll(20, TimeUnit.SECONDS);
      assertTrue(why.contains("is the discovery document of "), why);
      assertTrue(why.contains("but its keys are for tokens of \"" + A + "\""), why);
      assertFalse(a.asked().contains("/keys"), "its keys are not even asked for");
    }
    discovery("\"" + A + "\"");
    JwtRuntime runtime =
        Fixture.runtime(events, "keys", "jwks:" + a.url() + "/.well-known/x", "issuer", A);
    assertEquals(A, accepted(runtime, token(ONE, "a", A)));
  }

  private void discovery(String issuer) {
    a.handle(
        exchange ->
            KeyServer.answer(
                exchange,
                200,
                "application/json",
                exchange.getRequestURI().getPath().equals("/keys")
                    ? KeyServer.set(ONE.jwk(",\"kid\":\"a\""))
                    : "{\"issuer\":%s,\"jwks_uri\":\"%s/keys\"}".formatted(issuer, a.url())));
  }

  @ParameterizedTest
  @ValueSource(strings = {"issuer", "issuers"})
  void placeholder_for_any_tenant_is_refused_at_start(String option) {
    String tenant = "https://login.microsoftonline.com/{tenantid}/v2.0";
    String value = option.equals("issuers") ? tenant + "=jwks:https://b.example/k" : tenant;
    String message =
        assertThrows(ConfigurationException.class, () -> Fixture.runtime(option, value))
            .getMessage();
    assertTrue(message.contains("has a placeholder, so it would be anybody's"), message);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "https://b.example",
        "https://b.example=",
        "https://b.example=https://b.example/jwks",
        "=jwks:https://b.example/jwks",
        "https://b.example jwks:https://b.example/jwks"
      })
  void line_of_issuers_that_is_none_is_refused_at_start(String line) {
    String message =
        assertThrows(ConfigurationException.class, () -> Fixture.runtime("issuers", line))
            .getMessage();
    assertTrue(message.contains("is not a line such as"), message);
  }

  @Test
  void issuer_that_is_listed_too_is_refused_at_start() {
    String message =
        assertThrows(
                ConfigurationException.class,
                () -> Fixture.runtime("issuer", A, "issuers", A + "=jwks:https://a.example/k"))
            .getMessage();
    assertTrue(message.contains("issuers: lists the issuer that issuer names"), message);
  }

  @Test
  void secret_of_a_partner_verifies_and_never_signs_and_is_not_shown() {
    String secret = "cGFydG5lciBwYXJ0bmVyIHNlY3JldCBieXRlcyA5ODc2NTQzMjEw";
    try (JwtRuntime runtime = Fixture.runtime("issuers", B + " = hmac:base64:" + secret)) {
      assertFalse(runtime.config().report().contains("cGFy"), runtime.config().report());
      assertTrue(runtime.config().report().contains(B + "=hmac:base64:…"));
    }
  }

  @Test
  void private_key_of_another_issuer_does_not_make_logins_possible() {
    try (JwtRuntime runtime =
        Fixture.runtime(
            "keys",
            "public:base64:" + Issuer.encoded(ONE.pem().getBytes()),
            "issuer",
            A,
            "audience",
            "shop",
            "issuers",
            B + "=jwks:https://b.example/k")) {
      assertFalse(runtime.issues());
      assertEquals(List.of(), runtime.warnings());
    }
  }

  private JwtRuntime runtime() {
    return Fixture.runtime(
        events,
        "keys",
        "jwks:" + a.url() + "/jwks",
        "issuer",
        A,
        "issuers",
        B + " = jwks:" + b.url() + "/jwks");
  }

  private static String token(Issuer signer, String kid, String iss) {
    return signer.token(
        ",\"kid\":\"%s\"".formatted(kid),
        "{\"iss\":\"%s\",\"sub\":\"ann\",\"exp\":%d}"
            .formatted(iss, Fixture.NOW.getEpochSecond() + 600));
  }

  private static String accepted(JwtRuntime runtime, String token) throws Refused {
    return runtime
        .authenticator()
        .authenticate(FakeExchange.get("/").header("Authorization", "Bearer " + token))
        .orElseThrow()
        .jwt()
        .issuer()
        .orElseThrow();
  }

  private static void assertRefused(JwtRuntime runtime, String token, Reason reason) {
    assertEquals(reason, assertThrows(Refused.class, () -> accepted(runtime, token)).reason());
  }
}
