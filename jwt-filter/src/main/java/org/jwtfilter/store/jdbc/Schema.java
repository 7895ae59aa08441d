package org.jwtfilter.store.jdbc;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import org.jwtfilter.store.StoreException;

/** Sees to it that the table is there: makes it, or says how to. */
final class Schema {
  private static final Logger LOG = System.getLogger(Schema.class.getName());

  private final String name;
  private final String table;
  private final boolean create;
  private final Connections connections;

  Schema(String name, String table, boolean create, Connections connections) {
    this.name = name;
    this.table = table;
    this.create = create;
    this.connections = connections;
  }

  /**
   * Looks for the table, and makes it if it is missing; other nodes may do the same at this moment.
   *
   * @throws SQLException if the database does not answer
   * @throws StoreException if there is no table and we may not make it, with what to run
   */
  Dialect prepare() throws SQLException {
    Dialect dialect =
        connections.run(
            connection -> {
              connections.learn(connection);
              return Dialect.of(connection.getMetaData().getDatabaseProductName());
            });
    try {
      connections.run(this::probe);
    } catch (SQLException missing) {
      if (Faults.connection(missing)) {
        throw missing;
      }
      make(dialect, missing);
    }
    return dialect;
  }

  private boolean probe(Connection connection) throws SQLException {
    return execute(
        connection, "SELECT store_key, digest, content, ends_at FROM " + table + " WHERE 1 = 0");
  }

  private void make(Dialect dialect, SQLException missing) throws SQLException {
    List<String> statements = dialect.definition(table);
    if (!create) {
      throw refused(statements, missing);
    }
    try {
      connections.run(connection -> execute(connection, statements.get(0)));
    } catch (SQLException failed) {
      probeAgain(statements, failed);
      return;
    }
    index(statements.get(1));
    LOG.log(Level.INFO, name + ": made the table " + table);
  }

  private void probeAgain(List<String> statements, SQLException failed) throws SQLException {
    if (Faults.connection(failed)) {
      throw failed;
    }
    try {
      connections.run(this::probe); // Another node was faster.
    } catch (SQLException missing) {
      throw refused(statements, failed);
    }
  }

  private void index(String statement) {
    try {
      connections.run(connection -> execute(connection, statement));
    } catch (SQLException failed) {
      LOG.log(
          Level.WARNING,
          name + ": works without its index, but slower; please run: " + statement,
          failed);
    }
  }

  private StoreException refused(List<String> statements, SQLException why) {
    return new StoreException(
        name
            + ": the table "
            + table
            + " is missing or has other columns, and "
            + (create ? "could not be made: " + why.getMessage() : "create=false is set")
            + ". Please run:\n"
            + String.join(";\n", statements)
            + ";",
        why);
  }

  private static boolean execute(Connection connection, String sql) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(sql);
      return true;
    }
  }
}
