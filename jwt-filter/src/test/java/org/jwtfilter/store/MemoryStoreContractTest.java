package org.jwtfilter.store;

import org.jspecify.annotations.Nullable;

/** The contract on {@code memory:local}, where both nodes are one: it is not shared. */
class MemoryStoreContractTest extends StoreContract {
  private @Nullable Store only;

  @Override
  protected String uri() {
    return "memory:local";
  }

  @Override
  protected boolean followsOurClock() {
    return true;
  }

  @Override
  protected Store open(StoreSettings settings) {
    return only == null ? only = Stores.open(settings) : only;
  }
}
