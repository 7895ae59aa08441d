package org.jwtfilter.fuzz;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Runs the fuzzer, a process for each target. Arguments: how many seconds each, then the targets;
 * none: all of them. Prints what was executed and covered, and ends with 1 if anything broke.
 */
public final class Fuzzing {
  private static final String FORM = "%-10s %12s %8s %8s %8s %8s  %s%n";

  private Fuzzing() {}

  /** See above. */
  public static void main(String[] arguments) throws IOException, InterruptedException {
    int seconds = Integer.parseInt(arguments[0]);
    List<FuzzTarget> targets =
        arguments.length == 1
            ? List.of(FuzzTarget.values())
            : Arrays.stream(arguments).skip(1).map(FuzzTarget::named).toList();
    System.out.printf(
        FORM, "target", "executions", "per s", "seconds", "branches", "inputs", "result");
    boolean sound = true;
    for (FuzzTarget target : targets) {
      sound &= print(run(target, seconds));
    }
    System.exit(sound ? 0 : 1);
  }

  private static FuzzRun run(FuzzTarget target, int seconds)
      throws IOException, InterruptedException {
    Path work = Files.createDirectories(Path.of("target", "fuzz", target.key()));
    Path corpus = Files.createDirectories(work.resolve("corpus"));
    List<String> options = new ArrayList<>(List.of("-max_total_time=" + seconds));
    options.add(corpus.toAbsolutePath().toString());
    options.add(Seeds.folder(target).toString());
    return FuzzRun.of(target.key(), work, options);
  }

  private static boolean print(FuzzRun run) {
    long seconds = Math.max(1, run.took().toSeconds());
    System.out.printf(
        FORM,
        run.target(),
        run.executions(),
        run.executions() / seconds,
        seconds,
        run.branches(),
        run.inputs(),
        run.sound() ? "nothing found" : "FOUND, see " + run.log());
    return run.sound();
  }
}
