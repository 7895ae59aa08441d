package org.jwtfilter.corpus;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_16BE;
import static java.nio.charset.StandardCharsets.UTF_16LE;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.jwtfilter.corpus.Expected.ACCEPT;
import static org.jwtfilter.corpus.Expected.ANY;
import static org.jwtfilter.corpus.Expected.REJECT;
import static org.jwtfilter.corpus.Level.MUST;
import static org.jwtfilter.corpus.Level.SHOULD;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.Charset;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.zip.GZIPOutputStream;
import org.jwtfilter.corpus.CaseBook.Kind;

/** How a token is written: spelling, encoding, JSON, sizes (T01 to T07, G1, G2, G9 to G12, G23). */
final class TokenForms {
  private static final Kind ENCODING = new Kind("encoding", "T01; RFC 7515 2, 7.1", MUST, REJECT);
  private static final Kind STRAY = new Kind("encoding", "T02; RFC 4648 3.5", MUST, REJECT);
  private static final Kind SERIAL =
      new Kind("json-serialization", "T04; CVE-2022-39227", MUST, REJECT);
  private static final Kind UTF8 = new Kind("utf8", "T05; RFC 7515 5.2", MUST, REJECT);
  private static final Kind SYNTAX = new Kind("json-syntax", "T05; RFC 8259", MUST, REJECT);
  private static final Kind TYPE = new Kind("json-type", "T05, T23; RFC 7519 7.2", MUST, REJECT);
  private static final Kind TWICE =
      new Kind("json-duplicate", "T06; RFC 7515 4, RFC 7519 4", SHOULD, REJECT);
  private static final Kind LIMIT = new Kind("dos", "T03, T07", SHOULD, REJECT);

  private final CaseBook book;

  TokenForms(CaseBook book) {
    this.book = book;
  }

  void write() {
    spellings();
    spellingsOutsideCookies();
    strayBits();
    serializations();
    malformedText();
    syntax();
    types();
    duplicates();
    limits();
  }

  private void spelling(String description, UnaryOperator<String> change) {
    book.everywhere(ENCODING, description, forge -> change.apply(forge.honest()));
  }

  private void spellings() {
    spelling(
        "correct padding after the signature",
        t -> t + padding(t.substring(t.lastIndexOf('.') + 1)));
    spelling("one = after the signature", t -> t + "=");
    spelling("four = after the signature", t -> t + "====");
    spelling("= after each part", t -> t.replace(".", "=.") + "=");
    spelling("a space between the parts", t -> t.replaceFirst("\\.", ". "));
    spelling("a space inside the signature", t -> insert(t, t.length() - 5, " "));
    spelling("a tab inside the header", t -> insert(t, 3, "\t"));
    spelling("an escaped line break inside", t -> insert(t, 7, "\\n"));
    spelling("%0A inside", t -> insert(t, 7, "%0A"));
    spelling("%2E in place of dots", t -> t.replace(".", "%2E"));
    spelling("%252E in place of dots", t -> t.replace(".", "%252E"));
    spelling("colons in place of dots", t -> t.replace('.', ':'));
    spelling("commas in place of dots", t -> t.replace('.', ','));
    spelling("tilde at the end, as SD-JWT has it", t -> t + "~");
    spelling("a disclosure behind it, as SD-JWT has it", t -> t + "~WyJhIiwiYiIsImMiXQ~");
    spelling("a fourth part", t -> t + ".AAAA");
    spelling("a fourth part that is empty", t -> t + ".");
    spelling("an empty first part", t -> "." + t);
    spelling("five parts", t -> t + ".AAAA.AAAA");
    spelling("header alone", t -> t.substring(0, t.indexOf('.')));
    spelling("header and dot", t -> t.substring(0, t.indexOf('.') + 1));
    spelling("payload and signature alone", t -> t.substring(t.indexOf('.') + 1));
    spelling(
        "no payload", t -> t.substring(0, t.indexOf('.')) + "." + t.substring(t.lastIndexOf('.')));
    spelling("no header", t -> t.substring(t.indexOf('.')));
    spelling("no signature", t -> t.substring(0, t.lastIndexOf('.') + 1));
    spelling("dots alone", t -> "..");
    spelling("one letter", t -> "a");
    spelling("three letters", t -> "a.b.c");
    spelling("in single quotes", t -> "'" + t + "'");
    spelling("in angle brackets", t -> "<" + t + ">");
    spelling("in braces", t -> "{" + t + "}");
    spelling("with a name before it", t -> "token=" + t);
    spelling("with the scheme before it", t -> "Bearer " + t);
    spelling("a comma behind it", t -> t + ",");
    spelling("a null byte, escaped, behind it", t -> t + "%00");
    spelling("a plus sign in it", t -> insert(t, t.length() - 3, "+"));
    spelling("a slash in it", t -> insert(t, t.length() - 3, "/"));
    spelling("an exclamation mark in it", t -> insert(t, t.length() - 3, "!"));
    spelling("a backslash in it", t -> insert(t, 5, "\\"));
    spelling("a letter more in the header", t -> insert(t, 4, "A"));
    spelling("a letter more in the payload", t -> insert(t, t.indexOf('.') + 4, "A"));
    spelling("a letter less in the signature", t -> t.substring(0, t.length() - 1));
    spelling("letters of the other case", TokenForms::swapCase);
    spelling("backwards", t -> new StringBuilder(t).reverse().toString());
    spelling("twice, one after the other", t -> t + t);
    spelling("twice, with a dot between", t -> t + "." + t);
    spelling("a Latin-1 letter in it", t -> insert(t, 6, "\u00e9"));
    spelling("fullwidth dots", t -> t.replace('.', '\uff0e'));
    spelling("a Cyrillic letter for a Latin one", t -> t.replaceFirst("e", "\u0435"));
    spelling("a zero-width space in it", t -> insert(t, 9, "\u200b"));
    spelling("encoded once more", t -> CorpusKeys.encode(t.getBytes(UTF_8)));
    spelling("percent-encoded letters", t -> "%65" + t.substring(1));
    spelling("HTML entity in it", t -> t.replaceFirst("\\.", "&#46;"));
    book.everywhere(
        ENCODING,
        "standard alphabet in the signed payload",
        forge -> forge.signedText(part(forge.header()), odd().replace('_', '/').replace('-', '+')));
    book.everywhere(
        ENCODING,
        "padding on the signed header",
        forge -> forge.signedText(padded(forge.header()), part(Forge.claims())));
    book.everywhere(
        ENCODING,
        "padding on the signed payload",
        forge -> forge.signedText(part(forge.header()), padded(Forge.claims())));
    book.everywhere(
        ENCODING,
        "line breaks of MIME in the signed payload",
        forge ->
            forge.signedText(part(forge.header()), insert(part(Forge.claims()), 76, "%0D%0A")));
  }

  /** What is no part of a cookie's value for some servers, or for all (RFC 6265 4.1.1). */
  private void spellingsOutsideCookies() {
    for (Forge forge : book.forges()) {
      for (Placement place : List.of(Placement.HEADER, Placement.QUERY, Placement.FORM)) {
        String quoted = '"' + forge.honest() + '"';
        book.add(CaseBook.one(ENCODING, "in double quotes", forge, quoted, place));
        String ended = forge.honest() + ";";
        book.add(CaseBook.one(ENCODING, "a semicolon behind it", forge, ended, place));
      }
    }
  }

  private void strayBits() {
    book.everywhere(
        STRAY,
        "stray bits in the signed header",
        forge -> forge.signedText(stray(forge.header()), part(Forge.claims())));
    book.everywhere(
        STRAY,
        "stray bits in the signed payload",
        forge -> forge.signedText(part(forge.header()), stray(Forge.claims())));
    for (Forge forge : book.forges()) {
      String honest = forge.honest();
      int bits = new int[] {0, 0, 4, 2}[(honest.length() - honest.lastIndexOf('.') - 1) % 4];
      for (int stray = 1; stray < 1 << bits; stray++) {
        book.header(
            STRAY, "other stray bits in the signature: " + stray, forge, flip(honest, stray));
      }
    }
  }

  private void serializations() {
    Map<String, String> shapes =
        new TreeMap<>(
            Map.of(
                "flattened", "{\"protected\":\"%1$s\",\"payload\":\"%2$s\",\"signature\":\"%3$s\"}",
                "general",
                    "{\"payload\":\"%2$s\",\"signatures\":[{\"protected\":\"%1$s\",\"signature\":\"%3$s\"}]}",
                "polyglot",
                    "{\"%1$s.%2$s.\":0,\"protected\":\"%1$s\",\"payload\":\"%2$s\",\"signature\":\"%3$s\"}",
                "polyglot with dots", "{\" %1$s.%2$s.%3$s\":\"\"}",
                "array", "[\"%1$s\",\"%2$s\",\"%3$s\"]",
                "empty object", "{}"));
    shapes.forEach(
        (name, shape) ->
            book.everywhere(
                SERIAL, "JSON serialization, " + name, f -> shape.formatted((Object[]) parts(f))));
    shapes.forEach(
        (name, shape) ->
            book.somewhere(
                SERIAL,
                "JSON serialization in base64url, " + name,
                f -> CorpusKeys.encode(shape.formatted((Object[]) parts(f)).getBytes(UTF_8))));
    book.everywhere(SERIAL, "detached payload (RFC 7515 F)", f -> parts(f)[0] + ".." + parts(f)[2]);
    book.everywhere(
        SERIAL,
        "payload not encoded (RFC 7797)",
        f -> f.signedText(part(f.header()), Forge.claims().toString()));
  }

  private void malformedText() {
    Map<String, byte[]> sequences =
        new TreeMap<>(
            Map.ofEntries(
                Map.entry("a single FF", bytes(0xFF)),
                Map.entry("a single FE", bytes(0xFE)),
                Map.entry("a continuation alone", bytes(0x80)),
                Map.entry("two continuations", bytes(0xBF, 0x80)),
                Map.entry("an overlong slash", bytes(0xC0, 0xAF)),
                Map.entry("an overlong quote", bytes(0xC0, 0xA2)),
                Map.entry("an overlong null", bytes(0xC0, 0x80)),
                Map.entry("an overlong null of three", bytes(0xE0, 0x80, 0x80)),
                Map.entry("an overlong letter of four", bytes(0xF0, 0x80, 0x81, 0xA1)),
                Map.entry("a high surrogate", bytes(0xED, 0xA0, 0x80)),
                Map.entry("a low surrogate", bytes(0xED, 0xB0, 0x80)),
                Map.entry("CESU-8", bytes(0xED, 0xA0, 0xBD, 0xED, 0xB8, 0x80)),
                Map.entry("beyond U+10FFFF", bytes(0xF4, 0x90, 0x80, 0x80)),
                Map.entry("a sequence of five", bytes(0xF8, 0x88, 0x80, 0x80, 0x80)),
                Map.entry("a sequence of six", bytes(0xFC, 0x84, 0x80, 0x80, 0x80, 0x80)),
                Map.entry("two of three", bytes(0xE2, 0x82)),
                Map.entry("three of four", bytes(0xF0, 0x9F, 0x98)),
                Map.entry("Latin-1", "M\u00fcller".getBytes(ISO_8859_1))));
    sequences.forEach(this::malformedText);
    for (Charset charset : List.of(UTF_16LE, UTF_16BE, Charset.forName("UTF-32"))) {
      book.everywhere(
          UTF8,
          "payload in " + charset,
          f ->
              f.signed(
                  f.header().toString().getBytes(UTF_8),
                  Forge.claims().toString().getBytes(charset)));
      book.everywhere(
          UTF8,
          "header in " + charset,
          f ->
              f.signed(
                  f.header().toString().getBytes(charset),
                  Forge.claims().toString().getBytes(UTF_8)));
    }
    book.everywhere(
        UTF8,
        "BOM before the payload",
        f -> f.signed(f.header().toString(), "\ufeff" + Forge.claims()));
    book.everywhere(
        UTF8,
        "BOM before the header",
        f -> f.signed("\ufeff" + f.header(), Forge.claims().toString()));
    book.everywhere(
        UTF8,
        "payload compressed without saying so",
        f -> f.signed(f.header().toString().getBytes(UTF_8), gzip(Forge.claims().toString())));
    for (String escape :
        List.of(
            "\\ud800",
            "\\udc00",
            "\\ud800\\ud800",
            "\\udc00\\ud800",
            "a\\ud83d",
            "\\u0000",
            "a\\u0000b")) {
      book.somewhere(
          UTF8,
          "sub with " + escape.replace('\\', '/'),
          f -> f.signed(f.header(), Forge.claims().with("sub", '"' + escape + '"')));
      book.somewhere(
          UTF8,
          "unknown claim with " + escape.replace('\\', '/'),
          f -> f.signed(f.header(), Forge.claims().with("x", '"' + escape + '"')));
      book.somewhere(
          UTF8,
          "name of a claim with " + escape.replace('\\', '/'),
          f -> f.signed(f.header(), Forge.claims().with(escape, "1")));
    }
  }

  private void malformedText(String name, byte[] sequence) {
    book.somewhere(
        UTF8,
        "sub with " + name,
        f -> f.signed(bytes(f.header()), around(Forge.claims().with("sub", "\"a@b\""), sequence)));
    book.somewhere(
        UTF8,
        "unknown claim with " + name,
        f -> f.signed(bytes(f.header()), around(Forge.claims().with("x", "\"@\""), sequence)));
    book.somewhere(
        UTF8,
        "name of a claim with " + name,
        f -> f.signed(bytes(f.header()), around(Forge.claims().with("@", "1"), sequence)));
    book.somewhere(
        UTF8,
        "header with " + name,
        f -> f.signed(around(f.header().with("x", "\"@\""), sequence), bytes(Forge.claims())));
  }

  private void syntax() {
    for (String behind :
        List.of(
            "{}",
            "x",
            "\\u0000",
            "]",
            "}",
            ",",
            "null",
            "{\"sub\":\"admin\"}",
            "//",
            "\u0001",
            "\"\"",
            "0")) {
      book.everywhere(
          SYNTAX,
          "behind the payload: " + behind,
          f -> f.signed(f.header().toString(), Forge.claims() + behind));
      book.everywhere(
          SYNTAX,
          "behind the header: " + behind,
          f -> f.signed(f.header() + behind, Forge.claims().toString()));
    }
    for (String value :
        List.of(
            "NaN",
            "Infinity",
            "-Infinity",
            "+1",
            "01",
            "1.",
            ".5",
            "1e",
            "0x10",
            "'a'",
            "a",
            "True",
            "nil",
            "undefined",
            "",
            "[1,]",
            "{\"a\":1,}",
            "[1 2]",
            "\"\\x41\"",
            "\"\\u12\"",
            "\"a\nb\"",
            "\"a\tb\"",
            "\"a\u0000b\"",
            "\"a",
            "--1",
            "1_000",
            "/*c*/1",
            "1//c",
            "[",
            "{",
            "\"\\'\"",
            "(1)")) {
      String shown = value.replaceAll("[^ -~]", "#");
      book.somewhere(
          SYNTAX, "claim of " + shown, f -> f.signed(f.header(), Forge.claims().with("x", value)));
      book.somewhere(
          SYNTAX,
          "claim before others of " + shown,
          f -> f.signed(f.header(), Forge.claims().after("x", value)));
      book.somewhere(
          SYNTAX,
          "header member of " + shown,
          f -> f.signed(f.header().with("x", value), Forge.claims()));
    }
    Map<String, UnaryOperator<String>> spoiled =
        new TreeMap<>(
            Map.of(
                "a trailing comma", json -> json.replace("}", ",}"),
                "no closing brace", json -> json.substring(0, json.length() - 1),
                "no opening brace", json -> json.substring(1),
                "single quotes", json -> json.replace('"', '\''),
                "names without quotes", json -> json.replaceAll("\"([a-z]+)\":", "$1:"),
                "semicolons", json -> json.replace(',', ';'),
                "equals signs", json -> json.replaceFirst(":", "="),
                "a comment", json -> json.replaceFirst(",", ",/**/"),
                "a vertical tab", json -> json.replaceFirst(",", ",\u000b"),
                "a no-break space", json -> json.replaceFirst(",", ",\u00a0")));
    spoiled.forEach(
        (name, change) -> {
          book.everywhere(
              SYNTAX,
              "payload with " + name,
              f -> f.signed(f.header().toString(), change.apply(Forge.claims().toString())));
          book.everywhere(
              SYNTAX,
              "header with " + name,
              f -> f.signed(change.apply(f.header().toString()), Forge.claims().toString()));
        });
  }

  private void types() {
    for (String value :
        List.of(
            "null",
            "true",
            "false",
            "0",
            "-1",
            "1e5",
            "\"text\"",
            "\"\"",
            "[]",
            "[{}]",
            "{}",
            "[null]",
            " ",
            "[\"alg\",\"HS256\"]")) {
      book.everywhere(TYPE, "payload is " + value, f -> f.signed(f.header().toString(), value));
      book.everywhere(TYPE, "header is " + value, f -> f.signed(value, Forge.claims().toString()));
    }
    book.everywhere(TYPE, "payload is a token", f -> f.signed(f.header().toString(), f.honest()));
    book.everywhere(
        TYPE,
        "payload is a text with the claims",
        f -> f.signed(f.header().toString(), Forge.text(Forge.claims().toString())));
    book.everywhere(
        TYPE,
        "payload is an array of the claims",
        f -> f.signed(f.header().toString(), "[" + Forge.claims() + "]"));
    book.everywhere(
        TYPE,
        "header is an array of the header",
        f -> f.signed("[" + f.header() + "]", Forge.claims().toString()));
  }

  private void duplicates() {
    for (String name : List.of("iss", "aud", "sub", "exp", "iat")) {
      String value = member(Forge.claims(), name);
      book.everywhere(
          TWICE,
          name + " twice, alike",
          f -> f.signed(f.header(), Forge.claims().and(name, value)));
      book.somewhere(
          TWICE,
          name + " twice, null first",
          f -> f.signed(f.header(), Forge.claims().after(name, "null")));
      book.somewhere(
          TWICE,
          name + " twice, null last",
          f -> f.signed(f.header(), Forge.claims().and(name, "null")));
      book.somewhere(
          TWICE,
          name + " twice, once escaped",
          f -> f.signed(f.header(), Forge.claims().and(escaped(name), value)));
      book.somewhere(
          TWICE,
          name + " twice, once wholly escaped",
          f -> f.signed(f.header(), Forge.claims().after(allEscaped(name), value)));
    }
    for (String name :
        List.of("nbf", "jti", "groups", "roles", "scope", "client_id", "x", "", " ", "__proto__")) {
      book.somewhere(
          TWICE,
          "claim twice: '" + name + "'",
          f -> f.signed(f.header(), Forge.claims().and(name, "1").and(name, "1")));
    }
    for (String inner :
        List.of(
            "{\"a\":1,\"a\":2}",
            "[{\"a\":1,\"a\":1}]",
            "{\"b\":{\"c\":{\"a\":1,\"a\":1}}}",
            "{\"a\":1,\"\\u0061\":2}",
            "{\"\":1,\"\":1}")) {
      book.everywhere(
          TWICE,
          "a name twice inside a claim: " + inner,
          f -> f.signed(f.header(), Forge.claims().with("x", inner)));
      book.somewhere(
          TWICE,
          "a name twice inside the header: " + inner,
          f -> f.signed(f.header().with("x", inner), Forge.claims()));
    }
    for (String name : List.of("alg", "typ")) {
      book.everywhere(
          TWICE,
          name + " twice, alike",
          f -> f.signed(f.header().and(name, member(f.header(), name)), Forge.claims()));
      book.everywhere(
          TWICE,
          name + " twice, none first",
          f -> f.signed(f.header().after(name, "\"none\""), Forge.claims()));
      book.everywhere(
          TWICE,
          name + " twice, none last",
          f -> f.signed(f.header().and(name, "\"none\""), Forge.claims()));
      book.somewhere(
          TWICE,
          name + " twice, once escaped",
          f -> f.signed(f.header().and(escaped(name), member(f.header(), name)), Forge.claims()));
    }
    for (String name : List.of("kid", "x", "jku", "crit", "x5t")) {
      book.everywhere(
          TWICE,
          name + " twice",
          f ->
              f.signed(
                  f.header().without("kid").and(name, "\"rsa-1\"").and(name, "\"rsa-1\""),
                  Forge.claims()));
    }
  }

  private void limits() {
    for (int depth : new int[] {33, 64, 100, 1000, 2000}) {
      String deep = "[".repeat(depth) + "]".repeat(depth);
      String objects = "{\"a\":".repeat(depth) + "1" + "}".repeat(depth);
      book.everywhere(
          LIMIT,
          "arrays " + depth + " deep",
          f -> f.signed(f.header(), Forge.claims().with("x", deep)));
      book.somewhere(
          LIMIT,
          "objects " + depth + " deep",
          f -> f.signed(f.header(), Forge.claims().with("x", objects)));
      book.somewhere(
          LIMIT,
          "header " + depth + " deep",
          f -> f.signed(f.header().with("x", deep), Forge.claims()));
    }
    for (int digits : new int[] {60, 400, 1001, 5000}) {
      book.everywhere(
          LIMIT,
          "a number of " + digits + " digits",
          f -> f.signed(f.header(), Forge.claims().with("x", "9".repeat(digits))));
      book.somewhere(
          LIMIT,
          "exp of " + digits + " digits",
          f -> f.signed(f.header(), Forge.claims().with("exp", "4".repeat(digits))));
      book.somewhere(
          LIMIT,
          "a fraction of " + digits + " digits",
          f ->
              f.signed(f.header(), Forge.claims().with("exp", "4102444800." + "1".repeat(digits))));
    }
    String members =
        IntStream.range(0, 1001)
            .mapToObj(i -> "\"" + Integer.toString(i, 36) + "\":0")
            .collect(Collectors.joining(",", "{", "}"));
    String values = "[" + "0,".repeat(1500) + "0]";
    Kind any = new Kind("dos", "T03, T07", MUST, ANY);
    book.everywhere(
        LIMIT,
        "a thousand and one members",
        f -> f.signed(f.header(), Forge.claims().with("x", members)));
    book.everywhere(
        LIMIT, "1501 values", f -> f.signed(f.header(), Forge.claims().with("x", values)));
    for (int size : new int[] {9_000, 40_000, 200_000, 1_000_000}) {
      for (Placement place : List.of(Placement.FORM, Placement.HEADER)) {
        for (Forge forge : book.forges()) {
          if (size <= 40_000 || (place == Placement.FORM && forge == book.hs256())) {
            book.add(
                big(
                    any,
                    "an honest token of " + size + " characters",
                    forge,
                    forge.signed(
                        forge.header(),
                        Forge.claims().with("x", '"' + "x".repeat(size * 3 / 4) + '"')),
                    place));
            book.add(big(any, size + " letters A", forge, "A".repeat(size), place));
            book.add(big(any, size + " dots", forge, ".".repeat(size), place));
            book.add(
                big(
                    any,
                    "a header of " + size + " characters",
                    forge,
                    forge.signed(
                        forge.header().with("x", '"' + "x".repeat(size * 3 / 4) + '"'),
                        Forge.claims()),
                    place));
          }
        }
      }
    }
    book.everywhere(
        new Kind("valid", "T07", SHOULD, ACCEPT),
        "nesting of 20",
        f -> f.signed(f.header(), Forge.claims().with("x", "[".repeat(20) + "]".repeat(20))));
    book.everywhere(
        new Kind("valid", "T07", SHOULD, ACCEPT),
        "a number of 30 digits",
        f -> f.signed(f.header(), Forge.claims().with("x", "9".repeat(30))));
  }

  /** Whoever refuses it, container or filter, must not let it in: it is over every limit. */
  private static OwnCase big(
      Kind kind, String description, Forge forge, String token, Placement place) {
    return CaseBook.one(kind, description, forge, token, place).statusNot(200);
  }

  private static String[] parts(Forge forge) {
    return forge.honest().split("\\.");
  }

  private static String part(Json json) {
    return CorpusKeys.encode(bytes(json));
  }

  /** An encoded payload with letters that the two alphabets write differently. */
  private static String odd() {
    return part(Forge.claims().with("x", "\"??>>???>>>\u00ff\u00fe~~~\""));
  }

  private static byte[] bytes(Json json) {
    return json.toString().getBytes(UTF_8);
  }

  private static byte[] bytes(int... values) {
    byte[] bytes = new byte[values.length];
    for (int i = 0; i < values.length; i++) {
      bytes[i] = (byte) values[i];
    }
    return bytes;
  }

  /** The text with these bytes for its last @. */
  private static byte[] around(Json json, byte[] sequence) {
    String text = json.toString();
    int at = text.lastIndexOf('@');
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.writeBytes(text.substring(0, at).getBytes(UTF_8));
    out.writeBytes(sequence);
    out.writeBytes(text.substring(at + 1).getBytes(UTF_8));
    return out.toByteArray();
  }

  private static String padding(String part) {
    return "=".repeat((4 - part.length() % 4) % 4) + (part.length() % 4 == 0 ? "=" : "");
  }

  /** Made to need padding by spaces, which JSON allows. */
  private static String padded(Json json) {
    String text = json.toString();
    while (text.getBytes(UTF_8).length % 3 == 0) {
      text += " ";
    }
    String part = CorpusKeys.encode(text.getBytes(UTF_8));
    return part + padding(part);
  }

  private static String stray(Json json) {
    String part = padded(json).replace("=", "");
    return flip(part, 1);
  }

  /** The last letter with other bits where none should be. */
  private static String flip(String text, int bits) {
    String letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
    int last = letters.indexOf(text.charAt(text.length() - 1));
    return text.substring(0, text.length() - 1) + letters.charAt(last ^ bits);
  }

  private static String insert(String text, int at, String what) {
    return text.substring(0, at) + what + text.substring(at);
  }

  private static String swapCase(String text) {
    return text.chars()
        .map(c -> Character.isUpperCase(c) ? Character.toLowerCase(c) : Character.toUpperCase(c))
        .mapToObj(Character::toString)
        .collect(Collectors.joining());
  }

  private static String member(Json json, String name) {
    return json.members().stream()
        .filter(one -> one.name().equals(name))
        .findFirst()
        .orElseThrow()
        .value();
  }

  private static String escaped(String name) {
    return name.charAt(0) + "\\u%04x".formatted((int) name.charAt(1)) + name.substring(2);
  }

  private static String allEscaped(String name) {
    return name.chars().mapToObj("\\u%04X"::formatted).collect(Collectors.joining());
  }

  private static byte[] gzip(String text) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip = new GZIPOutputStream(out)) {
      gzip.write(text.getBytes(UTF_8));
    } catch (IOException impossible) {
      throw new UncheckedIOException(impossible);
    }
    return out.toByteArray();
  }
}
