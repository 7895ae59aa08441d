package org.jwtfilter.example.servers;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** What {@code asadmin start-domain} would start: so the process is our own, and can be killed. */
final class StartDomain {
  private StartDomain() {}

  /**
   * The command.
   *
   * @param home the distribution of GlassFish or Payara
   * @param base where {@code domains/domain1} is
   */
  static List<String> command(Path home, Path base, String... options)
      throws IOException, InterruptedException {
    List<String> command =
        new ArrayList<>(
            dryRun(home, base, options).stream()
                .skip(1)
                .filter(line -> !line.isBlank() && !line.startsWith("Command start-domain"))
                .toList());
    command.addAll(1, Layout.java(base).stream().skip(1).toList());
    return command;
  }

  private static List<String> dryRun(Path home, Path base, String... options)
      throws IOException, InterruptedException {
    List<String> command =
        new ArrayList<>(List.of(home.resolve("glassfish/bin/asadmin").toString(), "start-domain"));
    command.addAll(List.of("--domaindir", base.resolve("domains").toString()));
    command.addAll(List.of(options));
    command.addAll(List.of("--dry-run", "domain1"));
    Path out = base.resolve("command.txt");
    ProcessBuilder builder =
        new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(out.toFile());
    String java = Layout.javaHome().toString();
    builder.environment().putAll(Map.of("AS_JAVA", java, "JAVA_HOME", java));
    Process process = builder.start();
    if (!process.waitFor(60, TimeUnit.SECONDS) || process.exitValue() != 0) {
      process.destroyForcibly();
      throw new IllegalStateException(Files.readString(out));
    }
    return Files.readAllLines(out);
  }
}
