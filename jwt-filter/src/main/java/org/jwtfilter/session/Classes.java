package org.jwtfilter.session;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jwtfilter.config.DeniedClasses;

/**
 * Finds classes by name, and lets only allowed ones out. Nothing is initialised here. Thread-safe.
 */
final class Classes {
  private final ClassLoader loader;
  private final ClassRules allowed;
  private final Map<String, Class<?>> found = new ConcurrentHashMap<>();

  Classes(ClassLoader loader, ClassRules allowed) {
    this.loader = loader;
    this.allowed = allowed;
  }

  ClassRules allowed() {
    return allowed;
  }

  Class<?> find(String name) throws Malformed {
    Class<?> known = found.get(name);
    if (known != null) {
      return known;
    }
    Class<?> type = load(name);
    if (!allowed.allows(type)) {
      throw new Malformed(ClassRules.refusal(type));
    }
    found.put(name, type); // as many as there are allowed classes
    return type;
  }

  /** The class in whose source a lambda stands. */
  Class<?> findMaker(StoredLambda lambda) throws Malformed {
    Class<?> type = find(lambda.capturingClass());
    if (!allowed.allowsLambdasOf(type)) {
      throw new Malformed(ClassRules.refusalOfLambdas(type));
    }
    return type;
  }

  private Class<?> load(String name) throws Malformed {
    if (DeniedClasses.contains(name)) {
      throw new Malformed("the class " + name + " is never allowed in a session");
    }
    try {
      return Class.forName(name, false, loader);
    } catch (ClassNotFoundException | LinkageError e) {
      throw new Malformed("the class " + name + " is not known here");
    }
  }
}
