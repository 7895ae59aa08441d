package org.jwtfilter.corpus;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.StreamSupport;
import java.util.zip.GZIPInputStream;

/** One line of the corpus. */
record CorpusCase(JsonNode json) {
  private static final JsonMapper JSON = new JsonMapper();

  /** The cases of a gzipped resource. */
  static List<CorpusCase> read(String resource) throws IOException {
    List<CorpusCase> cases = new ArrayList<>();
    try (InputStream in = CorpusCase.class.getResourceAsStream(resource);
        BufferedReader lines =
            new BufferedReader(
                new InputStreamReader(new GZIPInputStream(in), StandardCharsets.UTF_8))) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        cases.add(new CorpusCase(JSON.readTree(line)));
      }
    }
    return cases;
  }

  String profile() {
    return text("profile").toLowerCase();
  }

  String text(String field) {
    return json.path(field).asText();
  }

  JsonNode request() {
    return json.get("request");
  }

  JsonNode expect() {
    return json.get("expect");
  }

  /** Whether a server may close the connection without a word. */
  boolean maySayNothing() {
    return texts(json.path("requires")).contains("silence");
  }

  /** How to make the token at the time of the test; empty where it is fixed. */
  Optional<JsonNode> mint() {
    return Optional.ofNullable(json.get("mint"));
  }

  static List<JsonNode> items(JsonNode array) {
    return StreamSupport.stream(array.spliterator(), false).toList();
  }

  static List<String> texts(JsonNode array) {
    return items(array).stream().map(JsonNode::asText).toList();
  }

  /** What a report calls it. */
  @Override
  public String toString() {
    return "%s [%s, %s, %s] %s"
        .formatted(
            text("id"), text("category"), text("level"), text("profile"), text("description"));
  }
}
