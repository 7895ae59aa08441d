package org.jwtfilter.corpus;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.jwtfilter.servlet.testkit.Node;
import org.jwtfilter.servlet.testkit.ServerUnderTest;

/**
 * Every answer is as it should be while fifty clients send garbage to the same server. Of our own
 * cases some, unless {@code -Dcorpus.thorough=true} asks for all.
 */
class CorpusUnderFireIT {
  private static final int CLIENTS = 50;
  private static final int LEAST_SENT = 500;
  private static final int MOST_ROUNDS = 20;
  private static final int SLOWNESS = 3;

  /** A prime, so that each kind of case has its turn. */
  private static final int EVERY = FreshCorpus.THOROUGH ? 1 : 11;

  @TempDir Path folder;

  @ParameterizedTest
  @EnumSource
  void corpus_whileFiftyClientsSendGarbage_isAnsweredAsItExpects(ServerUnderTest server)
      throws Exception {
    List<CorpusCase> own = FreshCorpus.CASES;
    List<CorpusCase> some =
        IntStream.range(0, own.size()).filter(i -> i % EVERY == 0).mapToObj(own::get).toList();
    underFire(server, FreshCorpus.KEYS.writeTo(folder), some);
  }

  @ParameterizedTest
  @EnumSource
  void corpusOfOthers_whileFiftyClientsSendGarbage_isAnsweredAsItExpects(ServerUnderTest server)
      throws Exception {
    underFire(server, keys(), CorpusCase.read("/corpus/cases.jsonl.gz"));
  }

  private static void underFire(ServerUnderTest server, Path folder, List<CorpusCase> cases)
      throws Exception {
    try (Canary canary = Canary.open(folder);
        Node node = CorpusServer.start(server, 0, folder)) {
      Garbage garbage = Garbage.start(node.base(), FreshCorpus.KEYS, CLIENTS);
      List<String> failures = new ArrayList<>();
      try (garbage) {
        // Again, where the cases were played before much garbage was under way.
        for (int round = 0; round == 0 || sentTooLittle(garbage, round); round++) {
          failures.addAll(CorpusRun.failures(node.base(), folder, cases, canary, SLOWNESS));
        }
      }
      assertEquals(0, failures.size(), () -> server + ":\n" + String.join("\n", failures));
      assertEquals(0, garbage.faults(), "garbage that was let in or broke something");
      assertTrue(garbage.sent() > LEAST_SENT, garbage.sent() + " pieces of garbage sent");
    }
  }

  private static boolean sentTooLittle(Garbage garbage, int rounds) {
    return garbage.sent() <= LEAST_SENT && rounds < MOST_ROUNDS;
  }

  private static Path keys() throws URISyntaxException {
    return Path.of(CorpusUnderFireIT.class.getResource("/corpus/keys").toURI());
  }
}
