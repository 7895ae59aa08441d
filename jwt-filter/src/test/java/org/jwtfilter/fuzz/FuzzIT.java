package org.jwtfilter.fuzz;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The fuzzer at work for a few seconds, on all targets at once. {@link Fuzzing} has more time. */
class FuzzIT {
  private static final int SECONDS = 20;

  @TempDir Path work;

  @Test
  void hostile_input_breaks_no_invariant() throws Exception {
    Path seeds = work.resolve("seeds");
    Seeds.copyAll(seeds);

    FuzzRun run =
        FuzzRun.of("", work, List.of("-seed=1", "-max_total_time=" + SECONDS, seeds.toString()));

    assertTrue(run.sound(), () -> read(run.log()));
    assertTrue(run.executions() > 0, () -> "nothing was executed: " + run);
  }

  @Test
  void every_target_has_seeds() {
    for (FuzzTarget target : FuzzTarget.values()) {
      assertTrue(Seeds.of(target).size() >= 3, target.key());
      assertEquals(target, FuzzTarget.named(target.key()));
    }
  }

  private static String read(Path log) {
    try {
      return Files.readString(log, java.nio.charset.StandardCharsets.ISO_8859_1);
    } catch (java.io.IOException e) {
      return e.toString();
    }
  }
}
