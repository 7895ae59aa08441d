package org.jwtfilter.example.servers;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** What is laid out for every node, and what every application gets. */
public final class Layout {
  /** All that a user adds to {@code web.xml}. */
  public static final String OUR_LINES =
      """
        <filter>
          <filter-name>jwt</filter-name>
          <filter-class>org.jwtfilter.servlet.JwtFilter</filter-class>
          <async-supported>true</async-supported>
          <init-param>
            <param-name>keys</param-name>
            <param-value>hmac:env:JWT_KEY</param-value>
          </init-param>
          <init-param>
            <param-name>session</param-name>
            <param-value>token</param-value>
          </init-param>
        </filter>
        <filter-mapping>
          <filter-name>jwt</filter-name>
          <url-pattern>/*</url-pattern>
        </filter-mapping>
      """;

  private Layout() {}

  /** Ports of the loopback address that nobody listens on, all different. */
  static List<Integer> freePorts(int count) throws IOException {
    List<ServerSocket> sockets = new ArrayList<>();
    try {
      for (int i = 0; i < count; i++) {
        sockets.add(new ServerSocket(0, 1, InetAddress.getLoopbackAddress()));
      }
      return sockets.stream().map(ServerSocket::getLocalPort).toList();
    } finally {
      for (ServerSocket each : sockets) {
        each.close();
      }
    }
  }

  /** The Java that runs this process, with options that suit a short life. */
  static List<String> java(Path base, String... options) throws IOException {
    Path temp = Files.createDirectories(base.resolve("temp"));
    List<String> command = new ArrayList<>();
    command.add(javaHome().resolve("bin/java").toString());
    command.add("-XX:TieredStopAtLevel=1");
    command.add("-Djava.io.tmpdir=" + temp);
    command.addAll(List.of(options));
    return command;
  }

  static Path javaHome() {
    return Path.of(System.getProperty("java.home"));
  }

  /** Copies the WAR files, so that each has the name of its context. */
  static List<Path> copyWars(Map<String, Path> applications, Path folder) throws IOException {
    Files.createDirectories(folder);
    List<Path> copies = new ArrayList<>();
    for (Map.Entry<String, Path> each : applications.entrySet()) {
      Path copy = folder.resolve(each.getKey() + ".war");
      copies.add(Files.copy(each.getValue(), copy, StandardCopyOption.REPLACE_EXISTING));
    }
    return copies;
  }

  /** Copies a folder with all that is in it; what is there already is replaced. */
  public static void copyTree(Path from, Path to) throws IOException {
    try (Stream<Path> all = Files.walk(from)) {
      all.forEach(each -> copyOne(each, to.resolve(from.relativize(each).toString())));
    }
  }

  private static void copyOne(Path from, Path to) {
    try {
      if (Files.isDirectory(from)) {
        Files.createDirectories(to);
      } else {
        Files.copy(from, to, StandardCopyOption.REPLACE_EXISTING);
      }
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }
}
