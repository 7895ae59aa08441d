package org.jwtfilter.config;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Deployment stops here: everything that is wrong with the configuration, each problem once. */
public final class ConfigurationException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final transient List<ConfigProblem> problems;

  /** Takes problems from the reader and from whoever else looked at the values, such as keys. */
  public ConfigurationException(List<ConfigProblem> problems) {
    super(message(problems.stream().distinct().toList()));
    this.problems = problems.stream().distinct().toList();
  }

  /** The problems in the order they were found, without repetition. */
  public List<ConfigProblem> problems() {
    return problems;
  }

  private static String message(List<ConfigProblem> problems) {
    String head =
        problems.size() == 1
            ? "The configuration of jwt-filter has 1 problem:"
            : "The configuration of jwt-filter has " + problems.size() + " problems:";
    return IntStream.range(0, problems.size())
        .mapToObj(i -> "\n  " + (i + 1) + ". " + problems.get(i))
        .collect(Collectors.joining("", head, ""));
  }
}
