package org.jwtfilter.http;

import java.time.Clock;
import java.util.List;
import org.jwtfilter.JwtEvents;
import org.jwtfilter.config.ConfigProblem;
import org.jwtfilter.config.ConfigurationException;
import org.jwtfilter.config.JwtConfig;
import org.jwtfilter.config.Options;
import org.jwtfilter.key.Digests;
import org.jwtfilter.store.GuardedStore;
import org.jwtfilter.store.Store;
import org.jwtfilter.store.StoreException;
import org.jwtfilter.store.StoreListener;
import org.jwtfilter.store.StoreSettings;
import org.jwtfilter.store.Stores;

/** Opens the store of an application, at start. */
final class StoreSetup {
  private static final int NAMESPACE_BYTES = 9;

  private StoreSetup() {}

  /**
   * The store behind its circuit breaker.
   *
   * @throws ConfigurationException if there is no such store, or it refuses us
   */
  static Store open(JwtConfig config, Clock clock, JwtEvents events) {
    return new GuardedStore(engine(config, clock), clock, heard(events));
  }

  private static StoreListener heard(JwtEvents events) {
    return new StoreListener() {
      @Override
      public void down(String why) {
        events.storeDown(why);
      }

      @Override
      public void up() {
        events.storeUp();
      }
    };
  }

  private static Store engine(JwtConfig config, Clock clock) {
    try {
      return Stores.open(
          new StoreSettings(
              config.get(Options.STORE),
              config.get(Options.STORE_TIMEOUT),
              clock,
              namespace(config.get(Options.ISSUER))));
    } catch (IllegalArgumentException | StoreException e) {
      String words = String.valueOf(e.getMessage()) + " (" + config.where(Options.STORE) + ")";
      throw new ConfigurationException(List.of(new ConfigProblem(Options.STORE.name(), words)));
    }
  }

  /** Applications that trust the same issuer share what is known of its tokens, others nothing. */
  private static String namespace(String issuer) {
    return "jwt:" + Digests.sha256(issuer, NAMESPACE_BYTES) + ":";
  }
}
