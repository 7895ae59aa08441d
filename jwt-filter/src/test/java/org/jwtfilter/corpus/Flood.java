package org.jwtfilter.corpus;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;

/**
 * Two hundred connections send garbage tokens, first of 8 KB, then of 1 MB, while good clients go
 * on: the same at a server with the filter and, as the control, at one without it.
 *
 * <pre>{@code
 * mvn -q -pl jwt-filter test-compile exec:exec@flood -Dflood.server=tomcat -Dflood.seconds=60
 * }</pre>
 *
 * <p>Everything stays on 127.0.0.1 and ends by itself. The attackers are paced, since they share
 * the machine with their victim: what is measured is what their requests cost the server, not what
 * it costs to send them. Exits with 1 where good requests keep less than half of their throughput
 * (or, where the machine cannot even do that without us, less than four fifths of what the control
 * keeps), where the heap does not come back, where a good request fails or garbage is let in, or
 * where the log grows with the flood.
 */
public final class Flood {
  private static final int ATTACKERS = 200;
  private static final int GOOD_CLIENTS = 4;
  private static final int SMALL = 8_000;
  private static final int LARGE = 1_000_000;
  private static final double SMALL_PER_SECOND = 5;
  private static final double LARGE_PER_SECOND = 0.1;
  private static final int MOST_LINES_A_MINUTE = 5;
  private static final long HEAP_SLACK = 16 << 20;
  private static final int MEGA = 1 << 20;

  private final Duration calm;
  private final Duration flood;
  private final List<String> faults = new ArrayList<>();
  private final CorpusKeys keys = CorpusKeys.make();

  private Flood(Duration flood) {
    this.flood = flood;
    this.calm = flood.dividedBy(4);
  }

  /** Arguments: {@code tomcat} or {@code jetty}, and the seconds of each flood. */
  public static void main(String[] arguments) throws IOException, InterruptedException {
    Flood flood = new Flood(Duration.ofSeconds(Integer.parseInt(arguments[1])));
    flood.run(arguments[0].toLowerCase(Locale.ROOT));
    flood.faults.forEach(one -> System.out.println("FAILED: " + one));
    System.out.println(flood.faults.isEmpty() ? "passed" : "failed");
    System.exit(flood.faults.isEmpty() ? 0 : 1);
  }

  private void run(String server) throws IOException, InterruptedException {
    Path folder = Files.createTempDirectory("flood");
    Round control = round(server, "without the filter", "-", 200);
    Round ours = round(server, "with the filter", keys.writeTo(folder).toString(), 401);
    judge("8 KB", ours.small, control.small);
    judge("1 MB", ours.large, control.large);
    long grown = ours.heapAfter - ours.heapBefore;
    require(
        grown < HEAP_SLACK || grown < 2 * (control.heapAfter - control.heapBefore),
        "the heap has grown by " + grown / MEGA + " MB");
  }

  private record Phase(double before, double during, long attacks, double cpuMicros, long lines) {
    double kept() {
      return during / before;
    }
  }

  private record Round(Phase small, Phase large, long heapBefore, long heapAfter) {}

  private record Figures(long heap, long cpu, long lines, long serverLines) {}

  private void judge(String size, Phase ours, Phase control) {
    require(
        ours.kept() >= 0.5 || ours.kept() >= 0.8 * control.kept(),
        "%s: good requests kept %.0f %%, without the filter %.0f %%"
            .formatted(size, 100 * ours.kept(), 100 * control.kept()));
    long most = MOST_LINES_A_MINUTE * (1 + flood.toMinutes());
    require(ours.lines <= most, size + ": " + ours.lines + " lines in the log");
    require(
        ours.attacks > ATTACKERS / 2, size + ": only " + ours.attacks + " attacks were answered");
  }

  private void require(boolean holds, String otherwise) {
    if (!holds) {
      faults.add(otherwise);
    }
  }

  private Round round(String server, String name, String folder, int status)
      throws IOException, InterruptedException {
    try (Victim victim = new Victim(server, folder)) {
      System.out.println(server + " " + name);
      warmUp(victim, status);
      long before = victim.figures().heap;
      Phase small = phase(victim, "8 KB", small(), SMALL_PER_SECOND, status);
      Phase large = phase(victim, "1 MB", large(), LARGE_PER_SECOND, 0);
      long after = victim.figures().heap;
      System.out.printf("  heap after a collection: %d MB, %d MB%n", before / MEGA, after / MEGA);
      return new Round(small, large, before, after);
    }
  }

  /** Both kinds of requests: what a server keeps per connection and thread is there then. */
  private void warmUp(Victim victim, int status) throws InterruptedException {
    try (Load good = good(victim);
        Load bad = Load.start(victim.port, ATTACKERS, small(), SMALL_PER_SECOND, status)) {
      Thread.sleep(flood.dividedBy(2).toMillis());
    }
    try (Load bad = Load.start(victim.port, ATTACKERS, large(), LARGE_PER_SECOND, 0)) {
      Thread.sleep(calm.toMillis());
    }
  }

  private Load good(Victim victim) {
    Forge forge = Forge.all(keys).get(0);
    return Load.start(victim.port, GOOD_CLIENTS, List.of(Load.get(forge.honest())), 0, 200);
  }

  private Phase phase(Victim victim, String name, List<byte[]> attack, double pace, int status)
      throws IOException, InterruptedException {
    try (Load good = good(victim)) {
      double before = throughput(good, calm);
      Figures middle = victim.figures();
      long goodMiddle = good.answered();
      double during;
      long attacks;
      try (Load bad = Load.start(victim.port, ATTACKERS, attack, pace, status)) {
        during = throughput(good, flood);
        attacks = bad.answered();
        require(bad.unexpected() == 0, name + ": " + bad.unexpected() + " answers not " + status);
        System.out.printf(
            "  %s: %d attacks answered, %d connections closed early%n",
            name, attacks, bad.broken());
      }
      Figures end = victim.figures();
      long goodEnd = good.answered();
      double after = throughput(good, calm);
      // What a good request costs is measured last, when the compiler is done with all of it.
      double cpuPerGood = (double) (victim.figures().cpu - end.cpu) / (good.answered() - goodEnd);
      double cpu = end.cpu - middle.cpu - cpuPerGood * (goodEnd - goodMiddle);
      require(good.unexpected() + good.broken() == 0, name + ": good requests failed");
      Phase phase =
          new Phase(before, during, attacks, cpu / 1000 / attacks, end.lines - middle.lines);
      System.out.printf(
          "  %s: good requests per second %.0f before, %.0f during (%.0f %%), %.0f after;"
              + " %.0f µs of the server's CPU for an attack; %d lines of the filter in the log,"
              + " %d of the server%n",
          name,
          before,
          during,
          100 * phase.kept(),
          after,
          phase.cpuMicros,
          phase.lines,
          end.serverLines - middle.serverLines);
      return phase;
    }
  }

  private static double throughput(Load good, Duration time) throws InterruptedException {
    long start = System.nanoTime();
    long answered = good.answered();
    Thread.sleep(time.toMillis());
    return (good.answered() - answered) * 1e9 / (System.nanoTime() - start);
  }

  /** In all places that take 8 KB: random letters, three parts of them, and honest headers. */
  private List<byte[]> small() {
    Random random = new Random(1);
    String header = Forge.all(keys).get(0).honest().split("\\.")[0];
    List<byte[]> all = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      String letters = letters(random, SMALL - 600);
      String parts =
          header + "." + letters.substring(0, SMALL - 700) + "." + letters.substring(0, 43);
      all.add(Load.get(letters));
      all.add(Load.get(parts));
      all.add(Load.cookie(letters));
      all.add(Load.post(parts));
    }
    return all;
  }

  /** In forms, since no server takes headers of that size; and in headers, which it refuses. */
  private List<byte[]> large() {
    Random random = new Random(2);
    List<byte[]> all = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      String letters = letters(random, LARGE);
      all.add(Load.post(letters));
      all.add(
          Load.post(letters.substring(0, LARGE / 2) + "." + letters.substring(LARGE / 2) + ".x"));
      all.add(Load.post(letters.replace('A', '.')));
      all.add(Load.get(letters));
    }
    return all;
  }

  private static String letters(Random random, int length) {
    byte[] bytes = new byte[length];
    random.nextBytes(bytes);
    return CorpusKeys.encode(bytes).substring(0, length);
  }

  /** The server's JVM. */
  private static final class Victim implements AutoCloseable {
    private final Process process;
    private final BufferedReader said;
    private final int port;

    Victim(String server, String folder) throws IOException {
      process =
          new ProcessBuilder(
                  Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                  "-Xmx512m",
                  "-cp",
                  System.getProperty("java.class.path"),
                  FloodServer.class.getName(),
                  server,
                  folder)
              .redirectError(ProcessBuilder.Redirect.DISCARD)
              .start();
      said =
          new BufferedReader(
              new InputStreamReader(process.getInputStream(), StandardCharsets.US_ASCII));
      port = Integer.parseInt(next("ready ")[0]);
    }

    Figures figures() throws IOException {
      process.getOutputStream().write('\n');
      process.getOutputStream().flush();
      String[] said = next("figures ");
      return new Figures(
          Long.parseLong(said[0]),
          Long.parseLong(said[1]),
          Long.parseLong(said[2]),
          Long.parseLong(said[3]));
    }

    private String[] next(String word) throws IOException {
      for (String line = said.readLine(); line != null; line = said.readLine()) {
        if (line.startsWith(word)) {
          return line.substring(word.length()).split(" ");
        }
      }
      throw new IOException("the server has ended");
    }

    @Override
    public void close() {
      process.destroy();
    }
  }
}
