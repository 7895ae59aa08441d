package org.jwtfilter.store.jdbc;

import javax.sql.DataSource;
import org.h2.jdbcx.JdbcDataSource;
import org.jwtfilter.store.Store;
import org.jwtfilter.store.StoreContract;
import org.jwtfilter.store.StoreSettings;
import org.jwtfilter.store.testkit.TestPool;

/** The contract on H2 in memory, behind a pool. */
class H2MemoryContractTest extends StoreContract {
  private static final TestPool POOL = new TestPool(h2("mem:contract;DB_CLOSE_DELAY=-1"), 8);

  private static DataSource h2(String name) {
    JdbcDataSource source = new JdbcDataSource();
    source.setURL("jdbc:h2:" + name);
    return source;
  }

  @Override
  protected String uri() {
    return "jdbc:java:unused";
  }

  @Override
  protected boolean followsOurClock() {
    return true;
  }

  @Override
  protected Store open(StoreSettings settings) {
    return JdbcStoreProvider.open(POOL, settings);
  }
}
