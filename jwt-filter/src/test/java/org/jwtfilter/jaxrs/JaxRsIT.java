package org.jwtfilter.jaxrs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/**
 * One application, the same answers on every runtime: run once for each, named by the system
 * property {@code jaxrs.runtime}. Requests are written by hand, so that they can be hostile.
 */
class JaxRsIT {
  private static final String ANN = RestTokens.of("ann", "clerk");
  private static final String BOB = RestTokens.of("bob", "guest");
  private static final String ASK = "Bearer realm=\"token\"";
  private static final String LACKS =
      ASK + ", error=\"insufficient_scope\", error_description=\"The caller lacks a role\"";
  private static final String LACKS_SCOPE =
      LACKS.replace("The caller lacks a role", "The token lacks a scope");
  private static final String LAST_YEAR = RestTokens.expired();

  private static final String RUNTIME = System.getProperty("jaxrs.runtime", "");

  /** What Jersey's server without servlets cannot do: it has no suspended requests. */
  private static final Set<String> SUSPENDED = Set.of("async_letsIn", "events_flow");

  /** What the feature answers, whoever has found the caller. */
  private static final Set<String> OF_THE_FEATURE =
      Set.of(
          "nobody_comesIn_whereNobodySaysAnything",
          "header_namesTheCaller",
          "cookie_namesTheCaller",
          "jwt_isAParameter",
          "jwt_isAbsentWithoutToken",
          "jwt_isInContext",
          "jwt_isNotInContextOfNobody",
          "jwt_isResolved",
          "jwt_isNotResolvedForNobody",
          "roles_areThoseOfTheToken",
          "rolesOfClass_askForLogin",
          "rolesOfClass_letInWhoHasOne",
          "scopes_askForLogin");

  private static RestServer server;
  private static RestServer behindFilter;
  private static RestServer onlySecured;
  private static RestServer stranded;

  private record Case(String name, String request, int status, String body, List<String> headers) {}

  private record Answer(int status, List<String> headers, String body) {
    String header(String name) {
      String start = name.toLowerCase(Locale.ROOT) + ":";
      return headers.stream()
          .filter(line -> line.toLowerCase(Locale.ROOT).startsWith(start))
          .map(line -> line.substring(start.length()).strip())
          .sorted()
          .reduce((one, other) -> one + " | " + other)
          .orElse("");
    }
  }

  @BeforeAll
  static void start() throws Exception {
    server = RestServer.start(RUNTIME);
    onlySecured = RestServer.start(RUNTIME, Api.OnlySecured.class);
    stranded = RestServer.start(RUNTIME, Api.Stranded.class);
    behindFilter = RUNTIME.equals("se") ? server : RestServer.behindFilter(RUNTIME);
  }

  @AfterAll
  static void stop() throws Exception {
    server.close();
    onlySecured.close();
    stranded.close();
    if (behindFilter != server) {
      behindFilter.close();
    }
  }

  @TestFactory
  Stream<DynamicTest> answers_are_the_same_everywhere() {
    return cases().stream()
        .filter(one -> !RUNTIME.equals("se") || !SUSPENDED.contains(one.name()))
        .map(one -> DynamicTest.dynamicTest(one.name(), () -> check(one, server)));
  }

  @TestFactory
  Stream<DynamicTest> filter_in_front_has_found_the_caller_and_the_answers_are_the_same() {
    List<Case> cases = cases().stream().filter(one -> OF_THE_FEATURE.contains(one.name())).toList();
    assertEquals(OF_THE_FEATURE.size(), cases.size());
    return cases.stream()
        .map(one -> DynamicTest.dynamicTest(one.name(), () -> check(one, behindFilter)));
  }

  @TestFactory
  Stream<DynamicTest> feature_that_looks_only_where_it_is_marked() {
    return Stream.of(
            ok("tokenElsewhere_isNotLookedAt", get("/open", bearer(ANN)), "nobody"),
            ok("badTokenElsewhere_isNotLookedAt", get("/open", bearer("a.b")), "nobody"),
            ok("markedClass_knowsItsCaller", get("/marked", bearer(BOB)), "bob"),
            asked("markedClass_asksForLogin", get("/marked")),
            invalid(
                "badToken_isRefusedWhereItIsMarked",
                get("/marked", bearer("a.b")),
                "The token is malformed"),
            ok("markedMethod_knowsItsCaller", post("/open", "hello", bearer(ANN)), "hello"),
            asked("rolesElsewhere_stillHold", get("/roles", bearer(ANN))),
            ok("permitAllElsewhere_isOpen", get("/roles/all", bearer(ANN)), "all"))
        .map(one -> DynamicTest.dynamicTest(one.name(), () -> check(one, onlySecured)));
  }

  @TestFactory
  Stream<DynamicTest> provider_of_keys_that_does_not_answer() {
    String rs256 = RestTokens.rs256();
    return Stream.of(
            ok("strangers_areServed", get("/open"), "nobody"),
            asked("strangers_areAskedForLogin", get("/roles")),
            unavailable("tokens_cannotBeLookedAt", get("/open", bearer(rs256))),
            unavailable("cookies_areKept", get("/marked", cookie(rs256))))
        .map(one -> DynamicTest.dynamicTest(one.name(), () -> check(one, stranded)));
  }

  private static Case unavailable(String name, String request) {
    return new Case(
        name,
        request,
        503,
        problem(503, "Logins and sessions cannot be looked at just now; try again later"),
        List.of("Retry-After: 5", "Set-Cookie:", "WWW-Authenticate:", "Cache-Control: no-store"));
  }

  @Test
  void token_of_a_login_in_a_cookie_is_renewed_once_and_no_other_is() throws IOException {
    Answer renewed = send(get("/roles", cookie(RestTokens.ofLogin())), server);
    assertEquals("200 class", renewed.status() + " " + renewed.body().strip());
    String cookie = renewed.header("Set-Cookie");
    assertTrue(cookie.startsWith("jwt=ey") && !cookie.contains(" | "), cookie);
    String successor = cookie.substring(4, cookie.indexOf(';'));
    Answer next = send(get("/open", cookie(successor)), server);
    assertEquals("200 ann Bearer", next.status() + " " + next.body().strip());
    assertEquals("", next.header("Set-Cookie"));
    assertEquals(
        "", send(get("/roles", bearer(RestTokens.ofLogin())), server).header("Set-Cookie"));
    assertEquals("", send(get("/roles", cookie(ANN)), server).header("Set-Cookie"));
  }

  @Test
  void names_of_microprofile_configure_the_feature() throws Exception {
    try (RestServer standard = RestServer.start(RUNTIME, Api.Standard.class)) {
      check(asked("strangers_areAskedForLogin", get("/open")), standard);
      check(
          invalid(
              "otherKeys_areRefused",
              get("/roles/all", bearer(ANN)),
              "The token cannot be verified"),
          standard);
    }
  }

  private static void check(Case one, RestServer at) throws IOException {
    Answer answer = send(one.request(), at);
    assertEquals(one.status() + " " + one.body(), answer.status() + " " + answer.body().strip());
    for (String expected : one.headers()) {
      int colon = expected.indexOf(':');
      String name = expected.substring(0, colon);
      assertEquals(expected.substring(colon + 1).strip(), answer.header(name), name);
    }
  }

  private static List<Case> cases() {
    List<Case> all = new ArrayList<>();
    // the caller
    all.add(ok("nobody_comesIn_whereNobodySaysAnything", get("/open"), "nobody"));
    all.add(ok("header_namesTheCaller", get("/open", bearer(ANN)), "ann Bearer"));
    all.add(
        ok("scheme_isReadInAnyCase", get("/open", "Authorization: bEARER " + ANN), "ann Bearer"));
    all.add(ok("cookie_namesTheCaller", get("/open", cookie(ANN)), "ann Bearer"));
    all.add(
        ok(
            "cookie_isFoundAmongOthers",
            get("/open", "Cookie: a=\"1\"; jwt=" + ANN + "; b=2"),
            "ann Bearer"));
    all.add(ok("cookieOfAnotherCase_isAnother", get("/open", "Cookie: JWT=" + ANN), "nobody"));
    all.add(ok("basicCredentials_areNotOurs", get("/open", "Authorization: Basic YTpi"), "nobody"));
    all.add(ok("jwt_isAParameter", get("/open/jwt", bearer(ANN)), "ann"));
    all.add(ok("jwt_isAbsentWithoutToken", get("/open/jwt"), "nobody"));
    all.add(ok("jwt_isInContext", get("/open/context", bearer(ANN)), "ann"));
    all.add(ok("jwt_isNotInContextOfNobody", get("/open/context"), "nobody"));
    all.add(ok("jwt_isResolved", get("/open/resolved", bearer(ANN)), "ann"));
    all.add(ok("jwt_isNotResolvedForNobody", get("/open/resolved"), "nobody"));
    all.add(ok("roles_areThoseOfTheToken", get("/open/role", bearer(ANN)), "true false"));
    all.add(
        ok(
            "query_namesTheCaller",
            get("/open?access_token=" + ANN),
            "ann Bearer",
            "Cache-Control: no-store",
            "Referrer-Policy: no-referrer"));
    // roles
    all.add(asked("rolesOfClass_askForLogin", get("/roles")));
    all.add(
        ok(
            "rolesOfClass_letInWhoHasOne",
            get("/roles", bearer(ANN)),
            "class",
            "Cache-Control: private"));
    all.add(forbidden("rolesOfClass_refuseOthers", get("/roles", bearer(BOB))));
    all.add(forbidden("rolesOfMethod_beatThoseOfClass", get("/roles/admin", bearer(ANN))));
    all.add(
        ok(
            "oneOfTheRoles_isEnough",
            get("/roles/admin", bearer(RestTokens.of("eve", "owner"))),
            "admin"));
    all.add(ok("permitAllOfMethod_beatsRolesOfClass", get("/roles/all"), "all"));
    all.add(forbidden("denyAll_refusesNobody", get("/roles/none")));
    all.add(forbidden("denyAll_refusesEverybody", get("/roles/none", bearer(ANN))));
    all.add(forbidden("denyAll_beatsPermitAll", get("/roles/both", bearer(ANN))));
    all.add(ok("twoStars_areAnyCaller", get("/roles/any", bearer(BOB)), "any"));
    all.add(asked("twoStars_areNotNobody", get("/roles/any")));
    all.add(forbidden("markOfMethod_doesNotOpenRolesOfClass", get("/roles/marked", bearer(BOB))));
    all.add(asked("mark_asksForLogin", get("/marked")));
    all.add(ok("mark_letsInAnyCaller", get("/marked", bearer(BOB)), "bob"));
    all.add(
        ok(
            "inheritedMethod_obeysTheClassThatDeclaresIt",
            get("/inherited/declared-above"),
            "above"));
    all.add(asked("ownMethod_obeysItsOwnClass", get("/inherited/own")));
    all.add(
        forbidden(
            "overridingMethod_takesOverWhatItOverrides",
            get("/inherited/overridden", bearer(ANN))));
    all.add(
        forbidden(
            "methodOfAGenericInterface_saysWhoMayCallItsImplementation",
            post("/orders", "tea", bearer(BOB))));
    all.add(asked("methodOfAGenericInterface_asksForLogin", post("/orders", "tea")));
    all.add(ok("methodOfAGenericInterface_letsIn", post("/orders", "tea", bearer(ANN)), "tea"));
    // scopes
    all.add(
        ok(
            "allScopes_areEnough",
            get("/roles/scope", bearer(RestTokens.scoped("orders:read x orders:write"))),
            "scope"));
    all.add(
        refused(
            "missingScope_isNamed",
            get("/roles/scope", bearer(RestTokens.scoped("orders:read"))),
            403,
            LACKS_SCOPE + ", scope=\"orders:read orders:write\"",
            "The token lacks a scope"));
    all.add(asked("scopes_askForLogin", get("/roles/scope")));
    // sub-resources, async, events
    all.add(asked("subResource_asksForLogin", get("/tree/leaf")));
    all.add(ok("subResource_letsIn", get("/tree/leaf", bearer(ANN)), "leaf"));
    all.add(forbidden("subResource_refuses", get("/tree/leaf", bearer(BOB))));
    all.add(ok("methodOfSubResource_beatsItsClass", get("/tree/leaf/all"), "all"));
    all.add(asked("async_asksForLogin", get("/open/async")));
    all.add(ok("async_letsIn", get("/open/async", bearer(ANN)), "later"));
    all.add(asked("events_askForLogin", get("/open/events", "Accept: text/event-stream")));
    all.add(
        ok(
            "events_flow",
            get("/open/events", "Accept: text/event-stream", bearer(ANN)),
            "data: tick"));
    // bad tokens
    all.add(
        invalid(
            "forgedHeader_isRefusedEverywhere",
            get("/open", bearer(RestTokens.forged())),
            "The token cannot be verified"));
    all.add(
        invalid(
            "expiredHeader_isRefused",
            get("/roles/all", bearer(LAST_YEAR)),
            "The token has expired"));
    all.add(invalid("nonsense_isRefused", get("/open", bearer("a.b")), "The token is malformed"));
    all.add(
        invalid(
            "longToken_isRefused",
            get("/open", bearer("a".repeat(7000))),
            "The token is malformed"));
    all.add(twoTokens("headerAndCookie_areTwoTokens", get("/open", bearer(ANN), cookie(ANN))));
    all.add(
        twoTokens("headerAndQuery_areTwoTokens", get("/open?access_token=" + ANN, bearer(ANN))));
    all.add(twoTokens("twoParameters_areTwoTokens", get("/open?access_token=a&access_token=b")));
    all.add(twoTokens("twoHeaders_areTwoTokens", get("/open", bearer(ANN), bearer(ANN))));
    all.add(
        ok(
            "badCookie_isForgotten",
            get("/open", cookie(LAST_YEAR)),
            "nobody",
            "Set-Cookie: jwt=; Max-Age=0; Path=/; HttpOnly; SameSite=Lax"));
    all.add(
        ok(
            "twoCookies_areNobody_andTheOtherIsDeleted",
            get("/open", cookie(ANN) + "; jwt=" + ANN),
            "nobody",
            "Set-Cookie: "
                + String.join(
                    " | ",
                    "jwt=; Max-Age=0; Path=/shop",
                    "jwt=; Max-Age=0; Path=/shop/",
                    "jwt=; Max-Age=0; Path=/shop/api",
                    "jwt=; Max-Age=0; Path=/shop/api/",
                    "jwt=; Max-Age=0; Path=/shop/api/open"),
            "Cache-Control: private"));
    all.add(
        invalid(
            "badCookie_isRefusedWhereACallerIsNeeded",
            get("/marked", cookie(LAST_YEAR)),
            "The token has expired"));
    // other sites
    all.add(
        new Case(
            "cookieFromAnotherSite_changesNothing",
            post("/open", "hello", cookie(ANN), "Sec-Fetch-Site: cross-site"),
            403,
            problem(403, "The request came from another site"),
            List.of()));
    all.add(
        ok(
            "cookieFromNowhere_mayPostWithAToken",
            post("/open", "hello", cookie(ANN), "X-XSRF-TOKEN: " + RestTokens.csrf("ann")),
            "hello"));
    all.add(
        new Case(
            "cookieFromNowhere_withTheTokenOfAnother_changesNothing",
            post("/open", "hello", cookie(ANN), "X-XSRF-TOKEN: " + RestTokens.csrf("bob")),
            403,
            problem(403, "The request came from another site"),
            List.of()));
    all.add(
        ok(
            "cookieFromHere_mayPost",
            post("/open", "hello", cookie(ANN), "Sec-Fetch-Site: same-origin"),
            "hello"));
    all.add(
        ok(
            "header_mayPostFromAnywhere",
            post("/open", "hello", bearer(ANN), "Sec-Fetch-Site: cross-site"),
            "hello"));
    all.add(
        new Case(
            "preflight_isAnsweredBeforeAnything",
            request(
                "OPTIONS",
                "/roles",
                "Origin: https://shop.example",
                "Access-Control-Request-Method: GET"),
            204,
            "",
            List.of("Access-Control-Allow-Origin: https://shop.example")));
    all.add(
        new Case(
            "preflightOfStrangers_isRefused",
            request(
                "OPTIONS",
                "/roles",
                "Origin: https://evil.example",
                "Access-Control-Request-Method: GET"),
            403,
            "",
            List.of("Access-Control-Allow-Origin:")));
    all.add(
        new Case(
            "refusal_canBeReadByAllowedOrigins",
            get("/roles", "Origin: https://shop.example"),
            401,
            problem(401, "A token is needed here"),
            List.of("Access-Control-Allow-Origin: https://shop.example")));
    // what is not there
    all.add(
        new Case(
            "head_hasNoBody",
            request("HEAD", "/roles"),
            401,
            "",
            List.of("WWW-Authenticate: " + ASK)));
    return all;
  }

  private static Case ok(String name, String request, String body, String... headers) {
    return new Case(name, request, 200, body, List.of(headers));
  }

  private static Case asked(String name, String request) {
    return refused(name, request, 401, ASK, "A token is needed here");
  }

  private static Case forbidden(String name, String request) {
    return refused(name, request, 403, LACKS, "The caller lacks a role");
  }

  private static Case invalid(String name, String request, String why) {
    String challenge = ASK + ", error=\"invalid_token\", error_description=\"" + why + '"';
    return refused(name, request, 401, challenge, why);
  }

  private static Case twoTokens(String name, String request) {
    String why = "More than one token was presented";
    String challenge = ASK + ", error=\"invalid_request\", error_description=\"" + why + '"';
    return refused(name, request, 400, challenge, why);
  }

  private static Case refused(
      String name, String request, int status, String challenge, String why) {
    return new Case(
        name,
        request,
        status,
        problem(status, why),
        List.of(
            "WWW-Authenticate: " + challenge,
            "Content-Type: application/problem+json",
            "Cache-Control: no-store"));
  }

  private static String problem(int status, String why) {
    return "{\"type\":\"about:blank\",\"status\":" + status + ",\"detail\":\"" + why + "\"}";
  }

  private static String bearer(String token) {
    return "Authorization: Bearer " + token;
  }

  private static String cookie(String token) {
    return "Cookie: jwt=" + token;
  }

  private static String get(String path, String... headers) {
    return request("GET", path, headers);
  }

  private static String post(String path, String body, String... headers) {
    List<String> all = new ArrayList<>(List.of(headers));
    all.add("Content-Type: text/plain");
    all.add("Content-Length: " + body.length());
    return request("POST", path, all.toArray(String[]::new)) + body;
  }

  private static String request(String method, String path, String... headers) {
    String lines = headers.length == 0 ? "" : String.join("\r\n", headers) + "\r\n";
    return method
        + " /shop/api"
        + path
        + " HTTP/1.1\r\nHost: localhost\r\n"
        + lines
        + "Connection: close\r\n\r\n";
  }

  private static Answer send(String request, RestServer at) throws IOException {
    try (Socket socket = new Socket("localhost", at.port())) {
      socket.setSoTimeout(20_000);
      socket.getOutputStream().write(request.getBytes(StandardCharsets.UTF_8));
      socket.getOutputStream().flush();
      InputStream in = socket.getInputStream();
      return parsed(new String(in.readAllBytes(), StandardCharsets.UTF_8));
    }
  }

  private static Answer parsed(String text) {
    int end = text.indexOf("\r\n\r\n");
    List<String> lines = List.of(text.substring(0, end).split("\r\n"));
    Answer raw =
        new Answer(
            Integer.parseInt(lines.get(0).split(" ")[1]),
            lines.subList(1, lines.size()),
            text.substring(end + 4));
    return raw.header("Transfer-Encoding").equals("chunked")
        ? new Answer(raw.status(), raw.headers(), unchunked(raw.body()))
        : raw;
  }

  private static String unchunked(String body) {
    StringBuilder plain = new StringBuilder();
    int at = 0;
    while (at < body.length()) {
      int line = body.indexOf("\r\n", at);
      int size = Integer.parseInt(body.substring(at, line).strip(), 16);
      plain.append(body, line + 2, line + 2 + size);
      at = size == 0 ? body.length() : line + 4 + size;
    }
    return plain.toString();
  }
}
