package org.jwtfilter.example.tomcat;

import java.io.File;
import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A Tomcat in a process of its own, with its own base, which can be killed without a goodbye. */
final class TomcatProcess implements AutoCloseable {
  private static final long PATIENCE_SECONDS = 90;

  private static final String SERVER_XML =
      """
      <Server port="-1">
        <Service name="Catalina">
          <Connector port="%d" address="127.0.0.1" protocol="HTTP/1.1"/>
          <Engine name="Catalina" defaultHost="localhost">
            <Host name="localhost" appBase="%s" unpackWARs="false" autoDeploy="false"/>
          </Engine>
        </Service>
      </Server>
      """;

  private final Process process;
  private final int port;
  private final Path log;

  private TomcatProcess(Process process, int port, Path log) {
    this.process = process;
    this.port = port;
    this.log = log;
  }

  /** Starts it; {@link #awaitReady} says when it is there. */
  static TomcatProcess start(Path distribution, Path webapps, Path base, String key)
      throws IOException {
    int port = freePort();
    prepare(distribution, webapps, base, port);
    Path log = base.resolve("log.txt");
    ProcessBuilder builder = new ProcessBuilder(command(distribution, base));
    builder.environment().put("JWT_KEY", key);
    builder.directory(base.toFile()).redirectErrorStream(true).redirectOutput(log.toFile());
    return new TomcatProcess(builder.start(), port, log);
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  private static void prepare(Path distribution, Path webapps, Path base, int port)
      throws IOException {
    Path conf = Files.createDirectories(base.resolve("conf"));
    Files.createDirectories(base.resolve("temp"));
    for (String name : List.of("web.xml", "catalina.properties")) {
      Path original = distribution.resolve("conf").resolve(name);
      Files.copy(original, conf.resolve(name), StandardCopyOption.REPLACE_EXISTING);
    }
    Files.writeString(conf.resolve("server.xml"), SERVER_XML.formatted(port, webapps));
  }

  private static List<String> command(Path distribution, Path base) {
    Path bin = distribution.resolve("bin");
    return List.of(
        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
        "-Xmx256m",
        "-XX:TieredStopAtLevel=1",
        "-Dcatalina.home=" + distribution,
        "-Dcatalina.base=" + base,
        "-Djava.io.tmpdir=" + base.resolve("temp"),
        "-cp",
        bin.resolve("bootstrap.jar") + File.pathSeparator + bin.resolve("tomcat-juli.jar"),
        "org.apache.catalina.startup.Bootstrap",
        "start");
  }

  /** Returns when both applications answer; fails with the server's log if they don't. */
  void awaitReady() throws IOException, InterruptedException {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
    while (!answers()) {
      if (!process.isAlive() || System.nanoTime() > end) {
        throw new IllegalStateException("Tomcat on port " + port + " did not start:\n" + log());
      }
      process.waitFor(100, TimeUnit.MILLISECONDS);
    }
    for (String context : List.of("/before", "/examples")) {
      if (status(context + "/index.html") != 200) {
        throw new IllegalStateException("Tomcat did not start " + context + ":\n" + log());
      }
    }
  }

  private boolean answers() {
    try {
      return status("/") > 0;
    } catch (IOException notYet) {
      return false;
    }
  }

  private int status(String path) throws IOException {
    HttpURLConnection connection = (HttpURLConnection) at(path).toURL().openConnection();
    connection.setReadTimeout((int) TimeUnit.SECONDS.toMillis(PATIENCE_SECONDS));
    connection.setRequestProperty("Connection", "close");
    return connection.getResponseCode();
  }

  /** The address of a context or page. */
  URI at(String path) {
    return URI.create("http://127.0.0.1:" + port + path);
  }

  /** What it has written until now. */
  String log() throws IOException {
    return Files.readString(log);
  }

  /** Kills it at once; on return its port refuses. Does nothing the second time. */
  void kill() throws InterruptedException {
    process.destroyForcibly().waitFor();
  }

  @Override
  public void close() {
    process.destroyForcibly().onExit().join();
  }
}
