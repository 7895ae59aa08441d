package org.jwtfilter.corpus;

import static org.jwtfilter.corpus.Expected.ACCEPT;
import static org.jwtfilter.corpus.Expected.ANY;
import static org.jwtfilter.corpus.Expected.REJECT;
import static org.jwtfilter.corpus.Level.MUST;
import static org.jwtfilter.corpus.Level.POLICY;
import static org.jwtfilter.corpus.Level.SHOULD;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** How a token comes along, honest or not (B01 to B12; S01, S02). */
final class RequestForms {
  private static final String BEARER_RULES = "B01; RFC 9110 11.4, RFC 6750 2.1";
  private static final String TWO_RULES = "B02; RFC 6750 2, 3.1";
  private static final String FORM_RULES = "B03; RFC 6750 2.2";
  private static final String COOKIE_RULES = "S02; RFC 6265bis 5.6, 8.6";
  private static final String FORM = "application/x-www-form-urlencoded";

  private final CaseBook book;
  private final Forge forge;
  private final String good;
  private final String other;
  private final String bad;

  RequestForms(CaseBook book) {
    this.book = book;
    this.forge = book.hs256();
    this.good = forge.honest();
    this.other = forge.signed(forge.header(), Forge.claims().with("sub", "\"bob\""));
    this.bad = forge.forged(forge.header(), Forge.claims());
  }

  void write() {
    schemes();
    otherHeaders();
    pairs();
    parameters();
    forms();
    cookies();
    cacheRules();
    noToken();
  }

  private OwnCase one(String category, String source, Level level, String description) {
    return OwnCase.of(category, source, level, forge.profile(), description);
  }

  private void authorization(String value, Expected expected) {
    OwnCase one =
        one("http-auth", BEARER_RULES, MUST, "Authorization: " + value.replace(good, "(token)"))
            .header("Authorization", value)
            .expect(expected);
    book.add(expected == ACCEPT ? one.principal("alice") : one);
  }

  private void schemes() {
    for (String scheme : List.of("Bearer", "bearer", "BEARER", "bEARER", "BeArEr")) {
      for (String spaces : List.of(" ", "  ", "   ", "        ")) {
        authorization(scheme + spaces + good, ACCEPT);
      }
      authorization("  " + scheme + " " + good, ACCEPT);
      authorization(scheme + " " + good + "  ", ACCEPT);
      authorization(scheme + " " + bad, REJECT);
      authorization(scheme, REJECT);
      authorization(scheme + " ", REJECT);
      authorization(scheme + good, REJECT);
    }
    for (String value :
        List.of(
            "Bearer\t%s",
            "Bearer=%s",
            "Bearer:%s",
            "Bearer: %s",
            "Bearer,%s",
            "Bearer;%s",
            "Bearer/%s",
            "Bearer \"%s\"",
            "Bearer '%s'",
            "Bearer <%s>",
            "Bearer token=%s",
            "Bearer token=\"%s\"",
            "Bearer realm=\"a\"",
            "Bearer realm=\"a\", token=\"%s\"",
            "Bearer %s,",
            "Bearer %s;",
            "Bearer %s;q=1",
            "Bearer %s %s",
            "Bearer %s, Bearer %s",
            "Bearer %s,%s",
            "Bearer Bearer %s",
            "Bearer  Bearer %s",
            "Basic %s",
            "Basic YWxpY2U6YWxpY2U=",
            "Basic YWxpY2U6YWxpY2U=, Bearer %s",
            "Bearer %s, Basic YWxpY2U6YWxpY2U=",
            "Digest username=\"%s\"",
            "Negotiate %s",
            "DPoP %s",
            "JWT %s",
            "Token %s",
            "token %s",
            "%s",
            " %s",
            "BearerToken %s",
            "Bearer-Token %s",
            "XBearer %s",
            "Bearer\u00a0%s",
            "\"Bearer\" %s",
            "Bearer\\ %s",
            "Bearer .%s",
            "Bearer %s#",
            "Bearer %s?x=1",
            "Bearer null",
            "Bearer undefined",
            "Bearer {}",
            "Bearer *",
            "Bearer %%00",
            "Bearer ${jndi:ldap://127.0.0.1:18999/a}",
            "MAC id=\"%s\"",
            "AWS4-HMAC-SHA256 %s",
            "Hoba result=\"%s\"")) {
      authorization(value.replace("%%", "%").replace("%s", good), REJECT);
    }
  }

  private void otherHeaders() {
    for (String name :
        List.of(
            "X-Authorization",
            "Proxy-Authorization",
            "Authentication",
            "WWW-Authenticate",
            "X-Access-Token",
            "X-Auth-Token",
            "X-JWT-Assertion",
            "X-Forwarded-Access-Token",
            "X-Amzn-Oidc-Data",
            "X-Goog-Iap-Jwt-Assertion",
            "Cf-Access-Jwt-Assertion",
            "X-Original-Authorization",
            "X-Forwarded-Authorization",
            "Access-Token",
            "access_token",
            "Token",
            "JWT",
            "Id-Token",
            "Referer",
            "Origin",
            "User-Agent",
            "X-Api-Key",
            "Sec-WebSocket-Protocol",
            "Set-Cookie",
            "Cookie2",
            "Authorization-Bearer",
            "Authorization2",
            "X-HTTP-Authorization",
            "Authorisation")) {
      for (String value : List.of("Bearer " + good, good, "{{COOKIE}}=" + good)) {
        book.add(
            one(
                    "http-auth",
                    "B12",
                    MUST,
                    "the token in " + name + ", as " + value.replace(good, "(token)"))
                .header(name, value)
                .outcome("reject", 400, 401));
      }
    }
    for (String[] claim :
        new String[][] {
          {"Remote-User", "alice"},
          {"X-Remote-User", "alice"},
          {"X-Forwarded-User", "alice"},
          {"X-User", "alice"},
          {"X-Forwarded-Email", "alice@example.com"},
          {"X-Auth-Request-User", "alice"},
          {"X-SSL-Client-S-DN", "CN=alice"},
          {"X-Forwarded-Client-Cert", "Subject=\"CN=alice\""},
          {"SSL_CLIENT_CERT", "x"},
          {"X-Original-URL", "/public/a"},
          {"X-Rewrite-URL", "/public/a"},
          {"X-Forwarded-Prefix", "/public"},
          {"X-Forwarded-Path", "/public/a"},
          {"X-Forwarded-Uri", "/public/a"},
          {"X-Forwarded-For", "127.0.0.1"},
          {"X-Real-IP", "127.0.0.1"},
          {"Forwarded", "for=127.0.0.1;proto=https;host=localhost"},
          {"X-Forwarded-Host", "localhost"},
          {"X-Forwarded-Proto", "https"},
          {"X-Forwarded-Port", "443"},
          {"X-Custom-IP-Authorization", "127.0.0.1"},
          {"Client-IP", "127.0.0.1"},
          {"X-HTTP-Method-Override", "OPTIONS"},
          {"X-HTTP-Method", "OPTIONS"},
          {"X-Method-Override", "HEAD"},
          {"Upgrade", "h2c"},
          {"Upgrade", "websocket"},
          {"Expect", "100-continue"},
          {"Range", "bytes=0-0"},
          {"If-None-Match", "*"},
          {"If-Modified-Since", "Thu, 01 Jan 2099 00:00:00 GMT"},
          {"Accept", "*/*;q=0"},
          {"Connection", "Authorization"},
          {"Connection", "close, Cookie"},
          {"Max-Forwards", "0"},
          {"Access-Control-Request-Method", "GET"}
        }) {
      OwnCase one =
          one("http-trust", "B13, B15", MUST, "without a token, " + claim[0] + ": " + claim[1])
              .header(claim[0], claim[1])
              .forbidBody("\"sub\"");
      book.add(one.outcome("reject", 401, 400, 417));
      book.add(
          one("http-trust", "B13, B15", MUST, "with a forged token, " + claim[0] + ": " + claim[1])
              .header("Authorization", "Bearer " + bad)
              .header(claim[0], claim[1])
              .forbidBody("\"sub\"")
              .outcome("reject", 401, 400, 417));
    }
  }

  private void put(OwnCase one, Placement place, String token) {
    switch (place) {
      case HEADER -> one.header("Authorization", "Bearer " + token);
      case COOKIE -> one.header("Cookie", "{{COOKIE}}=" + token).requires("cookie");
      case QUERY -> one.query("{{PARAM}}=" + token);
      case FORM ->
          one.method("POST").header("Sec-Fetch-Site", "same-origin").form("{{PARAM}}=" + token);
    }
  }

  /** Two tokens, whatever they are, are an error: nobody is to choose. */
  private void pairs() {
    Map<String, String> tokens =
        new TreeMap<>(
            Map.of("good", good, "other", other, "forged", bad, "garbage", "a.b.c", "empty", ""));
    for (Placement first : Placement.values()) {
      for (Placement second : Placement.values()) {
        if (first.compareTo(second) < 0) {
          tokens.forEach(
              (a, one) ->
                  tokens.forEach(
                      (b, two) -> {
                        OwnCase both =
                            one(
                                "multiple-methods",
                                TWO_RULES,
                                MUST,
                                a + " in " + first + ", " + b + " in " + second);
                        put(both, first, one);
                        put(both, second, two);
                        boolean noCookie =
                            (first == Placement.COOKIE && one.isEmpty())
                                || (second == Placement.COOKIE && two.isEmpty());
                        // An empty cookie is what browsers keep where somebody deleted it badly.
                        book.add(noCookie ? both.expect(ANY) : both.outcome("reject", 400, 401));
                      }));
        }
      }
    }
    for (String[] two :
        new String[][] {
          {good, good}, {good, other}, {good, bad}, {bad, good}, {"", good}, {good, ""}, {bad, bad}
        }) {
      String name = two[0].equals(good) ? "good first" : "good last or never";
      book.add(
          one("multiple-methods", TWO_RULES, MUST, "two Authorization headers, " + name)
              .header("Authorization", "Bearer " + two[0])
              .header("Authorization", "Bearer " + two[1])
              .outcome("reject", 400, 401));
      book.add(
          one(
                  "multiple-methods",
                  TWO_RULES,
                  MUST,
                  "two Authorization headers of other case, " + name)
              .header("authorization", "Bearer " + two[0])
              .header("AUTHORIZATION", "Bearer " + two[1])
              .outcome("reject", 400, 401));
      book.add(
          one("multiple-methods", TWO_RULES, MUST, "parameter twice, " + name)
              .query("{{PARAM}}=" + two[0] + "&{{PARAM}}=" + two[1])
              .outcome("reject", 400, 401));
      book.add(
          one(
                  "multiple-methods",
                  TWO_RULES,
                  MUST,
                  "parameter twice, once with an encoded name, " + name)
              .query("{{PARAM}}=" + two[0] + "&access%5Ftoken=" + two[1])
              .outcome("reject", 400, 401));
      book.add(
          one("multiple-methods", TWO_RULES, MUST, "form parameter twice, " + name)
              .method("POST")
              .form("{{PARAM}}=" + two[0] + "&a=b&{{PARAM}}=" + two[1])
              .outcome("reject", 400, 401));
      book.add(
          one(
                  "multiple-methods",
                  TWO_RULES,
                  MUST,
                  "form parameter twice, once with an encoded name, " + name)
              .method("POST")
              .form("%61ccess_token=" + two[0] + "&{{PARAM}}=" + two[1])
              .outcome("reject", 400, 401));
      book.add(
          one("cookie-ambiguity", COOKIE_RULES, SHOULD, "two cookies in one header, " + name)
              .header("Cookie", "{{COOKIE}}=" + two[0] + "; {{COOKIE}}=" + two[1])
              .requires("cookie")
              .outcome("reject", 400, 401));
      book.add(
          one("cookie-ambiguity", COOKIE_RULES, SHOULD, "two cookies in two headers, " + name)
              .header("Cookie", "{{COOKIE}}=" + two[0])
              .header("Cookie", "{{COOKIE}}=" + two[1])
              .requires("cookie")
              .outcome("reject", 400, 401));
      book.add(
          one("cookie-ambiguity", COOKIE_RULES, SHOULD, "two cookies with others between, " + name)
              .header("Cookie", "{{COOKIE}}=" + two[0] + "; a=b; c=d; {{COOKIE}}=" + two[1])
              .requires("cookie")
              .outcome("reject", 400, 401));
    }
    book.add(
        one("multiple-methods", TWO_RULES, MUST, "a Basic header before a good one")
            .header("Authorization", "Basic YTpi")
            .header("Authorization", "Bearer " + good)
            .outcome("reject", 400, 401));
    book.add(
        one("multiple-methods", TWO_RULES, MUST, "a good one before a Basic header")
            .header("Authorization", "Bearer " + good)
            .header("Authorization", "Basic YTpi")
            .outcome("reject", 400, 401));
    book.add(
        one("multiple-methods", TWO_RULES, POLICY, "Basic in the header, a good cookie")
            .header("Authorization", "Basic YTpi")
            .header("Cookie", "{{COOKIE}}=" + good)
            .requires("cookie")
            .expect(ANY));
  }

  private void parameters() {
    for (String name :
        List.of(
            "Access_token",
            "{{PARAM_UPPER}}",
            "access_token[]",
            "access_token[0]",
            "access_token.",
            "access-token",
            "accesstoken",
            "access token",
            "access+token",
            "access_token%00",
            "%00access_token",
            "access_token%20",
            "+access_token",
            "access_token%0A",
            "token",
            "jwt",
            "bearer",
            "authorization",
            "Authorization",
            "id_token",
            "x.access_token",
            "access_token;a",
            "a;access_token",
            "access_toke%E2%80%8Bn",
            "acce%73%2573_token",
            "\u0430ccess_token")) {
      book.add(
          one("parameter-name", "B02, B12", MUST, "the token in the parameter " + name)
              .query(name + "=" + good)
              .outcome("reject", 400, 401));
      book.add(
          one("parameter-name", "B02, B12", MUST, "the token in the form's " + name)
              .method("POST")
              .form(name + "=" + good)
              .outcome("reject", 400, 401));
    }
    for (String query :
        List.of(
            "{{PARAM}}",
            "{{PARAM}}=",
            "{{PARAM}}==",
            "={{PARAM}}",
            "{{PARAM}}=%",
            "{{PARAM}}=%2",
            "{{PARAM}}=%GG",
            "{{PARAM}}=%00",
            "{{PARAM}}=%FF%FE",
            "{{PARAM}}=%C0%AE",
            "%",
            "&&&",
            "=&=",
            "?",
            "??{{PARAM}}=" + bad,
            "{{PARAM}}=" + bad + "#",
            "{{PARAM}}=Bearer%20" + good,
            "{{PARAM}}=" + good + "%20",
            "{{PARAM}}=%20" + good,
            "{{PARAM}}=" + good + "%00",
            "{{PARAM}}=" + good + "%0D%0AX:y",
            "{{PARAM}}=" + good.replace(".", "%252e"),
            "a={{PARAM}}=" + good,
            "{{PARAM}}={{PARAM}}=" + good,
            "%26{{PARAM}}=" + good,
            "a%3Db%26{{PARAM}}=" + good,
            "{{PARAM}}=" + good + ";a=b",
            "a=b;{{PARAM}}=" + good)) {
      book.add(
          one(
                  "parameter-value",
                  "B02",
                  MUST,
                  "query " + query.replace(good, "(token)").replace(bad, "(forged)"))
              .query(query)
              .outcome("reject", 400, 401));
    }
    for (String query :
        List.of(
            "{{PARAM}}=" + good,
            "a=b&{{PARAM}}=" + good,
            "{{PARAM}}=" + good + "&a=b",
            "&{{PARAM}}=" + good + "&",
            "access%5ftoken=" + good,
            "%61%63cess_token=" + good,
            "{{PARAM}}=" + good.replace(".", "%2e"),
            "{{PARAM}}=" + good.replace(".", "%2E").replace("e", "%65"),
            "a&{{PARAM}}=" + good + "&b",
            "x=%&{{PARAM}}=" + good,
            "token=" + bad + "&{{PARAM}}=" + good,
            "ACCESS_TOKEN=" + bad + "&{{PARAM}}=" + good)) {
      book.add(
          one(
                  "valid-http",
                  "RFC 6750 2.3",
                  MUST,
                  "query " + query.replace(good, "(token)").replace(bad, "(forged)"))
              .query(query)
              .expect(query.contains("%&") ? ANY : ACCEPT)
              .principal("alice"));
    }
  }

  private void forms() {
    String body = "{{PARAM}}=" + good;
    for (String type :
        List.of(
            FORM,
            FORM + ";charset=UTF-8",
            FORM + "; charset=utf-8",
            FORM + " ; charset=\"UTF-8\"",
            "Application/X-WWW-Form-URLencoded",
            FORM + ";",
            FORM + ";charset=ISO-8859-1")) {
      book.add(
          one("valid-http", FORM_RULES, MUST, "form of type " + type)
              .method("POST")
              .body(type, body)
              .requires("form")
              .expect(ACCEPT)
              .principal("alice"));
    }
    for (String type :
        List.of(
            "text/plain",
            "application/json",
            "multipart/form-data",
            "multipart/form-data; boundary=b",
            "application/x-www-form-urlencodedx",
            "application/x-www-form",
            "application/octet-stream",
            "x-www-form-urlencoded",
            "text/html",
            "*/*",
            "application/xml",
            "application/x-ndjson",
            "multipart/mixed; boundary=" + FORM,
            "application/json;" + FORM)) {
      book.add(
          one("form-type", FORM_RULES, MUST, "form body of type " + type)
              .method("POST")
              .body(type, body)
              .requires("form")
              .outcome("reject", 400, 401, 415));
    }
    book.add(
        one("form-type", FORM_RULES, MUST, "form body without a type")
            .method("POST")
            .body("", body)
            .requires("form")
            .outcome("reject", 400, 401, 415));
    for (String type :
        List.of(
            "multipart/form-data; boundary=b",
            "multipart/form-data; boundary=\"b\"; charset=utf-8")) {
      book.add(
          one("form-type", FORM_RULES, MUST, "token in a part of a multipart form")
              .method("POST")
              .body(
                  type,
                  "--b\r\nContent-Disposition: form-data; name=\"{{PARAM}}\"\r\n\r\n"
                      + good
                      + "\r\n--b--\r\n")
              .requires("form")
              .outcome("reject", 400, 401, 415));
      book.add(
          one("form-type", FORM_RULES, MUST, "token in a file of a multipart form")
              .method("POST")
              .body(
                  type,
                  "--b\r\nContent-Disposition: form-data; name=\"{{PARAM}}\"; filename=\"a\"\r\n\r\n"
                      + good
                      + "\r\n--b--\r\n")
              .requires("form")
              .outcome("reject", 400, 401, 415));
    }
    book.add(
        one("form-type", FORM_RULES, MUST, "token in JSON")
            .method("POST")
            .body("application/json", "{\"{{PARAM}}\":\"" + good + "\"}")
            .requires("form")
            .outcome("reject", 400, 401, 415));
    for (String method : List.of("GET", "HEAD", "DELETE", "OPTIONS", "TRACE", "FOO")) {
      book.add(
          one("form-type", FORM_RULES, MUST, "form with " + method)
              .method(method)
              .body(FORM, body)
              .requires("form")
              .outcome("reject", 400, 401, 403, 405, 501));
    }
    for (String method : List.of("PUT", "PATCH")) {
      book.add(
          one("form-type", FORM_RULES, POLICY, "form with " + method)
              .method(method)
              .body(FORM, body)
              .requires("form")
              .expect(ANY));
    }
    for (String value :
        List.of(
            "",
            "{{PARAM}}",
            "{{PARAM}}=",
            "={{PARAM}}",
            "{{PARAM}}=%",
            "{{PARAM}}=%GG",
            "%",
            "&",
            "=",
            "{{PARAM}}=" + bad,
            "a=" + good,
            "{{PARAM}}=" + good + "%00",
            "{{PARAM}}=Bearer+" + good,
            "{{PARAM}}=+" + good,
            "{{PARAM}}=" + good + "+",
            "{{PARAM}}=" + good + "\r\n",
            "{{PARAM}}=" + good + "\0",
            "\ufeff{{PARAM}}=" + good,
            "{{PARAM}} =" + good)) {
      book.add(
          one(
                  "form-value",
                  FORM_RULES,
                  MUST,
                  "form of "
                      + value
                          .replace(good, "(token)")
                          .replace(bad, "(forged)")
                          .replaceAll("[^ -~]", "#"))
              .method("POST")
              .form(value)
              .outcome("reject", 400, 401));
    }
    for (String encoding : List.of("gzip", "deflate", "br", "identity", "chunked")) {
      book.add(
          one("form-type", FORM_RULES, POLICY, "form with Content-Encoding " + encoding)
              .method("POST")
              .header("Content-Encoding", encoding)
              .form(body)
              .expect(ANY));
    }
    for (String method : List.of("POST", "PUT", "PATCH", "DELETE")) {
      book.add(
          one("valid-http", "X01", MUST, method + " with a header token, from another site")
              .method(method)
              .header("Origin", "https://evil.example")
              .header("Sec-Fetch-Site", "cross-site")
              .header("Authorization", "Bearer " + good)
              .requires("post")
              .expect(ACCEPT)
              .principal("alice")
              .forbidHeader("Access-Control-Allow-Origin: https://evil.example"));
    }
  }

  private void cookie(String description, String value, Expected expected, Level level) {
    OwnCase one =
        one("cookie-names", COOKIE_RULES, level, description)
            .header("Cookie", value)
            .requires("cookie")
            .expect(expected);
    book.add(expected == ACCEPT ? one.principal("alice") : one);
  }

  private void cookies() {
    for (String name :
        List.of(
            "__host-jwt",
            "{{COOKIE_UPPER}}",
            "__HOST-jwt",
            "__Host-JWT",
            "__Host-jwT",
            "jwt",
            "JWT",
            "__Secure-jwt",
            "Host-jwt",
            "_Host-jwt",
            "___Host-jwt",
            "__Host-jwt2",
            "__Host-jwt.0",
            "__Host-jwt.r",
            "__Host-jw",
            "__Host_jwt",
            "__Host%2Djwt",
            "%5F%5FHost-jwt",
            "__Host-jwt%20",
            "X__Host-jwt",
            "$__Host-jwt",
            "\u2000__Host-jwt",
            "__Host\u00adjwt",
            "__Host-\u0458wt",
            "\"__Host-jwt\"",
            "__Host-jwt[]",
            "__Host-jwt\u0000",
            "access_token",
            "Authorization",
            "JSESSIONID",
            "token",
            "=__Host-jwt",
            "__Host- jwt",
            "__Host-jwt;a")) {
      cookie(
          "the token in the cookie " + name.replaceAll("[^ -~]", "#"),
          name + "=" + good,
          REJECT,
          MUST);
      OwnCase beside =
          one(
                  "cookie-names",
                  COOKIE_RULES,
                  SHOULD,
                  "a good cookie beside " + name.replaceAll("[^ -~]", "#"))
              .header("Cookie", name + "=" + bad + "; {{COOKIE}}=" + good)
              .requires("cookie");
      boolean plain = name.matches("[A-Za-z0-9_.{}-]+") || name.startsWith("{{");
      book.add(plain ? beside.expect(ACCEPT).principal("alice") : beside.expect(ANY));
    }
    for (String value :
        List.of(
            "{{COOKIE}}=" + bad,
            "{{COOKIE}}=",
            "{{COOKIE}}",
            "{{COOKIE}}==" + good,
            "{{COOKIE}}=Bearer " + good,
            "{{COOKIE}}=Bearer%20" + good,
            "{{COOKIE}}=deleted",
            "{{COOKIE}}=null",
            "{{COOKIE}}=" + good.replace(".", "%2E"),
            "{{COOKIE}}=" + good + ".",
            "{{COOKIE}}=" + good + "%00",
            "{{COOKIE}}=" + good + "\u00e9",
            "{{COOKIE}}='" + good + "'",
            "{{COOKIE}}=" + good + " x",
            "{{COOKIE}}=" + good + ",a=b",
            "a=b,{{COOKIE}}=" + good,
            "a=b, {{COOKIE}}=" + good,
            "a=\"b; {{COOKIE}}=" + bad + "; c=d\"",
            "$Version=1; {{COOKIE}}=" + bad + "; $Path=/",
            "$Version=\"1\"; {{COOKIE}}=\"" + bad + "\"; $Path=\"/\"",
            "{{COOKIE}}=" + bad + "; $Path=/",
            "{{COOKIE}}:" + good,
            "{{COOKIE}} " + good,
            "{{COOKIE}}=a; b={{COOKIE}}=" + good)) {
      cookie(
          "Cookie: "
              + value.replace(good, "(token)").replace(bad, "(forged)").replaceAll("[^ -~]", "#"),
          value,
          REJECT,
          MUST);
    }
    for (String value :
        List.of(
            "{{COOKIE}}=\"" + good + "\"",
            "$Version=1; {{COOKIE}}=" + good + "; $Path=/",
            "$Version=\"1\"; a=\"b\"; {{COOKIE}}=" + good,
            "{{COOKIE}} = " + good,
            "a=\"; {{COOKIE}}=" + good + "; b=\"",
            "{{COOKIE}}=" + good + "; =",
            "=a; {{COOKIE}}=" + good,
            "a=b={{COOKIE}}; {{COOKIE}}=" + good,
            "a=\u00e9; {{COOKIE}}=" + good,
            "a b=c; {{COOKIE}}=" + good,
            "a=b,c=d; {{COOKIE}}=" + good)) {
      cookie(
          "Cookie: " + value.replace(good, "(token)").replaceAll("[^ -~]", "#"),
          value,
          ANY,
          SHOULD);
    }
    StringBuilder many = new StringBuilder();
    for (int i = 0; i < 100; i++) {
      many.append("c").append(i).append('=').append(i).append("; ");
    }
    for (String value :
        List.of(
            "{{COOKIE}}=" + good,
            " {{COOKIE}}=" + good,
            "{{COOKIE}}=" + good + ";",
            "{{COOKIE}}=" + good + "; ",
            "a=b; {{COOKIE}}=" + good,
            "{{COOKIE}}=" + good + "; a=b",
            "a=b;{{COOKIE}}=" + good + ";c=d",
            "; {{COOKIE}}=" + good,
            "a; {{COOKIE}}=" + good,
            "a=; {{COOKIE}}=" + good,
            many + "{{COOKIE}}=" + good,
            "JSESSIONID=0123456789ABCDEF; {{COOKIE}}=" + good,
            "jwt=" + bad + "; {{COOKIE}}=" + good,
            "__Host-jwt.s=x; __Host-jwt.0=y; {{COOKIE}}=" + good)) {
      cookie(
          "Cookie: "
              + (value.length() > 2000
                  ? "many"
                  : value.replace(good, "(token)").replace(bad, "(forged)")),
          value,
          ACCEPT,
          MUST);
    }
    for (String value : List.of(bad, "a.b.c", "", "x", good + "x", "\"", "A".repeat(3000))) {
      book.add(
          one(
                  "cookie-open-page",
                  "S02; a visitor's stale cookie closes no open page",
                  POLICY,
                  "an open page with the cookie " + (value.length() > 30 ? "…" : value))
              .path("/public/a")
              .header("Cookie", "{{COOKIE}}=" + value)
              .requires("cookie")
              .outcome("accept", 200)
              .forbidHeader("Set-Cookie: JSESSIONID"));
    }
    for (String session :
        List.of(
            "JSESSIONID=0123456789ABCDEF0123456789ABCDEF",
            "JSESSIONID=../../x",
            "JSESSIONID=" + good,
            "SESSION=x",
            "jwt-session=x",
            "__Host-jwt.s=eyJhbGciOiJkaXIifQ..AAAA.AAAA.AAAA",
            "__Host-jwt.t=x",
            "__Host-jwt.refresh=" + good,
            "__Host-jwt.f=x")) {
      book.add(
          one(
                  "session-cookie",
                  "S05; CVE-2013-2067",
                  MUST,
                  "no token, " + session.replace(good, "(token)"))
              .header("Cookie", session)
              .requires("cookie")
              .outcome("reject", 401, 400)
              .forbidHeader("Set-Cookie: " + session));
      book.add(
          one(
                  "session-cookie",
                  "S05; CVE-2013-2067",
                  MUST,
                  "forged token, " + session.replace(good, "(token)"))
              .header("Authorization", "Bearer " + bad)
              .header("Cookie", session)
              .requires("cookie")
              .outcome("reject", 401, 400)
              .forbidHeader("Set-Cookie: " + session));
    }
  }

  private void cacheRules() {
    for (Forge each : book.forges()) {
      book.add(
          OwnCase.of(
                  "uri-token-cache",
                  "B05; RFC 6750 2.3",
                  SHOULD,
                  each.profile(),
                  "a token in the URL is kept nowhere, " + each.key())
              .token(each.honest(), Placement.QUERY)
              .expect(ACCEPT)
              .principal("alice")
              .answers("Cache-Control", "no-store")
              .answers("Referrer-Policy", "no-referrer"));
      for (Placement place : Placement.values()) {
        book.add(
            OwnCase.of(
                    "uri-token-cache",
                    "B10; ASVS 14.3.2",
                    SHOULD,
                    each.profile(),
                    "a refusal is kept nowhere, " + each.key() + " in " + place)
                .token(each.forged(each.header(), Forge.claims()), place)
                .expect(REJECT)
                .challenge("invalid_token")
                .answers("Cache-Control", "no-store"));
        book.add(
            OwnCase.of(
                    "uri-token-cache",
                    "X10; RFC 9111 3.5",
                    SHOULD,
                    each.profile(),
                    "an answer is for its caller, " + each.key() + " in " + place)
                .token(each.honest(), place)
                .expect(ACCEPT)
                .principal("alice")
                .answers("Cache-Control", "private|no-store"));
      }
    }
  }

  private void noToken() {
    List<Forge> all = new ArrayList<>(book.forges());
    for (Forge each : all) {
      for (String accept :
          List.of(
              "*/*",
              "application/json",
              "text/html",
              "text/html,application/xhtml+xml",
              "image/png",
              "",
              "a/b;q=x",
              ";;;",
              "*")) {
        OwnCase one =
            OwnCase.of(
                    "http-auth",
                    "B07; RFC 6750 3",
                    MUST,
                    each.profile(),
                    "no token, Accept: " + accept + ", " + each.key())
                .header("Accept", accept)
                .outcome("reject", 401)
                .forbidBody("\"sub\"");
        one.answers("WWW-Authenticate", "^Bearer realm=\"[^\"]*\"$");
        book.add(one);
      }
    }
  }
}
