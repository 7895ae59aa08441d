package org.jwtfilter.corpus;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;

/** Writes one line of the corpus, member by member. */
final class OwnCase {
  static final String PROTECTED = "/protected/whoami";
  private static final int MOST_MILLIS = 10_000;

  private final ObjectNode json = new JsonMapper().createObjectNode();
  private final ObjectNode request;
  private final ObjectNode expect;

  private OwnCase(String category, String source, Level level, String profile, String description) {
    json.put("id", "").put("category", category).put("description", description);
    json.put("source", source).put("profile", profile).put("level", level.name());
    json.putArray("requires");
    request = json.putObject("request");
    request.put("method", "GET").put("path", PROTECTED).put("placement", "none");
    request.putArray("headers");
    request.putNull("query").putNull("body");
    json.put("token", "");
    expect = json.putObject("expect");
    expect.put("max_ms", MOST_MILLIS).put("no_canary_hit", true);
    statusNot(500, 502, 503, 504);
  }

  static OwnCase of(
      String category, String source, Level level, String profile, String description) {
    return new OwnCase(category, source, level, profile, description);
  }

  OwnCase method(String method) {
    request.put("method", method);
    return this;
  }

  OwnCase path(String path) {
    request.put("path", path);
    return this;
  }

  OwnCase header(String name, String value) {
    request.withArray("headers").addArray().add(name).add(value);
    return this;
  }

  OwnCase rawHeader(String line) {
    request.put("raw_header", line);
    return this;
  }

  OwnCase query(String query) {
    request.put("query", query);
    return requires("query");
  }

  OwnCase body(String type, String body) {
    request.put("body", body);
    return type.isEmpty() ? this : header("Content-Type", type);
  }

  OwnCase form(String body) {
    requires("form");
    return body("application/x-www-form-urlencoded", body);
  }

  /**
   * The whole request byte by byte, for shapes that the other members cannot say; {@code {{HOST}}},
   * {@code {{CTX}}} and {@code {{URL}}} are filled in.
   */
  OwnCase raw(String bytes) {
    request.put("raw", bytes);
    return requires("raw");
  }

  OwnCase requires(String feature) {
    ArrayNode all = json.withArray("requires");
    boolean there = CorpusCase.texts(all).contains(feature);
    if (!there) {
      all.add(feature);
    }
    return this;
  }

  /** The token where it stands; a form is posted. */
  OwnCase token(String token, Placement placement) {
    json.put("token", token);
    request.put("placement", placement.name().toLowerCase());
    return switch (placement) {
      case HEADER -> header("Authorization", "Bearer " + token);
      case COOKIE -> header("Cookie", "{{COOKIE}}=" + token).requires("cookie");
      case QUERY -> query("{{PARAM}}=" + encode(token));
      case FORM -> method("POST").form("{{PARAM}}=" + encode(token)).requires("post");
    };
  }

  static String encode(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }

  OwnCase expect(Expected outcome) {
    return switch (outcome) {
      case ACCEPT -> outcome("accept", 200);
      case REJECT -> outcome("reject", 401, 400);
      case ANY -> outcome("any");
    };
  }

  OwnCase outcome(String outcome, int... status) {
    expect.put("outcome", outcome);
    ArrayNode all = expect.putArray("status");
    for (int one : status) {
      all.add(one);
    }
    return this;
  }

  OwnCase statusNot(int... status) {
    ArrayNode all = expect.withArray("status_not");
    for (int one : status) {
      all.add(one);
    }
    return this;
  }

  OwnCase principal(String name) {
    expect.put("principal", name);
    return this;
  }

  OwnCase forbidHeader(String header) {
    expect.withArray("forbid_headers").add(header);
    return this;
  }

  OwnCase forbidBody(String text) {
    expect.withArray("forbid_body").add(text);
    return this;
  }

  OwnCase answers(String header, String regex) {
    expect.withObject("/resp_headers").put(header, regex);
    return this;
  }

  /** A challenge with this error, {@code ?} for any. */
  OwnCase challenge(String error) {
    expect.putObject("www_authenticate").put("scheme", "Bearer").put("error", error);
    return this;
  }

  /** Minted as it is sent, with times relative to then. */
  OwnCase minted(Json header, Json claims, String claim, long seconds) {
    try {
      ObjectNode mint = json.putObject("mint").put("key", "hs256");
      mint.set("header", new JsonMapper().readTree(header.toString()));
      mint.set("claims", new JsonMapper().readTree(claims.toString()));
      mint.putObject("relative").put(claim, seconds);
    } catch (java.io.IOException notJson) {
      throw new IllegalArgumentException(notJson);
    }
    return this;
  }

  CorpusCase numbered(int number) {
    json.put("id", "O-%04d".formatted(number));
    return new CorpusCase(json);
  }
}
