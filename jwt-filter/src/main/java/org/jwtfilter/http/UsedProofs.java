package org.jwtfilter.http;

import java.time.Clock;
import java.time.Instant;
import java.util.Optional;
import org.jwtfilter.Proof;
import org.jwtfilter.config.DpopMode;
import org.jwtfilter.config.JwtConfig;
import org.jwtfilter.config.Options;
import org.jwtfilter.key.Digests;
import org.jwtfilter.store.Store;
import org.jwtfilter.store.StoreSettings;
import org.jwtfilter.store.Stores;

/** Which proofs were used (RFC 9449, 11.1), by their hashes. Thread-safe; memory is bounded. */
final class UsedProofs implements AutoCloseable {
  /** Some 130 000 of them; when it is full, those go first that end soonest. */
  private static final String LOCAL = "memory:local?max-size=32m";

  private static final int HASH_BYTES = 16;
  private static final byte[] USED = {1};

  private final Store store;
  private final Optional<Store> own;

  private UsedProofs(Store shared, Optional<Store> own) {
    this.store = own.orElse(shared);
    this.own = own;
  }

  /**
   * As a configuration says. Where there is one node they are kept apart from what else it
   * remembers: who makes many must drive out nothing of that.
   *
   * @param shared the store of all nodes
   */
  static UsedProofs of(JwtConfig config, Store shared, Clock clock) {
    boolean apart =
        config.get(Options.DPOP) != DpopMode.OFF
            && !Options.storeIsShared(config.get(Options.STORE));
    return new UsedProofs(shared, apart ? Optional.of(local(config, clock)) : Optional.empty());
  }

  private static Store local(JwtConfig config, Clock clock) {
    return Stores.open(
        new StoreSettings(LOCAL, config.get(Options.STORE_TIMEOUT), clock, "proofs:"));
  }

  /**
   * Uses a proof up; true the first time, on whatever node.
   *
   * @param end when no node accepts it any more
   */
  boolean use(Proof proof, Instant end) {
    String name = Digests.sha256(proof.thumbprint() + ' ' + proof.claims().id(), HASH_BYTES);
    return store.replace("dpop:" + name, null, USED, end);
  }

  /** Releases the memory. */
  @Override
  public void close() {
    own.ifPresent(Store::close);
  }
}
