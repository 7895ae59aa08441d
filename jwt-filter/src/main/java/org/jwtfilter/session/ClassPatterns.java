package org.jwtfilter.session;

import java.util.List;
import java.util.Set;

/**
 * Finds the shortest pattern of {@code session-classes} that names a class and those who come with
 * it, and not half the world.
 */
final class ClassPatterns {
  /** The first two words of packages that projects share which know nothing of each other. */
  private static final Set<String> SHARED =
      Set.of(
          "com.fasterxml",
          "com.github",
          "com.google",
          "com.ibm",
          "com.oracle",
          "com.sun",
          "com.vaadin",
          "io.github",
          "net.sourceforge",
          "net.sf",
          "org.apache",
          "org.codehaus",
          "org.eclipse",
          "org.glassfish",
          "org.jboss",
          "org.ow2");

  private final ClassRules values;
  private final ClassRules own;
  private final ClassLoader webapp;

  ClassPatterns(ClassLoader webapp) {
    this.webapp = webapp;
    this.values = ClassRules.of(List.of(), webapp);
    this.own = ClassRules.of(List.of(ClassRules.OWN_CLASSES), webapp);
  }

  /** Whether a class was written for this application, and is of no library. */
  boolean isOwn(Class<?> type) {
    return ClassRules.isOwn(webapp, type);
  }

  /** Whether a class needs no pattern at all. */
  boolean isValue(Class<?> type) {
    return values.allows(type);
  }

  /** What lets in a class, and its lambdas, that some pattern can let in. */
  String of(Class<?> type) {
    Class<?> one = type;
    while (one.isArray()) {
      one = one.getComponentType();
    }
    if (own.allows(one) && !isValue(one)) {
      return ClassRules.OWN_CLASSES;
    }
    return ClassRules.isOfTheJdk(one) || one.getPackageName().isEmpty()
        ? outermost(one.getName())
        : prefix(one.getPackageName());
  }

  private static String outermost(String className) {
    int nested = className.indexOf('$', 1);
    return nested < 0 ? className : className.substring(0, nested);
  }

  private static String prefix(String packageName) {
    String[] words = packageName.split("\\.", -1);
    if (words.length == 1) {
      return packageName + ".*";
    }
    String two = words[0] + '.' + words[1];
    if (!SHARED.contains(two)) {
      return two + ".**";
    }
    return words.length == 2 ? two + ".*" : two + '.' + words[2] + ".**";
  }
}
