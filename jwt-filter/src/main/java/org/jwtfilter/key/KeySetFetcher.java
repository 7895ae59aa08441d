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
  private static final Duration TIMEOUT = Duration.ofSeconds(5);

  private final KeySetUrl url;
  private final Set<JwsAlgorithm> allowed;
  private final JsonClient client = new JsonClient();

  /**
   * @param allowed empty: what the keys say
   */
  KeySetFetcher(KeySetUrl url, Set<JwsAlgorithm> allowed) {
    this.url = url;
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
    return new FetchedSet(JwkSet.published(document, allowed), answer.body(), age);
  }
}
