package org.jwtfilter.corpus;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jwtfilter.servlet.testkit.Answer;
import org.jwtfilter.servlet.testkit.Node;
import org.jwtfilter.servlet.testkit.ServerUnderTest;

/** Plays cases, one after the other, and says which were not answered as they expect. */
final class CorpusRun {
  private CorpusRun() {}

  /** On a server of its own with these keys. */
  static List<String> failures(ServerUnderTest server, Path keys, List<CorpusCase> cases)
      throws IOException, InterruptedException {
    try (Canary canary = Canary.open(keys);
        Node node = CorpusServer.start(server, 0, keys)) {
      return failures(node.base(), keys, cases, canary, 1);
    }
  }

  /**
   * On a server that runs.
   *
   * @param slowness how many times longer than it says a case may take
   */
  static List<String> failures(
      URI server, Path keys, List<CorpusCase> cases, Canary canary, int slowness) {
    CorpusSender sender = new CorpusSender(server, keys);
    // The first request pays for loading classes, which no case is to be blamed for.
    cases.stream().limit(1).forEach(one -> run(one, sender, canary, slowness, new ArrayList<>()));
    List<String> failures = new ArrayList<>();
    cases.forEach(one -> run(one, sender, canary, slowness, failures));
    return failures;
  }

  private static void run(
      CorpusCase one, CorpusSender sender, Canary canary, int slowness, List<String> failures) {
    try {
      Answer answer = sender.send(one);
      List<String> faults = CorpusVerdict.of(one, answer, canary.takeHits(), slowness);
      if (!faults.isEmpty()) {
        failures.add(one + " -> " + answer.status() + ": " + String.join("; ", faults));
      }
    } catch (IOException failed) {
      failures.add(one + " -> " + failed);
    }
  }
}
