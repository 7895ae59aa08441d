package org.jwtfilter.example.servers;

import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

/**
 * A server in a process of its own, which can be killed without a goodbye. It ends with this
 * process at the latest.
 */
public final class ServerNode implements AutoCloseable {
  private static final long PATIENCE_SECONDS = 300;
  private static final int MOST_OF_LOG = 10_000;
  private static final Set<Process> ALL = ConcurrentHashMap.newKeySet();

  static {
    Runtime.getRuntime().addShutdownHook(new Thread(() -> ALL.forEach(Process::destroyForcibly)));
  }

  private final ServerKind kind;
  private final Site site;
  private final Launch launch;
  private final Process process;
  private final Path log;

  private ServerNode(ServerKind kind, Site site, Launch launch, Process process, Path log) {
    this.kind = kind;
    this.site = site;
    this.launch = launch;
    this.process = process;
    this.log = log;
  }

  static ServerNode start(ServerKind kind, ServerProduct product, Site site, Path base)
      throws Exception {
    Launch launch = product.layOut(site, Files.createDirectories(base));
    Path log = base.resolve("log.txt");
    ProcessBuilder builder = new ProcessBuilder(launch.command());
    builder.environment().putAll(site.environment());
    builder.environment().putAll(launch.environment());
    builder.directory(base.toFile()).redirectErrorStream(true).redirectOutput(log.toFile());
    Process process = builder.start();
    process.getOutputStream().close();
    ALL.add(process);
    return new ServerNode(kind, site, launch, process, log);
  }

  /** Returns when every application answers; fails with the server's log if one does not. */
  public void awaitReady() throws IOException, InterruptedException {
    for (String name : site.applications().keySet()) {
      if (!await(() -> answers(name))) {
        throw new IllegalStateException(this + " does not serve /" + name + ":\n" + endOfLog());
      }
    }
  }

  /** Returns when its log says this; fails with the log if it does not. Nothing is requested. */
  public void awaitSaying(String text) throws IOException, InterruptedException {
    if (!await(() -> log().contains(text)) && !log().contains(text)) {
      throw new IllegalStateException(this + " does not say " + text + ":\n" + endOfLog());
    }
  }

  /**
   * The status of a page, as soon as the port is open, and the application is deployed if that is
   * awaited; zero if the server ends before.
   */
  public int awaitStatus(String path, boolean deployed) throws IOException, InterruptedException {
    await(() -> status(path) > 0 && !(deployed && status(path) == 404));
    return status(path);
  }

  private interface Condition {
    boolean holds() throws IOException;
  }

  /** False where the server ends, or our patience. */
  private boolean await(Condition condition) throws IOException, InterruptedException {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
    while (!condition.holds()) {
      if (!process.isAlive() || System.nanoTime() > end) {
        return false;
      }
      process.waitFor(100, TimeUnit.MILLISECONDS);
    }
    return true;
  }

  private boolean answers(String application) throws IOException {
    int status = status("/" + application + "/");
    boolean absent = List.of(404, 503).contains(status);
    if (absent && launch.deploysFirst()) {
      throw new IllegalStateException(
          this + " did not deploy /" + application + ":\n" + endOfLog());
    }
    return status > 0 && !absent;
  }

  /** Zero while nobody answers. */
  private int status(String path) {
    try {
      HttpURLConnection connection = (HttpURLConnection) at(path).toURL().openConnection();
      connection.setInstanceFollowRedirects(false);
      connection.setReadTimeout((int) TimeUnit.SECONDS.toMillis(PATIENCE_SECONDS));
      connection.setRequestProperty("Connection", "close");
      return connection.getResponseCode();
    } catch (IOException notYet) {
      return 0;
    }
  }

  /** The address of a context or page. */
  public URI at(String path) {
    return URI.create("http://127.0.0.1:" + launch.port() + path);
  }

  /** What it has written until now. */
  public String log() throws IOException {
    return new String(Files.readAllBytes(log), StandardCharsets.UTF_8);
  }

  private String endOfLog() throws IOException {
    String log = log();
    return log.substring(Math.max(0, log.length() - MOST_OF_LOG));
  }

  /** Kills it at once; on return its port refuses. Does nothing the second time. */
  public void kill() throws InterruptedException {
    process.destroyForcibly().waitFor();
    ALL.remove(process);
  }

  @Override
  public void close() {
    process.destroyForcibly().onExit().join();
    ALL.remove(process);
  }

  @Override
  public String toString() {
    return kind + " on port " + launch.port();
  }
}
