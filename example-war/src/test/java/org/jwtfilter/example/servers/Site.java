package org.jwtfilter.example.servers;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * What every node serves, and to whom.
 *
 * @param applications WAR files or folders by the name of their context, without a slash
 * @param users whom the server's own user database knows
 * @param environment what the process finds in its environment
 * @param libraries jars for all applications of the server; Tomcat alone takes them here
 */
public record Site(
    Map<String, Path> applications,
    List<User> users,
    Map<String, String> environment,
    List<Path> libraries) {
  /** Copies what it is given. */
  public Site {
    applications = Map.copyOf(applications);
    users = List.copyOf(users);
    environment = Map.copyOf(environment);
    libraries = List.copyOf(libraries);
  }

  @Override
  public String toString() {
    return "Site" + applications.keySet(); // the environment holds keys
  }
}
