package org.jwtfilter.fuzz;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * One process of the fuzzer that has ended.
 *
 * @param branches of ours that were reached, as the fuzzer counts them
 * @param inputs that it keeps, since each reaches something that others do not
 * @param sound whether nothing broke
 */
record FuzzRun(
    String target,
    Path log,
    long executions,
    long branches,
    long inputs,
    Duration took,
    boolean sound) {
  private static final Pattern EXECUTIONS =
      Pattern.compile("stat::number_of_executed_units: (\\d+)");
  private static final Pattern PROGRESS = Pattern.compile("cov: (\\d+) ft: \\d+ corp: (\\d+)");

  /**
   * Ours alone are covered, or it would chase branches of JSON parsers. Its guide through regular
   * expressions costs, at each character, more than our bounds allow.
   */
  private static final List<String> OPTIONS =
      List.of(
          "--target_class=" + Fuzzed.class.getName(),
          "--instrumentation_includes=org.jwtfilter.**",
          "--instrumentation_excludes=org.jwtfilter.fuzz.**" + File.pathSeparator + targets(),
          "--custom_hook_includes=org.jwtfilter.**",
          "--disabled_hooks=com.code_intelligence.jazzer.sanitizers.RegexRoadblocks",
          "-timeout=120",
          "-rss_limit_mb=3000",
          "-print_final_stats=1");

  private static String targets() {
    return Arrays.stream(FuzzTarget.values())
        .map(FuzzTarget::type)
        .distinct()
        .collect(Collectors.joining(File.pathSeparator));
  }

  /**
   * Runs it until it has broken something, or its options say that it is enough.
   *
   * @param target as {@link Fuzzed} knows it; empty: all
   */
  static FuzzRun of(String target, Path work, List<String> options)
      throws IOException, InterruptedException {
    Path log = work.resolve("log.txt").toAbsolutePath();
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    // One processor for one process: several of them run side by side.
    command.addAll(List.of("-Xmx512m", "-XX:+UseSerialGC", "-XX:+EnableDynamicAgentLoading"));
    command.addAll(List.of("-cp", System.getProperty("java.class.path")));
    command.add("-Dfuzz.target=" + target);
    command.add("com.code_intelligence.jazzer.Jazzer");
    command.addAll(OPTIONS);
    command.addAll(options);
    long start = System.nanoTime();
    Process process =
        new ProcessBuilder(command)
            .directory(work.toFile())
            .redirectErrorStream(true)
            .redirectOutput(log.toFile())
            .start();
    boolean sound = process.waitFor() == 0;
    return read(target, log, Duration.ofNanos(System.nanoTime() - start), sound);
  }

  private static FuzzRun read(String target, Path log, Duration took, boolean sound)
      throws IOException {
    String text = Files.readString(log, java.nio.charset.StandardCharsets.ISO_8859_1);
    Matcher executions = EXECUTIONS.matcher(text);
    long branches = 0;
    long inputs = 0;
    for (Matcher progress = PROGRESS.matcher(text); progress.find(); ) {
      branches = Long.parseLong(progress.group(1));
      inputs = Long.parseLong(progress.group(2));
    }
    long executed = executions.find() ? Long.parseLong(executions.group(1)) : 0;
    return new FuzzRun(target, log, executed, branches, inputs, took, sound);
  }
}
