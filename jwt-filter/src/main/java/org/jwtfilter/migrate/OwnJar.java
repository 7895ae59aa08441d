package org.jwtfilter.migrate;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The all-in-one jar that the command runs from, and puts into applications. */
record OwnJar(Path file) {
  /**
   * Where the Apache migration library stands in it: {@code --jakarta} needs it, a WAR does not.
   */
  static final String JAKARTA = "META-INF/migrate/jakartaee-migration.jar";

  private static final List<String> STAYS_HERE =
      List.of("META-INF/migrate/", "org/jwtfilter/migrate/");

  static OwnJar running() throws CannotMigrate {
    try {
      return new OwnJar(
          Path.of(Main.class.getProtectionDomain().getCodeSource().getLocation().toURI()));
    } catch (URISyntaxException e) {
      throw new CannotMigrate(
          "the jar of this command has an address that is none: " + e.getInput());
    }
  }

  /** Where it stands in an application, by a name that says whose it is. */
  String path() {
    String name = String.valueOf(file.getFileName());
    return War.LIB + (name.startsWith(War.OURS) ? name : War.OURS + name);
  }

  /** What an application gets of it. */
  byte[] bytes() throws IOException, CannotMigrate {
    if (!Files.isRegularFile(file)) {
      throw notTheRightOne();
    }
    ByteArrayOutputStream slim = new ByteArrayOutputStream();
    try (War jar = War.open(file)) {
      if (jar.names().stream().noneMatch(name -> name.startsWith("org/jwtfilter/shaded/"))) {
        throw notTheRightOne();
      }
      jar.copy(
          slim,
          (name, in) ->
              STAYS_HERE.stream().anyMatch(name::startsWith) ? Optional.empty() : Optional.of(in),
          Map.of());
    }
    return slim.toByteArray();
  }

  private static CannotMigrate notTheRightOne() {
    return new CannotMigrate(
        "this is not the all-in-one jar; run the command from jwt-filter-VERSION-all.jar");
  }
}
