package org.jwtfilter.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What start-up shows: the report, the warnings, and no secret anywhere. */
class ReportTest {
  private static final String SECRET = "c2VjcmV0LW9mLXRoZS1zaG9w";

  @Test
  void report_shows_every_option_in_the_order_of_the_documentation() {
    List<String> names =
        Web.config()
            .report()
            .lines()
            .skip(1)
            .map(line -> line.substring(2, line.indexOf(" = ")))
            .toList();
    assertEquals(Options.names(), names);
  }

  @Test
  void report_marks_what_differs_from_the_default_and_names_its_place() {
    String report = Web.config("issuer", "https://a", "csrf", "on").report();
    assertLine("* issuer = https://a [" + Web.WHERE + "]", report);
    assertLine("  csrf = on [" + Web.WHERE + "]", report);
    assertLine("  cookie-name = jwt", report);
  }

  @Test
  void report_shows_values_as_web_xml_writes_them() {
    String report =
        Web.config("session", "token", "protect-roles", "/a/*=x,y\n/b=*", "lifetime", "PT90M")
            .report();
    assertLine("* protect-roles = /a/*=x, y; /b=* [" + Web.WHERE + "]", report);
    assertLine("* lifetime = 90m [" + Web.WHERE + "]", report);
    assertLine("  renew-after = 45m", report);
    assertLine("  session-budget = 6k", report);
    assertLine("  session-compression = on", report);
    assertLine("  cookie-same-site = Lax", report);
    assertLine("  token-from = header, cookie", report);
  }

  @Test
  void report_says_in_words_what_a_default_without_value_means() {
    String report = Web.config().report();
    assertLine("  algorithms = what the keys say", report);
    assertLine("  roles = those that web.xml declares", report);
    assertLine("  audience = none", report);
  }

  @Test
  void report_names_the_placeholder_a_value_came_through() {
    String report = Web.config("issuer", "${file:/run/issuer}").report();
    assertLine(
        "* issuer = https://login.example from ${file:/run/issuer} [" + Web.WHERE + "]", report);
  }

  @ParameterizedTest
  @CsvSource({
    "hmac:env:JWT_KEY, hmac:env:JWT_KEY",
    "hmac:env:c2VjcmV0+/c2VjcmV0, hmac:env:…",
    "hmac:base64:c2VjcmV0LW9mLXRoZS1zaG9w, hmac:base64:…",
    "hmac:base64:${sys:shop.key}, hmac:base64:${sys:shop.key}",
    "hmac:base64:c2Vj${sys:shop.key}, hmac:base64:…",
    "${sys:shop.key}, ${sys:shop.key}",
    "c2VjcmV0LW9mLXRoZS1zaG9w, …",
    "hmac:c2VjcmV0LW9mLXRoZS1zaG9w, hmac:…",
    "hmac:file:/run/key, hmac:file:/run/key",
    "pem:/WEB-INF/key.pem, pem:/WEB-INF/key.pem",
    "jwks:https://u:c2VjcmV0@a.example/k?c2VjcmV0, jwks:https://…@a.example/k?…",
    "pem:/a hmac:base64:c2VjcmV0, 'pem:/a, hmac:base64:…'"
  })
  void report_masks_keys_and_shows_what_leads_to_them(String keys, String shown) {
    String report = Web.config("keys", keys, "session", "token", "session-keys", keys).report();
    assertLine("* keys = " + shown + " [" + Web.WHERE + "]", report);
    assertLine("* session-keys = " + shown + " [" + Web.WHERE + "]", report);
  }

  @Test
  void password_of_keystores_isShownNowhere() {
    for (String password : List.of("jellyfish", "pem:horse", "redis://x", "memory:1", "a,b c")) {
      ParsedConfig parsed =
          Web.parse(
              Web.SHOP,
              "keys",
              "keystore:/k.p12",
              "session-keys",
              "hmac:env:S",
              "keystore-password",
              password);
      String report = parsed.require(List.of()).report();
      assertLine("* keystore-password = … [" + Web.WHERE + "]", report);
    }
    String indirect =
        Web.config("keys", "keystore:/k.p12", "keystore-password", "${env:MODE}").report();
    assertLine("* keystore-password = ${env:MODE} [" + Web.WHERE + "]", indirect);
  }

  @Test
  void random_key_stands_in_the_report() {
    assertLine(
        "* keys = hmac:random-for-development [" + Web.WHERE + "]",
        Web.config("keys", "hmac:random-for-development").report());
  }

  @Test
  void secret_is_in_no_text_that_anybody_may_log() {
    ParsedConfig parsed =
        Web.parse(Web.SHOP, "keys", "hmac:base64:" + SECRET, "csrf", "off", "issuer", "a");
    JwtConfig config = parsed.require(List.of());
    Setting setting = new Setting("keys", "hmac:base64:" + SECRET, Web.WHERE);
    String all =
        config.report() + config + config.warnings() + parsed + setting + parsed.problems();
    assertFalse(all.contains("c2Vj"), all);
  }

  @Test
  void secret_that_stands_in_the_wrong_option_is_in_no_message() {
    for (String name : Options.names()) {
      for (String value :
          List.of("hmac:base64:" + SECRET, "-----BEGIN PRIVATE KEY-----\n" + SECRET)) {
        ParsedConfig parsed = Web.parse(Web.SHOP, "session", "token", name, value);
        String text = parsed.problems() + parsed.config().map(JwtConfig::report).orElse("");
        assertFalse(text.contains(SECRET), text);
      }
    }
  }

  @Test
  void messages_and_report_are_free_of_forged_lines() {
    String forged = Web.problems("a\nINFO all is well", "x", "csrf", "on\nINFO").toString();
    assertFalse(forged.contains("\n"), forged);
    assertTrue(forged.contains("\"on INFO\""), forged);
  }

  @Test
  void partitioned_cookies_are_of_no_use_unless_frames_get_them() {
    assertEquals(
        List.of(
            "cookie-partitioned=on: of no use unless cookie-same-site is None: browsers send no"
                + " other cookies in the frames of other sites (init-param of filter \"jwt\" in"
                + " web.xml)"),
        Web.config("cookie-partitioned", "on").warnings());
    assertEquals(
        List.of(), Web.config("cookie-partitioned", "on", "cookie-same-site", "None").warnings());
  }

  @Test
  void csrf_token_reads_a_list_or_none() {
    assertEquals(
        Set.of(CsrfTokenWay.ATTRIBUTE, CsrfTokenWay.COOKIE),
        Web.config("csrf-token", "cookie, attribute").get(Options.CSRF_TOKEN));
    assertEquals(Set.of(), Web.config("csrf-token", "none").get(Options.CSRF_TOKEN));
    assertEquals(Set.of(), Web.config("csrf", "off").get(Options.CSRF_TOKEN));
    assertEquals(Set.of(CsrfTokenWay.ATTRIBUTE), Web.config().get(Options.CSRF_TOKEN));
    assertEquals(1, Web.problems("csrf-token", "none, cookie").size());
  }

  @Test
  void harmless_configuration_has_no_warnings() {
    assertEquals(List.of(), Web.config("session", "token").warnings());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "cookie-secure | never | cookie-secure=never: anybody on the network can read the cookie"
            + " and act as the visitor; for trials only",
        "csrf | off | csrf=off: any site can act in the name of a visitor who is logged in by"
            + " cookie",
        "csrf | allow-missing-origin | csrf=allow-missing-origin: a browser that tells nothing"
            + " about where a request comes from is not protected",
        "clock-skew | 301s | clock-skew=301s: tokens are accepted this long after their end;"
            + " synchronise the clocks and use 60s",
        "token-from | query | token-from=query: tokens in URLs end up in logs, histories and"
            + " Referer headers; prefer header or cookie",
        "session-budget | 8k | session-budget=8k: Tomcat and Jetty refuse requests with more than 8"
            + " KB of headers; raise their limit too",
        "session-classes | com.** | session-classes=com.**: lets sessions make objects of very many"
            + " classes; name the packages that you need",
        "session-classes | org.apache.** | session-classes=org.apache.**: takes in libraries through"
            + " which a forged session can run code; what is known (such as"
            + " org.apache.click.control.Column) stays refused, and nobody knows all; name the"
            + " packages that you need",
        "session-classes | java.util.Date, com.sun.** | session-classes=com.sun.**: takes in"
            + " libraries through which a forged session can run code; what is known (such as"
            + " com.sun.corba.) stays refused, and nobody knows all; name the packages that you"
            + " need",
        "on-overflow | warn | on-overflow=warn: what a session holds beyond its budget is lost,"
            + " and only the log says so",
        "keys | hmac:base64:YWJj | keys: a secret stands in the configuration, where copies of the"
            + " application take it along; write hmac:env:NAME and put it in that environment"
            + " variable"
      })
  void dangerous_setting_is_a_warning_that_sounds_so(String option, String value, String warning) {
    assertEquals(
        List.of(warning + " (" + Web.WHERE + ")"),
        Web.config("session", "token", option, value).warnings());
  }

  @ParameterizedTest
  @CsvSource({
    "clock-skew, 5m",
    "session-budget, 7k",
    "session-classes, com.shop.**",
    "session-classes, org.apache.*",
    "session-classes, org.apache.struts.**"
  })
  void setting_at_the_edge_is_no_warning(String option, String value) {
    assertEquals(List.of(), Web.config("session", "token", option, value).warnings());
  }

  @Test
  void secret_that_comes_from_outside_is_no_warning() {
    assertEquals(List.of(), Web.config("keys", "hmac:base64:${sys:shop.key}").warnings());
  }

  @Test
  void hostile_values_give_problems_and_nothing_else() {
    Random random = new Random(7);
    String alphabet = "a.*/,=:;\n${}env:-\u0000\uD800%\\\"'( 9kmsPT" + "h~é[]";
    for (int i = 0; i < 5_000; i++) {
      Option<?> option = Options.all().get(i % Options.all().size());
      Web.parse(
          new Defaults("/shop", Duration.ZERO),
          "session",
          "token",
          option.name(),
          text(random, alphabet));
    }
  }

  @Test
  void huge_values_give_problems_and_nothing_else() {
    for (Option<?> option : Options.all()) {
      for (String part : List.of("a", "a.", "/a", "*", "${", "-a", "a=b,", "9", "1h", "\\", "a:")) {
        Web.parse(Web.SHOP, "session", "token", option.name(), part.repeat(10_000));
      }
    }
  }

  @Test
  void huge_names_give_problems_and_nothing_else() {
    for (String part : List.of("a", "A", "-", "aA", ".", " ", "\n")) {
      String problem = Web.problems(part.repeat(20_000), "x").get(0);
      assertTrue(problem.length() < 300, problem);
    }
  }

  private static String text(Random random, String alphabet) {
    return random
        .ints(random.nextInt(12), 0, alphabet.length())
        .collect(
            StringBuilder::new, (text, i) -> text.append(alphabet.charAt(i)), StringBuilder::append)
        .toString();
  }

  private static void assertLine(String line, String report) {
    assertTrue(report.lines().anyMatch(line::equals), () -> line + "\nis not in\n" + report);
  }
}
