package org.jwtfilter.example.servers;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

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
    List<String> command = new ArrayList<>();
    command.add(Layout.javaHome().resolve("bin/java").toString());
    command.addAll(List.of("-jar", System.getProperty("jwt-filter.jar"), "migrate"));
    command.addAll(List.of(application.toString(), "--to", to.toString()));
    command.addAll(List.of(options));
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertEquals(0, process.waitFor(), said);
    return to;
  }
}
