package org.jwtfilter.key;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.time.Duration;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Fetches a key set, or the discovery document of an OpenID provider and then the set that it names
 * (OpenID Connect Discovery 1.0 section 3). Only one step is taken. Thread-safe.
 */
final class KeySetFetcher implements FetchedSet.Fetcher {
  private static final int LONGEST_SHOWN = 100;
  private static final Duration TIMEOUT = Duration.ofSeconds(5);

  private final KeySetUrl url;
  private final Set<JwsAlgorithm> allowed;
  private final @Nullable String issuer;
  private final JsonClient client = new JsonClient();

  /**
   * @param allowed empty: what the keys say
   * @param issuer for whose tokens alone the keys are good, and whom a discovery document must
   *     name; null: anybody
   */
  KeySetFetcher(KeySetUrl url, Set<JwsAlgorithm> allowed, @Nullable String issuer) {
    this.url = url;
    this.issuer = issuer;
    this.allowed = allowed.isEmpty() ? Set.of() : EnumSet.copyOf(allowed);
  }

  @Override
  public FetchedSet fetch() throws KeyException {
    long deadline = System.nanoTime() + TIMEOUT.toNanos();
    JsonClient.Answer first = client.get(url.uri(), deadline);
    Map<String, @Nullable Object> document = document(first);
    if (document.containsKey("keys") || !(document.get("jwks_uri") instanceof String next)) {
      return read(document, first, first.age());
    }
    requireIssuer(document.get("issuer"));
    JsonClient.Answer second = client.get(url.leadingTo(next).uri(), deadline);
    Duration age = first.age().compareTo(second.age()) < 0 ? first.age() : second.age();
    return read(document(second), second, age);
  }

  private static Map<String, @Nullable Object> document(JsonClient.Answer answer)
      throws KeyException {
    return JwkSet.document(answer.body().getBytes(ISO_8859_1));
  }

  private FetchedSet read(
      Map<String, @Nullable Object> document, JsonClient.Answer answer, Duration age)
      throws KeyException {
    return new FetchedSet(
        JwkSet.published(JwkSet.aroundKey(document), allowed).of(issuer), answer.body(), age);
  }

  /**
   * Exactly the same (OpenID Connect Discovery 1.0 section 4.3): else a provider that serves many
   * could hand out the keys of one for the tokens of another.
   */
  private void requireIssuer(@Nullable Object named) throws KeyException {
    if (issuer != null && !issuer.equals(named)) {
      throw new KeyException(
          "is the discovery document of %s, but its keys are for tokens of \"%s\": write the issuer"
                  .formatted(named instanceof String text ? quoted(text) : "nobody", issuer)
              + " exactly as the document has it, or the address that belongs to the issuer");
    }
  }

  private static String quoted(String text) {
    String shown = text.length() > LONGEST_SHOWN ? text.substring(0, LONGEST_SHOWN) + "…" : text;
    return '"' + shown.replaceAll("[^ -~…]", "?") + '"';
  }
}
