package org.jwtfilter.store.jdbc;

import java.sql.SQLException;
import java.sql.SQLIntegrityConstraintViolationException;
import java.sql.SQLNonTransientConnectionException;
import java.sql.SQLRecoverableException;
import java.sql.SQLTransientConnectionException;
import org.jwtfilter.store.StoreException;

/** What an {@link SQLException} means, by its class and its SQLSTATE. */
final class Faults {
  private Faults() {}

  /** A row with that key is there. */
  static boolean duplicate(SQLException fault) {
    return fault instanceof SQLIntegrityConstraintViolationException
        || state(fault).startsWith("23");
  }

  /** The database has undone the transaction in favour of another: it may be run again. */
  static boolean undone(SQLException fault) {
    return state(fault).startsWith("40") || state(fault).equals("61000");
  }

  /** It is not the statement that is wrong: the database is away, ends, or is full. */
  static boolean connection(SQLException fault) {
    String state = state(fault);
    return fault instanceof SQLNonTransientConnectionException
        || fault instanceof SQLTransientConnectionException
        || fault instanceof SQLRecoverableException
        || state.startsWith("08")
        || state.startsWith("53")
        || state.startsWith("57P")
        || state.startsWith("28")
        || state.isEmpty();
  }

  /** For the caller. What drivers say of data is left out, since they quote it. */
  static StoreException toStoreException(String name, SQLException fault) {
    String state = state(fault);
    if (state.startsWith("22") || state.startsWith("23")) {
      return new StoreException(name + " failed: SQLSTATE " + state + " (about data, not shown)");
    }
    return new StoreException(
        name + " failed: " + fault.getMessage() + " (SQLSTATE " + state + ")", fault);
  }

  private static String state(SQLException fault) {
    return fault.getSQLState() == null ? "" : fault.getSQLState();
  }
}
