package org.jwtfilter.migrate;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;
import java.util.zip.ZipInputStream;
import java.util.zip.ZipOutputStream;

/** A WAR file, open for reading. Not thread-safe. */
final class War implements AutoCloseable {
  static final String LIB = "WEB-INF/lib/";
  static final String CLASSES = "WEB-INF/classes/";

  /** What the names of our jars begin with. */
  static final String OURS = "jwt-filter-";

  private final ZipFile zip;

  private War(ZipFile zip) {
    this.zip = zip;
  }

  static War open(Path file) throws IOException, CannotMigrate {
    try {
      return new War(new ZipFile(file.toFile()));
    } catch (ZipException e) {
      throw new CannotMigrate("it is no WAR file, or a damaged one: " + e.getMessage());
    }
  }

  /** Makes a file of the folder that a server unpacks a WAR to. */
  static void pack(Path folder, Path file) throws IOException {
    try (ZipOutputStream out = new ZipOutputStream(Files.newOutputStream(file));
        Stream<Path> all = Files.walk(folder)) {
      for (Path each : all.filter(Files::isRegularFile).sorted().toList()) {
        String name = folder.relativize(each).toString().replace('\\', '/');
        ZipEntry entry = new ZipEntry(name);
        entry.setLastModifiedTime(Files.getLastModifiedTime(each));
        out.putNextEntry(entry);
        Files.copy(each, out);
        out.closeEntry();
      }
    }
  }

  boolean has(String name) {
    return zip.getEntry(name) != null;
  }

  Optional<byte[]> read(String name) throws IOException {
    ZipEntry entry = zip.getEntry(name);
    if (entry == null) {
      return Optional.empty();
    }
    try (InputStream in = zip.getInputStream(entry)) {
      return Optional.of(in.readAllBytes());
    }
  }

  /** The names of all files in it. */
  List<String> names() {
    return zip.stream().filter(entry -> !entry.isDirectory()).map(ZipEntry::getName).toList();
  }

  /** Our jar, if somebody has put it in. */
  Optional<String> ours() {
    return names().stream().filter(name -> name.startsWith(LIB + OURS)).findFirst();
  }

  /** What to do with a file in a jar. */
  @FunctionalInterface
  interface Each {
    void accept(String name, byte[] bytes);
  }

  /** Reads the classes of one of its jars; one that is damaged has none. */
  void classesOf(String jar, Each each) {
    try (ZipInputStream in =
        new ZipInputStream(new ByteArrayInputStream(read(jar).orElseThrow()))) {
      for (ZipEntry entry = in.getNextEntry(); entry != null; entry = in.getNextEntry()) {
        if (entry.getName().endsWith(".class")) {
          each.accept(entry.getName(), in.readAllBytes());
        }
      }
    } catch (ZipException e) {
      // The server will say so; here nothing depends on it.
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** What replaces or joins its files. */
  @FunctionalInterface
  interface Edit {
    /**
     * The bytes of a file that is there, changed or not; empty to leave it out.
     *
     * @param in the file
     */
    Optional<InputStream> of(String name, InputStream in) throws IOException;
  }

  /**
   * Copies every file through the edit, in the same order and with the same dates, and adds more.
   */
  void copy(OutputStream to, Edit edit, Map<String, byte[]> additions) throws IOException {
    try (ZipOutputStream out = new ZipOutputStream(to)) {
      for (ZipEntry entry : (Iterable<ZipEntry>) zip.stream().map(ZipEntry.class::cast)::iterator) {
        try (InputStream in = zip.getInputStream(entry)) {
          Optional<InputStream> edited = edit.of(entry.getName(), in);
          if (edited.isPresent()) {
            write(out, entry, edited.get());
          }
        }
      }
      for (Map.Entry<String, byte[]> addition : additions.entrySet()) {
        ZipEntry entry = new ZipEntry(addition.getKey());
        entry.setTime(System.currentTimeMillis());
        write(out, entry, new ByteArrayInputStream(addition.getValue()));
      }
    }
  }

  private static void write(ZipOutputStream out, ZipEntry like, InputStream in) throws IOException {
    ZipEntry entry = new ZipEntry(like.getName());
    if (like.getLastModifiedTime() != null) {
      entry.setLastModifiedTime(like.getLastModifiedTime());
    }
    out.putNextEntry(entry);
    in.transferTo(out);
    out.closeEntry();
  }

  @Override
  public void close() throws IOException {
    zip.close();
  }
}
