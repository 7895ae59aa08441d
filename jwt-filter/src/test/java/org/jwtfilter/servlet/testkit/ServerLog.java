package org.jwtfilter.servlet.testkit;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.logging.SimpleFormatter;
import java.util.stream.Stream;

/**
 * What is logged below a name while this is open.
 *
 * <pre>{@code
 * try (ServerLog log = ServerLog.of("org.jwtfilter")) {
 *   ...
 *   assertTrue(log.text().contains("..."));
 * }
 * }</pre>
 *
 * The servers' log and the filter's are not printed unless the system property {@code testkit.log}
 * is {@code true}. Thread-safe.
 */
public final class ServerLog implements AutoCloseable {
  // Held, since the logging of the JDK forgets loggers, with their settings, that nobody holds.
  private static final List<Logger> QUIET =
      Stream.of("org.apache", "org.eclipse.jetty", "org.jwtfilter").map(Logger::getLogger).toList();

  private final List<LogRecord> records = new CopyOnWriteArrayList<>();
  private final Logger logger;
  private final Collector collector = new Collector();
  private Level before; // null where the parent decides

  private ServerLog(Logger logger) {
    this.logger = logger;
  }

  /** Starts to collect what is logged at INFO and above. */
  public static ServerLog of(String loggerName) {
    ServerLog log = new ServerLog(Logger.getLogger(loggerName));
    log.logger.addHandler(log.collector);
    return log;
  }

  /** Starts to collect all that is logged, down to what is for developers alone. */
  public static ServerLog ofEverything(String loggerName) {
    ServerLog log = of(loggerName);
    log.before = log.logger.getLevel();
    log.logger.setLevel(Level.ALL);
    log.collector.setLevel(Level.ALL);
    return log;
  }

  /** What was logged until now. */
  public List<LogRecord> records() {
    return List.copyOf(records);
  }

  /** What was logged until now, with stack traces. */
  public String text() {
    StringBuilder text = new StringBuilder();
    records.forEach(each -> text.append(new SimpleFormatter().format(each)));
    return text.toString();
  }

  /** The messages alone, formatted. */
  public List<String> messages() {
    List<String> messages = new ArrayList<>();
    records.forEach(each -> messages.add(new SimpleFormatter().formatMessage(each)));
    return messages;
  }

  /** The first exception that was logged. */
  Optional<Throwable> firstThrown() {
    return records.stream().map(LogRecord::getThrown).filter(each -> each != null).findFirst();
  }

  @Override
  public void close() {
    logger.removeHandler(collector);
    if (collector.getLevel() == Level.ALL) {
      logger.setLevel(before);
    }
  }

  static void quiet() {
    for (Logger each : QUIET) {
      each.setUseParentHandlers(Boolean.getBoolean("testkit.log"));
    }
  }

  private final class Collector extends Handler {
    Collector() {
      setLevel(Level.INFO);
    }

    @Override
    public void publish(LogRecord one) {
      records.add(one);
    }

    @Override
    public void flush() {}

    @Override
    public void close() {}
  }
}
