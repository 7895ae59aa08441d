package org.jwtfilter.key;

import java.util.Optional;

/** Stub of the interface that another branch brings. */
public interface TokenCipher {
  String seal(byte[] content);

  Optional<byte[]> open(String sealed);
}
