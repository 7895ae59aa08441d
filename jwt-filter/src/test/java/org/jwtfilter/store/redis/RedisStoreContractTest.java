package org.jwtfilter.store.redis;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.jwtfilter.store.StoreContract;
import org.jwtfilter.store.testkit.RedisServer;

/** The contract on a real Redis. */
class RedisStoreContractTest extends StoreContract {
  private static RedisServer server;

  @BeforeAll
  static void start() {
    server = RedisServer.start();
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  @Override
  protected String uri() {
    return server.uri();
  }

  @Override
  protected boolean followsOurClock() {
    return false;
  }
}
