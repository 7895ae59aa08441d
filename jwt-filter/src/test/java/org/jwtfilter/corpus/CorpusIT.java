package org.jwtfilter.corpus;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.jwtfilter.servlet.testkit.ServerUnderTest;

/** Every request of the corpus is answered as it expects, on both servers. */
class CorpusIT {
  private static final int CASES = 521;

  @ParameterizedTest
  @EnumSource
  void corpus_overHttp_isAnsweredAsItExpects(ServerUnderTest server) throws Exception {
    List<CorpusCase> cases = CorpusCase.read("/corpus/cases.jsonl.gz");
    List<String> failures = CorpusRun.failures(server, keys(), cases);
    assertEquals(CASES, cases.size(), "cases in the file");
    assertEquals(
        0,
        failures.size(),
        () ->
            "%d of %d cases failed on %s:%n%s"
                .formatted(failures.size(), CASES, server, String.join("\n", failures)));
  }

  private static Path keys() throws URISyntaxException {
    return Path.of(CorpusIT.class.getResource("/corpus/keys").toURI());
  }
}
