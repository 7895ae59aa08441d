package org.jwtfilter.key;

import java.time.Clock;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Collects the keys of several URIs, and every problem with them, into one source. */
final class RingBuilder {
  private final KeyReader reader;
  private final KeySetRules rules;
  private final KeySetListener listener;
  private final Clock clock;
  private final Set<JwsAlgorithm> allowed = EnumSet.noneOf(JwsAlgorithm.class);
  private final List<JwtKey> keys = new ArrayList<>();
  private final List<Supplier<List<JwtKey>>> parts = new ArrayList<>();
  private final List<RemoteSet> remote = new ArrayList<>();
  private final List<String> warnings = new ArrayList<>();
  private final List<String> problems = new ArrayList<>();

  RingBuilder(
      KeyReader reader,
      Set<String> algorithms,
      KeySetRules rules,
      KeySetListener listener,
      Clock clock) {
    this.reader = reader;
    this.rules = rules;
    this.listener = listener;
    this.clock = clock;
    new TreeSet<>(algorithms).forEach(this::allow);
  }

  /**
   * @param issuer for whose tokens alone its keys are good; null: for those of all
   * @param maySign whether a private key signs
   */
  void add(String uri, @Nullable String issuer, boolean maySign) {
    try {
      if (KeyReader.isUrl(uri)) {
        fetch(uri, issuer);
      } else {
        KeyReader.Keys read = reader.read(uri, allowed);
        List<JwtKey> bound =
            read.keys().stream()
                .map(key -> maySign ? key : key.verifying())
                .map(key -> key.of(issuer))
                .toList();
        keys.addAll(bound);
        parts.add(() -> bound);
        warnings.addAll(read.warnings());
      }
    } catch (KeyException e) {
      problems.addAll(e.problems());
    }
  }

  private void fetch(String uri, @Nullable String issuer) throws KeyException {
    KeySetUrl url = KeyReader.url(uri);
    if (!allowed.isEmpty() && allowed.stream().allMatch(JwsAlgorithm::symmetric)) {
      throw new KeyException(url + " has public keys only, but algorithms allows only " + allowed);
    }
    RemoteSet set =
        new RemoteSet(
            url.toString(),
            new KeySetFetcher(url, allowed, issuer),
            rules,
            listener,
            clock,
            FetchThread::start);
    remote.add(set);
    parts.add(set::keys);
  }

  KeySource source() throws KeyException {
    // What a key that could not be read would have been, nobody knows: say no more than is certain.
    if (problems.isEmpty()) {
      checkAgreement();
    }
    if (!problems.isEmpty()) {
      throw new KeyException(problems);
    }
    return remote.isEmpty()
        ? KeySource.of(KeyRing.of(keys, warnings))
        : new RemoteKeys(parts, remote, warnings, allowed, clock);
  }

  private void allow(String name) {
    JwsAlgorithm.named(name)
        .ifPresentOrElse(
            allowed::add,
            () ->
                problems.add(
                    "algorithms: \"%s\" is not one of %s"
                        .formatted(name, List.of(JwsAlgorithm.values()))));
  }

  private void checkAgreement() {
    if (keys.isEmpty() && remote.isEmpty()) {
      problems.add("keys: there is no key to verify tokens with");
    }
    Set<JwsAlgorithm> unused = EnumSet.copyOf(allowed);
    keys.forEach(key -> unused.remove(key.algorithm()));
    // What will be published, nobody knows yet, but that secrets will not be.
    unused.removeIf(one -> !one.symmetric() && !remote.isEmpty());
    unused.forEach(
        one -> problems.add("algorithms: " + one + " is allowed, but none of the keys is for it"));
    Stream<Boolean> published = remote.stream().map(set -> false);
    Stream<Boolean> own = keys.stream().map(key -> key.algorithm().symmetric());
    if (Stream.concat(own, published).distinct().count() > 1) {
      problems.add(
          "keys: secrets (hmac:) and public keys (pem:, jwks:) verify tokens side by side, which"
              + " lets a public key pass for a secret: keep one kind");
    }
  }
}
