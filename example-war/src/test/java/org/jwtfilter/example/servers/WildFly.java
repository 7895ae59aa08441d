package org.jwtfilter.example.servers;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * WildFly, with a copy of its {@code standalone} folder for each node, and the users in the realm
 * that its configuration brings.
 */
final class WildFly implements ServerProduct {
  private static final String DOMAIN =
      "<application-security-domain name=\"other\" security-domain=\"ApplicationDomain\"";

  /** As its own script opens them. */
  private static final List<String> OPENED =
      List.of(
          "java.base/java.lang",
          "java.base/java.lang.invoke",
          "java.base/java.lang.reflect",
          "java.base/java.io",
          "java.base/java.net",
          "java.base/java.security",
          "java.base/java.util",
          "java.base/java.util.concurrent",
          "java.management/javax.management",
          "java.naming/javax.naming");

  private final Path home;

  WildFly(Path home) {
    this.home = home;
  }

  @Override
  public Launch layOut(Site site, Path base) throws Exception {
    List<Integer> ports = Layout.freePorts(3);
    Path standalone = base.resolve("standalone");
    Layout.copyTree(home.resolve("standalone"), standalone);
    Path configuration = standalone.resolve("configuration");
    Path xml = configuration.resolve("standalone.xml");
    if (!site.users().isEmpty()) { // where nobody logs in, it stays as it is distributed
      Files.writeString(xml, takingCallersOfModules(Files.readString(xml)));
    }
    Files.writeString(configuration.resolve("application-users.properties"), passwords(site));
    Files.writeString(configuration.resolve("application-roles.properties"), roles(site));
    Layout.copyWars(site.applications(), standalone.resolve("deployments"));
    return new Launch(command(base, standalone, ports), ports.get(0), false);
  }

  /** In the web subsystem, which is the last that has such a line. */
  private static String takingCallersOfModules(String xml) {
    int at = xml.lastIndexOf(DOMAIN) + DOMAIN.length();
    return xml.substring(0, at) + " integrated-jaspi=\"false\"" + xml.substring(at);
  }

  private static String passwords(Site site) throws NoSuchAlgorithmException {
    MessageDigest md5 = MessageDigest.getInstance("MD5"); // the file's own format
    return site.users().stream()
        .map(one -> one.name() + "=" + digest(md5, one))
        .collect(Collectors.joining("\n", "#$REALM_NAME=ApplicationRealm$\n", "\n"));
  }

  private static String digest(MessageDigest md5, User user) {
    String text = user.name() + ":ApplicationRealm:" + user.password();
    return HexFormat.of().formatHex(md5.digest(text.getBytes(StandardCharsets.UTF_8)));
  }

  private static String roles(Site site) {
    return site.users().stream()
        .map(one -> one.name() + "=" + String.join(",", one.roles()))
        .collect(Collectors.joining("\n"));
  }

  private List<String> command(Path base, Path standalone, List<Integer> ports) throws IOException {
    List<String> command = new ArrayList<>(Layout.java(base, "-Xmx512m"));
    OPENED.forEach(one -> command.add("--add-opens=" + one + "=ALL-UNNAMED"));
    Stream.of(
            "jboss.home.dir=" + home,
            "jboss.server.base.dir=" + standalone,
            "jboss.bind.address=127.0.0.1",
            "jboss.bind.address.management=127.0.0.1",
            "jboss.http.port=" + ports.get(0),
            "jboss.https.port=" + ports.get(1),
            "jboss.management.http.port=" + ports.get(2),
            "java.net.preferIPv4Stack=true",
            "java.util.logging.manager=org.jboss.logmanager.LogManager",
            "logging.configuration="
                + standalone.resolve("configuration/logging.properties").toUri(),
            "org.jboss.boot.log.file=" + standalone.resolve("log/server.log"))
        .forEach(one -> command.add("-D" + one));
    command.addAll(List.of("-jar", home.resolve("jboss-modules.jar").toString()));
    command.addAll(List.of("-mp", home.resolve("modules").toString()));
    command.add("org.jboss.as.standalone");
    return command;
  }
}
