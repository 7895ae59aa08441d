package org.jwtfilter.example;

import java.io.BufferedReader;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** The WAR as the README starts it: a process of its own, on free ports. */
final class ShopProcess implements AutoCloseable {

  private static final long START_SECONDS = 60;
  private static final long STOP_SECONDS = 5;
  private static final String READY = "The shop, ";

  private final Process process;
  private final List<String> output = Collections.synchronizedList(new ArrayList<>());
  private final URI uri;

  private ShopProcess(Process process) throws Exception {
    this.process = process;
    Runtime.getRuntime().addShutdownHook(new Thread(process::destroyForcibly));
    CompletableFuture<URI> ready = new CompletableFuture<>();
    Thread reader = new Thread(() -> read(ready));
    reader.setDaemon(true);
    reader.start();
    try {
      uri = ready.get(START_SECONDS, TimeUnit.SECONDS);
    } catch (Exception e) {
      process.destroyForcibly();
      throw new IllegalStateException("The shop did not start:\n" + output(), e);
    }
  }

  static ShopProcess start(String... args) throws Exception {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-Xmx384m", "-XX:TieredStopAtLevel=1", "-jar", war().toString()));
    command.addAll(List.of("--port", "0"));
    command.addAll(List.of(args));
    return new ShopProcess(new ProcessBuilder(command).redirectErrorStream(true).start());
  }

  static Path war() {
    return Path.of(System.getProperty("shop.war"));
  }

  URI uri() {
    return uri;
  }

  String output() {
    return String.join("\n", output);
  }

  Visitor visitor() {
    return new Visitor(uri);
  }

  /** Kills a node, as the README's second curl line does. */
  void kill(int node) throws Exception {
    command(node, "stop");
  }

  void revive(int node) throws Exception {
    command(node, "start");
  }

  private void command(int node, String command) throws Exception {
    Answer answer = visitor().post("/_demo/nodes/" + node + "/" + command);
    if (answer.status() != 200) {
      throw new IllegalStateException(command + " of node " + node + ": " + answer);
    }
  }

  private void read(CompletableFuture<URI> ready) {
    try (BufferedReader lines = process.inputReader(StandardCharsets.UTF_8)) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        output.add(line);
        if (line.startsWith(READY)) {
          ready.complete(URI.create(line.substring(line.indexOf("http://"))));
        }
      }
    } catch (IOException e) {
      output.add(e.toString());
    }
    ready.completeExceptionally(new IllegalStateException("It ended"));
  }

  @Override
  public void close() {
    process.destroy();
    try {
      if (!process.waitFor(STOP_SECONDS, TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }
}
