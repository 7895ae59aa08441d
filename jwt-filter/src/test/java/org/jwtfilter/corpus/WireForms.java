package org.jwtfilter.corpus;

import static org.jwtfilter.corpus.Expected.ACCEPT;
import static org.jwtfilter.corpus.Expected.ANY;
import static org.jwtfilter.corpus.Level.MUST;
import static org.jwtfilter.corpus.Level.POLICY;
import static org.jwtfilter.corpus.Level.SHOULD;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Paths, methods, other sites, and requests as no client library sends them (B13, X01 to X08). */
final class WireForms {
  private static final String PATHS = "B13; CVE-2020-1957, CVE-2022-22978, CVE-2023-34034";
  private static final String METHODS = "B13; RFC 9110 9";
  private static final String CSRF = "X01, X03; OWASP CSRF";
  private static final String CORS = "X07; Fetch";
  private static final String WIRE = "RFC 9112; request smuggling";
  private static final String END = "\r\n\r\n";

  private final CaseBook book;
  private final Forge forge;
  private final String good;
  private final String bad;

  WireForms(CaseBook book) {
    this.book = book;
    this.forge = book.hs256();
    this.good = forge.honest();
    this.bad = forge.forged(forge.header(), Forge.claims());
  }

  void write() {
    paths();
    methods();
    otherSites();
    origins();
    sockets();
    requestLines();
    smuggling();
    headers();
  }

  private OwnCase one(String category, String source, Level level, String description) {
    return OwnCase.of(category, source, level, forge.profile(), description);
  }

  private void paths() {
    List<String> paths = new ArrayList<>();
    List<String> between =
        List.of(
            "/",
            "//",
            "///",
            "/./",
            "/%2e/",
            "/;/",
            "/;x=1/",
            ";/",
            ";x/",
            ";x=y;z/",
            "/a/../",
            "/a/%2e%2e/",
            "/a/.%2e/",
            "/a/%2E%2E/",
            "/a/..;/",
            "/a/..;x=1/",
            "/a/%2e%2e;/",
            "%2f",
            "%2F",
            "/%2f",
            "%5c",
            "/%5c",
            "\\",
            "%252f",
            "%c0%af",
            "%e0%80%af",
            "%00/",
            "/%00",
            "%20/",
            "/%20",
            "%09/",
            "/%0a",
            "%3b/",
            "/%3b",
            "%3bx/",
            "/%2e%2f",
            "/%uff0f",
            "%u002f",
            "/%25%32%66",
            "/.//./");
    for (String one : between) {
      paths.add(one + "protected/whoami");
      paths.add("/protected" + one + "whoami");
      paths.add("/public" + one + "../protected/whoami");
    }
    for (String end :
        List.of(
            ";",
            ";a",
            ";a=b",
            ";jsessionid=1",
            ";.css",
            ";/../../public/x",
            "/",
            "//",
            "/.",
            "/..",
            "/./",
            "/../whoami",
            "/;/",
            "%20",
            "%00",
            "%00.css",
            "%09",
            "%0a",
            "%0d%0a",
            "%3b",
            "%3b.css",
            "%3f",
            "%3f.css",
            "%23",
            "%2e",
            "%2e%2e",
            "%2f",
            "%2f..%2fwhoami",
            "%5c",
            "%5c..",
            "\\",
            ".",
            "..",
            "~",
            "!",
            "?",
            "?.css",
            "?/public/",
            "?;",
            "#",
            "#/public/",
            ".json",
            ".css",
            "*",
            "%",
            "%%",
            "%2",
            "%zz",
            "%ff",
            "%e2%80%ae")) {
      paths.add("/protected/whoami" + end);
    }
    paths.addAll(
        List.of(
            "/PROTECTED/whoami",
            "/Protected/WhoAmI",
            "/protected/WHOAMI",
            "/%70rotected/whoami",
            "/protected/%77hoami",
            "/%50ROTECTED/whoami",
            "/protected%c2%a0/whoami",
            "/p%72otected/who%61mi",
            "/public/..%2fprotected/whoami",
            "/public/..%5cprotected/whoami",
            "/public/%2e%2e%2fprotected%2fwhoami",
            "/public/..%252fprotected/whoami",
            "/public/..%c0%afprotected/whoami",
            "/public/../public/../protected/whoami",
            "/public/a/../../protected/whoami",
            "/../hs256/protected/whoami",
            "/../rs256/../hs256/protected/whoami",
            "/..;/hs256/protected/whoami",
            "/./hs256/../protected/whoami",
            "/WEB-INF/web.xml",
            "/web-inf/web.xml",
            "/WEB-INF/../protected/whoami",
            "/META-INF/MANIFEST.MF",
            "/%57EB-INF/web.xml",
            "/WEB-INF%2fweb.xml",
            "/protected",
            "/protected/",
            "/protected/other",
            "/protected/whoami/more",
            "/protected/*",
            "/protected/j_security_check",
            "/protected/whoami/j_security_check",
            "/protected/.well-known/x",
            "/protected/error",
            "/protected/favicon.ico"));
    for (String path : paths) {
      book.add(open("no token", path));
      book.add(open("a forged token", path).header("Authorization", "Bearer " + bad));
      book.add(
          open("a forged cookie", path).header("Cookie", "{{COOKIE}}=" + bad).requires("cookie"));
    }
    for (String path : paths) {
      book.add(
          one("path-bypass", PATHS, POLICY, "a good token, path " + path)
              .path(path)
              .header("Authorization", "Bearer " + good)
              .expect(ANY));
    }
  }

  private OwnCase open(String who, String path) {
    OwnCase one =
        one("path-bypass", PATHS, MUST, who + ", path " + path)
            .path(path)
            .forbidBody("\"sub\"")
            .forbidBody("<web-app");
    // Some of these lead to the open pages in the end.
    return path.contains("public")
        ? one.outcome("any")
        : one.outcome("reject", 401, 400, 404, 403, 302, 301, 405);
  }

  private void methods() {
    for (String method :
        List.of(
            "GET",
            "HEAD",
            "POST",
            "PUT",
            "PATCH",
            "DELETE",
            "OPTIONS",
            "TRACE",
            "CONNECT",
            "TRACK",
            "DEBUG",
            "FOO",
            "get",
            "Get",
            "post",
            "hEAD",
            "oPTIONS",
            "PROPFIND",
            "PROPPATCH",
            "MKCOL",
            "COPY",
            "MOVE",
            "LOCK",
            "UNLOCK",
            "SEARCH",
            "REPORT",
            "PURGE",
            "BREW",
            "LINK",
            "QUERY",
            "INVOKE",
            "X-GET",
            "GETX",
            "G",
            "A".repeat(100),
            "M-SEARCH",
            "JEFF",
            "PRI",
            "GET;x",
            "GET%20",
            "0")) {
      book.add(
          one("http-method", METHODS, MUST, method + " without a token")
              .method(method)
              .outcome("reject", 400, 401, 403, 404, 405, 501)
              .forbidBody("\"sub\""));
      book.add(
          one("http-method", METHODS, MUST, method + " with a forged token")
              .method(method)
              .header("Authorization", "Bearer " + bad)
              .outcome("reject", 400, 401, 403, 404, 405, 501)
              .forbidBody("\"sub\"")
              .forbidBody(bad));
      book.add(
          one("http-method", METHODS, MUST, method + " with a forged cookie")
              .method(method)
              .header("Cookie", "{{COOKIE}}=" + bad)
              .requires("cookie")
              .outcome("reject", 400, 401, 403, 404, 405, 501)
              .forbidBody("\"sub\"")
              .forbidBody(bad));
      book.add(
          one("http-method", METHODS, MUST, method + " with a token is not echoed")
              .method(method)
              .header("Authorization", "Bearer " + good)
              .outcome("any")
              .forbidBody(good));
    }
    for (String method : List.of("GET", "HEAD", "PUT", "PATCH", "DELETE", "POST")) {
      for (Forge each : book.forges()) {
        OwnCase one =
            OwnCase.of(
                    "valid-http",
                    METHODS,
                    MUST,
                    each.profile(),
                    method + " with a token, " + each.key())
                .method(method)
                .token(each.honest(), Placement.HEADER)
                .method(method)
                .expect(ACCEPT);
        book.add(method.equals("HEAD") ? one : one.principal("alice"));
      }
    }
    for (String override :
        List.of(
            "X-HTTP-Method-Override",
            "X-HTTP-Method",
            "X-Method-Override",
            "X-Original-Method",
            "X-Forwarded-Method")) {
      for (String method : List.of("POST", "PUT", "DELETE", "PATCH", "FOO", "post")) {
        book.add(
            one("csrf", CSRF, MUST, method + " from another site, " + override + ": GET")
                .method(method)
                .header("Cookie", "{{COOKIE}}=" + good)
                .header("Origin", "https://evil.example")
                .header(override, "GET")
                .requires("cookie")
                .outcome("reject", 400, 401, 403, 405, 501)
                .forbidBody("\"sub\""));
      }
    }
    book.add(
        one("csrf", CSRF, MUST, "_method in the query")
            .method("POST")
            .query("_method=GET")
            .header("Cookie", "{{COOKIE}}=" + good)
            .header("Origin", "https://evil.example")
            .requires("cookie")
            .outcome("reject", 400, 401, 403)
            .forbidBody("\"sub\""));
  }

  private static final List<List<String>> FOREIGN =
      List.of(
          List.of("Origin", "https://evil.example"),
          List.of("Origin", "http://evil.example"),
          List.of("Origin", "null"),
          List.of("Origin", ""),
          List.of("Origin", "https://app.test.example.evil.example"),
          List.of("Origin", "https://evil.example/https://app.test.example"),
          List.of("Origin", "https://app.test.example@evil.example"),
          List.of("Origin", "https://evil.example#app.test.example"),
          List.of("Origin", "https://app.test.example:8443"),
          List.of("Origin", "http://app.test.example"),
          List.of("Origin", "https://app.test.example/"),
          List.of("Origin", "https://APP.test.example"),
          List.of("Origin", " https://app.test.example.evil.example"),
          List.of("Origin", "https://app.test.example https://evil.example"),
          List.of("Origin", "https://app.test.example, https://evil.example"),
          List.of("Origin", "file://"),
          List.of("Origin", "chrome-extension://abcdef"),
          List.of("Origin", "data:text/html,x"),
          List.of("Origin", "//"),
          List.of("Origin", "https://"),
          List.of("Origin", "https://[::1"),
          List.of("Origin", "\u00e9"),
          List.of("Origin", "https://\u0430pp.test.example"),
          List.of("Origin", "http://127.0.0.1"),
          List.of("Origin", "http://localhost"),
          List.of("Origin", "http://127.0.0.1.evil.example"),
          List.of("Sec-Fetch-Site", "cross-site"),
          List.of("Sec-Fetch-Site", "same-site"),
          List.of("Sec-Fetch-Site", ""),
          List.of("Sec-Fetch-Site", "SAME-ORIGIN"),
          List.of("Sec-Fetch-Site", "same-origin, cross-site"),
          List.of("Sec-Fetch-Site", "anything"),
          List.of("Sec-Fetch-Site", "cross-site", "Referer", "https://app.test.example/"),
          List.of("Referer", "https://evil.example/"),
          List.of("Referer", "https://evil.example/?https://app.test.example/"),
          List.of("Referer", "http://127.0.0.1@evil.example/"),
          List.of("Referer", "http://127.0.0.1.evil.example/"),
          List.of("Referer", "/protected/whoami"),
          List.of("Referer", "about:blank"),
          List.of("Referer", "x"),
          List.of("Referer", ""),
          List.of("Origin", "https://evil.example", "Host-Override", "evil.example"),
          List.of("Origin", "https://evil.example", "X-Forwarded-Host", "evil.example"),
          List.of("Origin", "https://evil.example", "Forwarded", "host=evil.example;proto=https"),
          List.of(
              "Origin",
              "https://evil.example",
              "X-Forwarded-Host",
              "evil.example",
              "X-Forwarded-Proto",
              "https"),
          List.of("Origin", "https://evil.example", "X-Forwarded-Server", "evil.example"),
          List.of("Origin", "https://evil.example", "X-Original-Host", "evil.example"),
          List.of("Origin", "https://evil.example", "X-Requested-With", "XMLHttpRequest"),
          List.of("Origin", "https://evil.example", "Referer", "https://app.test.example/"),
          List.of(
              "Origin",
              "https://evil.example",
              "Sec-Fetch-Mode",
              "navigate",
              "Sec-Fetch-Dest",
              "document",
              "Sec-Fetch-Site",
              "cross-site"),
          List.of("Origin", "https://evil.example", "Origin", "https://app.test.example"),
          List.of("Origin", "https://app.test.example", "Origin", "https://evil.example"),
          List.of("X-CSRF-Token", "x"),
          List.of("X-XSRF-TOKEN", "x"),
          List.of("Cookie", "csrf=x", "X-CSRF-Token", "x"));

  private void otherSites() {
    for (List<String> headers : FOREIGN) {
      for (String method : List.of("POST", "PUT", "PATCH", "DELETE")) {
        OwnCase one =
            one("csrf", CSRF, MUST, method + " with the cookie, " + String.join(" ", headers))
                .method(method)
                .requires("cookie")
                .requires("csrf");
        one.header("Cookie", "{{COOKIE}}=" + good);
        put(one, headers);
        book.add(one.outcome("reject", 400, 401, 403).forbidBody("\"sub\""));
      }
      OwnCase form =
          one("csrf", CSRF, MUST, "a form with the cookie, " + String.join(" ", headers))
              .method("POST")
              .requires("cookie")
              .requires("csrf");
      form.header("Cookie", "{{COOKIE}}=" + good).form("a=b");
      put(form, headers);
      book.add(form.outcome("reject", 400, 401, 403).forbidBody("\"sub\""));
    }
    for (List<String> headers :
        List.of(
            List.of("Origin", "https://app.test.example"),
            List.of("Sec-Fetch-Site", "same-origin"),
            List.of("Sec-Fetch-Site", "none"),
            List.of("Sec-Fetch-Site", "cross-site", "Origin", "https://app.test.example"),
            List.of("Origin", "{{URL}}"),
            List.of("Referer", "{{URL}}/hs256/public/a?b"))) {
      for (String method : List.of("POST", "PUT", "PATCH", "DELETE")) {
        if (headers.toString().contains("{{URL}}")) {
          book.add(
              one("csrf", CSRF, MUST, method + " of our own, " + String.join(" ", headers))
                  .raw(
                      method
                          + " {{CTX}}/protected/whoami HTTP/1.1\r\nHost: {{HOST}}\r\nConnection: close\r\nContent-Length: 0\r\nCookie: __Host-jwt="
                          + good
                          + "\r\n"
                          + headers.get(0)
                          + ": "
                          + headers.get(1)
                          + END)
                  .expect(ACCEPT)
                  .principal("alice"));
        } else {
          OwnCase one =
              one(
                      "csrf",
                      CSRF,
                      MUST,
                      method + " of our own or an allowed origin, " + String.join(" ", headers))
                  .method(method)
                  .requires("cookie")
                  .requires("csrf")
                  .header("Cookie", "{{COOKIE}}=" + good);
          put(one, headers);
          book.add(one.expect(ACCEPT).principal("alice"));
        }
      }
    }
  }

  private static void put(OwnCase one, List<String> headers) {
    for (int i = 0; i < headers.size(); i += 2) {
      one.header(headers.get(i), headers.get(i + 1));
    }
  }

  private void origins() {
    for (List<String> headers : FOREIGN) {
      if (headers.get(0).equals("Origin") && headers.size() == 2) {
        String origin = headers.get(1);
        for (String method : List.of("GET", "POST", "DELETE")) {
          book.add(
              noGrant(
                  one("cors", CORS, MUST, "preflight for " + method + " from " + origin)
                      .method("OPTIONS")
                      .header("Origin", origin)
                      .header("Access-Control-Request-Method", method)
                      .header("Access-Control-Request-Headers", "authorization")
                      .expect(ANY),
                  origin));
        }
        book.add(
            noGrant(
                one("cors", CORS, MUST, "a good token, from " + origin)
                    .header("Origin", origin)
                    .header("Authorization", "Bearer " + good)
                    .expect(ANY),
                origin));
        book.add(
            noGrant(
                one("cors", CORS, MUST, "a forged token, from " + origin)
                    .header("Origin", origin)
                    .header("Authorization", "Bearer " + bad)
                    .outcome("reject", 401, 400),
                origin));
        book.add(
            noGrant(
                one("cors", CORS, MUST, "no token, from " + origin)
                    .header("Origin", origin)
                    .outcome("reject", 401, 400),
                origin));
        book.add(
            noGrant(
                one("cors", CORS, MUST, "an open page, from " + origin)
                    .path("/public/a")
                    .header("Origin", origin)
                    .expect(ANY),
                origin));
      }
    }
    for (String method : List.of("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE")) {
      book.add(
          one("cors", CORS, MUST, "preflight for " + method + " from the allowed origin")
              .method("OPTIONS")
              .header("Origin", "https://app.test.example")
              .header("Access-Control-Request-Method", method)
              .header("Access-Control-Request-Headers", "authorization, content-type")
              .outcome("any", 200, 204)
              .answers("Access-Control-Allow-Origin", "^https://app\\.test\\.example$")
              .answers("Access-Control-Allow-Credentials", "^true$")
              .answers("Access-Control-Allow-Methods", "\\b" + method + "\\b")
              .answers("Access-Control-Allow-Headers", "(?i)authorization")
              .answers("Vary", "(?i)origin"));
    }
    for (Forge each : book.forges()) {
      book.add(
          OwnCase.of(
                  "cors",
                  CORS,
                  MUST,
                  each.profile(),
                  "a good token from the allowed origin, " + each.key())
              .header("Origin", "https://app.test.example")
              .token(each.honest(), Placement.HEADER)
              .expect(ACCEPT)
              .answers("Access-Control-Allow-Origin", "^https://app\\.test\\.example$")
              .answers("Vary", "(?i)origin"));
      book.add(
          OwnCase.of(
                  "cors",
                  "X08; Fetch",
                  SHOULD,
                  each.profile(),
                  "a refusal to the allowed origin, " + each.key())
              .header("Origin", "https://app.test.example")
              .token(each.forged(each.header(), Forge.claims()), Placement.HEADER)
              .outcome("reject", 401)
              .answers("Access-Control-Allow-Origin", "^https://app\\.test\\.example$")
              .answers("Vary", "(?i)origin"));
      book.add(
          OwnCase.of("cors", CORS, MUST, each.profile(), "no origin, " + each.key())
              .token(each.honest(), Placement.HEADER)
              .expect(ACCEPT)
              .answers("Vary", "(?i)origin"));
    }
    book.add(
        one("cors", CORS, MUST, "OPTIONS without an origin is no preflight")
            .method("OPTIONS")
            .header("Access-Control-Request-Method", "GET")
            .outcome("reject", 401, 405)
            .forbidBody("\"sub\""));
    book.add(
        one("cors", CORS, MUST, "OPTIONS without a method is no preflight")
            .method("OPTIONS")
            .header("Origin", "https://app.test.example")
            .outcome("reject", 401, 405)
            .forbidBody("\"sub\""));
    book.add(
        one("cors", CORS, MUST, "GET that looks like a preflight")
            .header("Origin", "https://app.test.example")
            .header("Access-Control-Request-Method", "GET")
            .outcome("reject", 401)
            .forbidBody("\"sub\""));
  }

  private static OwnCase noGrant(OwnCase one, String origin) {
    return one.forbidHeader("Access-Control-Allow-Origin: " + origin)
        .forbidHeader("Access-Control-Allow-Origin: *")
        .forbidHeader("Access-Control-Allow-Origin: null")
        .forbidHeader("Access-Control-Allow-Origin: https://app.test.example");
  }

  private void sockets() {
    List<List<String>> origins =
        new ArrayList<>(
            FOREIGN.stream()
                .filter(
                    one ->
                        one.get(0).equals("Origin")
                            && !one.get(1).equals("https://app.test.example"))
                .toList());
    origins.add(List.of("X-None", "1"));
    for (List<String> headers : origins) {
      OwnCase one =
          one(
                  "websocket-handshake",
                  "X01; RFC 6455 10.2",
                  MUST,
                  "handshake with the cookie, " + String.join(" ", headers))
              .header("Upgrade", "websocket")
              .rawHeader("Connection: Upgrade")
              .header("Sec-WebSocket-Version", "13")
              .header("Sec-WebSocket-Key", "dGhlIHNhbXBsZSBub25jZQ==")
              .header("Cookie", "{{COOKIE}}=" + good)
              .requires("cookie")
              .requires("csrf");
      put(one, headers);
      book.add(one.outcome("reject", 400, 401, 403).forbidBody("\"sub\""));
    }
    for (String offer :
        List.of(
            "bearer, " + good,
            good,
            "bearer." + good,
            "access_token, " + good,
            "bearer, " + bad,
            "jwt, " + good)) {
      book.add(
          one(
                  "websocket-handshake",
                  "B12",
                  MUST,
                  "a sub-protocol that is not configured: "
                      + offer.replace(good, "(token)").replace(bad, "(forged)"))
              .header("Upgrade", "websocket")
              .rawHeader("Connection: Upgrade")
              .header("Sec-WebSocket-Version", "13")
              .header("Sec-WebSocket-Key", "dGhlIHNhbXBsZSBub25jZQ==")
              .header("Sec-WebSocket-Protocol", offer)
              .outcome("reject", 400, 401, 403)
              .forbidHeader("Sec-WebSocket-Protocol: " + good)
              .forbidBody("\"sub\""));
    }
  }

  /** Without a token: nobody is let in, however the line is written. */
  private void wire(String description, String bytes) {
    book.add(
        one("http-wire", WIRE, MUST, description)
            .raw(bytes)
            .outcome("reject")
            .statusNot(200)
            .forbidBody("\"sub\""));
  }

  private void requestLines() {
    String host = "\r\nHost: {{HOST}}\r\nConnection: close" + END;
    Map<String, String> lines =
        new TreeMap<>(
            Map.ofEntries(
                Map.entry("absolute form", "GET {{URL}}{{CTX}}/protected/whoami HTTP/1.1" + host),
                Map.entry(
                    "absolute form of another host",
                    "GET http://evil.example{{CTX}}/protected/whoami HTTP/1.1" + host),
                Map.entry(
                    "absolute form, https",
                    "GET https://{{HOST}}{{CTX}}/protected/whoami HTTP/1.1" + host),
                Map.entry(
                    "absolute form, two slashes",
                    "GET {{URL}}/{{CTX}}/protected/whoami HTTP/1.1" + host),
                Map.entry(
                    "absolute form to an open page and out again",
                    "GET {{URL}}{{CTX}}/public/../protected/whoami HTTP/1.1" + host),
                Map.entry("file URL", "GET file:///etc/passwd HTTP/1.1" + host),
                Map.entry("HTTP/1.0", "GET {{CTX}}/protected/whoami HTTP/1.0\r\n\r\n"),
                Map.entry(
                    "HTTP/1.0 with a host",
                    "GET {{CTX}}/protected/whoami HTTP/1.0\r\nHost: {{HOST}}" + END),
                Map.entry("HTTP/1.0 head", "HEAD {{CTX}}/protected/whoami HTTP/1.0\r\n\r\n"),
                Map.entry("HTTP/0.9", "GET {{CTX}}/protected/whoami\r\n\r\n"),
                Map.entry("HTTP/2.0", "GET {{CTX}}/protected/whoami HTTP/2.0" + host),
                Map.entry("HTTP/9.9", "GET {{CTX}}/protected/whoami HTTP/9.9" + host),
                Map.entry("http/1.1", "GET {{CTX}}/protected/whoami http/1.1" + host),
                Map.entry("HTTP/1.1x", "GET {{CTX}}/protected/whoami HTTP/1.1x" + host),
                Map.entry("the preface of HTTP/2", "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"),
                Map.entry(
                    "no host", "GET {{CTX}}/protected/whoami HTTP/1.1\r\nConnection: close" + END),
                Map.entry(
                    "two hosts",
                    "GET {{CTX}}/protected/whoami HTTP/1.1\r\nHost: {{HOST}}\r\nHost: evil.example\r\nConnection: close"
                        + END),
                Map.entry(
                    "an empty host",
                    "GET {{CTX}}/protected/whoami HTTP/1.1\r\nHost:\r\nConnection: close" + END),
                Map.entry(
                    "another host",
                    "GET {{CTX}}/protected/whoami HTTP/1.1\r\nHost: evil.example\r\nConnection: close"
                        + END),
                Map.entry(
                    "a host with a path",
                    "GET {{CTX}}/protected/whoami HTTP/1.1\r\nHost: {{HOST}}/public\r\nConnection: close"
                        + END),
                Map.entry(
                    "a host with userinfo",
                    "GET {{CTX}}/protected/whoami HTTP/1.1\r\nHost: a@{{HOST}}\r\nConnection: close"
                        + END),
                Map.entry("two spaces", "GET  {{CTX}}/protected/whoami HTTP/1.1" + host),
                Map.entry("tabs", "GET\t{{CTX}}/protected/whoami\tHTTP/1.1" + host),
                Map.entry("a space in the path", "GET {{CTX}}/protected/who ami HTTP/1.1" + host),
                Map.entry(
                    "a line break before it", "\r\nGET {{CTX}}/protected/whoami HTTP/1.1" + host),
                Map.entry(
                    "line feeds alone",
                    "GET {{CTX}}/protected/whoami HTTP/1.1\nHost: {{HOST}}\nConnection: close\n\n"),
                Map.entry(
                    "carriage returns alone",
                    "GET {{CTX}}/protected/whoami HTTP/1.1\rHost: {{HOST}}\rConnection: close\r\r"
                        + END),
                Map.entry("a null in the path", "GET {{CTX}}/protected\0/whoami HTTP/1.1" + host),
                Map.entry(
                    "raw UTF-8 in the path", "GET {{CTX}}/protected/whoami\u00e9 HTTP/1.1" + host),
                Map.entry(
                    "a pipe and braces in the path",
                    "GET {{CTX}}/protected/|{whoami} HTTP/1.1" + host),
                Map.entry("a fragment", "GET {{CTX}}/protected/whoami#x HTTP/1.1" + host),
                Map.entry("no slash", "GET hs256/protected/whoami HTTP/1.1" + host),
                Map.entry("a star", "OPTIONS * HTTP/1.1" + host),
                Map.entry("an authority", "CONNECT {{HOST}} HTTP/1.1" + host),
                Map.entry("a question mark alone", "GET ?{{CTX}}/protected/whoami HTTP/1.1" + host),
                Map.entry("an encoded context", "GET /%68s256/protected/whoami HTTP/1.1" + host),
                Map.entry("an empty line alone", "\r\n\r\n"),
                Map.entry("random words", "hello world" + END),
                Map.entry(
                    "TLS",
                    "\u0016\u0003\u0001\u0000\u00a5\u0001\u0000\u0000\u00a1\u0003\u0003" + END)));
    lines.forEach(
        (name, bytes) -> {
          if (name.equals("a star")) {
            book.add(
                one("http-wire", WIRE, MUST, name).raw(bytes).outcome("any").forbidBody("\"sub\""));
          } else {
            // A server may also close without a word.
            book.add(
                one("http-wire", WIRE, MUST, "no token, " + name)
                    .raw(bytes)
                    .outcome("reject")
                    .statusNot(200)
                    .forbidBody("\"sub\"")
                    .requires("silence"));
          }
        });
    for (String token : List.of(bad, good)) {
      boolean honest = token.equals(good);
      String bearer = "\r\nAuthorization: Bearer " + token;
      Map<String, String> forms =
          new TreeMap<>(
              Map.of(
                  "absolute form",
                  "GET {{URL}}{{CTX}}/protected/whoami HTTP/1.1\r\nHost: {{HOST}}\r\nConnection: close"
                      + bearer
                      + END,
                  "HTTP/1.0",
                  "GET {{CTX}}/protected/whoami HTTP/1.0" + bearer + END,
                  "HTTP/1.0 with a host",
                  "GET {{CTX}}/protected/whoami HTTP/1.0\r\nHost: {{HOST}}" + bearer + END,
                  "a lower-case header",
                  "GET {{CTX}}/protected/whoami HTTP/1.1\r\nhost: {{HOST}}\r\nconnection: close"
                      + bearer.toLowerCase().replace(token.toLowerCase(), token)
                      + END,
                  "no space after the colon",
                  "GET {{CTX}}/protected/whoami HTTP/1.1\r\nHost:{{HOST}}\r\nConnection:close\r\nAuthorization:Bearer "
                      + token
                      + END,
                  "a tab after the colon",
                  "GET {{CTX}}/protected/whoami HTTP/1.1\r\nHost: {{HOST}}\r\nConnection: close\r\nAuthorization:\tBearer "
                      + token
                      + END));
      forms.forEach(
          (name, bytes) -> {
            OwnCase one =
                one(
                        "http-wire",
                        "RFC 9112 3",
                        MUST,
                        (honest ? "a good token, " : "a forged token, ") + name)
                    .raw(bytes);
            book.add(
                honest
                    ? one.expect(ACCEPT).principal("alice")
                    : one.outcome("reject", 400, 401).forbidBody("\"sub\""));
          });
    }
    for (String header :
        List.of(
            "Authorization : Bearer " + good,
            "Authorization\t: Bearer " + good,
            " Authorization: Bearer " + good,
            "X: y\r\n Authorization: Bearer " + good,
            "Authorization;: Bearer " + good,
            "\"Authorization\": Bearer " + good,
            "Author\u0131zation: Bearer " + good,
            "Authorization\0: Bearer " + good,
            "Authorization Bearer " + good,
            "Authorization=Bearer " + good,
            ": Bearer " + good,
            "Authorization: Bea\0rer " + good,
            "Authorization: Bearer \0" + good,
            "Authorization: Bearer " + good + "\0",
            "Authorization: Bearer " + good + "\u0007",
            "Authorization: Bearer " + good + "\u007f",
            "Authorization: Bearer " + good.replace(".", ".\u00ff"),
            "Authorization: Bearer\r\n\t" + bad,
            "Authorization: Bearer " + bad + "\r\n " + good,
            "Authorization: Bearer " + good + "\r\n x",
            "X-A: b\rAuthorization: Bearer " + good,
            "Authorization:\r\nBearer: " + good)) {
      book.add(
          one(
                  "http-wire",
                  "RFC 9112 5.1, 5.2",
                  MUST,
                  "header "
                      + header
                          .replace(good, "(token)")
                          .replace(bad, "(forged)")
                          .replaceAll("[^ -~]", "#"))
              .raw(
                  "GET {{CTX}}/protected/whoami HTTP/1.1\r\nHost: {{HOST}}\r\nConnection: close\r\n"
                      + header
                      + END)
              .outcome("reject")
              .statusNot(200)
              .forbidBody("\"sub\"")
              .requires("silence"));
    }
    book.add(
        one("http-wire", "RFC 9112 5.2", POLICY, "a folded line")
            .raw(
                "GET {{CTX}}/protected/whoami HTTP/1.1\r\nHost: {{HOST}}\r\nConnection: close\r\nAuthorization: Bearer\r\n "
                    + good
                    + END)
            .expect(ANY));
  }

  private void smuggling() {
    String inner = "GET {{CTX}}/protected/whoami HTTP/1.1\r\nHost: {{HOST}}\r\nX-A: ";
    String head = "POST {{CTX}}/public/a HTTP/1.1\r\nHost: {{HOST}}\r\n";
    String chunked = "0\r\n\r\n" + inner + "b" + END;
    for (String framing :
        List.of(
            "Content-Length: " + chunked.length() + "\r\nTransfer-Encoding: chunked",
            "Transfer-Encoding: chunked\r\nContent-Length: 5",
            "Transfer-Encoding: xchunked\r\nContent-Length: 5",
            "Transfer-Encoding : chunked\r\nContent-Length: 5",
            "Transfer-Encoding:\tchunked",
            "Transfer-Encoding: chunked\r\nTransfer-Encoding: identity",
            "Transfer-Encoding: identity\r\nContent-Length: 5",
            "Transfer-Encoding: chunked, identity",
            "Transfer-Encoding: chunked, chunked",
            "Transfer-Encoding: gzip, chunked",
            "Transfer-Encoding: CHUNKED",
            "Transfer-Encoding: \"chunked\"",
            "Transfer-Encoding: chunked;a=b",
            "Transfer-Encoding: \u000bchunked",
            "Transfer-Encoding:\r\n chunked",
            "Content-Length: 5\r\nContent-Length: 6",
            "Content-Length: 5, 6",
            "Content-Length: 5\r\nContent-Length: 5",
            "Content-Length: +5",
            "Content-Length: -5",
            "Content-Length: 0x5",
            "Content-Length: 5 5",
            "Content-Length: 99999999999999999999",
            "Content-Length: 5;",
            "Content-Length:",
            "Content-Length: 0\r\nContent-Length: 5",
            "Content-Length\0: 5",
            "Content-Length: 5\r\nX: y\r\n Transfer-Encoding: chunked")) {
      book.add(
          one("http-smuggling", WIRE, MUST, framing.replaceAll("[^ -~]+", " / "))
              .raw(head + framing + "\r\nConnection: close" + END + chunked)
              .outcome("any")
              .forbidBody("\"sub\""));
      book.add(
          one("http-smuggling", WIRE, MUST, "kept alive, " + framing.replaceAll("[^ -~]+", " / "))
              .raw(
                  head
                      + framing
                      + END
                      + chunked
                      + "GET {{CTX}}/public/b HTTP/1.1\r\nHost: {{HOST}}\r\nConnection: close"
                      + END)
              .outcome("any")
              .forbidBody("\"sub\"")
              .requires("silence"));
    }
    for (String body :
        List.of(
            "5\r\na=b&c\r\n0\r\n\r\n",
            "5;ext=\"\r\n\"\r\na=b&c\r\n0\r\n\r\n",
            "0005\r\na=b&c\r\n0\r\n\r\n",
            "FFFFFFFFFFFFFFFF\r\na",
            "-1\r\na\r\n0\r\n\r\n",
            "g\r\n\r\n",
            "5\na=b&c\n0\n\n",
            "5\r\na=b&cX\r\n0\r\n\r\n",
            "0\r\nAuthorization: Bearer " + good + "\r\n\r\n",
            "5\r\na=b&c\r\n0\r\nAuthorization: Bearer " + good + "\r\n\r\n",
            "5\r\na=b&c\r\n0\r\nCookie: __Host-jwt=" + good + "\r\n\r\n")) {
      wire(
          "chunks and trailers: " + body.replace(good, "(token)").replaceAll("[^ -~]+", " / "),
          "POST {{CTX}}/protected/whoami HTTP/1.1\r\nHost: {{HOST}}\r\nConnection: close\r\nTransfer-Encoding: chunked\r\nContent-Type: application/x-www-form-urlencoded"
              + END
              + body);
    }
    String form = "access_token=" + good;
    String size = Integer.toHexString(form.length());
    book.add(
        one("valid-http", "RFC 9112 7.1", MUST, "a form in one chunk")
            .raw(
                "POST {{CTX}}/protected/whoami HTTP/1.1\r\nHost: {{HOST}}\r\nConnection: close\r\nTransfer-Encoding: chunked\r\nContent-Type: application/x-www-form-urlencoded"
                    + END
                    + size
                    + "\r\n"
                    + form
                    + "\r\n0\r\n\r\n")
            .expect(ACCEPT)
            .principal("alice"));
    StringBuilder letters = new StringBuilder();
    form.chars().forEach(c -> letters.append("1;a=b\r\n").append((char) c).append("\r\n"));
    book.add(
        one("valid-http", "RFC 9112 7.1", MUST, "a form in chunks of one letter, with extensions")
            .raw(
                "POST {{CTX}}/protected/whoami HTTP/1.1\r\nHost: {{HOST}}\r\nConnection: close\r\nTransfer-Encoding: chunked\r\nContent-Type: application/x-www-form-urlencoded"
                    + END
                    + letters
                    + "0\r\n\r\n")
            .expect(ANY));
    book.add(
        one("http-wire", WIRE, MUST, "two requests at once: the second is nobody's")
            .raw(
                "GET {{CTX}}/public/a HTTP/1.1\r\nHost: {{HOST}}\r\nAuthorization: Bearer "
                    + good
                    + END
                    + "GET {{CTX}}/protected/whoami HTTP/1.1\r\nHost: {{HOST}}\r\nConnection: close"
                    + END)
            .outcome("any")
            .forbidBody("\"sub\""));
    book.add(
        one("http-wire", WIRE, MUST, "two requests at once: a form's token is not the next one's")
            .raw(
                "POST {{CTX}}/public/a HTTP/1.1\r\nHost: {{HOST}}\r\nContent-Type: application/x-www-form-urlencoded\r\nContent-Length: "
                    + form.length()
                    + END
                    + form
                    + "GET {{CTX}}/protected/whoami HTTP/1.1\r\nHost: {{HOST}}\r\nConnection: close"
                    + END)
            .outcome("any")
            .forbidBody("\"sub\""));
  }

  private void headers() {
    Map<String, String> large =
        named(
            "one header of 7 KB",
            "X-A: " + "a".repeat(7_000),
            "one header of 20 KB",
            "X-A: " + "a".repeat(20_000),
            "one header of 200 KB",
            "X-A: " + "a".repeat(200_000),
            "a name of 20 KB",
            "a".repeat(20_000) + ": b",
            "a hundred headers",
            headers(99),
            "a thousand headers",
            headers(1000),
            "a cookie of 20 KB",
            "Cookie: a=" + "b".repeat(20_000),
            "five hundred cookies",
            "Cookie: " + "a=b; ".repeat(500),
            "an Authorization of 20 KB",
            "Authorization: Bearer " + "a".repeat(20_000),
            "an Authorization of spaces",
            "Authorization: Bearer" + " ".repeat(7_000) + "x",
            "a thousand commas",
            "Accept: " + ",".repeat(1_000));
    large.forEach(
        (name, header) -> {
          wire(
              "no token, " + name,
              "GET {{CTX}}/protected/whoami HTTP/1.1\r\nHost: {{HOST}}\r\nConnection: close\r\n"
                  + header
                  + END);
          wire(
              "a forged token, " + name,
              "GET {{CTX}}/protected/whoami HTTP/1.1\r\nHost: {{HOST}}\r\nConnection: close\r\nAuthorization: Bearer "
                  + bad
                  + "\r\n"
                  + header
                  + END);
        });
    wire(
        "a URL of 20 KB",
        "GET {{CTX}}/protected/whoami?"
            + "a".repeat(20_000)
            + " HTTP/1.1\r\nHost: {{HOST}}\r\nConnection: close"
            + END);
    wire(
        "a method of 20 KB",
        "G".repeat(20_000)
            + " {{CTX}}/protected/whoami HTTP/1.1\r\nHost: {{HOST}}\r\nConnection: close"
            + END);
    wire(
        "two thousand parameters",
        "GET {{CTX}}/protected/whoami?"
            + "a=b&".repeat(1_500)
            + " HTTP/1.1\r\nHost: {{HOST}}\r\nConnection: close"
            + END);
    for (int i = 1; i < 32; i++) {
      if (i != '\t' && i != '\n' && i != '\r') {
        wire(
            "control character " + i + " before a good token",
            "GET {{CTX}}/protected/whoami HTTP/1.1\r\nHost: {{HOST}}\r\nConnection: close\r\nAuthorization: Bearer "
                + (char) i
                + good
                + END);
      }
    }
  }

  /** Names and texts by turns. */
  private static Map<String, String> named(String... pairs) {
    Map<String, String> all = new LinkedHashMap<>();
    for (int i = 0; i < pairs.length; i += 2) {
      all.put(pairs[i], pairs[i + 1]);
    }
    return all;
  }

  private static String headers(int count) {
    StringBuilder all = new StringBuilder("X-0: 0");
    for (int i = 1; i < count; i++) {
      all.append("\r\nX-").append(i).append(": ").append(i);
    }
    return all.toString();
  }
}
