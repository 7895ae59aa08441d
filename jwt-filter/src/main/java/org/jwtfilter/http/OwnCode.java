package org.jwtfilter.http;

import java.util.List;
import java.util.Optional;
import org.jwtfilter.config.ConfigProblem;
import org.jwtfilter.config.Option;
import org.jwtfilter.config.ParsedConfig;

/** Makes the objects of classes that the application names. Used at start only. */
public final class OwnCode {
  private final ParsedConfig config;
  private final ClassLoader loader;
  private final List<ConfigProblem> problems;

  /**
   * Looks into this configuration.
   *
   * @param loader finds the classes
   * @param problems takes what is wrong with a class
   */
  public OwnCode(ParsedConfig config, ClassLoader loader, List<ConfigProblem> problems) {
    this.config = config;
    this.loader = loader;
    this.problems = problems;
  }

  /** The object; empty where no class is named, or it cannot be made, which is a problem then. */
  public <T> Optional<T> make(Option<Optional<String>> option, Class<T> type) {
    return config.valueOf(option).flatMap(name -> name).flatMap(name -> make(option, name, type));
  }

  private <T> Optional<T> make(Option<Optional<String>> option, String name, Class<T> type) {
    try {
      Class<?> found = Class.forName(name, true, loader);
      if (type.isAssignableFrom(found)) {
        return Optional.of(type.cast(found.getDeclaredConstructor().newInstance()));
      }
      problem(option, name + " does not implement " + type.getName());
    } catch (ClassNotFoundException e) {
      problem(option, "there is no class " + name + " in the application; is its jar missing?");
    } catch (ReflectiveOperationException | LinkageError e) {
      Throwable cause = e.getCause() == null ? e : e.getCause();
      problem(
          option,
          (name + " cannot be made (" + cause + ")")
              + "; give it a public constructor without parameters that does not fail");
    }
    return Optional.empty();
  }

  private void problem(Option<?> option, String words) {
    problems.add(new ConfigProblem(option.name(), words + " (" + config.where(option) + ")"));
  }
}
