package org.jwtfilter.store.testkit;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import redis.embedded.core.ExecutableProvider;

/**
 * A real Redis (6.2, of the Maven artifact embedded-redis) on a free loopback port, that keeps what
 * it has acknowledged in a file. It ends with the JVM at the latest.
 */
public final class RedisServer implements AutoCloseable {
  private static File executable;

  private final int port;
  private final List<String> command = new ArrayList<>();
  private final Path directory;
  private final Thread atExit = new Thread(this::kill);
  private Process process;

  private RedisServer(int port, List<String> arguments) {
    this.port = port;
    this.directory = temporaryDirectory();
    command.add(executable().getPath());
    command.addAll(arguments);
    Runtime.getRuntime().addShutdownHook(atExit);
    restart();
  }

  /** Starts one; settings are those of redis.conf, such as "requirepass secret". */
  public static RedisServer start(String... settings) {
    return start(freePort(), settings);
  }

  /** Starts one on a port of the caller's. */
  public static RedisServer start(int port, String... settings) {
    List<String> arguments = new ArrayList<>();
    // Every write is in the file before its answer: "everysec" puts it off while the disk is busy.
    List.of(
            "port " + port,
            "bind 127.0.0.1",
            "save ''",
            "appendonly yes",
            "appendfsync no",
            "daemonize no")
        .forEach(setting -> add(arguments, setting));
    List.of(settings).forEach(setting -> add(arguments, setting));
    return new RedisServer(port, arguments);
  }

  /**
   * Starts a Sentinel that watches "mymaster"; a dead master is replaced within a second or two.
   */
  public static RedisServer sentinel(int masterPort, String... settings) {
    int port = freePort();
    Path file = temporaryDirectory().resolve("sentinel.conf");
    try {
      Files.writeString(
          file,
          """
          port %d
          bind 127.0.0.1
          sentinel monitor mymaster 127.0.0.1 %d 1
          sentinel down-after-milliseconds mymaster 500
          sentinel failover-timeout mymaster 2000
          %s
          """
              .formatted(port, masterPort, String.join("\n", settings)));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return new RedisServer(port, List.of(file.toString(), "--sentinel"));
  }

  /** {@code --name value value}: quotes of a configuration file stand for an empty value. */
  private static void add(List<String> arguments, String setting) {
    String[] words = setting.split(" ");
    arguments.add("--" + words[0]);
    for (int i = 1; i < words.length; i++) {
      arguments.add(words[i].equals("''") ? "" : words[i]);
    }
  }

  public int port() {
    return port;
  }

  /** Of a server without a password. */
  public String uri() {
    return "redis://127.0.0.1:" + port;
  }

  /** Starts it again, on its port and with what it has kept. */
  public void restart() {
    kill();
    try {
      process =
          new ProcessBuilder(command)
              .directory(directory.toFile())
              .redirectErrorStream(true)
              .start();
      awaitReady(process.inputReader(StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void awaitReady(BufferedReader output) throws IOException {
    StringBuilder said = new StringBuilder();
    String line = output.readLine();
    while (line != null && !line.contains("Ready to accept") && !line.contains("Sentinel ID")) {
      said.append(line).append('\n');
      line = output.readLine();
    }
    if (line == null) {
      throw new IllegalStateException("Redis did not start:\n" + said);
    }
    Thread drain = new Thread(() -> output.lines().forEach(rest -> {}));
    drain.setDaemon(true);
    drain.setUncaughtExceptionHandler((thread, closed) -> {});
    drain.start();
  }

  /** Ends it at once, as by {@code kill -9}. */
  public void kill() {
    if (process != null) {
      process.destroyForcibly().onExit().join();
    }
  }

  /** Stops it without closing anything: connections stay, and no answer comes. */
  public void freeze() {
    signal("-STOP");
  }

  /** Lets it go on. */
  public void unfreeze() {
    signal("-CONT");
  }

  private void signal(String name) {
    try {
      int exit = new ProcessBuilder("kill", name, "" + process.pid()).start().waitFor();
      if (exit != 0) {
        throw new IllegalStateException("kill " + name + " failed");
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void close() {
    kill();
    try {
      Runtime.getRuntime().removeShutdownHook(atExit);
    } catch (IllegalStateException alreadyEnding) {
      // The hook has run, or runs.
    }
  }

  /** A port that was free a moment ago, low enough for a Cluster's second one. */
  public static int freePort() {
    for (; ; ) {
      try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
        if (socket.getLocalPort() < 55_000) {
          return socket.getLocalPort();
        }
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  private static Path temporaryDirectory() {
    try {
      Path directory = Files.createTempDirectory("jwt-filter-redis");
      directory.toFile().deleteOnExit();
      return directory;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static synchronized File executable() {
    if (executable == null) {
      try {
        executable = ExecutableProvider.newJarResourceProvider().get();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
    return executable;
  }
}
