package org.jwtfilter.fuzz;

import static org.junit.jupiter.api.DynamicContainer.dynamicContainer;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicNode;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Every seed, and every input that once broke something, meets its target. */
class FuzzSeedsTest {
  @TestFactory
  Stream<DynamicNode> seeds_break_no_invariant() {
    return Arrays.stream(FuzzTarget.values())
        .map(
            target ->
                dynamicContainer(
                    target.key(), Seeds.of(target).stream().map(one -> test(target, one))));
  }

  private static DynamicTest test(FuzzTarget target, Path seed) {
    return dynamicTest(seed.getFileName().toString(), () -> target.meet(Files.readAllBytes(seed)));
  }
}
