package org.jwtfilter.example.demo;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import org.eclipse.jetty.ee10.webapp.WebAppContext;
import org.eclipse.jetty.plus.jndi.Resource;
import org.jspecify.annotations.Nullable;

/** A pool of connections, which the application finds as {@code java:comp/env/jdbc/sessions}. */
final class Database implements NodeStore {

  private static final String NAME = "jdbc/sessions";
  private static final int CONNECTIONS = 8;
  private static final int PATIENCE_MILLIS = 5_000;

  private final String url;
  private @Nullable HikariDataSource pool;

  Database(String url) {
    this.url = url;
  }

  @Override
  public String uri() {
    return "jdbc:java:comp/env/" + NAME + "?threads=" + CONNECTIONS;
  }

  @Override
  public String webXml() {
    return """
      <resource-ref>
        <res-ref-name>%s</res-ref-name>
        <res-type>javax.sql.DataSource</res-type>
        <res-auth>Container</res-auth>
      </resource-ref>
    """
        .formatted(NAME);
  }

  @Override
  public void start(WebAppContext shop) throws Exception {
    HikariConfig config = new HikariConfig();
    config.setJdbcUrl(url);
    config.setMaximumPoolSize(CONNECTIONS);
    config.setMinimumIdle(1);
    config.setConnectionTimeout(PATIENCE_MILLIS);
    // A database that is not there yet is waited for by the requests.
    config.setInitializationFailTimeout(-1);
    pool = opened(config);
    new Resource(shop, NAME, pool);
  }

  private static HikariDataSource opened(HikariConfig config) {
    try {
      return new HikariDataSource(config);
    } catch (RuntimeException e) {
      // Its message shows the URL, which may hold a password.
      throw new IllegalArgumentException(
          "--store: no driver takes this URL; there are those of PostgreSQL and H2");
    }
  }

  @Override
  public void kill() {
    if (pool != null) {
      pool.close();
    }
  }
}
