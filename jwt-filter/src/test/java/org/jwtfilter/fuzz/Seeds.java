package org.jwtfilter.fuzz;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

/** The inputs that the fuzzer begins with, and those that once broke something. */
final class Seeds {
  private Seeds() {}

  static Path folder(FuzzTarget target) {
    URL url = Objects.requireNonNull(Seeds.class.getResource("/fuzz/" + target.key()));
    try {
      return Path.of(url.toURI());
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }

  static List<Path> of(FuzzTarget target) {
    try (Stream<Path> files = Files.list(folder(target))) {
      return files.sorted().toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Those of all targets in one folder, each behind the byte that names its target. */
  static void copyAll(Path to) throws IOException {
    Files.createDirectories(to);
    for (FuzzTarget target : FuzzTarget.values()) {
      for (Path seed : of(target)) {
        byte[] content = Files.readAllBytes(seed);
        byte[] named = new byte[content.length + 1];
        named[0] = (byte) target.ordinal();
        System.arraycopy(content, 0, named, 1, content.length);
        Files.write(to.resolve(target.key() + "-" + seed.getFileName()), named);
      }
    }
  }
}
