package org.jwtfilter.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Each option: what it reads, what it refuses, what it is by default. */
class OptionsTest {
  @Test
  void every_constant_is_declared_once_and_named_as_in_web_xml() throws IllegalAccessException {
    for (Field field : Options.class.getFields()) {
      assertTrue(Modifier.isFinal(field.getModifiers()));
      String name = field.getName().toLowerCase(java.util.Locale.ROOT).replace('_', '-');
      assertEquals(name, ((Option<?>) field.get(null)).name());
    }
    assertEquals(Options.class.getFields().length, Options.all().size());
    assertEquals(Options.all().size(), Set.copyOf(Options.names()).size());
  }

  static Stream<Option<?>> all() {
    return Options.all().stream();
  }

  @ParameterizedTest
  @MethodSource("all")
  void option_says_what_it_is(Option<?> option) {
    assertTrue(option.name().matches("[a-z]+(-[a-z]+)*"));
    assertTrue(option.description().endsWith(".") && option.description().length() > 30);
    assertFalse(option.description().contains("\n"));
    assertFalse(option.defaultText().isBlank());
    assertFalse(option.form().isBlank());
    assertFalse(option.group().isBlank());
  }

  @Test
  void only_options_that_take_keys_or_passwords_are_secret() {
    assertEquals(
        List.of(
            Options.KEYS,
            Options.KEYSTORE_PASSWORD,
            Options.ISSUERS,
            Options.SESSION_KEYS,
            Options.STORE,
            Options.HANDOVER_KEYS),
        all().filter(Option::secret).toList());
  }

  // --- defaults

  @Test
  void defaults_are_those_of_the_documentation() {
    JwtConfig config = Web.config();
    assertEquals(Set.of(), config.get(Options.ALGORITHMS));
    assertEquals(List.of(), config.get(Options.AUDIENCE));
    assertEquals(
        List.of(TokenSource.HEADER, TokenSource.COOKIE),
        List.copyOf(config.get(Options.TOKEN_FROM)));
    assertEquals("jwt", config.get(Options.COOKIE_NAME));
    assertEquals(Optional.empty(), config.get(Options.COOKIE_DOMAIN));
    assertEquals(CookieSecure.AUTO, config.get(Options.COOKIE_SECURE));
    assertEquals(SameSite.LAX, config.get(Options.COOKIE_SAME_SITE));
    assertEquals("access_token", config.get(Options.QUERY_PARAMETER));
    assertEquals("access_token", config.get(Options.FORM_PARAMETER));
    assertEquals(List.of(), config.get(Options.PROTECT));
    assertEquals(Map.of(), config.get(Options.PROTECT_ROLES));
    assertEquals(List.of("groups", "roles", "scope"), config.get(Options.ROLES_CLAIM));
    assertEquals(List.of("upn", "preferred_username", "sub"), config.get(Options.PRINCIPAL_CLAIM));
    assertEquals(Map.of(), config.get(Options.ROLE_MAP));
    assertEquals(Set.of(), config.get(Options.ROLES));
    assertEquals(Duration.ofSeconds(60), config.get(Options.CLOCK_SKEW));
    assertEquals(CsrfMode.ON, config.get(Options.CSRF));
    assertEquals(List.of(), config.get(Options.ALLOWED_ORIGINS));
  }

  @Test
  void defaults_of_sessions_are_those_of_the_documentation() {
    JwtConfig config = Web.config();
    assertEquals(SessionMode.CONTAINER, config.get(Options.SESSION));
    assertEquals(6144, config.get(Options.SESSION_BUDGET));
    assertEquals(OnOverflow.FAIL, config.get(Options.ON_OVERFLOW));
    assertEquals(List.of("/WEB-INF/classes"), config.get(Options.SESSION_CLASSES));
    assertEquals(Duration.ofHours(24), config.get(Options.SESSION_ABSOLUTE_TIMEOUT));
    assertEquals(List.of(), config.get(Options.SESSION_IGNORE_PATHS));
    assertEquals(List.of(), config.get(Options.SESSION_KEYS));
    assertEquals(true, config.get(Options.SESSION_COMPRESSION));
    assertEquals(true, config.get(Options.SESSION_ONCE));
    assertEquals(List.of(), config.get(Options.SESSION_LISTENERS));
  }

  @Test
  void defaults_of_the_store_are_those_of_the_documentation() {
    JwtConfig config = Web.config();
    assertEquals("memory:local", config.get(Options.STORE));
    assertEquals(StoreDown.DENY, config.get(Options.STORE_DOWN));
    assertEquals(Duration.ofSeconds(1), config.get(Options.STORE_TIMEOUT));
    assertEquals(Duration.ofSeconds(1), config.get(Options.REVOCATION_DELAY));
    assertEquals(Duration.ofDays(14), config.get(Options.REFRESH_LIFETIME));
    assertEquals(Duration.ofSeconds(60), config.get(Options.REFRESH_GRACE));
    assertEquals(Optional.empty(), config.get(Options.EVENTS));
    assertEquals(Optional.empty(), config.get(Options.ACCOUNTS));
  }

  // --- other services

  @Test
  void defaults_of_other_services_are_those_of_the_documentation() {
    JwtConfig config = Web.config();
    assertEquals(Map.of(), config.get(Options.FORWARD_TO));
    assertEquals(false, config.get(Options.FORWARD_UNENCRYPTED));
    assertEquals(Map.of(), config.get(Options.EXCHANGE));
    assertEquals(Duration.ofMinutes(5), config.get(Options.EXCHANGE_LIFETIME));
    assertEquals(Optional.empty(), config.get(Options.TOKEN));
  }

  @Test
  void services_are_read_with_and_without_audience() {
    Map<Origin, Optional<String>> targets =
        Web.config(
                "forward-to",
                "https://api.example, HTTPS://Orders.example:443=orders\n http://[::1]:8080 = a/b",
                "exchange",
                "orders=read\na/b=*")
            .get(Options.FORWARD_TO);
    assertEquals(
        Map.of(
            new Origin("https://api.example"), Optional.empty(),
            new Origin("https://orders.example"), Optional.of("orders"),
            new Origin("http://[::1]:8080"), Optional.of("a/b")),
        targets);
  }

  @Test
  void services_are_reported_as_they_are_written() {
    String report =
        Web.config("forward-to", "https://a.example\nhttps://b.example=b", "exchange", "b=r, w")
            .report();
    assertTrue(report.contains("https://a.example; https://b.example=b"), report);
    assertTrue(report.contains("b=r, w"), report);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "https://api.example/",
        "https://api.example/path",
        "https://user@api.example",
        "https://*.example",
        "https://api.example.",
        "https://0x7f.1",
        "api.example",
        "*",
        "https://b\u00fccher.example"
      })
  void what_is_no_service_is_refused(String text) {
    List<String> refusals = Web.refusals(Options.FORWARD_TO, text);
    assertEquals(1, refusals.size());
    assertTrue(
        refusals.get(0).contains("is not scheme, host and port in their plain form"),
        refusals.get(0));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "https://a.example, https://A.example:443=x | \"https://a.example\" stands there twice; join the two",
        "https://a.example= | \"https://a.example=\" needs something on both sides of an equals sign",
        "https://a.example=a b | \"a b\" is not an audience: use printable ASCII without = and spaces",
        "https://a.example=a=b | \"a=b\" is not an audience: use printable ASCII without = and spaces"
      })
  void faults_of_services_are_named(String text, String refusal) {
    assertEquals(List.of(refusal), Web.refusals(Options.FORWARD_TO, text));
  }

  @Test
  void permissions_are_read_by_audience() {
    assertEquals(
        Map.of("orders", Set.of("read", "write"), "https://r.example/api", Set.of("*")),
        Web.value(Options.EXCHANGE, "orders=read, write\nhttps://r.example/api=*"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "orders | \"orders\" needs something on both sides of an equals sign",
        "orders=read,* | \"orders=read,*\" names permissions beside *, which stands for all that the caller has",
        "orders=read write | \"read write\" is not a permission: use printable ASCII without spaces, quotes and backslash",
        "my orders=read | \"my orders\" is not an audience: use printable ASCII without = and spaces",
        "orders=read;orders=write | \"orders\" stands there twice; join the two"
      })
  void faults_of_permissions_are_named(String text, String refusal) {
    assertEquals(List.of(refusal), Web.refusals(Options.EXCHANGE, text));
  }

  @Test
  void token_endpoint_is_below_endpoints_only_where_tokens_are_exchanged() {
    assertEquals(Optional.empty(), Web.config("endpoints", "/jwt").get(Options.TOKEN));
    assertEquals(
        Optional.of("/jwt/token"),
        Web.config("endpoints", "/jwt", "exchange", "a=*").get(Options.TOKEN));
    assertEquals(
        Optional.of("/oauth/token"),
        Web.config("endpoints", "/jwt", "exchange", "a=*", "token", "/oauth/token")
            .get(Options.TOKEN));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "memory:local",
        "jdbc:java:comp/env/jdbc/sessions",
        "redis://user:p%40ss@10.0.0.1:6379/2",
        "rediss://cache.example",
        "redis-cluster://a:1,b:2",
        "jcache:sessions"
      })
  void addresses_of_stores_are_read(String uri) {
    assertEquals(uri, Web.value(Options.STORE, uri));
  }

  @Test
  void password_of_a_store_is_never_shown() {
    assertTrue(
        Web.problems("store", "redis://u:hunter2@host:6379 /x").get(0).contains("redis://…@host"));
    assertFalse(Web.config("store", "redis://u:hunter2@host").report().contains("hunter2"));
    assertTrue(Web.config("store", "redis://u:hunter2@host").report().contains("redis://…@host"));
  }

  /** A password may hold what should have been encoded. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "redis://u:hunter2/x@host:1",
        "redis://u:hunter2,x@host:1",
        "redis://u:x@hunter2@host:1",
        "rediss-sentinel://:hunter2//@host:1"
      })
  void password_of_a_store_is_never_shown_whatever_is_in_it(String uri) {
    String report = Web.config("store", uri).report();
    assertFalse(report.contains("hunter2"), report);
    assertTrue(report.contains("//…@host:1"), report);
  }

  @Test
  void what_is_no_address_of_a_store_is_refused() {
    assertEquals(
        List.of(
            "\"…\" is not the address of a store, such as memory:local,"
                + " jdbc:java:comp/env/jdbc/sessions, redis://host:6379 or jcache:sessions"),
        Web.refusals(Options.STORE, "host:"));
  }

  @ParameterizedTest
  @CsvSource({"250ms, 250", "1s, 1000", "PT2S, 2000", "30s, 30000"})
  void short_durations_may_be_given_in_milliseconds(String text, long millis) {
    assertEquals(Duration.ofMillis(millis), Web.value(Options.STORE_TIMEOUT, text));
  }

  @Test
  void short_durations_keep_their_limits() {
    assertEquals(
        List.of("\"49ms\" is less than 50ms, the least allowed"),
        Web.refusals(Options.STORE_TIMEOUT, "49ms"));
    assertEquals(
        List.of("\"soon\" is not a duration such as 500ms or 2s"),
        Web.refusals(Options.STORE_TIMEOUT, "soon"));
  }

  @Test
  void endpoints_and_pages_are_off_by_default() {
    JwtConfig config = Web.config();
    for (Option<Optional<String>> option :
        List.of(
            Options.ENDPOINTS,
            Options.LOGIN,
            Options.LOGOUT,
            Options.REFRESH,
            Options.REVOKE,
            Options.LOGINS,
            Options.LOGIN_PAGE,
            Options.LOGIN_ERROR_PAGE)) {
      assertEquals(Optional.empty(), config.get(option), option.name());
    }
  }

  @ParameterizedTest
  @CsvSource({"/shop, /shop", "'', /"})
  void issuer_and_cookie_path_default_to_the_context_path(String contextPath, String expected) {
    Defaults defaults = new Defaults(contextPath, Duration.ofMinutes(30));
    JwtConfig config = Web.parse(defaults).require(List.of());
    assertEquals(expected, config.get(Options.ISSUER));
    assertEquals(expected, config.get(Options.COOKIE_PATH));
  }

  @Test
  void cookie_path_of_a_host_cookie_defaults_to_the_root() {
    assertEquals("/", Web.config("cookie-name", "__Host-jwt").get(Options.COOKIE_PATH));
  }

  @ParameterizedTest
  @CsvSource({
    "container, 30, 24h, 15m",
    "token,     30, 24h, 30m",
    "store,     30, 24h, 30m",
    "auto,      30, 24h, 30m",
    "token,     14, 24h, 15m",
    "token,     15, 24h, 15m",
    "token,      0, 24h, 24h",
    "token,     -1, 24h, 24h",
    "token,   3000, 24h, 24h",
    "container, 30, 10m, 10m",
    "token,     30, 20m, 20m"
  })
  void lifetime_follows_the_session_timeout_up_to_the_absolute_lifetime(
      String session, int timeoutMinutes, String absolute, String expected) {
    Defaults defaults = new Defaults("", Duration.ofMinutes(timeoutMinutes));
    JwtConfig config =
        Web.parse(defaults, "session", session, "absolute-lifetime", absolute).require(List.of());
    assertEquals(expected, Words.text(config.get(Options.LIFETIME)));
  }

  @Test
  void lifetime_as_set_wins_over_the_session_timeout() {
    JwtConfig config = Web.config("session", "token", "lifetime", "5m");
    assertEquals(Duration.ofMinutes(5), config.get(Options.LIFETIME));
  }

  @Test
  void renew_after_is_half_of_the_lifetime() {
    assertEquals(Duration.ofSeconds(450), Web.config("lifetime", "15m").get(Options.RENEW_AFTER));
    assertEquals(Duration.ofSeconds(1), Web.config("lifetime", "1s").get(Options.RENEW_AFTER));
  }

  @Test
  void endpoints_put_login_and_logout_below_one_path() {
    JwtConfig config = Web.config("endpoints", "/jwt/");
    assertEquals(Optional.of("/jwt/login"), config.get(Options.LOGIN));
    assertEquals(Optional.of("/jwt/logout"), config.get(Options.LOGOUT));
  }

  @Test
  void endpoints_below_the_root_have_one_slash() {
    assertEquals(Optional.of("/login"), Web.config("endpoints", "/").get(Options.LOGIN));
  }

  @Test
  void login_as_set_wins_over_endpoints() {
    JwtConfig config = Web.config("endpoints", "/jwt", "login", "/in");
    assertEquals(Optional.of("/in"), config.get(Options.LOGIN));
    assertEquals(Optional.of("/jwt/logout"), config.get(Options.LOGOUT));
  }

  // --- what is read

  @Test
  void lists_are_separated_by_commas_spaces_and_line_breaks_and_keep_their_order() {
    assertEquals(List.of("c", "a", "b", "d"), Web.value(Options.AUDIENCE, "c,a\n  b ,, d\t a"));
  }

  @ParameterizedTest
  @CsvSource({
    "30s, 30",
    "15m, 900",
    "2h, 7200",
    "14d, 1209600",
    "1h30m, 5400",
    "PT30M, 1800",
    "pt1h, 3600",
    "P1D, 86400",
    "90S, 90"
  })
  void durations_are_read(String text, long seconds) {
    assertEquals(
        Duration.ofSeconds(seconds),
        Web.config("lifetime", text, "renew-after", "1s", "absolute-lifetime", "30d")
            .get(Options.LIFETIME));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"30", "30 minutes", "m", "-5m", "1.5h", "PT0.5S", "P", "30m1h", "99999999999s"})
  void other_durations_are_refused(String text) {
    assertEquals(
        List.of("\"" + text + "\" is not a duration such as 30s, 15m, 2h or 14d"),
        Web.refusals(Options.LIFETIME, text));
  }

  @Test
  void durations_beyond_their_limits_are_refused() {
    assertEquals(
        List.of("\"0s\" is less than 1s, the least allowed"), Web.refusals(Options.LIFETIME, "0s"));
    assertEquals(
        List.of("\"601s\" is more than 10m, the most allowed"),
        Web.refusals(Options.CLOCK_SKEW, "601s"));
    assertEquals(Duration.ofMinutes(10), Web.value(Options.CLOCK_SKEW, "600s"));
    assertEquals(Duration.ZERO, Web.value(Options.CLOCK_SKEW, "0s"));
    assertEquals(
        List.of("\"-PT5S\" is not a duration such as 30s, 15m, 2h or 14d"),
        Web.refusals(Options.CLOCK_SKEW, "-PT5S"));
    assertEquals(
        List.of("\"PT-5S\" is less than 0s, the least allowed"),
        Web.refusals(Options.CLOCK_SKEW, "PT-5S"));
  }

  @ParameterizedTest
  @CsvSource({"1k, 1024", "1024, 1024", "8K, 8192", "6 144, 0", "64kb, 65536", "2000b, 2000"})
  void sizes_are_read(String text, int bytes) {
    if (bytes == 0) {
      assertEquals(
          List.of("\"" + text + "\" is not a size such as 6k or 6144"),
          Web.refusals(Options.SESSION_BUDGET, text));
    } else {
      assertEquals(bytes, Web.value(Options.SESSION_BUDGET, text));
    }
  }

  @Test
  void sizes_beyond_their_limits_are_refused() {
    assertEquals(
        List.of("\"1023\" is less than 1k, the least allowed"),
        Web.refusals(Options.SESSION_BUDGET, "1023"));
    assertEquals(
        List.of("\"65537\" is more than 64k, the most allowed"),
        Web.refusals(Options.SESSION_BUDGET, "65537"));
    assertEquals(
        List.of("\"999999999m\" is more than 64k, the most allowed"),
        Web.refusals(Options.SESSION_BUDGET, "999999999m"));
  }

  @Test
  void choices_are_read_in_upper_and_lower_case() {
    assertEquals(SameSite.NONE, Web.value(Options.COOKIE_SAME_SITE, "none"));
    assertEquals(CookieSecure.ALWAYS, Web.value(Options.COOKIE_SECURE, "Always"));
    assertEquals(CsrfMode.ALLOW_MISSING_ORIGIN, Web.value(Options.CSRF, "allow-missing-origin"));
    assertEquals(OnOverflow.WARN, Web.value(Options.ON_OVERFLOW, "WARN"));
    assertEquals(false, Web.value(Options.SESSION_COMPRESSION, "Off"));
    assertEquals(
        Set.of(TokenSource.QUERY, TokenSource.FORM), Web.value(Options.TOKEN_FROM, "query form"));
    assertEquals(Set.of("ES256"), Web.value(Options.ALGORITHMS, "es256"));
  }

  @Test
  void choices_that_are_none_are_refused_with_those_that_are() {
    assertEquals(
        List.of("\"headers\" is not one of header, cookie, query, form, websocket"),
        Web.refusals(Options.TOKEN_FROM, "headers"));
    assertEquals(
        List.of("\"true\" is not one of on, off"),
        Web.refusals(Options.SESSION_COMPRESSION, "true"));
  }

  @Test
  void the_sample_of_what_is_observed_is_a_number_of_requests() {
    for (String good : List.of("1", "20", "1000000")) {
      assertEquals(List.of(), Web.problems("observe-sample", good, "session", "observe"));
    }
    for (String bad : List.of("0", "-1", "1000001", "1k", "many", "99999999999")) {
      assertEquals(
          List.of(
              ("observe-sample: \"" + bad + "\" is not a number from 1 to 1000000 (")
                  + (Web.WHERE + ")")),
          Web.problems("observe-sample", bad, "session", "observe"));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"/a/*", "*.jsp", "/x", "/", "/*", "/a b/*", "/a/b/"})
  void url_patterns_of_the_servlet_specification_are_read(String pattern) {
    assertEquals(Map.of(pattern, Set.of("r")), Web.value(Options.PROTECT_ROLES, pattern + "=r"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "* | write /* for everything",
        "/** | write /* for everything",
        "account/* | begin with / (as in /account/*) or with *. (as in *.jsp)",
        "/a/*.jsp | a * stands alone after the last / (as in /account/*) or first (as in *.jsp)",
        "/a* | a * stands alone after the last / (as in /account/*) or first (as in *.jsp)",
        "*.jsp/x | write as in *.jsp",
        "*. | write as in *.jsp",
        "/a?b | write the path alone, without host, query and fragment",
        "https://shop.example/a | write the path alone, without host, query and fragment"
      })
  void other_url_patterns_are_refused_with_advice(String pattern, String advice) {
    List<String> expected = List.of("\"" + pattern + "\" is not a URL pattern: " + advice);
    assertEquals(expected, Web.refusals(Options.PROTECT, pattern));
    assertEquals(expected, Web.refusals(Options.PROTECT_ROLES, pattern + "=admin"));
    assertEquals(expected, Web.refusals(Options.SESSION_IGNORE_PATHS, pattern));
  }

  @Test
  void protect_roles_are_lines_of_a_pattern_and_its_roles_in_order() {
    Map<String, Set<String>> roles =
        Web.value(
            Options.PROTECT_ROLES,
            "\n  /admin/* = admin, Domain Users\n\n  /account/*=*\n *.do=a;/x=b");
    assertEquals(List.of("/admin/*", "/account/*", "*.do", "/x"), List.copyOf(roles.keySet()));
    assertEquals(Set.of("admin", "Domain Users"), roles.get("/admin/*"));
    assertEquals(Set.of("*"), roles.get("/account/*"));
  }

  @Test
  void protect_roles_with_all_authenticated_mean_anybody_who_is_logged_in() {
    assertEquals(Map.of("/a", Set.of("*")), Web.value(Options.PROTECT_ROLES, "/a=**"));
  }

  @Test
  void protect_roles_without_pattern_or_role_are_refused() {
    assertEquals(
        List.of("\"/admin/*\" needs something on both sides of an equals sign"),
        Web.refusals(Options.PROTECT_ROLES, "/admin/*"));
    assertEquals(
        List.of("\"/admin/*=\" needs something on both sides of an equals sign"),
        Web.refusals(Options.PROTECT_ROLES, "/admin/*="));
    assertEquals(
        List.of("\"/admin/*=,\" names no role"), Web.refusals(Options.PROTECT_ROLES, "/admin/*=,"));
    assertEquals(
        List.of("\"/a=*,admin\" names roles beside *, which lets in anybody who is logged in"),
        Web.refusals(Options.PROTECT_ROLES, "/a=*,admin"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"/a=x, /b=y", "/a=x /b=y"})
  void protect_roles_with_two_patterns_on_one_line_are_refused(String line) {
    assertEquals(
        List.of("\"" + line + "\" has two equals signs; put each pattern on a line of its own"),
        Web.refusals(Options.PROTECT_ROLES, line));
  }

  @Test
  void protect_roles_with_a_pattern_twice_are_refused() {
    assertEquals(
        List.of("\"/a\" stands there twice; join the two"),
        Web.refusals(Options.PROTECT_ROLES, "/a=x\n/a=y"));
  }

  @Test
  void role_map_is_pairs() {
    assertEquals(
        Map.of("shop-admins", "admin", "Domain Users", "user", "/g/a", "b=c"),
        Web.value(Options.ROLE_MAP, "shop-admins=admin, Domain Users = user\n/g/a=b=c"));
    assertEquals(
        List.of("\"admin\" needs something on both sides of an equals sign"),
        Web.refusals(Options.ROLE_MAP, "admin"));
  }

  @Test
  void roles_may_contain_spaces() {
    assertEquals(Set.of("admin", "Domain Users"), Web.value(Options.ROLES, "admin, Domain Users"));
  }

  @ParameterizedTest
  @CsvSource({
    "https://shop.example, https://shop.example",
    "HTTPS://Shop.Example:443, https://shop.example",
    "http://localhost:8080, http://localhost:8080",
    "http://shop.example:80, http://shop.example",
    "https://[::1]:8443, https://[::1]:8443"
  })
  void origins_are_read_as_browsers_send_them(String text, String origin) {
    assertEquals(List.of(origin), Web.value(Options.ALLOWED_ORIGINS, text));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "null | sandboxed pages of anybody send null; name the sites you mean",
        "shop.example | put https:// before the host",
        "https://shop.example/ | leave out the path and the slash after the host",
        "https://shop.example/a | leave out the path and the slash after the host",
        "https://*.shop.example | it cannot have wildcards; name each site",
        "ftp://shop.example | write scheme, host and port only, as in https://shop.example:8443",
        "https://a@b.example | write scheme, host and port only, as in https://shop.example:8443",
        "https://a..b | write scheme, host and port only, as in https://shop.example:8443",
        "https://a.b:99999 | write scheme, host and port only, as in https://shop.example:8443"
      })
  void what_is_no_origin_is_refused_with_advice(String text, String advice) {
    assertEquals(
        List.of("\"" + text + "\" is not an origin: " + advice),
        Web.refusals(Options.ALLOWED_ORIGINS, text));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"/WEB-INF/classes", "com.shop.Cart", "com.shop.*", "com.shop.**", "a.B$C", "Cart"})
  void class_patterns_are_read(String pattern) {
    assertEquals(List.of(pattern), Web.value(Options.SESSION_CLASSES, pattern));
  }

  @ParameterizedTest
  @ValueSource(strings = {"com.shop.", "com/shop", "com.*.Cart", "com.shop.***", ".a", "a-b.C"})
  void what_is_no_class_pattern_is_refused(String pattern) {
    assertEquals(
        List.of(
            "\""
                + pattern
                + "\" is neither a class (com.shop.Cart), a package (com.shop.*), a package with"
                + " all below it (com.shop.**) nor /WEB-INF/classes"),
        Web.refusals(Options.SESSION_CLASSES, pattern));
  }

  @ParameterizedTest
  @ValueSource(strings = {"*", "**", "*.Cart"})
  void class_patterns_that_allow_everything_are_refused(String pattern) {
    assertEquals(
        List.of("\"" + pattern + "\" would let a forged session make any class; name packages"),
        Web.refusals(Options.SESSION_CLASSES, pattern));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "java.net.URL",
        "org.apache.xalan.**",
        "org.apache.commons.collections.functors.*",
        "org.springframework.aop.framework.AdvisedSupport",
        "groovy.lang.Closure$1"
      })
  void class_patterns_of_denied_classes_alone_are_refused(String pattern) {
    assertEquals(
        List.of(
            "\""
                + pattern
                + "\" is never allowed in a session, since reading it can run code; remove it"),
        Web.refusals(Options.SESSION_CLASSES, pattern));
  }

  @Test
  void session_listeners_are_class_names() {
    assertEquals(
        List.of("com.shop.Listener"), Web.value(Options.SESSION_LISTENERS, "com.shop.Listener"));
    assertEquals(
        List.of("\"com.shop.*\" is not the full name of a class, such as com.shop.CartListener"),
        Web.refusals(Options.SESSION_LISTENERS, "com.shop.*"));
  }

  @Test
  void cookie_names_are_tokens_and_not_that_of_the_container() {
    assertEquals("__Secure-jwt", Web.value(Options.COOKIE_NAME, "__Secure-jwt"));
    for (String name : List.of("a b", "a;b", "a=b", "ü", "x".repeat(129))) {
      String problem = Web.refusals(Options.COOKIE_NAME, name).toString();
      assertTrue(problem.contains("is not a name: use letters, digits and hyphens"), problem);
    }
    assertEquals(
        List.of("\"jsessionid\" is the cookie of the container's own sessions; take another name"),
        Web.refusals(Options.COOKIE_NAME, "jsessionid"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"shop", "/a;b", "/a b", "/ü", "/a?b", "https://a"})
  void cookie_paths_that_would_break_the_header_are_refused(String path) {
    String problem = Web.refusals(Options.COOKIE_PATH, path).toString();
    assertTrue(problem.contains("is not a cookie path"), problem);
  }

  @Test
  void cookie_domains_are_hosts_without_the_dot_of_old() {
    assertEquals(Optional.of("shop.example"), Web.value(Options.COOKIE_DOMAIN, ".Shop.example"));
    for (String domain : List.of("https://a", "a:80", "a..b", "a b", "-a.b", "a/b")) {
      String problem = Web.refusals(Options.COOKIE_DOMAIN, domain).toString();
      assertTrue(problem.contains("is not a domain such as shop.example"), problem);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"login", "https://a/login", "//a/login", "/a*", "/a;b", "/a#b", "/a\\b"})
  void endpoints_that_are_no_paths_are_refused(String path) {
    assertEquals(
        List.of("\"" + path + "\" is not a path: begin with one / and leave out ? # ; and *"),
        Web.refusals(Options.LOGIN, path));
  }

  @Test
  void login_pages_may_have_a_query_and_may_be_none() {
    assertEquals(
        Optional.of("/login.jsp?failed=true"),
        Web.value(Options.LOGIN_ERROR_PAGE, "/login.jsp?failed=true"));
    JwtConfig none = Web.config("login-page", "none");
    assertEquals(Optional.empty(), none.get(Options.LOGIN_PAGE));
    assertTrue(none.isSet(Options.LOGIN_PAGE));
    assertEquals(
        List.of(
            "\"//evil.example\" is not a page of this application: write its path, beginning with"
                + " one /, or none"),
        Web.refusals(Options.LOGIN_PAGE, "//evil.example"));
  }

  @Test
  void list_of_separators_only_is_refused() {
    assertEquals(List.of("\", ,\" lists nothing"), Web.refusals(Options.AUDIENCE, ", ,"));
  }

  @Test
  void values_cannot_be_changed_by_who_reads_them() {
    JwtConfig config =
        Web.config("protect-roles", "/a=b", "role-map", "a=b", "roles", "a", "audience", "b");
    assertTrue(isUnmodifiable(() -> config.get(Options.PROTECT_ROLES).clear()));
    assertTrue(isUnmodifiable(() -> config.get(Options.PROTECT_ROLES).get("/a").clear()));
    assertTrue(isUnmodifiable(() -> config.get(Options.ROLE_MAP).clear()));
    assertTrue(isUnmodifiable(() -> config.get(Options.ROLES).clear()));
    assertTrue(isUnmodifiable(() -> config.get(Options.AUDIENCE).clear()));
    assertTrue(isUnmodifiable(() -> config.get(Options.TOKEN_FROM).clear()));
  }

  private static boolean isUnmodifiable(Runnable change) {
    try {
      change.run();
      return false;
    } catch (UnsupportedOperationException e) {
      return true;
    }
  }
}
