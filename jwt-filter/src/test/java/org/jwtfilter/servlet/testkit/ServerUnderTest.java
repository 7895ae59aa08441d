package org.jwtfilter.servlet.testkit;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The servers that the contract tests run on, inside this process. For {@code @EnumSource}. */
public enum ServerUnderTest {
  /** Apache Tomcat 10.1. */
  TOMCAT {
    @Override
    Node start(WebApp app, Path folder) throws Exception {
      return TomcatNode.start(app, folder);
    }
  },
  /** Eclipse Jetty 12.0, ee10. */
  JETTY {
    @Override
    Node start(WebApp app, Path folder) throws Exception {
      return JettyNode.start(app, folder);
    }
  };

  abstract Node start(WebApp app, Path folder) throws Exception;

  /**
   * Starts one more server with the application, on a free port of 127.0.0.1.
   *
   * @throws DeploymentFailed if the application does not start; its causes say why
   */
  public Node start(WebApp app) {
    ServerLog.quiet();
    Path folder = newFolder();
    try {
      app.writeTo(Files.createDirectories(folder.resolve("app")));
      return start(app, folder);
    } catch (DeploymentFailed failed) {
      Folders.delete(folder);
      throw failed;
    } catch (Exception failed) {
      Folders.delete(folder);
      throw new DeploymentFailed(this + " did not start " + app.contextPath(), failed);
    }
  }

  private static Path newFolder() {
    try {
      return Files.createTempDirectory("node").toRealPath();
    } catch (IOException failed) {
      throw new IllegalStateException("no temporary folder", failed);
    }
  }
}
