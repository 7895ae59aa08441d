package org.jwtfilter.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** From settings to a configuration, or to everything that is wrong. */
class ConfigReaderTest {
  @Test
  void keys_alone_are_a_configuration() {
    assertEquals(List.of("hmac:env:JWT_KEY"), Web.config().get(Options.KEYS));
  }

  @Test
  void no_keys_is_a_problem_that_tells_how_to_make_one() {
    ParsedConfig parsed = ConfigReader.parse(List.of(), Web::outside, Web.SHOP);
    assertEquals(
        "[keys: there is no key; make one with: openssl rand -base64 48, put it in an environment"
            + " variable, and write hmac:env:NAME with the name of the variable (not set in"
            + " web.xml)]",
        parsed.problems().toString());
  }

  @Test
  void empty_keys_are_a_problem_that_tells_how_to_make_one_and_where() {
    List<String> problems = Web.problems("keys", "  ");
    assertEquals(1, problems.size());
    assertTrue(problems.get(0).contains("openssl rand -base64 48"), problems.get(0));
    assertTrue(problems.get(0).endsWith("(" + Web.WHERE + ")"), problems.get(0));
  }

  @Test
  void values_are_trimmed_before_they_are_read() {
    assertEquals(SameSite.STRICT, Web.value(Options.COOKIE_SAME_SITE, "\n   Strict  \n"));
  }

  @Test
  void names_are_trimmed_before_they_are_looked_up() {
    assertEquals("a", Web.config(" issuer\n", "a").get(Options.ISSUER));
  }

  @Test
  void bad_value_names_option_value_choices_and_place() {
    assertEquals(
        List.of(
            "cookie-same-site: \"lex\" is not one of Strict, Lax, None (init-param of filter"
                + " \"jwt\" in web.xml)"),
        Web.problems("cookie-same-site", "lex"));
  }

  @Test
  void empty_value_is_a_problem_and_not_the_default() {
    assertEquals(
        List.of("the value is empty; give one or remove the parameter"),
        Web.refusals(Options.PROTECT, " \n "));
  }

  @ParameterizedTest
  @CsvSource({
    "kyes, keys",
    "cookieName, cookie-name",
    "jwt.cookie-name, cookie-name",
    "COOKIE_NAME, cookie-name",
    "cookie-samesite, cookie-same-site",
    "protected, protect",
    "sesion, session",
    "alowed-origin, allowed-origins"
  })
  void unknown_name_near_a_known_one_asks_did_you_mean(String wrong, String right) {
    assertEquals(
        List.of(
            wrong + ": there is no such option; did you mean " + right + "? (" + Web.WHERE + ")"),
        Web.problems(wrong, "x"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"encoding", "x", "", "-", "jwt."})
  void unknown_name_near_nothing_leads_to_the_documentation(String wrong) {
    assertEquals(
        List.of(
            wrong
                + ": there is no such option; docs/configuration.md lists them all ("
                + Web.WHERE
                + ")"),
        Web.problems(wrong, "x"));
  }

  @Test
  void same_option_twice_names_both_places() {
    List<Setting> settings =
        List.of(
            new Setting("keys", "hmac:env:A", Web.WHERE),
            new Setting("keys", "hmac:env:B", Web.CONTEXT));
    assertEquals(
        "[keys: is set 2 times; keep one (init-param of filter \"jwt\" in web.xml and"
            + " context-param in web.xml)]",
        ConfigReader.parse(settings, Web::outside, Web.SHOP).problems().toString());
  }

  @Test
  void all_problems_are_reported_together_in_the_order_of_the_file() {
    assertEquals(
        List.of("csfr", "lifetime", "cookie-name", "keys"),
        Web.parse(Web.SHOP, "csfr", "on", "lifetime", "soon", "cookie-name", "a b", "keys", "")
            .problems()
            .stream()
            .map(ConfigProblem::option)
            .toList());
  }

  @Test
  void every_bad_item_of_a_list_is_reported() {
    assertEquals(
        List.of(
            "\"hs255\" is not one of HS256, HS384, HS512, RS256, RS384, RS512, ES256, ES384,"
                + " ES512",
            "\"none\" would accept tokens that nobody signed; remove it"),
        Web.refusals(Options.ALGORITHMS, "hs255, RS256, none"));
  }

  @Test
  void exception_numbers_the_problems_and_says_each_once() {
    ConfigProblem one = new ConfigProblem("keys", "weak");
    ConfigProblem two = new ConfigProblem("issuer", "odd");
    ConfigurationException thrown = new ConfigurationException(List.of(one, two, one));
    assertEquals(List.of(one, two), thrown.problems());
    assertEquals(
        "The configuration of jwt-filter has 2 problems:\n  1. keys: weak\n  2. issuer: odd",
        thrown.getMessage());
  }

  @Test
  void exception_of_one_problem_speaks_of_one() {
    assertEquals(
        "The configuration of jwt-filter has 1 problem:\n  1. keys: weak",
        new ConfigurationException(List.of(new ConfigProblem("keys", "weak"))).getMessage());
  }

  @Test
  void read_throws_everything_that_is_wrong() {
    List<Setting> settings = Web.settings("csrf", "maybe", "issuer", "");
    ConfigurationException thrown =
        assertThrows(
            ConfigurationException.class,
            () -> ConfigReader.read(settings, Web::outside, Web.SHOP));
    assertEquals(3, thrown.problems().size());
  }

  @Test
  void problems_of_others_are_reported_with_ours() {
    ParsedConfig parsed = Web.parse(Web.SHOP, "csrf", "maybe");
    ConfigurationException thrown =
        assertThrows(
            ConfigurationException.class,
            () -> parsed.require(List.of(new ConfigProblem("keys", "no such file"))));
    assertEquals(
        List.of("csrf", "keys"), thrown.problems().stream().map(ConfigProblem::option).toList());
  }

  @Test
  void problems_of_others_alone_stop_deployment_too() {
    ParsedConfig parsed = Web.parse(Web.SHOP);
    List<ConfigProblem> others = List.of(new ConfigProblem("keys", "no such file"));
    assertThrows(ConfigurationException.class, () -> parsed.require(others));
  }

  @Test
  void values_that_could_be_read_are_there_beside_the_problems() {
    ParsedConfig parsed = Web.parse(Web.SHOP, "csrf", "maybe", "keys", "pem:/a, pem:/b");
    assertEquals(Optional.of(List.of("pem:/a", "pem:/b")), parsed.valueOf(Options.KEYS));
    assertEquals(Optional.empty(), parsed.valueOf(Options.CSRF));
    assertEquals(Optional.empty(), parsed.config());
    assertTrue(parsed.isSet(Options.CSRF));
  }

  @Test
  void where_names_the_place_or_the_default() {
    JwtConfig config = Web.config("issuer", "a");
    assertEquals(Web.WHERE, config.where(Options.ISSUER));
    assertEquals("default", config.where(Options.CSRF));
    assertTrue(config.isSet(Options.ISSUER));
    assertFalse(config.isSet(Options.CSRF));
  }

  @Test
  void control_character_in_a_value_is_refused_and_not_repeated() {
    assertEquals(
        List.of("\"a b\" contains a control character; remove it"),
        Web.refusals(Options.ISSUER, "a\u001b\u0007b"));
  }

  @Test
  void long_bad_value_is_cut_in_the_message() {
    String problem = Web.refusals(Options.CSRF, "x".repeat(5000)).get(0);
    assertTrue(problem.length() < 200, problem);
  }
}
