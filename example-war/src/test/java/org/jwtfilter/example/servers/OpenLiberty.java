package org.jwtfilter.example.servers;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Open Liberty, with a user folder of its own for each node, and the users in a basic registry. */
final class OpenLiberty implements ServerProduct {
  private static final String SERVER_XML =
      """
      <server>
        <featureManager>
          <feature>servlet-6.0</feature>
          <feature>pages-3.1</feature>
          <feature>websocket-2.1</feature>
          <feature>restfulWS-3.1</feature>
          <feature>cdi-4.0</feature>
          <feature>enterpriseBeansLite-4.0</feature>
          <feature>appSecurity-5.0</feature>
          <feature>appAuthentication-3.0</feature>
        </featureManager>
        <httpEndpoint id="defaultHttpEndpoint" host="127.0.0.1" httpPort="%d" httpsPort="-1"/>
        <applicationManager startTimeout="300s"/>
        <basicRegistry id="users" realm="legacy">
      %s
        </basicRegistry>
      </server>
      """;

  private final Path home;

  OpenLiberty(Path home) {
    this.home = home;
  }

  @Override
  public Launch layOut(Site site, Path base) throws IOException {
    int port = Layout.freePorts(1).get(0);
    Path user = base.resolve("usr");
    Path server = Files.createDirectories(user.resolve("servers/node"));
    Files.writeString(server.resolve("server.xml"), SERVER_XML.formatted(port, users(site)));
    Layout.copyWars(site.applications(), server.resolve("dropins"));
    List<String> command = new ArrayList<>(Layout.java(base, "-Xmx512m"));
    command.add("@" + home.resolve("lib/platform/java/java9.options")); // as its own script
    command.add("-javaagent:" + home.resolve("bin/tools/ws-javaagent.jar"));
    command.add("-jar");
    command.add(home.resolve("bin/tools/ws-server.jar").toString());
    command.add("node");
    return new Launch(command, Map.of("WLP_USER_DIR", user.toString()), port, false);
  }

  private static String users(Site site) {
    String people =
        site.users().stream()
            .map(one -> "<user name='%s' password='%s'/>".formatted(one.name(), one.password()))
            .collect(Collectors.joining("\n"));
    return people
        + site.users().stream()
            .flatMap(one -> one.roles().stream().map(role -> group(role, one.name())))
            .collect(Collectors.joining("\n", "\n", ""));
  }

  private static String group(String role, String user) {
    return "<group name='%s'><member name='%s'/></group>".formatted(role, user);
  }
}
