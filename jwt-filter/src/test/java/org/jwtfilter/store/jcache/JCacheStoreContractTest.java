package org.jwtfilter.store.jcache;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.jwtfilter.store.Store;
import org.jwtfilter.store.StoreContract;
import org.jwtfilter.store.StoreSettings;
import org.jwtfilter.store.Stores;
import org.jwtfilter.store.testkit.HazelcastPair;

/** The contract on a real pair of Hazelcast members, the handles in turn on one and the other. */
class JCacheStoreContractTest extends StoreContract {
  private static HazelcastPair pair;

  private int opened;

  @BeforeAll
  static void start() {
    pair = HazelcastPair.start();
  }

  @AfterAll
  static void stop() {
    pair.close();
  }

  @Override
  protected String uri() {
    return pair.uri("contract", 0);
  }

  @Override
  protected boolean followsOurClock() {
    return true;
  }

  @Override
  protected Store open(StoreSettings settings) {
    int node = opened++ % 2;
    StoreSettings own =
        new StoreSettings(
            pair.uri("contract", node), settings.timeout(), settings.clock(), settings.namespace());
    return pair.on(node, () -> Stores.open(own));
  }
}
