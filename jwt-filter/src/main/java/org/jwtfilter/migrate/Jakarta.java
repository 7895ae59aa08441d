package org.jwtfilter.migrate;

import java.io.File;
import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.Collectors;

/**
 * The Apache migration library, which turns {@code javax} into {@code jakarta}. It stands in our
 * jar as a jar, so that none of its classes is seen by an application that got ours by hand.
 */
final class Jakarta {
  private static final String LIBRARY = "org.apache.tomcat.jakartaee.";

  /** Held here, or it would be forgotten with its level. */
  private static final Logger CHATTER = Logger.getLogger("org.apache.tomcat.jakartaee");

  private Jakarta() {}

  /**
   * Converts a WAR.
   *
   * @param profile of the library: which parts of Java EE it renames
   */
  static void convert(OwnJar jar, Path war, Path to, String profile, Path work)
      throws IOException, CannotMigrate {
    Path library = work.resolve("jakartaee-migration.jar");
    try (War own = War.open(jar.file())) {
      byte[] bytes =
          own.read(OwnJar.JAKARTA)
              .orElseThrow(
                  () ->
                      new CannotMigrate(
                          "this jar has no migration library; take the all-in-one jar as it was built"));
      Files.write(library, bytes);
    }
    CHATTER.setLevel(Level.WARNING);
    URL[] urls = {library.toUri().toURL()};
    try (URLClassLoader loader = new URLClassLoader(urls, ClassLoader.getPlatformClassLoader())) {
      run(loader, war, to, profile);
    } catch (InvocationTargetException e) {
      throw new CannotMigrate("it cannot be converted to Jakarta EE: " + e.getCause());
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("the migration library is another than ours", e);
    }
  }

  private static void run(ClassLoader loader, Path war, Path to, String profile)
      throws ReflectiveOperationException, CannotMigrate {
    Class<?> migration = loader.loadClass(LIBRARY + "Migration");
    Object one = migration.getConstructor().newInstance();
    migration
        .getMethod("setEESpecProfile", loader.loadClass(LIBRARY + "EESpecProfile"))
        .invoke(one, profile(loader.loadClass(LIBRARY + "EESpecProfiles"), profile));
    migration.getMethod("setSource", File.class).invoke(one, war.toFile());
    migration.getMethod("setDestination", File.class).invoke(one, to.toFile());
    migration.getMethod("execute").invoke(one);
  }

  private static Object profile(Class<?> profiles, String name) throws CannotMigrate {
    Object[] all = profiles.getEnumConstants();
    return Arrays.stream(all)
        .filter(one -> one.toString().equals(name.toUpperCase(Locale.ROOT)))
        .findFirst()
        .orElseThrow(
            () ->
                new CannotMigrate(
                    "--jakarta="
                        + name
                        + ": there is no such profile, but "
                        + Arrays.stream(all)
                            .map(Object::toString)
                            .collect(Collectors.joining(", "))));
  }
}
