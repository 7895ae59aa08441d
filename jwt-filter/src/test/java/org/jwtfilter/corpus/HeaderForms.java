package org.jwtfilter.corpus;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.jwtfilter.corpus.Expected.ACCEPT;
import static org.jwtfilter.corpus.Expected.ANY;
import static org.jwtfilter.corpus.Expected.REJECT;
import static org.jwtfilter.corpus.Level.MUST;
import static org.jwtfilter.corpus.Level.POLICY;
import static org.jwtfilter.corpus.Level.SHOULD;

import java.util.List;
import org.jwtfilter.corpus.CaseBook.Kind;

/** What a header says (T08, T09, T17 to T22; G4 to G8). */
final class HeaderForms {
  private static final Kind NONE = new Kind("alg-none", "T09; RFC 8725 3.2", MUST, REJECT);
  private static final Kind TYPE = new Kind("alg-type", "T08; RFC 7515 4.1.1", MUST, REJECT);
  private static final Kind NAME = new Kind("alg-spelling", "T08; RFC 7515 4.1.1", MUST, REJECT);
  private static final Kind OTHER = new Kind("alg-not-allowed", "T08; RFC 8725 3.1", MUST, REJECT);
  private static final Kind CRIT = new Kind("crit", "T17; RFC 7515 4.1.11", MUST, REJECT);
  private static final Kind B64 = new Kind("b64-false", "T18; RFC 7797 6", MUST, REJECT);
  private static final Kind KEY =
      new Kind("header-supplied-key", "T19; RFC 8725 3.10", MUST, REJECT);
  private static final Kind FOREIGN =
      new Kind("foreign-parameter", "T20; RFC 7519 5.2", SHOULD, REJECT);
  private static final Kind TYP = new Kind("typ", "T21; RFC 8725 3.11", SHOULD, REJECT);
  private static final Kind KID = new Kind("kid-types", "T22; RFC 7515 4.1.4", SHOULD, REJECT);
  private static final Kind INJECTION =
      new Kind("kid-injection", "T22; CVE-2021-41106", MUST, REJECT);
  private static final String CANARY = "http://127.0.0.1:18999/";

  private final CaseBook book;

  HeaderForms(CaseBook book) {
    this.book = book;
  }

  void write() {
    algorithms();
    critical();
    suppliedKeys();
    foreignParameters();
    types();
    kids();
  }

  private void algorithms() {
    for (String none :
        List.of(
            "none",
            "None",
            "NONE",
            "nOnE",
            "none ",
            " none",
            "n\u043ene",
            "none\\u0000",
            "no\\u006ee",
            "NoNe\\t",
            "nil",
            "null",
            "",
            "0",
            "undefined",
            "plain",
            "unsecured")) {
      Json bare = Json.of("alg", '"' + none + '"');
      book.everywhere(NONE, "alg '" + none + "', no signature", f -> unsigned(f, none) + ".");
      book.somewhere(NONE, "alg '" + none + "', no signature and no dot", f -> unsigned(f, none));
      book.somewhere(
          NONE,
          "alg '" + none + "', the signature of an honest token",
          f -> unsigned(f, none) + f.honest().substring(f.honest().lastIndexOf('.')));
      book.somewhere(
          NONE,
          "alg '" + none + "', well signed",
          f -> f.signed(f.header().with("alg", '"' + none + '"'), Forge.claims()));
      book.somewhere(
          NONE, "alg '" + none + "' alone in the header", f -> f.signed(bare, Forge.claims()));
    }
    for (String value :
        List.of(
            "null", "true", "1", "256", "{}", "[]", "[\"none\"]", "{\"alg\":\"none\"}", "1.5")) {
      book.everywhere(
          TYPE, "alg is " + value, f -> f.signed(f.header().with("alg", value), Forge.claims()));
    }
    book.everywhere(TYPE, "no alg", f -> f.signed(f.header().without("alg"), Forge.claims()));
    book.everywhere(
        TYPE,
        "alg in an array",
        f -> f.signed(f.header().with("alg", "[" + Forge.text(f.alg()) + "]"), Forge.claims()));
    book.everywhere(
        TYPE,
        "alg in the payload alone",
        f -> f.signed(f.header().without("alg"), Forge.claims().with("alg", Forge.text(f.alg()))));
    book.everywhere(
        TYPE,
        "name of alg in capitals",
        f -> f.signed(f.header().without("alg").with("ALG", Forge.text(f.alg())), Forge.claims()));
    book.everywhere(NAME, "alg in the other case", f -> named(f, f.alg().toLowerCase()));
    book.everywhere(NAME, "alg with a space behind", f -> named(f, f.alg() + " "));
    book.everywhere(NAME, "alg with a space before", f -> named(f, " " + f.alg()));
    book.everywhere(NAME, "alg with a null behind", f -> named(f, f.alg() + "\\u0000"));
    book.everywhere(NAME, "alg with a line break behind", f -> named(f, f.alg() + "\\n"));
    book.everywhere(NAME, "alg with another behind", f -> named(f, f.alg() + ",none"));
    book.everywhere(
        NAME, "alg by its URI", f -> named(f, "http://www.w3.org/2001/04/xmldsig-more#" + f.alg()));
    book.everywhere(
        NAME,
        "alg with a hyphen",
        f -> named(f, f.alg().substring(0, 2) + "-" + f.alg().substring(2)));
    book.everywhere(
        NAME, "alg with a fullwidth digit", f -> named(f, f.alg().replace('5', '\uff15')));
    for (String name :
        List.of(
            "HmacSHA256",
            "SHA256withRSA",
            "SHA256withECDSA",
            "HS1",
            "RS1",
            "HS257",
            "ES256K",
            "EdDSA",
            "Ed25519",
            "PS256",
            "PS384",
            "PS512",
            "dir",
            "RSA-OAEP",
            "A256GCM",
            "A256KW",
            "PBES2-HS256+A128KW",
            "ML-DSA-44",
            "*",
            "any",
            "-7")) {
      book.everywhere(OTHER, "alg " + name + ", well signed as the key's own", f -> named(f, name));
    }
    for (String name :
        List.of("HS256", "HS384", "HS512", "RS256", "RS384", "RS512", "ES256", "ES384", "ES512")) {
      for (Forge forge : book.forges()) {
        if (!name.equals(forge.alg())) {
          book.header(OTHER, "says " + name + ", is " + forge.alg(), forge, named(forge, name));
        }
        if (name.startsWith("RS") && forge.alg().equals("RS256") && !name.equals("RS256")) {
          book.header(
              OTHER,
              name + " by the key of RS256",
              forge,
              new Forge(forge.keys(), forge.profile(), name, forge.key(), forge.kid()).honest());
        }
        if (name.startsWith("HS") && forge.alg().equals("HS256") && !name.equals("HS256")) {
          book.header(
              OTHER,
              name + " by the secret of HS256",
              forge,
              Forge.hmacToken(forge.header(), name, forge.keys().secret()));
        }
      }
    }
  }

  private static String named(Forge forge, String alg) {
    return forge.signed(forge.header().with("alg", '"' + alg + '"'), Forge.claims());
  }

  private static String unsigned(Forge forge, String alg) {
    return CorpusKeys.encode(forge.header().with("alg", '"' + alg + '"').toString().getBytes(UTF_8))
        + "."
        + CorpusKeys.encode(Forge.claims().with("sub", "\"admin\"").toString().getBytes(UTF_8));
  }

  private void critical() {
    for (String value :
        List.of(
            "[]",
            "[\"exp\"]",
            "[\"alg\"]",
            "[\"typ\",\"alg\"]",
            "[\"b64\"]",
            "[\"x\"]",
            "[\"x\",\"x\"]",
            "[\"X\"]",
            "[\"\"]",
            "[null]",
            "[1]",
            "[[\"x\"]]",
            "[{}]",
            "\"x\"",
            "null",
            "true",
            "1",
            "{}",
            "{\"x\":true}",
            "[\"http://example.com/UNDEFINED\"]",
            "[\"cnf\"]",
            "[\"crit\"]",
            "[\"kid\"]",
            "[\"jku\"]",
            "[\"zip\"]")) {
      book.everywhere(
          CRIT,
          "crit " + value,
          f -> f.signed(f.header().with("crit", value).with("x", "1"), Forge.claims()));
    }
    book.everywhere(
        CRIT,
        "crit, its name escaped",
        f -> f.signed(f.header().with("cri\\u0074", "[\"x\"]").with("x", "1"), Forge.claims()));
    for (String value : List.of("false", "true", "null", "\"false\"", "0", "[]")) {
      book.everywhere(
          B64, "b64 is " + value, f -> f.signed(f.header().with("b64", value), Forge.claims()));
      book.everywhere(
          B64,
          "b64 is " + value + ", critical",
          f -> f.signed(f.header().with("b64", value).with("crit", "[\"b64\"]"), Forge.claims()));
    }
    book.everywhere(
        B64, "b64 false, payload signed as it is", f -> rfc7797(f, "{\"sub\":\"admin\"}"));
    book.everywhere(
        B64,
        "b64 false, payload of base64url letters signed as it is",
        f -> rfc7797(f, "eyJzdWIiOiJhZG1pbiJ9"));
  }

  private static String rfc7797(Forge forge, String payload) {
    Json header = forge.header().with("b64", "false").with("crit", "[\"b64\"]");
    return forge.signedText(CorpusKeys.encode(header.toString().getBytes(UTF_8)), payload);
  }

  private void suppliedKeys() {
    CorpusKeys keys = book.keys();
    String rsa =
        CorpusKeys.jwk("attacker", keys.pair("attacker-rsa").getPublic(), "alg", "RS256")
            .toString();
    String ec =
        CorpusKeys.jwk("attacker-ec", keys.pair("attacker-ec").getPublic(), "alg", "ES256")
            .toString();
    String secret =
        "{\"kty\":\"oct\",\"k\":\""
            + CorpusKeys.encode("attackers have secrets of their own".getBytes(UTF_8))
            + "\"}";
    List<Json> supplied =
        List.of(
            Json.of("jwk", rsa),
            Json.of("jwk", ec),
            Json.of("jwk", secret),
            Json.of("jwk", "{\"keys\":[" + rsa + "]}"),
            Json.of("jku", Forge.text(CANARY + "jwks.json")),
            Json.of("jku", Forge.text("http://issuer.test.example@127.0.0.1:18999/jwks.json")),
            Json.of("jku", Forge.text("http://127.0.0.1:18999/#https://issuer.test.example/")),
            Json.of("jku", Forge.text("//127.0.0.1:18999/jwks.json")),
            Json.of("jku", Forge.text("file:///etc/passwd")),
            Json.of("jku", Forge.text("jar:http://127.0.0.1:18999/a.jar!/jwks.json")),
            Json.of("x5u", Forge.text(CANARY + "cert.pem")),
            Json.of("x5u", Forge.text("ldap://127.0.0.1:18999/cn=a")),
            Json.of("x5c", "[\"MIIBIjANBgkqhkiG9w0BAQEFAAOCAQ8A\"]"),
            Json.of("x5t", "\"AAAAAAAAAAAAAAAAAAAAAAAAAAA\""),
            Json.of("x5t#S256", "\"AAAA\""),
            Json.of("jku", "7"),
            Json.of("jwk", "null"),
            Json.of("x5c", "{}"),
            Json.of("kid", Forge.text(CANARY + "k")).and("jku", Forge.text(CANARY + "jwks.json")),
            Json.of("openid-configuration", Forge.text(CANARY)),
            Json.of("iss", Forge.text(CANARY)),
            Json.of("trust_chain", "[\"" + CANARY + "\"]"));
    for (Json members : supplied) {
      String name =
          members.members().get(0).name()
              + " "
              + members.members().get(0).value().replaceAll("(.{40}).*", "$1…");
      book.everywhere(
          KEY, "forged with " + name, f -> f.forged(and(f.header(), members), Forge.claims()));
      book.somewhere(
          KEY,
          "forged with " + name + " and the attacker's kid",
          f -> f.forged(and(f.header().with("kid", "\"attacker\""), members), Forge.claims()));
      book.everywhere(
          new Kind("header-supplied-key", "T19", MUST, ANY),
          "well signed, with " + name,
          f -> f.signed(and(f.header(), members), Forge.claims()));
    }
    book.everywhere(
        KEY,
        "forged, its issuer is the attacker's",
        f -> f.forged(f.header(), Forge.claims().with("iss", Forge.text(CANARY))));
    book.everywhere(
        new Kind("wrong-key", "T08", MUST, REJECT),
        "forged",
        f -> f.forged(f.header(), Forge.claims()));
    book.everywhere(
        new Kind("wrong-key", "T08", MUST, REJECT),
        "forged, without kid",
        f -> f.forged(f.header().without("kid"), Forge.claims()));
  }

  private static Json and(Json header, Json more) {
    Json all = header;
    for (Json.Member one : more.members()) {
      all = all.with(one.name(), one.value());
    }
    return all;
  }

  private void foreignParameters() {
    for (String[] one :
        new String[][] {
          {"zip", "\"DEF\""},
          {"zip", "\"GZIP\""},
          {"zip", "null"},
          {"enc", "\"A256GCM\""},
          {"enc", "null"},
          {"epk", "{}"},
          {"p2c", "1"},
          {"p2c", "2147483647"},
          {"p2s", "\"AAAA\""},
          {"cty", "\"JWT\""},
          {"cty", "\"jwt\""},
          {"cty", "\"application/jwt\""}
        }) {
      book.everywhere(
          FOREIGN,
          one[0] + " " + one[1],
          f -> f.signed(f.header().with(one[0], one[1]), Forge.claims()));
    }
    for (String[] one :
        new String[][] {
          {"apu", "\"QQ\""},
          {"apv", "\"QQ\""},
          {"iv", "\"AAAA\""},
          {"tag", "\"AAAA\""},
          {"sid", "\"s\""},
          {"nonce", "\"n\""},
          {"url", "\"https://a\""},
          {"ppt", "\"shaken\""},
          {"svt", "[]"}
        }) {
      book.somewhere(
          new Kind("foreign-parameter", "T20", SHOULD, ANY),
          one[0] + " " + one[1],
          f -> f.signed(f.header().with(one[0], one[1]), Forge.claims()));
    }
  }

  private void types() {
    for (String value :
        List.of(
            "refresh+jwt",
            "rt+jwt",
            "session+jwt",
            "handover+jwt",
            "csrf+jwt",
            "dpop+jwt",
            "logout+jwt",
            "secevent+jwt",
            "id_token+jwt",
            "token-introspection+jwt",
            "client-authentication+jwt",
            "entity-statement+jwt",
            "oauth-authz-req+jwt",
            "vc+jwt",
            "dc+sd-jwt",
            "statuslist+jwt",
            "txn_token",
            "wit+jwt",
            "JOSE",
            "JOSE+JSON",
            "JWE",
            "JWS",
            "JWK",
            "",
            " ",
            "JWT ",
            " JWT",
            "JWT;charset=utf-8",
            "application/",
            "application/application/jwt",
            "text/jwt",
            "application/refresh+jwt",
            "application/jwt; a=b",
            "at+jwt,JWT",
            "at jwt",
            "at%2Bjwt",
            "JW\\u0000T",
            "\u0458wt",
            "Bearer",
            "x",
            "*",
            "*/*")) {
      book.everywhere(
          TYP,
          "typ '" + value + "'",
          f -> f.signed(f.header().with("typ", '"' + value + '"'), Forge.claims()));
    }
    for (String value : List.of("null", "1", "true", "[]", "[\"JWT\"]", "{}", "{\"JWT\":1}")) {
      book.everywhere(
          TYP, "typ is " + value, f -> f.signed(f.header().with("typ", value), Forge.claims()));
    }
    Kind honest = new Kind("valid", "T21; RFC 9068 2.1", POLICY, ACCEPT);
    for (String value :
        List.of(
            "JWT",
            "jwt",
            "JwT",
            "at+jwt",
            "AT+JWT",
            "At+Jwt",
            "application/jwt",
            "APPLICATION/JWT",
            "application/at+jwt",
            "Application/AT+JWT",
            "J\\u0057T",
            "application\\/jwt")) {
      book.everywhere(
          honest,
          "typ '" + value + "'",
          f -> f.signed(f.header().with("typ", '"' + value + '"'), Forge.claims()));
    }
    book.everywhere(honest, "no typ", f -> f.signed(f.header().without("typ"), Forge.claims()));
  }

  private void kids() {
    for (String value :
        List.of(
            "null",
            "1",
            "1.5",
            "true",
            "[]",
            "[\"rsa-1\"]",
            "{}",
            "{\"kid\":\"rsa-1\"}",
            "\"" + "k".repeat(257) + "\"",
            "\"a\\u0000\"",
            "\"a\\r\\nX: y\"",
            "\"a\\u007f\"",
            "\"\\u001b[31m\"",
            "\"k\u00e9y\"",
            "\"\\u202e1-asr\"",
            "\"rsa-1\\u0000\"",
            "\"rsa-1\\n\"")) {
      book.everywhere(
          KID,
          "kid is " + value.replaceAll("(.{30}).*", "$1…"),
          f -> f.signed(f.header().with("kid", value), Forge.claims()));
    }
    for (String value :
        List.of(
            "../../../../etc/passwd",
            "/dev/null",
            "file:///dev/null",
            "..\\\\..\\\\nul",
            "x' OR '1'='1",
            "x' UNION SELECT 'AA",
            "x'; DROP TABLE keys--",
            "*)(uid=*",
            "$(sleep 5)",
            "`sleep 5`",
            "|sleep 5",
            "${jndi:ldap://127.0.0.1:18999/a}",
            "${env:PATH}",
            "#{7*7}",
            "{{7*7}}",
            "%s%s%n",
            "<script>alert(1)</script>",
            "http://127.0.0.1:18999/k",
            "__proto__",
            "constructor",
            "toString",
            "hs256",
            "HS256",
            "0",
            "-1",
            "",
            " ",
            "rsa-1 ",
            " rsa-1",
            "RSA-1",
            "rsa-1/../rsa-1",
            "rsa-1,ec-1",
            "attacker",
            "public.key",
            "k".repeat(256))) {
      String name = value.replaceAll("(.{30}).*", "$1…");
      book.somewhere(
          INJECTION,
          "kid " + name + ", HMAC with an empty key",
          f -> Forge.hmacToken(f.header().with("kid", '"' + value + '"'), "HS256", new byte[0]));
      book.somewhere(
          INJECTION,
          "kid " + name + ", HMAC with the kid itself",
          f ->
              Forge.hmacToken(
                  f.header().with("kid", '"' + value + '"'),
                  "HS256",
                  (value + "x").getBytes(UTF_8)));
      book.everywhere(
          INJECTION,
          "kid " + name + ", forged",
          f -> f.forged(f.header().with("kid", '"' + value + '"'), Forge.claims()));
      for (Forge forge : book.forges()) {
        if (forge.profile().equals("JWKS")) {
          book.header(
              INJECTION,
              "kid " + name + ", by a key of the set",
              forge,
              forge.signed(forge.header().with("kid", '"' + value + '"'), Forge.claims()));
        }
      }
    }
    Kind any = new Kind("kid-types", "T22; no key of the profile has a name", POLICY, ANY);
    book.everywhere(
        any,
        "a kid that nobody knows",
        f -> f.signed(f.header().with("kid", "\"key-7\""), Forge.claims()));
  }
}
