package org.jwtfilter.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Options that can be read and do not go together. */
class ContradictionsTest {
  private static final String AT = " (" + Web.WHERE + ")";

  @Test
  void random_key_withASharedStore_isRefused_andWarnsOtherwise() {
    String words =
        "hmac:random-for-development is a key that other nodes do not have, so what is in a store"
            + " that they share would be lost to them; write hmac:env:NAME, or remove store";
    assertEquals(
        List.of("keys: " + words + AT),
        Web.problems("keys", "hmac:random-for-development", "store", "jcache:x"));
    assertEquals(
        List.of("session-keys: " + words + AT),
        Web.problems("session-keys", "hmac:random-for-development", "store", "jcache:x"));
    assertEquals(
        List.of(
            "keys=hmac:random-for-development: for development only: the key is another one after"
                + " each start, so that all logins and sessions end then, and no other node accepts"
                + " them; in production write hmac:env:NAME"
                + AT),
        Web.config("keys", "hmac:random-for-development").warnings());
  }

  @Test
  void random_key_of_somebody_else_is_refused() {
    String words =
        "hmac:random-for-development is a key that nobody else has; write the key of the other side"
            + AT;
    assertEquals(
        List.of("issuers: " + words),
        Web.problems("issuers", "https://a.example=hmac:random-for-development"));
    assertTrue(
        Web.problems("handover-keys", "hmac:random-for-development")
            .contains("handover-keys: " + words));
  }

  @Test
  void key_set_without_anything_to_show_is_refused() {
    String words =
        "jwks: has nothing to show: secrets (hmac:) are nobody else's business, and keys of others"
            + " (jwks:, public:) are theirs to publish; add a pem: or keystore: to keys, or remove"
            + " it";
    for (String keys : List.of("hmac:env:X", "jwks:https://idp.example/jwks", "public:/x.pem")) {
      assertEquals(List.of(words + AT), Web.problems("keys", keys, "jwks", "/jwks"), keys);
      assertEquals(
          Optional.empty(), Web.config("keys", keys, "endpoints", "/jwt").get(Options.JWKS));
    }
    for (String keys : List.of("pem:/x.pem", "keystore:/x.p12", "jwks:/x.json, pem:/x.pem")) {
      assertEquals(List.of(), Web.problems("keys", keys, "jwks", "/jwks"));
      assertEquals(
          Optional.of("/jwt/jwks"),
          Web.config("keys", keys, "endpoints", "/jwt").get(Options.JWKS));
      assertEquals(Optional.empty(), Web.config("keys", keys).get(Options.JWKS));
    }
  }

  @Test
  void password_without_a_keystore_is_refused() {
    assertEquals(
        List.of("keystore-password: is of no use without a keystore: in keys; remove it" + AT),
        Web.problems("keystore-password", "x"));
    assertEquals(List.of(), Web.problems("keys", "keystore:/x.p12", "keystore-password", "x"));
    assertEquals(
        List.of(),
        Web.problems("issuers", "https://a.example=keystore:/x.p12", "keystore-password", "x"));
  }

  @Test
  void same_site_none_without_secure_is_refused() {
    assertEquals(
        List.of(
            "cookie-same-site: None needs Secure cookies, or browsers drop them; set cookie-secure"
                + " to auto or always"
                + AT),
        Web.problems("cookie-same-site", "None", "cookie-secure", "never"));
    assertEquals(List.of(), Web.problems("cookie-same-site", "None"));
  }

  @ParameterizedTest
  @CsvSource({"__Host-jwt", "__Secure-jwt"})
  void cookie_name_that_insists_on_https_without_secure_is_refused(String name) {
    assertEquals(
        List.of(
            "cookie-name: browsers drop a cookie of this name without Secure; set cookie-secure to"
                + " auto or always"
                + AT),
        Web.problems("cookie-name", name, "cookie-secure", "never"));
  }

  @Test
  void host_cookie_with_domain_or_path_is_refused() {
    assertEquals(
        List.of(
            "cookie-name: browsers drop a __Host- cookie that has a domain; remove cookie-domain"
                + AT,
            "cookie-name: browsers drop a __Host- cookie whose path is not /; remove cookie-path"
                + AT),
        Web.problems(
            "cookie-name", "__Host-jwt", "cookie-domain", "shop.example", "cookie-path", "/shop"));
    assertEquals(List.of(), Web.problems("cookie-name", "__Host-jwt", "cookie-path", "/"));
  }

  @ParameterizedTest
  @CsvSource({"query-parameter, query", "form-parameter, form"})
  void parameter_without_its_source_is_refused(String option, String source) {
    assertEquals(
        List.of(
            option
                + ": is of no use, since token-from does not list "
                + (source + "; add " + source + " or remove it" + AT)),
        Web.problems(option, "t"));
    assertEquals(List.of(), Web.problems(option, "t", "token-from", source));
  }

  @Test
  void renewal_after_the_end_is_refused() {
    assertEquals(
        List.of(
            "renew-after: 16m is longer than lifetime (15m): a token would end before it is"
                + " renewed; shorten it or lengthen lifetime"
                + AT),
        Web.problems("renew-after", "16m"));
    assertEquals(List.of(), Web.problems("renew-after", "15m"));
  }

  @Test
  void lifetime_beyond_the_absolute_one_is_refused() {
    assertEquals(
        List.of(
            "lifetime: 25h is longer than absolute-lifetime (24h): a token would outlive its"
                + " login; shorten it or lengthen absolute-lifetime"
                + AT),
        Web.problems("lifetime", "25h"));
    assertEquals(List.of(), Web.problems("lifetime", "24h"));
  }

  @Test
  void any_origin_with_cookies_is_refused() {
    assertEquals(
        List.of(
            "allowed-origins: * with cookie tokens would let every site read what visitors see;"
                + " name the origins, or leave cookie out of token-from"
                + AT),
        Web.problems("allowed-origins", "*"));
    assertEquals(List.of(), Web.problems("allowed-origins", "*", "token-from", "header"));
  }

  @Test
  void partitioned_without_secure_is_refused() {
    assertEquals(
        List.of(
            "cookie-partitioned: needs Secure cookies, or browsers drop them; set cookie-secure to"
                + " auto or always"
                + AT),
        Web.problems("cookie-partitioned", "on", "cookie-secure", "never"));
    assertEquals(List.of(), Web.problems("cookie-partitioned", "on", "cookie-same-site", "None"));
  }

  @ParameterizedTest
  @CsvSource({
    "csrf, off, is of no use with csrf=off; remove one of them",
    "token-from, header, 'is of no use, since token-from does not list cookie, and other tokens need no proof; remove it'"
  })
  void csrf_tokens_that_nobody_asks_for_are_refused(String option, String value, String words) {
    assertEquals(
        List.of("csrf-token: " + words + AT), Web.problems("csrf-token", "cookie", option, value));
    assertEquals(List.of(), Web.problems("csrf-token", "none", option, value));
    assertEquals(List.of(), Web.problems(option, value));
  }

  @Test
  void any_origin_beside_others_is_refused() {
    assertEquals(
        List.of("allowed-origins: * stands for every origin; remove it or the others" + AT),
        Web.problems("allowed-origins", "*, https://a.example", "token-from", "header"));
  }

  @ParameterizedTest
  @CsvSource({
    "session-budget, 8k",
    "session-classes, com.shop.**",
    "session-absolute-timeout, 8h",
    "session-ignore-paths, /poll",
    "session-compression, off",
    "session-once, off",
    "session-listeners, com.shop.L"
  })
  void option_of_travelling_sessions_without_them_is_refused(String option, String value) {
    assertEquals(
        List.of(
            option
                + ": does something with session=token, store or auto only; set session to one of them"
                + " or remove it"
                + AT),
        Web.problems(option, value));
    assertEquals(List.of(), Web.problems(option, value, "session", "token"));
    assertEquals(List.of(), Web.problems(option, value, "session", "store"));
  }

  @Test
  void once_with_sessions_in_tokens_needs_a_store() {
    String[] token = {"session-once", "on", "session", "token"};
    assertEquals(
        List.of(
            "session-once: a token alone cannot promise that; set store too, or session to store or"
                + " auto, or remove it"
                + AT),
        Web.problems(token));
    String[] stored = {"session-once", "on", "session", "token", "store", "jcache:x"};
    assertEquals(List.of(), Web.problems(stored));
    assertEquals(List.of(), Web.problems("session-once", "on", "session", "auto"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"container", "store", "auto"})
  void what_happens_on_overflow_is_a_question_of_token_sessions_only(String mode) {
    assertEquals(
        List.of(
            "on-overflow: does something with session=token only; set session to token or remove it"
                + AT),
        Web.problems("on-overflow", "fail", "session", mode));
  }

  @ParameterizedTest
  @CsvSource({"observe-sample, 5", "observe-page, /seen", "observe-role, admin"})
  void option_of_observing_without_it_is_refused(String option, String value) {
    assertEquals(
        List.of(
            option
                + ": does something with session=observe only; set session to observe or remove it"
                + AT),
        Web.problems(option, value));
  }

  @Test
  void page_of_what_is_observed_and_its_role_are_for_each_other() {
    String problem =
        "are for each other: the page is shown to callers with the role; set both or none" + AT;
    assertEquals(
        List.of("observe-page: " + problem),
        Web.problems("session", "observe", "observe-page", "/seen"));
    assertEquals(
        List.of("observe-page: " + problem),
        Web.problems("session", "observe", "observe-role", "admin"));
    assertEquals(
        List.of(),
        Web.problems("session", "observe", "observe-page", "/seen", "observe-role", "admin"));
  }

  @ParameterizedTest
  @CsvSource({"refresh-lifetime, 7d", "refresh-grace, 30s"})
  void option_of_refresh_without_it_is_refused(String option, String value) {
    assertEquals(
        List.of(option + ": is of no use without refresh; set refresh to a path or remove it" + AT),
        Web.problems(option, value));
    assertEquals(List.of(), Web.problems(option, value, "refresh", "/refresh"));
  }

  @Test
  void refresh_that_prolongs_nothing_is_refused() {
    assertEquals(
        List.of(
            "lifetime: 2h is longer than refresh-lifetime (1h): refreshing a token would prolong"
                + " nothing; shorten it or lengthen refresh-lifetime"
                + AT),
        Web.problems("lifetime", "2h", "refresh-lifetime", "1h", "refresh", "/r"));
  }

  @Test
  void two_endpoints_at_one_path_are_refused() {
    assertEquals(
        List.of("logout: login and logout cannot both be /in; change one" + AT),
        Web.problems("login", "/in", "logout", "/in"));
    assertEquals(
        List.of("logins: refresh and logins cannot both be /in; change one" + AT),
        Web.problems("refresh", "/in", "logins", "/in"));
  }

  @Test
  void contradiction_over_two_places_names_both() {
    List<Setting> settings =
        List.of(
            new Setting("keys", "hmac:env:A", Web.WHERE),
            new Setting("lifetime", "1h", Web.WHERE),
            new Setting("absolute-lifetime", "30m", Web.CONTEXT));
    String problems = ConfigReader.parse(settings, Web::outside, Web.SHOP).problems().toString();
    assertEquals(true, problems.endsWith("(" + Web.WHERE + " and " + Web.CONTEXT + ")]"), problems);
  }

  @Test
  void value_that_could_not_be_read_contradicts_nothing() {
    assertEquals(1, Web.problems("session", "tokn", "session-budget", "8k").size());
    assertEquals(1, Web.problems("session", "tokn", "renew-after", "20m").size());
    assertEquals(1, Web.problems("lifetime", "x", "renew-after", "20h").size());
    assertEquals(1, Web.problems("cookie-name", "a b", "cookie-secure", "never").size());
    assertEquals(1, Web.problems("endpoints", "x", "login", "/login").size());
  }

  @Test
  void login_page_without_protected_pages_is_allowed() {
    assertEquals(List.of(), Web.problems("login-page", "/login.jsp"));
  }

  // --- other services

  @Test
  void service_on_the_network_by_http_is_refused_unless_it_is_asked_for() {
    assertEquals(
        List.of(
            "forward-to: http://api.example would get tokens that anybody on the network can read;"
                + " write https:, or set forward-unencrypted to on"
                + AT),
        Web.problems("forward-to", "http://api.example\nhttp://localhost:8080"));
    JwtConfig config = Web.config("forward-to", "http://api.example", "forward-unencrypted", "on");
    assertEquals(
        List.of(
            "forward-unencrypted=on: anybody on the network can read the tokens that go to other"
                + " services and act as the callers"
                + AT),
        config.warnings());
  }

  @Test
  void service_whose_audience_gets_nothing_said_is_refused() {
    assertEquals(
        List.of(
            "forward-to: exchange does not say what the audience orders may get; add a line such as"
                + " orders=*"
                + AT),
        Web.problems("forward-to", "https://orders.example=orders", "exchange", "bills=*"));
    assertEquals(
        List.of(),
        Web.problems("forward-to", "https://orders.example=orders", "exchange", "orders=*"));
  }

  @Test
  void options_of_no_use_are_refused() {
    assertEquals(
        List.of("token: is of no use without exchange; set exchange or remove it" + AT),
        Web.problems("token", "/token"));
    assertEquals(
        List.of("exchange-lifetime: is of no use without exchange; set exchange or remove it" + AT),
        Web.problems("exchange-lifetime", "1m"));
    assertEquals(
        List.of(
            "forward-unencrypted: is of no use without forward-to; set forward-to or remove it"
                + AT),
        Web.problems("forward-unencrypted", "off"));
  }

  private static final String PARTNER = "https://shop.test/jwt/handover";
  private static final String OWN = "https://shop.example/jwt/handover";

  @Test
  void handover_needs_an_endpoint_and_its_address() {
    assertEquals(
        List.of(),
        Web.problems("handover-partners", PARTNER, "handover-url", OWN, "endpoints", "/jwt"));
    assertEquals(
        List.of(
            "handover-partners: needs an endpoint; set endpoints or handover" + AT,
            "handover-partners: needs handover-url, the address of the endpoint here as browsers"
                + " see it"
                + AT),
        Web.problems("handover-partners", PARTNER));
  }

  @Test
  void handover_address_with_another_path_than_the_endpoint_is_refused() {
    assertEquals(
        List.of("handover-url: does not end with the path of the endpoint, /hand; change one" + AT),
        Web.problems("handover-partners", PARTNER, "handover-url", OWN, "handover", "/hand"));
  }

  @Test
  void handover_to_oneself_and_two_partners_of_one_origin_are_refused() {
    assertEquals(
        List.of(
            "handover-partners: lists this application itself, " + OWN + "; remove that" + AT,
            "handover-partners: lists two endpoints of https://shop.example; remove one" + AT),
        Web.problems(
            "handover-partners",
            OWN + " https://shop.example:443/other/handover",
            "handover-url",
            OWN,
            "endpoints",
            "/jwt"));
  }

  @Test
  void handover_without_cookies_is_refused() {
    assertEquals(
        List.of("handover-partners: needs logins in cookies; add cookie to token-from" + AT),
        Web.problems(
            "handover-partners",
            PARTNER,
            "handover-url",
            OWN,
            "endpoints",
            "/jwt",
            "token-from",
            "header"));
  }

  @ParameterizedTest
  @CsvSource({
    "handover, /handover",
    "handover-url, https://shop.example/handover",
    "handover-issuers, https://shop.test",
    "handover-keys, hmac:env:OTHER",
    "handover-lifetime, 20s"
  })
  void handover_options_without_partners_are_refused(String option, String value) {
    assertEquals(
        List.of(
            option
                + ": is of no use without handover-partners; set handover-partners or remove it"
                + AT),
        Web.problems(option, value));
  }

  @ParameterizedTest
  @CsvSource({
    "http://shop.test/handover, 'would let anybody on the network take the login; write https:'",
    "https://shop.test, 'is not the address of a handover endpoint, such as https://shop.test/jwt/handover, without user, query and final dot'",
    "https://a@shop.test/handover, 'is not the address of a handover endpoint, such as https://shop.test/jwt/handover, without user, query and final dot'",
    "https://shop.test./handover, 'is not the address of a handover endpoint, such as https://shop.test/jwt/handover, without user, query and final dot'",
    "https://shop.test//handover, 'is not the address of a handover endpoint, such as https://shop.test/jwt/handover, without user, query and final dot'",
    "https://shop.test/handover?x, 'is not the address of a handover endpoint, such as https://shop.test/jwt/handover, without user, query and final dot'"
  })
  void handover_partner_that_is_no_safe_address_is_refused(String url, String words) {
    assertTrue(
        Web.problems("handover-partners", url).stream()
            .anyMatch(one -> one.equals("handover-partners: \"" + url + "\" " + words + AT)),
        () -> Web.problems("handover-partners", url).toString());
  }
}
