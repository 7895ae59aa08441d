package org.jwtfilter.store.jdbc;

import java.util.List;
import java.util.Locale;

/**
 * What databases say differently: types of columns, and how a row is set whether or not it is
 * there.
 */
enum Dialect {
  POSTGRESQL("postgresql", "VARCHAR(255)", "VARCHAR(64)", "BYTEA", "BIGINT", true),
  H2("h2", "VARCHAR(255)", "VARCHAR(64)", "VARBINARY(1048576)", "BIGINT", false),
  // Comparing keys by their bytes is the exception there, not the rule.
  MYSQL("mysql", "VARCHAR(255) CHARACTER SET ascii COLLATE ascii_bin", "VARCHAR(64)", false),
  MARIADB("mariadb", "VARCHAR(255) CHARACTER SET ascii COLLATE ascii_bin", "VARCHAR(64)", false),
  ORACLE("oracle", "VARCHAR2(255)", "VARCHAR2(64)", "BLOB", "NUMBER(19)", false),
  SQL_SERVER(
      "microsoft sql server",
      "VARCHAR(255) COLLATE Latin1_General_BIN2",
      "VARCHAR(64)",
      "VARBINARY(MAX)",
      "BIGINT",
      false),
  OTHER("", "VARCHAR(255)", "VARCHAR(64)", "BLOB(1048576)", "BIGINT", false);

  private final String product;
  private final String key;
  private final String digest;
  private final String content;
  private final String number;

  /** Whether there is {@code ON CONFLICT}: one statement where others need up to three. */
  final boolean onConflict;

  Dialect(
      String product,
      String key,
      String digest,
      String content,
      String number,
      boolean onConflict) {
    this.product = product;
    this.key = key;
    this.digest = digest;
    this.content = content;
    this.number = number;
    this.onConflict = onConflict;
  }

  Dialect(String product, String key, String digest, boolean onConflict) {
    this(product, key, digest, "LONGBLOB", "BIGINT", onConflict);
  }

  /** The dialect of a database by the name that its driver gives it. */
  static Dialect of(String productName) {
    String name = productName.toLowerCase(Locale.ROOT);
    for (Dialect one : values()) {
      if (name.startsWith(one.product)) {
        return one;
      }
    }
    return OTHER;
  }

  /** The statements that make the table. */
  List<String> definition(String table) {
    // Content may be null: Oracle makes that of what is empty.
    String create =
        """
        CREATE TABLE %s (
          store_key %s NOT NULL,
          digest %s NOT NULL,
          content %s,
          ends_at %s NOT NULL,
          PRIMARY KEY (store_key)
        )"""
            .formatted(table, key, digest, content, number);
    String index =
        "CREATE INDEX %s_ends ON %s (ends_at)".formatted(table.replaceAll(".*\\.", ""), table);
    return List.of(create, index);
  }
}
