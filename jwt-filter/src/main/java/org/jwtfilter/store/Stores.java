package org.jwtfilter.store;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;
import java.util.TreeSet;

/**
 * Opens the store that a URI names: {@code memory:local}, {@code jdbc:java:comp/env/jdbc/x}, {@code
 * redis://…}, {@code jcache:name}, and what {@linkplain StoreProvider providers} of the application
 * add.
 */
public final class Stores {
  private Stores() {}

  /**
   * Opens a store as {@link Store} describes it, over the engine that the settings name.
   *
   * @throws IllegalArgumentException if there is no such engine, its library is missing, or its URI
   *     is wrong
   * @throws StoreException if the engine refuses us
   */
  public static Store open(StoreSettings settings) {
    StoreProvider provider = provider(settings, providers());
    try {
      return over(provider.open(settings), settings);
    } catch (NoClassDefFoundError missing) {
      throw new IllegalArgumentException(
          "store: "
              + settings.scheme()
              + ": needs "
              + provider.needs()
              + " ("
              + missing.getMessage()
              + " is missing)",
          missing);
    }
  }

  /**
   * Puts before an engine what makes it a {@link Store}: namespace, the rules for keys, values and
   * ends, one kind of exception, an end after {@code close}.
   */
  public static Store over(Store engine, StoreSettings settings) {
    return new CheckedStore(engine, settings);
  }

  private static StoreProvider provider(StoreSettings settings, List<StoreProvider> providers) {
    return providers.stream()
        .filter(one -> one.schemes().contains(settings.scheme()))
        .findFirst()
        .orElseThrow(() -> unknown(settings, providers));
  }

  private static IllegalArgumentException unknown(
      StoreSettings settings, List<StoreProvider> providers) {
    TreeSet<String> known = new TreeSet<>();
    providers.forEach(one -> known.addAll(one.schemes()));
    return new IllegalArgumentException(
        "store: no store is known as "
            + settings.scheme()
            + ": (known: "
            + String.join(":, ", known)
            + ":)");
  }

  /** Those that our classes see and those that the application sees: a server may share us. */
  private static List<StoreProvider> providers() {
    Map<String, StoreProvider> found = new LinkedHashMap<>();
    collect(found, Stores.class.getClassLoader());
    collect(found, Thread.currentThread().getContextClassLoader());
    return new ArrayList<>(found.values());
  }

  private static void collect(Map<String, StoreProvider> found, ClassLoader loader) {
    try {
      ServiceLoader.load(StoreProvider.class, loader)
          .forEach(one -> found.putIfAbsent(one.getClass().getName(), one));
    } catch (ServiceConfigurationError broken) {
      throw new IllegalArgumentException(
          "store: a file META-INF/services/"
              + StoreProvider.class.getName()
              + " is wrong: "
              + broken.getMessage(),
          broken);
    }
  }
}
