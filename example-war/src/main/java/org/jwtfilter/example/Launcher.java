package org.jwtfilter.example;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/**
 * The door of {@code java -jar example-war.war}: unpacks the WAR, and starts the demo in it with a
 * class loader of its own. The web application sees neither this class nor Jetty's jars, which lie
 * in {@code WEB-INF/launcher}, where no container looks.
 */
public final class Launcher {

  private Launcher() {}

  /** Starts the demo; {@code --help} tells the options. */
  public static void main(String[] args) throws Exception {
    Path folder = Files.createTempDirectory("shop");
    Runtime.getRuntime().addShutdownHook(new Thread(() -> delete(folder)));
    Path webApp = folder.resolve("webapp");
    unzip(ownWar(), webApp);
    ClassLoader loader = loader(webApp.resolve("WEB-INF/launcher"));
    Thread.currentThread().setContextClassLoader(loader);
    Class.forName("org.jwtfilter.example.demo.Demo", true, loader)
        .getMethod("run", Path.class, String[].class)
        .invoke(null, folder, args);
  }

  private static Path ownWar() throws URISyntaxException {
    return Path.of(Launcher.class.getProtectionDomain().getCodeSource().getLocation().toURI());
  }

  private static ClassLoader loader(Path launcher) throws IOException {
    List<URL> urls = new ArrayList<>();
    urls.add(launcher.resolve("classes").toUri().toURL());
    try (Stream<Path> jars = Files.list(launcher.resolve("lib"))) {
      for (Path jar : jars.sorted().toList()) {
        urls.add(jar.toUri().toURL());
      }
    }
    return new URLClassLoader(
        "launcher", urls.toArray(new URL[0]), ClassLoader.getPlatformClassLoader());
  }

  private static void unzip(Path war, Path target) throws IOException {
    try (ZipFile zip = new ZipFile(war.toFile())) {
      for (ZipEntry entry : zip.stream().filter(e -> !e.isDirectory()).toList()) {
        Path file = target.resolve(entry.getName()).normalize();
        if (!file.startsWith(target)) {
          throw new IOException("A path leads out of the WAR: " + entry.getName());
        }
        Files.createDirectories(file.resolveSibling(""));
        try (InputStream in = zip.getInputStream(entry)) {
          Files.copy(in, file);
        }
      }
    }
  }

  private static void delete(Path folder) {
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(file);
      }
    } catch (IOException | UncheckedIOException e) {
      System.err.println("Left behind: " + folder + " (" + e + ")");
    }
  }
}
