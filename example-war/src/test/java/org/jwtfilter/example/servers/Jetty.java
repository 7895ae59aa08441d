package org.jwtfilter.example.servers;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/**
 * Eclipse Jetty, with a base of its own, the modules of one Jakarta EE environment, and the users
 * in a {@code HashLoginService}.
 */
final class Jetty implements ServerProduct {
  private static final String REALM_XML =
      """
      <?xml version="1.0"?>
      <!DOCTYPE Configure PUBLIC "-//Jetty//Configure//EN" "https://jetty.org/configure_10_0.dtd">
      <Configure id="Server" class="org.eclipse.jetty.server.Server">
        <Call id="ResourceFactory" class="org.eclipse.jetty.util.resource.ResourceFactory" name="of">
          <Arg><Ref refid="Server"/></Arg>
          <Call id="users" name="newResource"><Arg>etc/users.properties</Arg></Call>
        </Call>
        <Call name="addBean">
          <Arg>
            <New class="org.eclipse.jetty.security.HashLoginService">
              <Set name="name">legacy</Set>
              <Set name="config"><Ref refid="users"/></Set>
            </New>
          </Arg>
        </Call>
      </Configure>
      """;

  private static final List<String> MODULES =
      List.of("deploy", "jsp", "annotations", "websocket-jakarta", "jaspi");

  private final Path home;
  private final String environment;

  /**
   * @param environment {@code ee10} or {@code ee11}
   */
  Jetty(Path home, String environment) {
    this.home = home;
    this.environment = environment;
  }

  @Override
  public Launch layOut(Site site, Path base) throws IOException, InterruptedException {
    int port = Layout.freePorts(1).get(0);
    Path etc = Files.createDirectories(base.resolve("etc"));
    Files.writeString(etc.resolve("users.xml"), REALM_XML);
    Files.writeString(etc.resolve("users.properties"), users(site));
    addModules(base);
    Layout.copyWars(site.applications(), base.resolve("webapps"));
    List<String> command = start(base);
    command.add("jetty.http.host=127.0.0.1");
    command.add("jetty.http.port=" + port);
    command.add("etc/users.xml");
    return new Launch(command, port, true);
  }

  private static String users(Site site) {
    return site.users().stream()
        .map(one -> one.name() + ": " + one.password() + "," + String.join(",", one.roles()))
        .collect(Collectors.joining("\n"));
  }

  private void addModules(Path base) throws IOException, InterruptedException {
    String modules =
        MODULES.stream().map(one -> environment + "-" + one).collect(Collectors.joining(","));
    List<String> command = start(base);
    command.add(
        "--add-modules=server,http,%s,%s-jaspi-default-auth-config-factory"
            .formatted(modules, environment));
    Path log = base.resolve("modules.txt");
    Process process =
        new ProcessBuilder(command)
            .directory(base.toFile())
            .redirectErrorStream(true)
            .redirectOutput(log.toFile())
            .start();
    if (!process.waitFor(60, TimeUnit.SECONDS) || process.exitValue() != 0) {
      process.destroyForcibly();
      throw new IllegalStateException(Files.readString(log));
    }
  }

  private List<String> start(Path base) throws IOException {
    List<String> command = new ArrayList<>(Layout.java(base, "-Xmx256m"));
    command.add("-jar");
    command.add(home.resolve("start.jar").toString());
    command.add("jetty.base=" + base);
    return command;
  }
}
