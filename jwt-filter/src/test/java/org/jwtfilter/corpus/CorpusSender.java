package org.jwtfilter.corpus;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Optional;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jwtfilter.servlet.testkit.Answer;
import org.jwtfilter.servlet.testkit.RawHttp;

/** Sends a case byte by byte as the corpus describes it. */
final class CorpusSender {
  private static final String COOKIE = "__Host-jwt";
  private static final String PARAMETER = "access_token";
  private static final Duration PATIENCE = Duration.ofSeconds(15);

  private final URI server;
  private final Path keys;

  CorpusSender(URI server, Path keys) {
    this.server = server;
    this.keys = keys;
  }

  Answer send(CorpusCase one) throws IOException {
    Optional<String> whole = optional(one.request(), "raw");
    if (whole.isPresent()) {
      return RawHttp.exchangeWhole(server, encode(around(one, whole.get())), PATIENCE);
    }
    return RawHttp.exchange(server, bytes(one, mint(one)), PATIENCE);
  }

  private byte[] bytes(CorpusCase one, Optional<String> minted) {
    JsonNode request = one.request();
    String method = request.get("method").asText();
    Optional<byte[]> body = optional(request, "body").map(text -> encode(fill(text)));
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    line(out, method + " /" + one.profile() + target(request) + " HTTP/1.1");
    line(out, "Host: " + server.getRawAuthority());
    line(out, "Connection: close");
    minted.ifPresentOrElse(
        token -> line(out, "Authorization: Bearer " + token), () -> headers(out, request));
    optional(request, "raw_header").filter(text -> !text.isEmpty()).ifPresent(h -> line(out, h));
    if (body.isPresent() || method.matches("POST|PUT|PATCH")) {
      line(out, "Content-Length: " + body.map(b -> b.length).orElse(0));
    }
    line(out, "");
    body.ifPresent(out::writeBytes);
    return out.toByteArray();
  }

  private String around(CorpusCase one, String whole) {
    return fill(whole)
        .replace("{{CTX}}", "/" + one.profile())
        .replace("{{HOST}}", server.getRawAuthority())
        .replace("{{URL}}", "http://" + server.getRawAuthority());
  }

  private static String target(JsonNode request) {
    String path = request.get("path").asText();
    String query = optional(request, "query").map(CorpusSender::fill).orElse("");
    return query.isEmpty() ? path : path + (path.contains("?") ? "&" : "?") + query;
  }

  private static void headers(ByteArrayOutputStream out, JsonNode request) {
    for (JsonNode header : request.get("headers")) {
      line(out, header.get(0).asText() + ": " + fill(header.get(1).asText()));
    }
  }

  private static Optional<String> optional(JsonNode request, String field) {
    return Optional.ofNullable(request.get(field)).filter(v -> !v.isNull()).map(JsonNode::asText);
  }

  private static void line(ByteArrayOutputStream out, String text) {
    out.writeBytes(encode(text + "\r\n"));
  }

  /** One byte a character where that is possible, so that a case can hold any byte. */
  private static byte[] encode(String text) {
    Charset latin1 = StandardCharsets.ISO_8859_1;
    return text.getBytes(latin1.newEncoder().canEncode(text) ? latin1 : StandardCharsets.UTF_8);
  }

  private static String fill(String text) {
    return text.replace("{{COOKIE}}", COOKIE)
        .replace("{{COOKIE_UPPER}}", COOKIE.toUpperCase())
        .replace("{{PARAM}}", PARAMETER)
        .replace("{{PARAM_UPPER}}", PARAMETER.toUpperCase());
  }

  private Optional<String> mint(CorpusCase one) throws IOException {
    if (one.mint().isEmpty()) {
      return Optional.empty();
    }
    JsonNode mint = one.mint().get();
    ObjectNode claims = mint.get("claims").deepCopy();
    long now = Instant.now().getEpochSecond();
    mint.get("relative")
        .properties()
        .forEach(each -> claims.put(each.getKey(), now + each.getValue().asLong()));
    String signed = base64(mint.get("header")) + "." + base64(claims);
    return Optional.of(signed + "." + sign(signed, mint.get("key").asText()));
  }

  private static String base64(JsonNode json) throws IOException {
    return base64(new JsonMapper().writeValueAsBytes(json));
  }

  private static String base64(byte[] bytes) {
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }

  private String sign(String text, String key) throws IOException {
    String secret = Files.readString(keys.resolve(key + ".b64u")).trim();
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(Base64.getUrlDecoder().decode(secret), "HmacSHA256"));
      return base64(mac.doFinal(text.getBytes(StandardCharsets.US_ASCII)));
    } catch (GeneralSecurityException impossible) {
      throw new IllegalStateException(impossible);
    }
  }
}
