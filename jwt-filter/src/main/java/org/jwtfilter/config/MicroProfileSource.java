package org.jwtfilter.config;

import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.net.URLConnection;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;

/**
 * One of the places where MicroProfile Config looks, with its rank among them. Lives while the
 * settings are read.
 */
final class MicroProfileSource {
  private static final String FILE = "META-INF/microprofile-config.properties";
  private static final String ORDINAL = "config_ordinal";

  private final int ordinal;
  private final Map<String, Setting> settings;
  private final boolean environment;

  private MicroProfileSource(int ordinal, Map<String, Setting> settings, boolean environment) {
    this.ordinal = ordinal(settings, environment).orElse(ordinal);
    this.settings = settings;
    this.environment = environment;
  }

  /** System properties, ordinal 400. */
  static MicroProfileSource of(Properties system) {
    return new MicroProfileSource(
        400, settings(MicroProfile.map(system), "system property %s"), false);
  }

  /** Environment variables, ordinal 300; their names may stand for others. */
  static MicroProfileSource of(Map<String, String> variables) {
    return new MicroProfileSource(300, settings(variables, "environment variable %s"), true);
  }

  /** A descriptor, which counts least: what is set outside of the application goes first. */
  static MicroProfileSource of(List<Setting> declared) {
    Map<String, Setting> settings = new HashMap<>();
    declared.forEach(one -> settings.putIfAbsent(one.name(), one));
    return new MicroProfileSource(40, settings, false);
  }

  /** A file of the application, ordinal 100. */
  static MicroProfileSource file(Properties content) {
    return new MicroProfileSource(100, settings(MicroProfile.map(content), "%s in " + FILE), false);
  }

  /** The files of an application; what cannot be read stops it, since it may be security. */
  static List<MicroProfileSource> files(ClassLoader application) {
    try {
      List<MicroProfileSource> sources = new ArrayList<>();
      for (URL url : Collections.list(application.getResources(FILE))) {
        sources.add(file(content(url)));
      }
      return sources;
    } catch (IOException e) {
      throw new ConfigurationException(
          List.of(new ConfigProblem(FILE, "cannot be read (" + e.getMessage() + "); repair it")));
    }
  }

  private static Properties content(URL url) throws IOException {
    URLConnection connection = url.openConnection();
    connection.setUseCaches(false); // a cached jar stays open after the application has ended
    Properties content = new Properties();
    try (InputStream in = connection.getInputStream()) {
      content.load(in);
    } catch (IllegalArgumentException e) {
      throw new IOException("it holds a broken escape", e);
    }
    return content;
  }

  private static Map<String, Setting> settings(Map<String, String> values, String where) {
    Map<String, Setting> settings = new HashMap<>();
    values.forEach(
        (name, value) -> settings.put(name, new Setting(name, value, where.formatted(name))));
    return settings;
  }

  /** Those that count most first; of equals, those that were found first. */
  static List<MicroProfileSource> byOrdinal(List<MicroProfileSource> sources) {
    return sources.stream()
        .sorted(Comparator.comparingInt((MicroProfileSource one) -> one.ordinal).reversed())
        .toList();
  }

  /** What is set by these names, and by others that look like them: a typing error must be seen. */
  List<Setting> settings(List<String> names) {
    List<Setting> found = new ArrayList<>();
    for (String name : names) {
      get(name).map(one -> new Setting(name, one.value(), one.where())).ifPresent(found::add);
    }
    settings.values().stream()
        .filter(one -> one.name().startsWith(MicroProfile.PREFIX) && !names.contains(one.name()))
        .sorted(Comparator.comparing(Setting::name))
        .forEach(found::add);
    return found;
  }

  private Optional<Setting> get(String name) {
    return get(settings, name, environment);
  }

  /** MicroProfile Config 3.1, "Environment Variables Mapping Rules". */
  private static Optional<Setting> get(
      Map<String, Setting> settings, String name, boolean environment) {
    String plain = name.replaceAll("[^A-Za-z0-9_]", "_");
    Setting found = settings.get(name);
    if (found == null && environment) {
      found = settings.getOrDefault(plain, settings.get(plain.toUpperCase(Locale.ROOT)));
    }
    return Optional.ofNullable(found);
  }

  private static Optional<Integer> ordinal(Map<String, Setting> settings, boolean environment) {
    try {
      return get(settings, ORDINAL, environment).map(one -> Integer.parseInt(one.value().strip()));
    } catch (NumberFormatException e) {
      return Optional.empty();
    }
  }

  /** Leaves the values out, since they may be secrets. */
  @Override
  public String toString() {
    return "MicroProfileSource[" + ordinal + "]";
  }
}
