package org.jwtfilter.example.servers;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Payara Micro, a server in one jar; the users are in the realm {@code file}. */
final class PayaraMicro implements ServerProduct {
  private static final List<String> SETTINGS =
      List.of(
          "set configs.config.server-config.network-config.network-listeners.network-listener"
              + ".http-listener.address=127.0.0.1",
          "set configs.config.server-config.security-service"
              + ".activate-default-principal-to-role-mapping=true");

  private final Path jar;

  PayaraMicro(Path jar) {
    this.jar = jar;
  }

  @Override
  public Launch layOut(Site site, Path base) throws Exception {
    int port = Layout.freePorts(1).get(0);
    Files.write(base.resolve("before.txt"), SETTINGS);
    Files.write(base.resolve("after.txt"), Payara.commands(site, base));
    List<String> command = new ArrayList<>(Layout.java(base, "-Xmx512m", "-jar", jar.toString()));
    command.addAll(List.of("--port", Integer.toString(port), "--nocluster"));
    command.addAll(List.of("--rootDir", base.resolve("root").toString()));
    command.addAll(List.of("--prebootcommandfile", base.resolve("before.txt").toString()));
    command.addAll(List.of("--postbootcommandfile", base.resolve("after.txt").toString()));
    return new Launch(command, port, false);
  }
}
