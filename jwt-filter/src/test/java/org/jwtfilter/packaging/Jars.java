package org.jwtfilter.packaging;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/** The jars as they are shipped, and those of others that stand beside them. */
enum Jars {
  /** Which needs java-jwt and Jackson beside it. */
  PLAIN("jwt-filter.jar"),
  /** Which brings them. */
  ALL("jwt-filter-all.jar");

  /** What the plain jar cannot do without, as our build has it. */
  static final List<String> NEEDED =
      List.of("java-jwt-", "jackson-core-", "jackson-databind-", "jackson-annotations-");

  private final String property;

  Jars(String property) {
    this.property = property;
  }

  Path path() {
    return Path.of(System.getProperty(property));
  }

  /** This jar, with what it needs, of the versions of our build. */
  List<Path> whole() {
    return this == ALL ? List.of(path()) : with(path(), ofOurBuild(NEEDED));
  }

  /** Jars of the class path of the tests, by the beginnings of their names. */
  static List<Path> ofOurBuild(List<String> names) {
    return names.stream().map(Jars::ofOurBuild).toList();
  }

  static Path ofOurBuild(String name) {
    return Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
        .map(Path::of)
        .filter(one -> one.getFileName().toString().startsWith(name))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("not on the class path: " + name));
  }

  /** Libraries of another age, in a folder of their own. */
  static List<Path> ofOthers(String folder) {
    try (Stream<Path> all = Files.list(Path.of(System.getProperty("others"), folder))) {
      return all.sorted().toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static List<Path> with(Path jar, List<Path> others) {
    return Stream.concat(Stream.of(jar), others.stream()).toList();
  }
}
