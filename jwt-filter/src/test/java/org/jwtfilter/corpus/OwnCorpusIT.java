package org.jwtfilter.corpus;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.jwtfilter.servlet.testkit.ServerUnderTest;

/** Our own additions to the corpus, with keys that nobody has seen before. */
class OwnCorpusIT {
  private static final List<CorpusCase> CASES = FreshCorpus.CASES;

  @TempDir Path folder;

  @ParameterizedTest
  @EnumSource
  void ownCorpus_overHttp_isAnsweredAsItExpects(ServerUnderTest server) throws Exception {
    List<String> failures = CorpusRun.failures(server, FreshCorpus.KEYS.writeTo(folder), CASES);
    assertEquals(
        0,
        failures.size(),
        () ->
            "%d of %d cases failed on %s:%n%s"
                .formatted(failures.size(), CASES.size(), server, String.join("\n", failures)));
  }

  @Test
  void cases_areMoreThanTheOthers_andEachHasANumberOfItsOwn() {
    Set<String> ids = new HashSet<>(CASES.stream().map(one -> one.text("id")).toList());
    assertEquals(CASES.size(), ids.size(), "ids");
    assertTrue(CASES.size() > 521, CASES.size() + " cases");
  }

  @Test
  void everyOutcome_standsInEveryApplication() {
    Set<String> seen =
        CASES.stream()
            .map(one -> one.profile() + " " + one.expect().path("outcome").asText())
            .collect(Collectors.toSet());
    for (String application : List.of("hs256", "rs256", "es256", "jwks")) {
      assertTrue(seen.contains(application + " accept"), application);
      assertTrue(seen.contains(application + " reject"), application);
    }
  }
}
