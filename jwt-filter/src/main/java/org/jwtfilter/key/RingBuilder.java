package org.jwtfilter.key;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** Collects the keys of several URIs, and every problem with them, into one ring. */
final class RingBuilder {
  private final KeyReader reader;
  private final Set<JwsAlgorithm> allowed = EnumSet.noneOf(JwsAlgorithm.class);
  private final List<JwtKey> keys = new ArrayList<>();
  private final List<String> warnings = new ArrayList<>();
  private final List<String> problems = new ArrayList<>();

  RingBuilder(KeyReader reader, Set<String> algorithms) {
    this.reader = reader;
    new TreeSet<>(algorithms).forEach(this::allow);
  }

  void add(String uri) {
    try {
      KeyReader.Keys read = reader.read(uri, allowed);
      keys.addAll(read.keys());
      warnings.addAll(read.warnings());
    } catch (KeyException e) {
      problems.addAll(e.problems());
    }
  }

  KeyRing ring() throws KeyException {
    // What a key that could not be read would have been, nobody knows: say no more than is certain.
    if (problems.isEmpty()) {
      checkAgreement();
    }
    if (!problems.isEmpty()) {
      throw new KeyException(problems);
    }
    return KeyRing.of(keys, warnings);
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
    if (keys.isEmpty()) {
      problems.add("keys: there is no key to verify tokens with");
    }
    Set<JwsAlgorithm> unused = EnumSet.copyOf(allowed);
    keys.forEach(key -> unused.remove(key.algorithm()));
    unused.forEach(
        one -> problems.add("algorithms: " + one + " is allowed, but none of the keys is for it"));
    if (keys.stream().map(key -> key.algorithm().symmetric()).distinct().count() > 1) {
      problems.add(
          "keys: secrets (hmac:) and public keys (pem:, jwks:) verify tokens side by side, which"
              + " lets a public key pass for a secret: keep one kind");
    }
  }
}
