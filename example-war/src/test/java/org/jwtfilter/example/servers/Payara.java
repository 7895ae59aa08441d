package org.jwtfilter.example.servers;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Payara Server, the full distribution: each node is a domain of its own, a copy of the one that
 * comes with it, set up by the commands of {@code asadmin} at its start. The users are in the realm
 * {@code file}.
 */
final class Payara implements ServerProduct {
  private static final String CONFIG = "set configs.config.server-config.";

  /** Without it the domain gets a message broker, on every address of the machine. */
  private static final String NO_BROKER =
      """
      <jms-service type="DISABLED" default-jms-host="none">
        <jms-host host="127.0.0.1" port="7676" name="none"/>
      </jms-service>
      """;

  private final Path home;

  Payara(Path home) {
    this.home = home;
  }

  @Override
  public Launch layOut(Site site, Path base) throws IOException, InterruptedException {
    List<Integer> ports = Layout.freePorts(2);
    Path domain = base.resolve("domains/domain1");
    Layout.copyTree(home.resolve("glassfish/domains/domain1"), domain);
    Path xml = domain.resolve("config/domain.xml");
    String end = "</iiop-service>";
    Files.writeString(xml, Files.readString(xml).replaceFirst(end, end + NO_BROKER));
    Files.write(base.resolve("before.txt"), settings(ports.get(0), ports.get(1)));
    Files.write(base.resolve("after.txt"), commands(site, base));
    List<String> command =
        StartDomain.command(
            home,
            base,
            "--prebootcommandfile",
            base.resolve("before.txt").toString(),
            "--postbootcommandfile",
            base.resolve("after.txt").toString());
    return new Launch(command, ports.get(0), false);
  }

  private static List<String> settings(int port, int adminPort) {
    String listener = CONFIG + "network-config.network-listeners.network-listener.";
    String orb = CONFIG + "iiop-service.iiop-listener.";
    return List.of(
        listener + "http-listener-1.address=127.0.0.1",
        listener + "http-listener-1.port=" + port,
        listener + "http-listener-2.enabled=false",
        listener + "admin-listener.address=127.0.0.1",
        listener + "admin-listener.port=" + adminPort,
        orb + "orb-listener-1.enabled=false",
        orb + "SSL.enabled=false",
        orb + "SSL_MUTUALAUTH.enabled=false",
        CONFIG + "admin-service.jmx-connector.system.enabled=false",
        CONFIG + "hazelcast-config-specific-configuration.enabled=false",
        CONFIG + "security-service.activate-default-principal-to-role-mapping=true");
  }

  /** What asadmin does once the server runs: the users, then the applications. */
  static List<String> commands(Site site, Path base) throws IOException {
    List<String> commands = new ArrayList<>();
    for (User user : site.users()) {
      commands.add(createUser(user, base));
    }
    Path wars = base.resolve("wars");
    Layout.copyWars(site.applications(), wars);
    for (String name : site.applications().keySet()) {
      commands.add("deploy --name %1$s --contextroot %1$s %2$s/%1$s.war".formatted(name, wars));
    }
    return commands;
  }

  private static String createUser(User user, Path base) throws IOException {
    Path file = base.resolve("password-" + user.name());
    Files.writeString(file, "AS_ADMIN_USERPASSWORD=" + user.password() + "\n");
    return "create-file-user --groups %s --passwordfile %s %s"
        .formatted(String.join(":", user.roles()), file, user.name());
  }
}
