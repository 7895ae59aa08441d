package org.jwtfilter.store.jdbc;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.sql.SQLException;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import javax.naming.InitialContext;
import javax.naming.NamingException;
import javax.sql.DataSource;
import org.jwtfilter.store.Store;
import org.jwtfilter.store.StoreException;
import org.jwtfilter.store.StoreProvider;
import org.jwtfilter.store.StoreSettings;
import org.jwtfilter.store.Stores;
import org.jwtfilter.store.TimeLimitedStore;

/**
 * Opens {@code jdbc:java:comp/env/jdbc/x}: a table in the database of a {@link DataSource} that the
 * server has under that name. PostgreSQL and H2 are tested; there are definitions for MySQL,
 * MariaDB, Oracle and SQL Server.
 *
 * <p>Parameters: {@code table} (default {@code jwt_store}, may be {@code schema.table}), {@code
 * create} (default {@code true}: make the table if it is missing; where that is not allowed, the
 * message shows what to run), {@code threads} (default 16: how many calls run at once; more than
 * the pool has connections makes no sense). The pool should test connections before it lends them;
 * if it does not, the first call after an outage fails.
 */
public final class JdbcStoreProvider implements StoreProvider {
  private static final Logger LOG = System.getLogger(JdbcStoreProvider.class.getName());
  private static final Set<String> PARAMETERS = Set.of("table", "create", "threads");
  private static final Pattern TABLE =
      Pattern.compile("([A-Za-z_][A-Za-z0-9_]{0,29}\\.)?[A-Za-z_][A-Za-z0-9_]{0,24}");

  /** For {@link java.util.ServiceLoader}. */
  public JdbcStoreProvider() {}

  @Override
  public Set<String> schemes() {
    return Set.of("jdbc");
  }

  @Override
  public String needs() {
    return "the Java module java.sql";
  }

  @Override
  public Store open(StoreSettings settings) {
    return engine(find(settings), settings);
  }

  /**
   * Opens a store over a source that the caller has already, as an application with a pool of its
   * own does. Of the settings' URI only the parameters count.
   *
   * @throws IllegalArgumentException if a parameter is wrong
   * @throws StoreException if the table is missing and may not be made
   */
  public static Store open(DataSource source, StoreSettings settings) {
    return Stores.over(engine(source, settings), settings);
  }

  private static Store engine(DataSource source, StoreSettings settings) {
    Map<String, String> given = settings.parameters(PARAMETERS);
    String table = one(settings, given, "table", "jwt_store", TABLE.pattern());
    boolean create = Boolean.parseBoolean(one(settings, given, "create", "true", "true|false"));
    String threads = one(settings, given, "threads", "16", "[1-9][0-9]{0,2}");
    JdbcStore store = new JdbcStore(source, settings, table, create);
    Store engine = new TimeLimitedStore(store, settings, Integer.parseInt(threads));
    begin(engine, settings);
    store.startCleaner();
    return engine;
  }

  /**
   * Asks once, so that a table that cannot be made stops the start; a database that is away does
   * not.
   */
  private static void begin(Store engine, StoreSettings settings) {
    try {
      engine.read(Set.of(Cleaner.LEASE_KEY));
    } catch (StoreException failed) {
      if (failed.getCause() instanceof SQLException fault && !Faults.connection(fault)) {
        engine.close();
        throw failed;
      }
      LOG.log(
          Level.WARNING,
          settings.shown() + " does not answer yet; the application starts without it",
          failed);
    }
  }

  /** The name comes from the configuration, and names with another protocol are refused. */
  @SuppressWarnings("BanJNDI")
  private static DataSource find(StoreSettings settings) {
    String name = settings.address();
    if (!name.startsWith("java:")) {
      throw settings.wrong(
          "needs the name that the server has a DataSource under, as in"
              + " jdbc:java:comp/env/jdbc/x");
    }
    try {
      if (new InitialContext().lookup(name) instanceof DataSource source) {
        return source;
      }
      throw settings.wrong("what is there is no javax.sql.DataSource");
    } catch (NamingException missing) {
      throw settings.wrong(
          "nothing is there ("
              + missing
              + "): declare the DataSource in the server, and for java:comp/env a <resource-ref> in"
              + " web.xml");
    }
  }

  private static String one(
      StoreSettings settings,
      Map<String, String> given,
      String name,
      String unset,
      String pattern) {
    String value = given.getOrDefault(name, unset);
    if (!value.matches(pattern)) {
      throw settings.wrong(name + "=" + value + " is not of the form " + pattern);
    }
    return value;
  }
}
