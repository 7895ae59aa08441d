package org.jwtfilter.corpus;

import com.sun.management.OperatingSystemMXBean;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicLong;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.stream.Stream;
import org.jwtfilter.servlet.testkit.Node;
import org.jwtfilter.servlet.testkit.ServerUnderTest;
import org.jwtfilter.servlet.testkit.WebApp;

/**
 * The victim of {@link Flood}, in a JVM of its own: the corpus server, or the same application
 * without the filter. Tells on its standard output where it is, and answers {@code figures} with
 * heap in use after a collection, CPU time in nanoseconds, and lines in the log, the filter's and
 * the server's; ends with its input.
 */
final class FloodServer {
  private static final int COLLECTIONS = 3;

  private FloodServer() {}

  /** Arguments: {@code tomcat} or {@code jetty}; the folder of keys, or {@code -} for no filter. */
  public static void main(String[] arguments) throws IOException, InterruptedException {
    Lines lines = new Lines();
    // Held by this list for as long as the server runs: loggers that nobody holds are forgotten.
    List<Logger> loggers =
        Stream.of("org.apache", "org.eclipse.jetty", "org.jwtfilter")
            .map(Logger::getLogger)
            .toList();
    ServerUnderTest server = ServerUnderTest.valueOf(arguments[0].toUpperCase(Locale.ROOT));
    try (Node node =
        arguments[1].equals("-")
            ? bare(server)
            : CorpusServer.start(server, 0, Path.of(arguments[1]))) {
      loggers.forEach(one -> one.addHandler(lines));
      System.out.println("ready " + node.base().getPort());
      answer(lines);
    }
  }

  private static Node bare(ServerUnderTest server) {
    return server.start(
        0,
        List.of(
            WebApp.at("/hs256")
                .servlet(
                    "/protected/whoami",
                    (request, response) -> {
                      // As the filter has it: the form is parsed.
                      request.getParameter("access_token");
                      response.setContentType("application/json;charset=UTF-8");
                      response.getWriter().print("{\"sub\":\"alice\"}");
                    })));
  }

  private static void answer(Lines lines) throws IOException, InterruptedException {
    BufferedReader in =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.US_ASCII));
    while (in.readLine() != null) {
      System.out.println(
          "figures " + heap() + " " + cpu() + " " + lines.ours.get() + " " + lines.others.get());
    }
  }

  private static long heap() throws InterruptedException {
    for (int i = 0; i < COLLECTIONS; i++) {
      System.gc();
      Thread.sleep(100);
    }
    return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
  }

  private static long cpu() {
    return ((OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean())
        .getProcessCpuTime();
  }

  private static final class Lines extends Handler {
    private final AtomicLong ours = new AtomicLong();
    private final AtomicLong others = new AtomicLong();

    @Override
    public void publish(LogRecord one) {
      if (one.getLevel().intValue() >= Level.INFO.intValue()) {
        boolean filter = String.valueOf(one.getLoggerName()).startsWith("org.jwtfilter");
        (filter ? ours : others).incrementAndGet();
      }
    }

    @Override
    public void flush() {}

    @Override
    public void close() {}
  }
}
