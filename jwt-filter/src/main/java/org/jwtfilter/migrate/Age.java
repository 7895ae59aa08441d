package org.jwtfilter.migrate;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Whether an application was made for {@code javax.servlet}, which no current server has any more:
 * what its own classes and its descriptor say counts; what its libraries say, only where none of
 * them is newer, since many can do both.
 */
final class Age {
  private static final String OLD = "javax/servlet/";
  private static final String NEW = "jakarta/servlet/";

  private final List<String> old = new ArrayList<>();
  private boolean newer;

  private Age() {}

  /** Where it says so, or empty when it is new enough. */
  static Optional<String> sign(War war, Descriptor descriptor) throws IOException {
    if (descriptor.mentionsJavax()) {
      return Optional.of(Descriptor.PATH);
    }
    Age own = new Age();
    for (String name : war.names()) {
      if (name.startsWith(War.CLASSES) && name.endsWith(".class")) {
        own.look(name, war.read(name).orElseThrow());
      }
    }
    Age libraries = new Age();
    war.names().stream()
        .filter(name -> name.startsWith(War.LIB) && name.endsWith(".jar"))
        .forEach(
            jar -> war.classesOf(jar, (name, bytes) -> libraries.look(jar + "!/" + name, bytes)));
    return own.sign().or(() -> own.newer ? Optional.empty() : libraries.sign());
  }

  private Optional<String> sign() {
    return newer ? Optional.empty() : old.stream().findFirst();
  }

  private void look(String name, byte[] bytes) {
    // Names of classes stand in the constants of a class as they are.
    String constants = new String(bytes, StandardCharsets.ISO_8859_1);
    if (constants.contains(NEW)) {
      newer = true;
    } else if (constants.contains(OLD) && old.isEmpty()) {
      old.add(name);
    }
  }
}
