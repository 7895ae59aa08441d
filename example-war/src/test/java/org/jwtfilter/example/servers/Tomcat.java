package org.jwtfilter.example.servers;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** Apache Tomcat, with a base of its own and the users in {@code tomcat-users.xml}. */
final class Tomcat implements ServerProduct {
  private static final String SERVER_XML =
      """
      <Server port="-1">
        <GlobalNamingResources>
          <Resource name="UserDatabase" auth="Container" type="org.apache.catalina.UserDatabase"
              factory="org.apache.catalina.users.MemoryUserDatabaseFactory"
              pathname="conf/tomcat-users.xml"/>
        </GlobalNamingResources>
        <Service name="Catalina">
          <Connector port="%d" address="127.0.0.1" protocol="HTTP/1.1"/>
          <Engine name="Catalina" defaultHost="localhost">
            <Realm className="org.apache.catalina.realm.LockOutRealm">
              <Realm className="org.apache.catalina.realm.UserDatabaseRealm"
                  resourceName="UserDatabase"/>
            </Realm>
            <Host name="localhost" appBase="webapps" unpackWARs="true" autoDeploy="false">
      %s
            </Host>
          </Engine>
        </Service>
      </Server>
      """;

  private final Path home;

  Tomcat(Path home) {
    this.home = home;
  }

  @Override
  public Launch layOut(Site site, Path base) throws IOException {
    int port = Layout.freePorts(1).get(0);
    Path conf = Files.createDirectories(base.resolve("conf"));
    Files.createDirectories(base.resolve("webapps"));
    for (String name : List.of("web.xml", "catalina.properties")) {
      Path original = home.resolve("conf").resolve(name);
      Files.copy(original, conf.resolve(name), StandardCopyOption.REPLACE_EXISTING);
    }
    Files.writeString(conf.resolve("server.xml"), SERVER_XML.formatted(port, contexts(site)));
    Files.writeString(conf.resolve("tomcat-users.xml"), users(site));
    Path lib = Files.createDirectories(base.resolve("lib"));
    for (Path jar : site.libraries()) {
      Files.copy(jar, lib.resolve(jar.getFileName()), StandardCopyOption.REPLACE_EXISTING);
    }
    return new Launch(command(base), port, true);
  }

  private static String contexts(Site site) {
    return site.applications().entrySet().stream()
        // As its own manager needs it; to others it makes no difference.
        .map(
            one ->
                "<Context path='/%s' docBase='%s' privileged='true'/>"
                    .formatted(one.getKey(), one.getValue()))
        .collect(Collectors.joining("\n"));
  }

  private static String users(Site site) {
    return site.users().stream()
        .map(
            one ->
                "<user username='%s' password='%s' roles='%s'/>"
                    .formatted(one.name(), one.password(), String.join(",", one.roles())))
        .collect(Collectors.joining("\n", "<tomcat-users>\n", "\n</tomcat-users>\n"));
  }

  private List<String> command(Path base) throws IOException {
    Path bin = home.resolve("bin");
    List<String> command = new ArrayList<>(Layout.java(base, "-Xmx256m"));
    command.add("-Dcatalina.home=" + home);
    command.add("-Dcatalina.base=" + base);
    command.add("-cp");
    command.add(bin.resolve("bootstrap.jar") + File.pathSeparator + bin.resolve("tomcat-juli.jar"));
    command.add("org.apache.catalina.startup.Bootstrap");
    command.add("start");
    return command;
  }
}
