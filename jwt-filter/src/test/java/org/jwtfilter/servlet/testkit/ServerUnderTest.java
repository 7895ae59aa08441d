package org.jwtfilter.servlet.testkit;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** The servers that the contract tests run on, inside this process. For {@code @EnumSource}. */
public enum ServerUnderTest {
  /** Apache Tomcat 10.1. */
  TOMCAT {
    @Override
    Node start(int port, List<WebApp> apps, Path folder) throws Exception {
      return TomcatNode.start(port, apps, folder);
    }
  },
  /** Eclipse Jetty 12.0, ee10. */
  JETTY {
    @Override
    Node start(int port, List<WebApp> apps, Path folder) throws Exception {
      return JettyNode.start(port, apps, folder);
    }
  };

  abstract Node start(int port, List<WebApp> apps, Path folder) throws Exception;

  /**
   * Starts one more server with the application, on a free port of 127.0.0.1.
   *
   * @throws DeploymentFailed if the application does not start; its causes say why
   */
  public Node start(WebApp app) {
    return start(0, List.of(app));
  }

  /**
   * Starts one more server with several applications.
   *
   * @param port of 127.0.0.1; 0 for a free one
   * @throws DeploymentFailed if one of the applications does not start; its causes say why
   */
  public Node start(int port, List<WebApp> apps) {
    ServerLog.quiet();
    Path folder = newFolder();
    try {
      for (WebApp app : apps) {
        app.writeTo(Files.createDirectories(folder(folder, app)));
      }
      return start(port, apps, folder);
    } catch (DeploymentFailed failed) {
      Folders.delete(folder);
      throw failed;
    } catch (Exception failed) {
      Folders.delete(folder);
      throw new DeploymentFailed(this + " did not start", failed);
    }
  }

  /** Where an application's files are, below the folder of the server. */
  static Path folder(Path folder, WebApp app) {
    return folder.resolve("app" + app.contextPath().replace('/', '-'));
  }

  private static Path newFolder() {
    try {
      return Files.createTempDirectory("node").toRealPath();
    } catch (IOException failed) {
      throw new IllegalStateException("no temporary folder", failed);
    }
  }
}
