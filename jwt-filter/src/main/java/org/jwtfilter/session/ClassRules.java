package org.jwtfilter.session;

import java.lang.reflect.Proxy;
import java.net.URL;
import java.security.CodeSource;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jwtfilter.config.DeniedClasses;

/** Which classes may stand in a session. Immutable and thread-safe. */
public final class ClassRules {
  static final String OWN_CLASSES = "/WEB-INF/classes";
  private static final String OWN_LIBRARIES = "/WEB-INF/lib/";
  private static final Pattern SHAPE =
      Pattern.compile("[\\p{L}_$][\\p{L}\\p{N}_$]*(\\.[\\p{L}_$][\\p{L}\\p{N}_$]*)*(\\.\\*\\*?)?");

  private static final Pattern WIDE = Pattern.compile("[^.]+\\.\\*\\*");

  /** Packages of the JDK whose serializable classes are values, without their sub-packages. */
  private static final Set<String> VALUE_PACKAGES =
      Set.of(
          "java.lang",
          "java.math",
          "java.text",
          "java.time",
          "java.time.chrono",
          "java.time.temporal",
          "java.time.zone",
          "java.util",
          "java.util.concurrent",
          "java.util.concurrent.atomic",
          "java.util.concurrent.locks", // within ConcurrentHashMap's serialized form
          "java.util.regex");

  private static final Set<String> VALUES =
      Set.of(
          "java.io.File",
          "java.net.URI",
          "java.sql.Date",
          "java.sql.Time",
          "java.sql.Timestamp",
          "javax.crypto.spec.SecretKeySpec", // with which Mojarra seals what it keeps in pages
          "sun.util.calendar.ZoneInfo"); // what every java.util.Calendar refers to

  private final List<Predicate<Class<?>>> rules;
  private final List<Predicate<Class<?>>> lambdas;
  private final ClassValue<Boolean> known =
      new ClassValue<>() {
        @Override
        protected Boolean computeValue(Class<?> type) {
          return decide(type);
        }
      };

  private final ClassValue<Boolean> knownLambdas =
      new ClassValue<>() {
        @Override
        protected Boolean computeValue(Class<?> type) {
          return !denied(type) && lambdas.stream().anyMatch(rule -> rule.test(type));
        }
      };

  private ClassRules(List<Predicate<Class<?>>> rules, List<Predicate<Class<?>>> lambdas) {
    this.rules = rules;
    this.lambdas = lambdas;
  }

  /**
   * The JDK's value classes, and those that the patterns name; of the latter also the lambdas,
   * unless the pattern is a single word with all below it, which names nothing in particular.
   *
   * @param patterns {@code com.shop.**} with sub-packages, {@code com.shop.*} without, exact class
   *     names (their nested classes included), or {@code /WEB-INF/classes} for what {@code webapp}
   *     loads from there
   * @throws IllegalArgumentException if a pattern is none of these; the message lists them all
   */
  public static ClassRules of(List<String> patterns, ClassLoader webapp) {
    List<String> bad = patterns.stream().filter(one -> !isPattern(one)).toList();
    if (!bad.isEmpty()) {
      throw new IllegalArgumentException(
          bad
              + " are no class patterns: write com.shop.** (with sub-packages), com.shop.*, a class"
              + " name, or /WEB-INF/classes");
    }
    return new ClassRules(
        rules(patterns.stream(), webapp),
        rules(patterns.stream().filter(one -> !WIDE.matcher(one).matches()), webapp));
  }

  private static List<Predicate<Class<?>>> rules(Stream<String> patterns, ClassLoader webapp) {
    return patterns.map(one -> rule(one, webapp)).toList();
  }

  /** The same classes, without their lambdas. */
  public ClassRules withoutLambdas() {
    return new ClassRules(rules, List.of());
  }

  /** All but what is never allowed: for measuring, never for reading. */
  static ClassRules forMeasuring() {
    return new ClassRules(List.of(type -> true), List.of(type -> true));
  }

  private static boolean isPattern(String text) {
    return text.equals(OWN_CLASSES) || SHAPE.matcher(text).matches();
  }

  private static Predicate<Class<?>> rule(String pattern, ClassLoader webapp) {
    if (pattern.equals(OWN_CLASSES)) {
      return type -> loads(webapp, type) && isFromOwnClasses(webapp, type);
    }
    if (pattern.endsWith(".**")) {
      String prefix = pattern.substring(0, pattern.length() - 2);
      return type -> type.getName().startsWith(prefix);
    }
    if (pattern.endsWith(".*")) {
      String name = pattern.substring(0, pattern.length() - 2);
      return type -> type.getPackageName().equals(name);
    }
    return type -> type.getName().equals(pattern) || type.getName().startsWith(pattern + "$");
  }

  /**
   * Whether a class comes with the web application, in its classes or libraries.
   *
   * @param webapp the loader that the application's threads have; what it gives out of its server,
   *     or of Java, is not meant
   */
  public static boolean isOfApplication(ClassLoader webapp, Class<?> type) {
    return type.getClassLoader() == webapp
        || (file(webapp, type).contains("/WEB-INF/") && loads(webapp, type));
  }

  /** Whether a class was written for this application, and is of no library. */
  static boolean isOwn(ClassLoader webapp, Class<?> type) {
    return isOfApplication(webapp, type)
        && !isFromJar(type)
        && !file(webapp, type).contains(OWN_LIBRARIES);
  }

  /** Whether it gives out this class: on Open Liberty it is a front of the loader that made it. */
  private static boolean loads(ClassLoader webapp, Class<?> type) {
    try {
      return type.getClassLoader() == webapp
          || Class.forName(type.getName(), false, webapp) == type;
    } catch (ClassNotFoundException | LinkageError e) {
      return false;
    }
  }

  private static boolean isFromOwnClasses(ClassLoader webapp, Class<?> type) {
    return file(webapp, type).contains(OWN_CLASSES + "/");
  }

  /** Where a class is, or what it is in. Open Liberty says only which WAR it is from. */
  private static String file(ClassLoader webapp, Class<?> type) {
    String place = place(type);
    if (!place.endsWith(".war")) {
      return place + "/";
    }
    URL file = webapp.getResource(type.getName().replace('.', '/') + ".class");
    return file == null ? "" : file.getPath();
  }

  /** Whether it comes in a library. */
  private static boolean isFromJar(Class<?> type) {
    String place = place(type);
    return place.endsWith(".jar") || place.endsWith(".jar!/");
  }

  private static String place(Class<?> type) {
    CodeSource source = type.getProtectionDomain().getCodeSource();
    return source == null || source.getLocation() == null ? "" : source.getLocation().getPath();
  }

  /** Whether objects of this class may be written and read. */
  public boolean allows(Class<?> type) {
    return known.get(type);
  }

  /**
   * Whether lambdas that stand in the source of this class may be written and read: with whatever
   * they captured, and so with whatever the holder of the key says that they did.
   */
  boolean allowsLambdasOf(Class<?> type) {
    return knownLambdas.get(type);
  }

  private boolean decide(Class<?> type) {
    if (type.isArray()) {
      return allows(type.getComponentType());
    }
    if (type.isPrimitive()) {
      return true;
    }
    return !denied(type)
        && !Proxy.isProxyClass(type)
        && (isValueOfTheJdk(type) || rules.stream().anyMatch(rule -> rule.test(type)));
  }

  private static boolean isValueOfTheJdk(Class<?> type) {
    return VALUE_PACKAGES.contains(type.getPackageName())
        || VALUES.contains(type.getName())
        || (Throwable.class.isAssignableFrom(type) && isOfTheJdk(type));
  }

  static boolean isOfTheJdk(Class<?> type) {
    return type.getClassLoader() == null
        || type.getClassLoader() == ClassLoader.getPlatformClassLoader();
  }

  /** A subclass runs the code that it inherits, whether or not the stream speaks of that class. */
  private static boolean denied(Class<?> type) {
    return Stream.<Class<?>>iterate(type, Objects::nonNull, Class::getSuperclass)
        .anyMatch(one -> DeniedClasses.contains(one.getName()));
  }

  /** Why a class is refused, and what to do. */
  static String refusal(Class<?> type) {
    if (type.isArray()) {
      return refusal(type.getComponentType());
    }
    return denied(type) || Proxy.isProxyClass(type)
        ? "the class " + type.getName() + " is never allowed in a session"
        : "the class "
            + type.getName()
            + " is not among those that sessions may hold: add it, or its package as "
            + type.getPackageName()
            + ".**, to session-classes";
  }

  /** Why the lambdas of a class are refused, and what to do. */
  static String refusalOfLambdas(Class<?> type) {
    String lambdas = "the lambdas of the class " + type.getName();
    if (denied(type)) {
      return lambdas + " are never allowed in a session";
    }
    return lambdas
        + " are not among what sessions may hold: name it"
        + (isOfTheJdk(type) ? "" : ", or its package as " + type.getPackageName() + ".**,")
        + " in session-classes";
  }
}
