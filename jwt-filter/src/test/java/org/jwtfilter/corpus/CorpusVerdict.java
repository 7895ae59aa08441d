package org.jwtfilter.corpus;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jwtfilter.servlet.testkit.Answer;

/**
 * Compares one answer with what the corpus expects, and collects everything that is wrong with it.
 */
final class CorpusVerdict {
  private static final Pattern LEAK =
      Pattern.compile(
          "com\\.auth0|com\\.fasterxml|java\\.lang\\.|java\\.util\\.|Caused by:"
              + "|\\bat [a-z]+\\.[a-z0-9.]+\\([A-Za-z]+\\.java|NullPointerException|SQLException|root:x:0:");
  private static final Pattern ERROR = Pattern.compile("error=\"?([a-z_]+)");

  private final List<String> faults = new ArrayList<>();
  private final CorpusCase one;
  private final JsonNode expect;
  private final Answer answer;
  private final String body;
  private final int slowness;

  private CorpusVerdict(CorpusCase one, Answer answer, int slowness) {
    this.slowness = slowness;
    this.one = one;
    this.expect = one.expect();
    this.answer = answer;
    this.body = answer.text();
  }

  /**
   * What is wrong; empty if nothing is.
   *
   * @param slowness how many times longer than it says a case may take
   */
  static List<String> of(CorpusCase one, Answer answer, List<String> canaryHits, int slowness) {
    CorpusVerdict verdict = new CorpusVerdict(one, answer, slowness);
    verdict.status();
    verdict.forgery(canaryHits);
    verdict.headers();
    verdict.body();
    verdict.challenge();
    return verdict.faults;
  }

  private void status() {
    List<String> allowed = CorpusCase.texts(expect.get("status"));
    String status = Integer.toString(answer.status());
    faultIf(answer.status() == 0 && !one.maySayNothing(), "no response");
    faultIf(!allowed.isEmpty() && !allowed.contains(status), "status not in " + allowed);
    faultIf(CorpusCase.texts(expect.path("status_not")).contains(status), "status forbidden");
    faultIf(
        isReject() && answer.status() == 200 && !allowed.contains("200"), "ACCEPTED, must not be");
  }

  private void forgery(List<String> canaryHits) {
    faultIf(
        expect.path("no_canary_hit").asBoolean() && !canaryHits.isEmpty(),
        "the server fetched what the attacker named: " + canaryHits);
    long limit = expect.path("max_ms").asLong(Integer.MAX_VALUE) * slowness;
    faultIf(answer.took().toMillis() > limit, "took " + answer.took() + ", limit ms " + limit);
  }

  private void headers() {
    for (String forbidden : CorpusCase.texts(expect.path("forbid_headers"))) {
      String[] pair = forbidden.split(": ", 2);
      faultIf(
          answer.headers(pair[0]).stream().anyMatch(value -> isForbidden(pair, value)),
          "header " + forbidden);
    }
    for (Map.Entry<String, JsonNode> needed : expect.path("resp_headers").properties()) {
      Pattern pattern = Pattern.compile(needed.getValue().asText());
      faultIf(
          answer.headers(needed.getKey()).stream().noneMatch(v -> pattern.matcher(v).find()),
          "header " + needed.getKey() + " is not like " + pattern);
    }
  }

  private static boolean isForbidden(String[] pair, String value) {
    return value.equals(pair[1]) || (pair[0].equals("Set-Cookie") && value.startsWith(pair[1]));
  }

  private void body() {
    for (String forbidden : CorpusCase.texts(expect.path("forbid_body"))) {
      faultIf(body.contains(forbidden), "body contains " + forbidden);
    }
    Matcher leak = LEAK.matcher(body);
    if (leak.find() && !containersOwn()) {
      faults.add("the body leaks " + leak.group());
    }
    String token = one.text("token");
    faultIf(isReject() && token.length() > 20 && body.contains(token), "the body has the token");
    String principal = expect.path("principal").asText("");
    faultIf(answer.status() == 200 && !body.contains(principal), "not as principal " + principal);
  }

  /** What the server did not understand never came to the filter, and the page is its own. */
  private boolean containersOwn() {
    return (answer.status() == 400 || answer.status() == 0)
        && answer.headers("WWW-Authenticate").isEmpty();
  }

  private void challenge() {
    JsonNode expected = expect.path("www_authenticate");
    if (!expected.isObject() || answer.status() != 401) {
      return;
    }
    String challenge = String.join(", ", answer.headers("WWW-Authenticate"));
    faultIf(!challenge.toLowerCase().startsWith("bearer"), "no Bearer challenge: " + challenge);
    Matcher said = ERROR.matcher(challenge);
    Optional<String> error = said.find() ? Optional.of(said.group(1)) : Optional.empty();
    JsonNode wanted = expected.path("error");
    faultIf(wanted.isNull() && error.isPresent(), "an error without credentials: " + challenge);
    faultIf(
        wanted.isTextual()
            && !wanted.asText().equals("?")
            && !error.equals(Optional.of(wanted.asText())),
        "WWW-Authenticate without error " + wanted + ": " + challenge);
  }

  private boolean isReject() {
    return expect.get("outcome").asText().equals("reject");
  }

  private void faultIf(boolean wrong, String fault) {
    if (wrong) {
      faults.add(fault);
    }
  }
}
