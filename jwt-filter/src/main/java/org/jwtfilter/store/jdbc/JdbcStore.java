package org.jwtfilter.store.jdbc;

import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.jwtfilter.store.Store;
import org.jwtfilter.store.StoreException;
import org.jwtfilter.store.StoreSettings;
import org.jwtfilter.store.jdbc.Table.Row;

/**
 * A store in one table. A call is one statement (two or three for a first write where there is no
 * {@code ON CONFLICT}), each a transaction of its own, so no call ever holds one row and waits for
 * another. Ends are judged by the clock of the node. Thread-safe.
 */
final class JdbcStore implements Store {
  /** How often a transaction is begun again that the database has undone in favour of another. */
  private static final int TRIES = 5;

  /**
   * How often a value is written where others write and delete it between our update and our
   * insert; each time that fails one of theirs has succeeded, and the time limit of calls ends it
   * before.
   */
  private static final int TURNS = 1_000;

  private final String name;
  private final Clock clock;
  private final Connections connections;
  private final Schema schema;
  private final Table table;
  private final Cleaner cleaner;

  /** Null until the table is known to be there. */
  private volatile @Nullable Dialect dialect;

  JdbcStore(DataSource source, StoreSettings settings, String tableName, boolean create) {
    this.name = settings.shown();
    this.clock = settings.clock();
    this.connections = new Connections(source, settings.timeout());
    this.schema = new Schema(name, tableName, create, connections);
    this.cleaner = new Cleaner(this, name, clock);
    long seconds = (settings.timeout().toMillis() + 999) / 1000;
    this.table = new Table(tableName, (int) Math.max(1, Math.min(seconds, Integer.MAX_VALUE)));
  }

  /** Finds or makes the table, if that has not been done. */
  Dialect prepare() {
    Dialect known = dialect;
    if (known == null) {
      known = attempt(schema::prepare);
      dialect = known;
    }
    return known;
  }

  @Override
  public Map<String, byte[]> read(Set<String> keys) {
    prepare();
    List<String> all = new ArrayList<>(keys);
    long now = clock.millis();
    return transaction(
        connection -> {
          Map<String, byte[]> found = new HashMap<>();
          for (int i = 0; i < all.size(); i += Table.KEYS) {
            List<String> some = all.subList(i, Math.min(i + Table.KEYS, all.size()));
            table.read(connection, some, now, found);
          }
          return found;
        });
  }

  @Override
  public void write(String key, byte[] value, Instant expires) {
    Row row = new Row(key, value, expires.toEpochMilli());
    if (prepare().onConflict) {
      transaction(
          connection -> {
            table.insertOrUpdate(connection, row);
            return true;
          });
      return;
    }
    for (int i = 0; i < TURNS; i++) {
      if (transaction(connection -> table.update(connection, row)) || insert(row)) {
        return;
      }
    }
    throw new StoreException(name + ": others write and delete the same key all the time");
  }

  @Override
  public boolean replace(String key, byte @Nullable [] expected, byte[] value, Instant expires) {
    Dialect known = prepare();
    Row row = new Row(key, value, expires.toEpochMilli());
    long now = clock.millis();
    if (expected == null) {
      return first(known, row, now);
    }
    String digest = Digest.of(expected);
    return transaction(connection -> table.compareAndSet(connection, row, now, digest));
  }

  private boolean first(Dialect known, Row row, long now) {
    if (known.onConflict) {
      return transaction(connection -> table.insertOrTakeOver(connection, row, now));
    }
    return transaction(connection -> table.takeOver(connection, row, now)) || insert(row);
  }

  /** Whether there was no such row. */
  private boolean insert(Row row) {
    return transaction(
        connection -> {
          table.insert(connection, row);
          return true;
        },
        false);
  }

  @Override
  public void delete(String key) {
    prepare();
    transaction(connection -> table.delete(connection, key));
  }

  /**
   * Deletes one batch of rows that ended before that time.
   *
   * @return whether there may be more
   */
  boolean clean(long before) {
    prepare();
    List<String> keys = transaction(connection -> table.expired(connection, before));
    if (!keys.isEmpty()) {
      transaction(connection -> table.deleteExpired(connection, keys, before));
    }
    return keys.size() == Table.KEYS;
  }

  /** Begins to remove what is past its end. */
  void startCleaner() {
    cleaner.start();
  }

  /** Ends the cleaner; the source is not ours to close. */
  @Override
  public void close() {
    cleaner.close();
  }

  private <T> T transaction(Connections.Work<T> work) {
    return attempt(() -> connections.run(work));
  }

  /** As {@link #transaction}, but with an answer for "such a row is there". */
  private <T> T transaction(Connections.Work<T> work, T duplicate) {
    return attempt(
        () -> {
          try {
            return connections.run(work);
          } catch (SQLException failed) {
            if (Faults.duplicate(failed)) {
              return duplicate;
            }
            throw failed;
          }
        });
  }

  private interface Attempt<T> {
    T run() throws SQLException;
  }

  private <T> T attempt(Attempt<T> attempt) {
    for (int i = 1; ; i++) {
      try {
        return attempt.run();
      } catch (SQLException failed) {
        if (i == TRIES || !Faults.undone(failed)) {
          forget(failed);
          throw Faults.toStoreException(name, failed);
        }
      }
    }
  }

  /** After a statement that is wrong, the table may be gone: the next call looks for it again. */
  private void forget(SQLException failed) {
    if (!Faults.connection(failed)) {
      dialect = null;
    }
  }
}
