package org.jwtfilter.migrate;

import java.io.IOException;
import java.io.PrintStream;
import java.util.List;

/**
 * The command of the all-in-one jar: {@code migrate APP.war --to OUT.war}. Ends with 0 when the new
 * WAR is there, with 1 when there is none, with 2 when it was not understood.
 */
public final class Main {
  private Main() {}

  /** See above. */
  public static void main(String[] arguments) {
    System.exit(run(List.of(arguments), System.out, System.err));
  }

  static int run(List<String> arguments, PrintStream out, PrintStream err) {
    if (arguments.isEmpty() || arguments.contains("--help")) {
      out.print(Order.USAGE);
      return arguments.isEmpty() ? 2 : 0;
    }
    Order order;
    try {
      order = Order.of(arguments);
    } catch (CannotMigrate e) {
      err.println(e.getMessage());
      err.print(Order.USAGE);
      return 2;
    }
    return run(order, out, err);
  }

  private static int run(Order order, PrintStream out, PrintStream err) {
    try {
      out.print(new Migration(order, OwnJar.running()).run());
      return 0;
    } catch (CannotMigrate e) {
      err.println(order.war() + " was not migrated: " + e.getMessage());
    } catch (IOException e) {
      err.println(order.war() + " was not migrated, since a file cannot be read or written: " + e);
    }
    return 1;
  }
}
