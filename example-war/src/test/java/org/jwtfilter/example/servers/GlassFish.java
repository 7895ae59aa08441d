package org.jwtfilter.example.servers;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.List;
import java.util.stream.Collectors;

/**
 * GlassFish, the full distribution: each node is a domain of its own, a copy of the one that comes
 * with it, whose configuration is changed before its start. The users are in the realm {@code
 * file}, the applications in the folder that it looks through.
 */
final class GlassFish implements ServerProduct {
  private final Path home;

  GlassFish(Path home) {
    this.home = home;
  }

  @Override
  public Launch layOut(Site site, Path base) throws Exception {
    List<Integer> ports = Layout.freePorts(2);
    Path domain = base.resolve("domains/domain1");
    Layout.copyTree(home.resolve("glassfish/domains/domain1"), domain);
    Path xml = domain.resolve("config/domain.xml");
    Files.writeString(xml, configured(Files.readString(xml), ports.get(0), ports.get(1)));
    Files.writeString(domain.resolve("config/keyfile"), users(site));
    Layout.copyWars(site.applications(), domain.resolve("autodeploy"));
    return new Launch(command(base), ports.get(0), false);
  }

  private static String configured(String xml, int port, int adminPort) {
    return xml.replace("<network-listener port=\"8080\"", listener("port=\"%d\"", port))
        .replace("<network-listener port=\"8181\"", listener("port=\"8181\" enabled=\"false\"", 0))
        .replace("<network-listener port=\"4848\"", listener("port=\"%d\"", adminPort))
        .replace("<iiop-listener ", "<iiop-listener enabled=\"false\" ")
        .replace("<jmx-connector ", "<jmx-connector enabled=\"false\" ")
        .replace(
            "<security-service>",
            "<security-service activate-default-principal-to-role-mapping=\"true\">");
  }

  private static String listener(String attributes, int port) {
    return "<network-listener address=\"127.0.0.1\" " + attributes.formatted(port);
  }

  private static String users(Site site) throws NoSuchAlgorithmException {
    MessageDigest sha = MessageDigest.getInstance("SHA-256");
    return site.users().stream()
        .map(one -> "%s;{SSHA256}%s;%s".formatted(one.name(), salted(sha, one), groups(one)))
        .collect(Collectors.joining("\n", "", "\n"));
  }

  private static String groups(User user) {
    return String.join(",", user.roles());
  }

  /** The file's own format: password and salt, digested a hundred times, and the salt. */
  private static String salted(MessageDigest sha, User user) {
    byte[] salt = "saltsalt".getBytes(StandardCharsets.US_ASCII);
    sha.update(user.password().getBytes(StandardCharsets.UTF_8));
    byte[] digest = sha.digest(salt);
    for (int i = 1; i < 100; i++) {
      digest = sha.digest(digest);
    }
    byte[] both = new byte[digest.length + salt.length];
    System.arraycopy(digest, 0, both, 0, digest.length);
    System.arraycopy(salt, 0, both, digest.length, salt.length);
    return Base64.getEncoder().encodeToString(both);
  }

  /** Without the shell that it opens on a fixed port. */
  private List<String> command(Path base) throws IOException, InterruptedException {
    return StartDomain.command(home, base).stream()
        .filter(one -> !one.startsWith("-Dorg.glassfish.additionalOSGiBundlesToStart"))
        .toList();
  }
}
