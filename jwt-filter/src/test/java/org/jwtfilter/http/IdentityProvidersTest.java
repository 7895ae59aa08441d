package org.jwtfilter.http;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.jwtfilter.Jwt;
import org.jwtfilter.Reason;
import org.jwtfilter.config.ConfigurationException;
import org.jwtfilter.key.Base64Url;
import org.jwtfilter.key.JwtKey;
import org.jwtfilter.key.KeyServer;
import org.jwtfilter.key.KeysUnavailableException;
import org.jwtfilter.key.TestKeys;

/** The examples of docs/identity-providers.md, each with the token that stands below it. */
class IdentityProvidersTest {
  private static final Path FILE = Path.of("../docs/identity-providers.md");
  private static final Pattern PARAMETER =
      Pattern.compile(
          "<param-name>(.*?)</param-name>\\s*<param-value>(.*?)</param-value>", Pattern.DOTALL);
  private static final Pattern TOKEN = Pattern.compile("```json\\n(.*?)```", Pattern.DOTALL);

  private final JwtKey key = TestKeys.rs256();
  private KeyServer provider;

  @BeforeEach
  void start() throws IOException {
    provider = new KeyServer();
    provider.handle(
        exchange ->
            KeyServer.answer(
                exchange,
                200,
                "application/json",
                exchange.getRequestURI().getPath().endsWith("/openid-configuration")
                    ? "{\"issuer\":\"https://login.microsoftonline.com/8d3c1a8e-1111-2222-3333-444455556666/v2.0\",\"jwks_uri\":\""
                        + provider.url()
                        + "/keys\"}"
                    : KeyServer.set(KeyServer.rsa("1"), KeyServer.otherRsa("2"))));
  }

  @AfterEach
  void stop() {
    provider.close();
  }

  @ParameterizedTest
  @CsvSource({
    "Keycloak, ann, offline_access customer",
    "Microsoft Entra ID, ann@example.com, customer",
    "Auth0, auth0|5f7c8ec7c33c6c004bbafe82, customer",
    "MicroProfile JWT, ann@example.com, customer",
  })
  void the_token_of_a_provider_gives_name_and_roles(String heading, String name, String roles)
      throws Exception {
    String section = section(heading);
    Jwt jwt = authenticated(runtime(section), token(section, "JWT"));
    assertEquals(name, jwt.principalName());
    assertEquals(Set.of(roles.split(" ")), jwt.roles());
  }

  @ParameterizedTest
  @ValueSource(strings = {"Keycloak", "Microsoft Entra ID", "Auth0", "MicroProfile JWT"})
  void a_token_for_another_application_is_refused(String heading) throws Exception {
    String section = section(heading);
    JwtRuntime runtime =
        runtime(section.replaceFirst("(audience</param-name>\\s*<[^>]*>)", "$1not-"));
    Refused refused =
        assertThrows(Refused.class, () -> authenticated(runtime, token(section, "JWT")));
    assertEquals(Reason.WRONG_AUDIENCE, refused.reason());
  }

  @ParameterizedTest
  @ValueSource(strings = {"Keycloak", "Microsoft Entra ID", "Auth0", "MicroProfile JWT"})
  void a_refresh_token_or_one_of_another_kind_is_refused(String heading) throws Exception {
    String section = section(heading);
    Refused refused =
        assertThrows(
            Refused.class, () -> authenticated(runtime(section), token(section, "refresh+jwt")));
    assertEquals(Reason.WRONG_TYPE, refused.reason());
  }

  @Test
  void the_examples_start_without_a_warning_while_the_provider_is_down() throws IOException {
    provider.close();
    for (String heading : List.of("Keycloak", "Microsoft Entra ID", "Auth0", "MicroProfile JWT")) {
      try (JwtRuntime runtime = runtime(section(heading))) {
        assertEquals(List.of(), runtime.warnings(), heading);
        assertEquals(false, runtime.issues());
      }
    }
    assertEquals(List.of(), provider.asked());
  }

  @Test
  void a_provider_that_is_down_is_unavailable_and_the_token_not_refused() throws IOException {
    String section = section("Keycloak");
    provider.close();
    assertThrows(
        KeysUnavailableException.class,
        () -> authenticated(runtime(section), token(section, "JWT")));
  }

  @Test
  void without_audience_the_start_report_warns() {
    try (JwtRuntime runtime =
        Fixture.runtime("keys", "jwks:https://idp.example/jwks", "issuer", "https://idp.example")) {
      assertEquals(
          List.of(
              "audience=none: tokens that the identity provider issues for other applications are"
                  + " accepted here too; write the name that it has for this one (default)"),
          runtime.warnings());
    }
  }

  @Test
  void a_key_set_over_an_open_network_is_a_configuration_problem() {
    ConfigurationException refused =
        assertThrows(
            ConfigurationException.class,
            () -> Fixture.runtime("keys", "jwks:http://idp.example/jwks"));
    assertEquals(
        true,
        refused.getMessage().contains("would be read over an open network"),
        refused.getMessage());
  }

  private static String section(String heading) throws IOException {
    String text = Files.readString(FILE);
    int from = text.indexOf("\n## " + heading + "\n");
    return text.substring(from, text.indexOf("\n## ", from + 1));
  }

  private JwtRuntime runtime(String section) {
    List<String> settings = new ArrayList<>();
    Matcher parameter = PARAMETER.matcher(section);
    while (parameter.find()) {
      settings.add(parameter.group(1));
      settings.add(
          parameter.group(2).replaceFirst("^jwks:https://[^/]+", "jwks:" + provider.url()));
    }
    return Fixture.runtime(settings.toArray(String[]::new));
  }

  private String token(String section, String type) {
    Matcher payload = TOKEN.matcher(section);
    payload.find();
    String header = encoded("{\"alg\":\"RS256\",\"typ\":\"%s\",\"kid\":\"1\"}".formatted(type));
    String claims = encoded(payload.group(1));
    return header + '.' + claims + '.' + key.sign(header, claims);
  }

  private static String encoded(String text) {
    return Base64Url.encode(text.getBytes(UTF_8));
  }

  private static Jwt authenticated(JwtRuntime runtime, String token) throws Refused {
    FakeExchange request = FakeExchange.get("/").header("Authorization", "Bearer " + token);
    return runtime.authenticator().authenticate(request).orElseThrow().jwt();
  }
}
