package org.jwtfilter.corpus;

import static org.jwtfilter.corpus.Expected.ACCEPT;
import static org.jwtfilter.corpus.Expected.ANY;
import static org.jwtfilter.corpus.Expected.REJECT;
import static org.jwtfilter.corpus.Level.MUST;
import static org.jwtfilter.corpus.Level.POLICY;
import static org.jwtfilter.corpus.Level.SHOULD;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jwtfilter.corpus.CaseBook.Kind;

/**
 * What the claims say (C01 to C10; G13 to G19, G22), honest tokens of strange shapes among them.
 */
final class ClaimForms {
  private static final Kind EXP = new Kind("exp", "C01; RFC 7519 4.1.4", MUST, REJECT);
  private static final Kind DATES = new Kind("nbf-iat", "C02; RFC 7519 4.1.5", MUST, REJECT);
  private static final Kind ISS = new Kind("iss", "C05; RFC 8725 3.8", MUST, REJECT);
  private static final Kind AUD = new Kind("aud", "C06; RFC 7519 4.1.3", MUST, REJECT);
  private static final Kind SUB = new Kind("sub", "C07; RFC 9068 2.2", SHOULD, REJECT);
  private static final Kind BOUND =
      new Kind("sender-constrained", "C09; RFC 9449 7.2", SHOULD, REJECT);
  private static final Kind ROLES = new Kind("roles-shape", "C08; RFC 9068 2.2.3", MUST, ACCEPT);
  private static final Kind VALID = new Kind("valid", "RFC 7519", MUST, ACCEPT);
  private static final Kind TEXTS = new Kind("claim-injection", "C10; RFC 8725 3.10", MUST, ACCEPT);

  private final CaseBook book;

  ClaimForms(CaseBook book) {
    this.book = book;
  }

  void write() {
    ends();
    otherDates();
    clocks();
    issuers();
    audiences();
    subjects();
    roles();
    bound();
    honest();
  }

  private void claim(Kind kind, String name, String value) {
    String shown = value.length() > 40 ? value.substring(0, 40) + "…" : value;
    book.everywhere(
        kind, name + " " + shown, f -> f.signed(f.header(), Forge.claims().with(name, value)));
  }

  private void claims(Kind kind, String name, List<String> values) {
    values.forEach(value -> claim(kind, name, value));
  }

  private void ends() {
    claims(
        EXP,
        "exp",
        List.of(
            "null",
            "true",
            "false",
            "\"\"",
            "\"4102444800\"",
            "\"never\"",
            "\"2100-01-01T00:00:00Z\"",
            "[]",
            "[4102444800]",
            "{}",
            "{\"$numberLong\":\"4102444800\"}",
            "0",
            "-0",
            "-1",
            "1",
            "1e-5",
            "1e9",
            "1.7e9",
            "1700000000",
            "1700000000.999",
            "-4102444800",
            "9223372036854775807",
            "9223372036854775808",
            "-9223372036854775808",
            "18446744073709551616",
            "1e18",
            "1e19",
            "1e300",
            "1e400",
            "-1e400",
            "1e999999999",
            "1e-999999999",
            "31556889864403199",
            "31556889864403200",
            "4102444800000"));
    book.everywhere(EXP, "no exp", f -> f.signed(f.header(), Forge.claims().without("exp")));
    book.everywhere(
        EXP,
        "EXP in capitals",
        f -> f.signed(f.header(), Forge.claims().without("exp").with("EXP", "4102444800")));
    book.everywhere(
        EXP,
        "exp in the header alone",
        f -> f.signed(f.header().with("exp", "4102444800"), Forge.claims().without("exp")));
    book.everywhere(
        EXP,
        "exp inside another claim",
        f ->
            f.signed(
                f.header(), Forge.claims().without("exp").with("claims", "{\"exp\":4102444800}")));
    Kind numbers = new Kind("valid", "C01; RFC 7519 2", MUST, ACCEPT);
    claims(
        numbers,
        "exp",
        List.of(
            "4102444800",
            "4102444800.0",
            "4102444800.5",
            "4102444800.999999",
            "4.1024448e9",
            "4.1024448E9",
            "4.1024448e+9",
            "41024448e2",
            "41024448E+02",
            "4102444800e0",
            "4294967296",
            "4294967297",
            "2147483648",
            "253402300799"));
    book.everywhere(
        numbers,
        "exp first",
        f -> f.signed(f.header(), Forge.claims().without("exp").after("exp", "4102444800")));
  }

  private void otherDates() {
    for (String name : List.of("nbf", "iat")) {
      claims(
          DATES,
          name,
          List.of(
              "null",
              "true",
              "\"\"",
              "\"1700000000\"",
              "\"now\"",
              "[]",
              "[1700000000]",
              "{}",
              "4102444800",
              "4102444800.5",
              "4.1024448e9",
              "9223372036854775807",
              "9223372036854775808",
              "-9223372036854775809",
              "1e300",
              "-1e300",
              "1e999999999",
              "1700000000000"));
      claims(
          new Kind("valid", "C02; RFC 7519 2", MUST, ACCEPT),
          name,
          List.of("0", "-1", "1", "1700000000", "1700000000.75", "1.7e9", "17E8", "1700000000.0"));
    }
    book.everywhere(VALID, "no iat", f -> f.signed(f.header(), Forge.claims().without("iat")));
    book.everywhere(
        VALID,
        "nbf, iat and exp",
        f -> f.signed(f.header(), Forge.claims().with("nbf", "1700000000")));
  }

  /** Both sides of now and the skew of 30 s, a minute apart, so that no slow machine decides. */
  private void clocks() {
    clock("exp", -90, false);
    clock("exp", -31 - 60, false);
    clock("exp", -3600, false);
    clock("exp", -1, true);
    clock("exp", 30, true);
    clock("exp", 3600, true);
    clock("nbf", 120, false);
    clock("nbf", 3600, false);
    clock("nbf", 15, true);
    clock("nbf", -3600, true);
    clock("iat", 120, false);
    clock("iat", 86400, false);
    clock("iat", 15, true);
    clock("iat", -86400, true);
  }

  private void clock(String claim, long seconds, boolean good) {
    Forge forge = book.hs256();
    OwnCase one =
        OwnCase.of(
                "clock",
                "C03",
                good ? POLICY : MUST,
                forge.profile(),
                claim + " at now plus " + seconds + " s")
            .minted(forge.header(), Forge.claims(), claim, seconds)
            .expect(good ? ACCEPT : REJECT);
    book.add(good ? one.principal("alice") : one.challenge("invalid_token"));
  }

  private void issuers() {
    claims(
        ISS,
        "iss",
        List.of(
            "null",
            "true",
            "7",
            "\"\"",
            "\" \"",
            "[]",
            "[\"https://issuer.test.example\"]",
            "{}",
            "{\"https://issuer.test.example\":1}",
            "\"https://issuer.test.example/\"",
            "\"https://issuer.test.example \"",
            "\" https://issuer.test.example\"",
            "\"https://issuer.test.example\\u0000\"",
            "\"https://issuer.test.example\\n\"",
            "\"https://issuer.test.example#\"",
            "\"https://issuer.test.example?\"",
            "\"https://issuer.test.example:443\"",
            "\"https://issuer.test.example.\"",
            "\"https://issuer.test.example.evil.example\"",
            "\"https://issuer.test.example@evil.example\"",
            "\"https://evil.example/https://issuer.test.example\"",
            "\"http://issuer.test.example\"",
            "\"HTTPS://issuer.test.example\"",
            "\"https://ISSUER.test.example\"",
            "\"https://issuer.test.exampl\"",
            "\"https://issuer\"",
            "\"issuer.test.example\"",
            "\"https://\u0456ssuer.test.example\"",
            "\"https://issuer.test.example\u200b\"",
            "\"https://issuer%2Etest.example\"",
            "\"https://issuer.test.example/../\"",
            "\"https://issuer.test.example,https://evil.example\"",
            "\".*\"",
            "\"*\""));
    book.everywhere(ISS, "no iss", f -> f.signed(f.header(), Forge.claims().without("iss")));
    book.everywhere(
        ISS,
        "iss in the header alone",
        f ->
            f.signed(
                f.header().with("iss", "\"https://issuer.test.example\""),
                Forge.claims().without("iss")));
  }

  private void audiences() {
    claims(
        AUD,
        "aud",
        List.of(
            "null",
            "true",
            "7",
            "\"\"",
            "\" \"",
            "[]",
            "[\"\"]",
            "[null]",
            "[[\"https://api.test.example\"]]",
            "[[]]",
            "[{}]",
            "{}",
            "{\"https://api.test.example\":1}",
            "[\"https://other.test.example\"]",
            "[\"https://other.test.example\",\"https://api.test.example/\"]",
            "[\"https://api.test.example\",7]",
            "[null,\"https://api.test.example\"]",
            "[\"https://api.test.example\",[]]",
            "[true,\"https://api.test.example\"]",
            "\"https://api.test.example/\"",
            "\"https://api.test.example \"",
            "\"https://api.test.example https://other.test.example\"",
            "\"https://api.test.example,https://other.test.example\"",
            "\"HTTPS://api.test.example\"",
            "\"https://API.test.example\"",
            "\"https://api.test.exampl\"",
            "\"api.test.example\"",
            "\"https://api.test.example.evil.example\"",
            "\"*\"",
            "\"https://\"",
            "\"[\\\"https://api.test.example\\\"]\"",
            "\"https://issuer.test.example\""));
    book.everywhere(AUD, "no aud", f -> f.signed(f.header(), Forge.claims().without("aud")));
    claims(
        new Kind("valid", "C06; RFC 7519 4.1.3", MUST, ACCEPT),
        "aud",
        List.of(
            "[\"https://api.test.example\"]",
            "[\"https://other.test.example\",\"https://api.test.example\"]",
            "[\"https://api.test.example\",\"https://api.test.example\"]",
            "[\"a\",\"b\",\"c\",\"d\",\"e\",\"https://api.test.example\"]",
            "\"https:\\/\\/api.test.example\"",
            "\"\\u0068ttps://api.test.example\"",
            IntStream.range(0, 100)
                .mapToObj(i -> "\"a" + i + "\"")
                .collect(Collectors.joining(",", "[", ",\"https://api.test.example\"]"))));
  }

  private void subjects() {
    claims(
        SUB,
        "sub",
        List.of(
            "null",
            "true",
            "false",
            "0",
            "7",
            "1.5",
            "[]",
            "[\"alice\"]",
            "{}",
            "{\"name\":\"alice\"}",
            "\"\"",
            "\" \"",
            "\"\\t\"",
            "\"  \\n \"",
            "\"alice\\nadmin\"",
            "\"alice\\r\\nSet-Cookie: a=b\"",
            "\"alice\\u0000\"",
            "\"\\u001b[2J\"",
            "\"alice\\u007f\"",
            "\"alice\\u0085\"",
            "\"alice\\u2028admin\"",
            "\"alice\\u2029\"",
            "\"\\u202enimda\"",
            "\"\\u2066admin\\u2069\"",
            "\"a\\u0008b\""));
    book.everywhere(SUB, "no sub", f -> f.signed(f.header(), Forge.claims().without("sub")));
    book.everywhere(
        SUB,
        "sub in the header alone",
        f -> f.signed(f.header().with("sub", "\"alice\""), Forge.claims().without("sub")));
    book.everywhere(
        SUB,
        "SUB in capitals",
        f -> f.signed(f.header(), Forge.claims().without("sub").with("SUB", "\"alice\"")));
    for (String name :
        List.of(
            "<script>alert(1)</script>",
            "${jndi:ldap://127.0.0.1:18999/a}",
            "%0d%0aX: y",
            "%s%n%x",
            "' OR 1=1 --",
            "../../etc/passwd",
            "{{7*7}}",
            "a;b=c",
            "a,b",
            "a=b",
            "CN=alice,O=b",
            "alice@example.com",
            "alice%00",
            "&lt;b&gt;",
            "-1",
            "null",
            "true",
            "__proto__",
            "O'Brien")) {
      book.everywhere(
          TEXTS,
          "sub " + name,
          f -> f.signed(f.header(), Forge.claims().with("sub", Forge.text(name))));
    }
    claims(
        TEXTS,
        "sub",
        List.of(
            "\"\\\"quoted\\\"\"",
            "\"back\\\\slash\"",
            "\"J\\u00f6rg M\u00fcller\"",
            "\"\u674e\u96f7\"",
            "\"\u0639\u0644\u064a\"",
            "\"\ud83d\ude00\"",
            "\"\\ud83d\\ude00\"",
            "\"e\\u0301\"",
            "\"\\ufffd\"",
            "\"" + "a".repeat(1000) + "\"",
            "\"a b  c\"",
            "\"\\/\\/\"",
            "\"\\u0061lice\""));
  }

  private void roles() {
    for (String name :
        List.of("groups", "roles", "scope", "scp", "permissions", "realm_access", "authorities")) {
      claims(
          ROLES,
          name,
          List.of(
              "null",
              "7",
              "true",
              "\"\"",
              "\"  a  b \"",
              "[]",
              "[[]]",
              "[null]",
              "[1,2]",
              "[\"a\",1]",
              "{}",
              "{\"roles\":[\"a\"]}",
              "{\"roles\":7}",
              "[\"\\n\"]"));
    }
  }

  private void bound() {
    claims(
        BOUND,
        "cnf",
        List.of(
            "{\"jkt\":\"0ZcOCORZNYy-DWpqq30jZyJGHTN0d2HglBV3uiguA4I\"}",
            "{\"x5t#S256\":\"bwcK0esc3ACC3DB2Y5_lESsXE8o9ltc05O89jdN-dg2\"}",
            "{\"jwk\":{\"kty\":\"RSA\"}}",
            "{\"kid\":\"a\"}",
            "{\"jku\":\"http://127.0.0.1:18999/\"}"));
    claims(
        new Kind("sender-constrained", "C09", POLICY, ANY),
        "cnf",
        List.of("null", "{}", "[]", "\"\"", "7"));
  }

  private void honest() {
    book.everywhere(VALID, "an honest token", Forge::honest);
    book.everywhere(
        VALID,
        "spaces and line breaks everywhere",
        f -> f.signed(spaced(f.header()), spaced(Forge.claims())));
    book.everywhere(
        VALID, "every name escaped", f -> f.signed(escaped(f.header()), escaped(Forge.claims())));
    book.everywhere(
        VALID, "claims in reverse", f -> f.signed(f.header(), reversed(Forge.claims())));
    book.everywhere(
        VALID, "header in reverse", f -> f.signed(reversed(f.header()), Forge.claims()));
    book.everywhere(VALID, "two hundred claims", f -> f.signed(f.header(), many(200)));
    book.everywhere(
        VALID,
        "a long list",
        f ->
            f.signed(
                f.header(),
                Forge.claims()
                    .with(
                        "list",
                        IntStream.range(0, 500)
                            .mapToObj(Integer::toString)
                            .collect(Collectors.joining(",", "[", "]")))));
    book.everywhere(
        VALID,
        "the null claim, the empty claim, the empty name",
        f ->
            f.signed(
                f.header(), Forge.claims().with("n", "null").with("e", "\"\"").with("", "{}")));
    book.everywhere(
        VALID,
        "members of the header that nobody knows",
        f ->
            f.signed(
                f.header().with("x", "{\"a\":[1,null]}").with("", "\"\"").with("kids", "[]"),
                Forge.claims()));
    book.everywhere(
        VALID,
        "unicode everywhere",
        f ->
            f.signed(
                f.header().with("\u00fc", "\"\u00e9\""),
                Forge.claims().with("na\u00efve", "\"\u4e2d\u6587 \ud83d\ude00\"")));
    book.everywhere(
        VALID,
        "names that only case tells apart",
        f ->
            f.signed(
                f.header(),
                Forge.claims().with("SUB", "\"bob\"").with("Exp", "1").with("ISS", "\"x\"")));
    book.everywhere(
        VALID,
        "names of registered claims inside another",
        f ->
            f.signed(
                f.header(),
                Forge.claims()
                    .with("act", "{\"sub\":\"bob\",\"iss\":\"x\",\"exp\":1,\"aud\":[]}")));
    book.everywhere(
        VALID,
        "registered header members among the claims",
        f ->
            f.signed(
                f.header(),
                Forge.claims().with("alg", "\"none\"").with("crit", "[\"x\"]").with("kid", "7")));
    book.everywhere(
        VALID,
        "big and tiny numbers",
        f ->
            f.signed(
                f.header(),
                Forge.claims()
                    .with("a", "1e400")
                    .with("b", "-0")
                    .with("c", "1e-400")
                    .with("d", "123456789012345678901234567890")));
    book.everywhere(
        VALID,
        "of three and a half thousand characters",
        f -> f.signed(f.header(), Forge.claims().with("x", '"' + "x".repeat(2000) + '"')));
    for (String name :
        List.of(
            "jti",
            "azp",
            "client_id",
            "sid",
            "nonce",
            "auth_time",
            "acr",
            "amr",
            "may_act",
            "events")) {
      book.somewhere(
          VALID,
          "a claim " + name,
          f ->
              f.signed(
                  f.header(),
                  Forge.claims()
                      .with(
                          name,
                          name.equals("jti")
                              ? "\"j\""
                              : name.equals("auth_time") ? "1700000000" : "[\"1\"]")));
    }
    for (int size : new int[] {4500, 5500}) {
      Forge forge = book.hs256();
      book.header(
          VALID,
          "of " + size + " characters",
          forge,
          forge.signed(
              forge.header(),
              Forge.claims().with("x", '"' + "x".repeat(size * 3 / 4 - 250) + '"')));
    }
  }

  private static String spaced(Json json) {
    return " \r\n\t"
        + json.toString()
            .replace(",", "\r\n ,\t")
            .replace("\":", "\" :\n ")
            .replace("{", "{ ")
            .replace("}", "\t}")
        + "\n  ";
  }

  private static Json escaped(Json json) {
    return new Json(
        json.members().stream()
            .map(
                one ->
                    new Json.Member(
                        one.name()
                            .chars()
                            .mapToObj("\\u%04x"::formatted)
                            .collect(Collectors.joining()),
                        one.value()))
            .toList());
  }

  private static Json reversed(Json json) {
    Json reversed = Json.of("first", "1");
    for (Json.Member one : json.members()) {
      reversed = reversed.after(one.name(), one.value());
    }
    return reversed;
  }

  private static Json many(int count) {
    Json claims = Forge.claims();
    for (int i = 0; i < count; i++) {
      claims = claims.and("claim" + i, Integer.toString(i));
    }
    return claims;
  }
}
