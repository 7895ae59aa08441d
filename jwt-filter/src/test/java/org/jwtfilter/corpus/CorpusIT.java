package org.jwtfilter.corpus;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.jwtfilter.servlet.testkit.Answer;
import org.jwtfilter.servlet.testkit.Node;
import org.jwtfilter.servlet.testkit.ServerUnderTest;

/** Every request of the corpus is answered as it expects, on both servers. */
class CorpusIT {
  private static final int CASES = 521;

  @ParameterizedTest
  @EnumSource
  void corpus_overHttp_isAnsweredAsItExpects(ServerUnderTest server) throws Exception {
    List<CorpusCase> cases = CorpusCase.read("/corpus/cases.jsonl.gz");
    List<String> failures = run(server, cases);
    assertEquals(CASES, cases.size(), "cases in the file");
    assertEquals(
        0,
        failures.size(),
        () ->
            "%d of %d cases failed on %s:%n%s"
                .formatted(failures.size(), CASES, server, String.join("\n", failures)));
  }

  private static List<String> run(ServerUnderTest server, List<CorpusCase> cases) throws Exception {
    List<String> failures = new ArrayList<>();
    try (Canary canary = Canary.open(keys());
        Node node = CorpusServer.start(server, 0, keys())) {
      CorpusSender sender = new CorpusSender(node.base(), keys());
      for (CorpusCase one : cases) {
        run(one, sender, canary, failures);
      }
    }
    return failures;
  }

  private static void run(
      CorpusCase one, CorpusSender sender, Canary canary, List<String> failures) {
    try {
      Answer answer = sender.send(one);
      List<String> faults = CorpusVerdict.of(one, answer, canary.takeHits());
      if (!faults.isEmpty()) {
        failures.add(one + " -> " + answer.status() + ": " + String.join("; ", faults));
      }
    } catch (IOException failed) {
      failures.add(one + " -> " + failed);
    }
  }

  private static Path keys() throws URISyntaxException {
    return Path.of(CorpusIT.class.getResource("/corpus/keys").toURI());
  }
}
