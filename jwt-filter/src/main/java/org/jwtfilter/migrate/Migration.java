package org.jwtfilter.migrate;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jwtfilter.config.ConfigProblem;
import org.jwtfilter.config.ConfigReader;
import org.jwtfilter.config.Defaults;
import org.jwtfilter.config.Options;
import org.jwtfilter.config.Placeholders;
import org.jwtfilter.config.Setting;

/** One run of the command: from an application to a WAR with our jar and lines. */
final class Migration {
  private final Order order;
  private final OwnJar jar;

  Migration(Order order, OwnJar jar) {
    this.order = order;
    this.jar = jar;
  }

  /**
   * Writes the WAR.
   *
   * @return what was changed, for people
   */
  String run() throws IOException, CannotMigrate {
    checkFiles();
    checkSettings();
    Path work = Files.createTempDirectory("jwt-filter-migrate");
    try {
      return run(work);
    } finally {
      delete(work);
    }
  }

  private void checkFiles() throws IOException, CannotMigrate {
    if (!Files.exists(order.war())) {
      throw new CannotMigrate("there is no such file.");
    }
    if (!Files.exists(order.to())) {
      return;
    }
    if (Files.isSameFile(order.war(), order.to())) {
      throw new CannotMigrate("--to names the application itself; name another file.");
    }
    if (Files.isDirectory(order.to()) || !isOurs(order.to())) {
      throw new CannotMigrate(
          order.to() + " is there already, and not from this command; name another file.");
    }
  }

  private static boolean isOurs(Path file) throws IOException {
    try (War war = War.open(file)) {
      return war.ours().isPresent();
    } catch (CannotMigrate e) {
      return false;
    }
  }

  /** What the node alone can look up is checked there, at its start. */
  private void checkSettings() throws CannotMigrate {
    List<Setting> settings =
        order.settings().entrySet().stream()
            .map(one -> new Setting(one.getKey(), one.getValue(), "--set"))
            .toList();
    boolean complete = settings.stream().noneMatch(one -> one.value().contains("${"));
    List<ConfigProblem> problems =
        ConfigReader.parse(
                settings, Placeholders.system(), new Defaults("", Duration.ofMinutes(30)))
            .problems()
            .stream()
            .filter(problem -> complete || Options.named(problem.option()).isEmpty())
            .toList();
    if (!problems.isEmpty()) {
      throw new CannotMigrate(
          problems.stream()
              .map(ConfigProblem::toString)
              .collect(Collectors.joining("\n  ", "\n  ", "")));
    }
  }

  private String run(Path work) throws IOException, CannotMigrate {
    Path source = order.war();
    if (Files.isDirectory(source)) {
      source = work.resolve("packed.war");
      War.pack(order.war(), source);
    }
    try (War war = War.open(source)) {
      Application application = new Application(war);
      if (application.isJakarta(order)) {
        return write(war, application, "");
      }
    }
    Path converted = work.resolve("converted.war");
    Jakarta.convert(jar, source, converted, order.jakarta().orElseThrow(), work);
    try (War war = War.open(converted)) {
      return write(
          war,
          new Application(war),
          "  converted from javax to jakarta by the Apache migration library\n");
    }
  }

  private String write(War war, Application application, String before)
      throws IOException, CannotMigrate {
    application.checkNew();
    Change change = application.descriptor().with(new Lines(order.settings()));
    Path to = order.to().toAbsolutePath();
    Files.createDirectories(to.getParent());
    // No temporary file of the JDK's: the server, another user, could not read that.
    Path half = to.resolveSibling("." + to.getFileName() + ".half");
    try (OutputStream out = Files.newOutputStream(half)) {
      war.copy(out, edit(change), additions(war, change));
      Files.move(half, to, StandardCopyOption.REPLACE_EXISTING);
    } finally {
      Files.deleteIfExists(half);
    }
    return report(before, application, change);
  }

  private static War.Edit edit(Change change) {
    return (name, in) -> {
      if (name.equals(Descriptor.PATH)) {
        return Optional.of(new ByteArrayInputStream(change.bytes()));
      }
      return isSignature(name) ? Optional.empty() : Optional.of(in);
    };
  }

  /** Of the WAR as it was: it would say that somebody has tampered with it. */
  private static boolean isSignature(String name) {
    return name.matches("META-INF/[^/]+\\.(?i:SF|RSA|DSA|EC)");
  }

  private Map<String, byte[]> additions(War war, Change change) throws IOException, CannotMigrate {
    Map<String, byte[]> additions = new LinkedHashMap<>();
    if (!war.has(Descriptor.PATH)) {
      additions.put(Descriptor.PATH, change.bytes());
    }
    additions.put(jar.path(), jar.bytes());
    return additions;
  }

  private String report(String before, Application application, Change change) {
    Map<String, String> settings = order.settings();
    return order.war()
        + " -> "
        + order.to()
        + "\n"
        + before
        + "  "
        + jar.path()
        + " added\n  "
        + Descriptor.PATH
        + " changed\n"
        + change.shown()
        + application.advice(settings).stream()
            .map(line -> "  - " + line + "\n")
            .collect(Collectors.joining("", "Before you start it:\n", ""));
  }

  private static void delete(Path folder) throws IOException {
    try (Stream<Path> all = Files.walk(folder)) {
      for (Path each : all.sorted((first, second) -> second.compareTo(first)).toList()) {
        Files.delete(each);
      }
    }
  }
}
