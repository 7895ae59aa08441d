package org.jwtfilter.store.jdbc;

import java.nio.file.Path;
import java.sql.SQLException;
import java.util.Objects;
import org.h2.jdbcx.JdbcDataSource;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.jwtfilter.store.Store;
import org.jwtfilter.store.StoreContract;
import org.jwtfilter.store.StoreSettings;
import org.jwtfilter.store.testkit.TestPool;

/** The contract on H2 in a file. */
class H2FileContractTest extends StoreContract {
  private static @Nullable TestPool pool;

  @BeforeAll
  static void openFile(@TempDir Path folder) {
    JdbcDataSource source = new JdbcDataSource();
    source.setURL("jdbc:h2:file:" + folder.resolve("contract"));
    pool = new TestPool(source, 8);
  }

  @AfterAll
  static void closeFile() throws SQLException {
    Objects.requireNonNull(pool).close();
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
    return JdbcStoreProvider.open(Objects.requireNonNull(pool), settings);
  }
}
