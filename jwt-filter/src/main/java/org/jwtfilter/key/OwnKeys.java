package org.jwtfilter.key;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The keys of a ring that are not fetched, as they were read at one time.
 *
 * @param parts those of each URI; empty for a URI that is fetched
 * @param signer the one that signs; empty: the first that can
 * @param warnings what was left out, and why
 */
record OwnKeys(List<List<JwtKey>> parts, Optional<JwtKey> signer, List<String> warnings) {
  OwnKeys {
    parts = parts.stream().map(List::copyOf).toList();
    warnings = List.copyOf(warnings);
  }

  Stream<JwtKey> all() {
    return parts.stream().flatMap(List::stream);
  }

  /** The one that signs unless another is named. */
  Optional<JwtKey> firstSigner() {
    return all().filter(JwtKey::canSign).findFirst();
  }

  /** The same keys, of which this one signs. */
  OwnKeys signing(JwtKey one) {
    return new OwnKeys(parts, Optional.of(one), warnings);
  }
}
