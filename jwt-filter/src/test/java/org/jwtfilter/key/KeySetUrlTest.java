package org.jwtfilter.key;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class KeySetUrlTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "https://idp.example/jwks",
        "HTTPS://idp.example:8443/jwks?tenant=1",
        "http://localhost:8080/jwks",
        "http://127.0.0.1/jwks",
        "http://127.1.2.3/jwks",
        "http://[::1]:80/jwks",
      })
  void https_is_good_anywhere_and_http_within_this_machine(String url) throws KeyException {
    assertEquals(url, KeySetUrl.of(url).uri().toString());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "http://idp.example/jwks",
        "http://10.0.0.1/jwks",
        "http://localhost.example/jwks",
        "http://127.0.0.1.example/jwks",
        "http://localhost./jwks",
        "http://2130706433/jwks",
        "http://0.0.0.0/jwks",
        "http://[::ffff:127.0.0.1]/jwks",
      })
  void http_to_another_machine_is_refused_in_words(String url) {
    assertProblem("would be read over an open network, where anybody can put in a key", url);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "https:///jwks",
        "https:jwks",
        "https://user:password@idp.example/jwks",
        "http://localhost@idp.example/jwks",
        "https://idp.example/jwks#key",
        "https://idp example/jwks",
        "file:///etc/passwd",
        "ftp://idp.example/jwks",
        "jar:https://idp.example/a.jar!/jwks",
      })
  void what_is_no_plain_address_is_refused(String url) {
    assertProblem("is not an address such as https://idp.example/jwks", url);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "http://127.0.0.1:9000/jwks",
        "https://localhost/jwks",
        "http://idp.example/jwks",
        "file:///etc/passwd",
        ""
      })
  void a_provider_elsewhere_leads_neither_into_this_machine_nor_to_http(String next)
      throws KeyException {
    KeySetUrl provider = KeySetUrl.of("https://idp.example/.well-known/openid-configuration");
    KeyException refused = assertThrows(KeyException.class, () -> provider.leadingTo(next));
    assertTrue(refused.getMessage().startsWith("names a \"jwks_uri\" that "), refused.getMessage());
  }

  private static void assertProblem(String beginning, String url) {
    String message = assertThrows(KeyException.class, () -> KeySetUrl.of(url)).getMessage();
    assertTrue(message.startsWith(beginning), message);
  }
}
