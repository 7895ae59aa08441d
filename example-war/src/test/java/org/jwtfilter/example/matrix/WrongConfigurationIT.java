package org.jwtfilter.example.matrix;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;
import org.jwtfilter.example.servers.ServerKind;
import org.jwtfilter.example.servers.ServerNode;
import org.jwtfilter.example.servers.Site;
import org.jwtfilter.example.servers.Token;

/**
 * A mistake in our lines stops the deployment, or has every request refused where the server goes
 * on without a filter that has failed; and the log says what is wrong.
 */
@ParameterizedClass
@MethodSource("org.jwtfilter.example.servers.ServerKind#chosen")
class WrongConfigurationIT {
  @TempDir private static Path folder;

  @Parameter private ServerKind kind;

  @Test
  void misspeltOption_isSaidBeforeAnyRequest_andNothingIsServed() throws Exception {
    Path base = Files.createDirectories(folder.resolve(kind.name()));
    Path war = ProbeWar.writeMisspelt(base.resolve("wrong.war"));
    Map<String, String> environment = Map.of("JWT_KEY", Token.newKey());
    Site site = new Site(Map.of("wrong", war), List.of(), environment, List.of());
    try (ServerNode node = kind.start(site, base.resolve("node"))) {
      node.awaitSaying("protekt: there is no such option; did you mean protect?");
      for (String path : List.of("/wrong/", "/wrong/page", "/wrong/files/small.txt")) {
        int status = node.awaitStatus(path, kind.deploysInSpiteOfFilters());
        assertTrue(refusals().contains(status), () -> path + ": " + status);
      }
    }
  }

  /** Ours, or those of an application that is not there; zero: the server has ended. */
  private List<Integer> refusals() {
    return kind.deploysInSpiteOfFilters() ? List.of(503) : List.of(0, 404, 503);
  }
}
