package org.jwtfilter.example.servers;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** The command of our jar, as users run it. */
public final class MigrateCommand {
  private MigrateCommand() {}

  /**
   * Puts our jar and lines into an application.
   *
   * @param options such as {@code --set}, {@code session=auto}
   * @return the new WAR file
   */
  public static Path migrate(Path application, Path to, String... options)
      throws IOException, InterruptedException {
    List<String> command =
        new ArrayList<>(
            List.of(System.getProperty("jwt-filter.jar"), "migrate", application.toString()));
    command.addAll(List.of("--to", to.toString()));
    command.addAll(List.of(options));
    return java(to, command);
  }

  /** What a Tomcat has for old applications, with nothing of ours. */
  public static Path toJakarta(Path application, Path to, Path tomcat)
      throws IOException, InterruptedException {
    try (Stream<Path> all = Files.list(tomcat.resolve("lib"))) {
      Path library =
          all.filter(jar -> jar.getFileName().toString().startsWith("jakartaee-migration"))
              .findFirst()
              .orElseThrow();
      return java(to, List.of(library.toString(), application.toString(), to.toString()));
    }
  }

  private static Path java(Path to, List<String> jarAndArguments)
      throws IOException, InterruptedException {
    List<String> command = new ArrayList<>();
    command.addAll(List.of(Layout.javaHome().resolve("bin/java").toString(), "-jar"));
    command.addAll(jarAndArguments);
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertEquals(0, process.waitFor(), said);
    return to;
  }
}
