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
      return failures(node.base(), keys, cases, canary);
    }
  }

  static List<String> failures(URI server, Path keys, List<CorpusCase> cases, Canary canary) {
    CorpusSender sender = new CorpusSender(server, keys);
    List<String> failures = new ArrayList<>();
    cases.forEach(one -> run(one, sender, canary, failures));
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
}
