package org.jwtfilter.migrate;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What the command was asked for.
 *
 * @param war the application; it is only read
 * @param to the file that is written
 * @param settings options of the filter with their values, in the order in which they were named
 * @param jakarta whether, and as which profile of the Apache migration library, to convert {@code
 *     javax} to {@code jakarta} first
 */
record Order(Path war, Path to, Map<String, String> settings, Optional<String> jakarta) {
  static final String USAGE =
      """
      Puts jwt-filter into a web application. The application itself stays as it is.

        java -jar jwt-filter-VERSION-all.jar migrate APP.war --to OUT.war [--set NAME=VALUE]... [--jakarta[=PROFILE]]

        APP.war           the application: a WAR file, or the folder of one
        --to OUT.war      the WAR file to write
        --set NAME=VALUE  an option of docs/configuration.md; keys=hmac:env:JWT_KEY and session=token unless said
        --jakarta         the application is older than Jakarta EE 9 (javax.servlet): convert it first, with
                          the Apache migration library; PROFILE is TOMCAT (default), EE or SERVLET
      """;

  private static final String SESSION = "session";
  private static final String KEYS = "keys";

  static Order of(List<String> arguments) throws CannotMigrate {
    Deque<String> rest = new ArrayDeque<>(arguments);
    String command = rest.pop();
    if (!command.equals("migrate")) {
      throw new CannotMigrate("There is no command \"" + command + "\".");
    }
    Draft draft = new Draft();
    while (!rest.isEmpty()) {
      draft.take(rest.pop(), rest);
    }
    return draft.order();
  }

  private static final class Draft {
    private final Map<String, String> settings = new LinkedHashMap<>();
    private Optional<String> jakarta = Optional.empty();
    private @Nullable Path war;
    private @Nullable Path to;

    Draft() {
      settings.put(KEYS, "hmac:env:JWT_KEY");
      settings.put(SESSION, "token");
    }

    void take(String argument, Deque<String> rest) throws CannotMigrate {
      if (argument.equals("--to")) {
        to = path(following(argument, rest));
      } else if (argument.equals("--set")) {
        set(following(argument, rest));
      } else if (argument.equals("--jakarta")) {
        jakarta = Optional.of("TOMCAT");
      } else if (argument.startsWith("--jakarta=")) {
        jakarta = Optional.of(argument.substring("--jakarta=".length()));
      } else if (argument.startsWith("--")) {
        throw new CannotMigrate("There is no option \"" + argument + "\".");
      } else if (war != null) {
        throw new CannotMigrate("One application at a time: " + war + " or " + argument + "?");
      } else {
        war = path(argument);
      }
    }

    private void set(String text) throws CannotMigrate {
      int equals = text.indexOf('=');
      if (equals < 1) {
        throw new CannotMigrate("--set takes NAME=VALUE, such as --set session=store.");
      }
      settings.put(text.substring(0, equals).strip(), text.substring(equals + 1).strip());
    }

    Order order() throws CannotMigrate {
      if (war == null) {
        throw new CannotMigrate("Which application? Name its WAR file.");
      }
      if (to == null) {
        throw new CannotMigrate(
            "Where to? Add --to OUT.war: the application itself is not touched.");
      }
      return new Order(war, to, settings, jakarta);
    }

    private static String following(String option, Deque<String> rest) throws CannotMigrate {
      if (rest.isEmpty()) {
        throw new CannotMigrate(option + " needs something after it.");
      }
      return rest.pop();
    }

    private static Path path(String text) throws CannotMigrate {
      try {
        return Path.of(text);
      } catch (InvalidPathException e) {
        throw new CannotMigrate("\"" + text + "\" is not the name of a file: " + e.getReason());
      }
    }
  }
}
