package org.jwtfilter.session;

/**
 * Finds classes by name, and lets only allowed ones out. Nothing is initialised here. Thread-safe.
 */
final class Classes {
  private final ClassLoader loader;
  private final ClassRules allowed;

  Classes(ClassLoader loader, ClassRules allowed) {
    this.loader = loader;
    this.allowed = allowed;
  }

  ClassRules allowed() {
    return allowed;
  }

  Class<?> find(String name) throws Malformed {
    Class<?> type = load(name);
    if (!allowed.allows(type)) {
      throw new Malformed(ClassRules.refusal(type));
    }
    return type;
  }

  private Class<?> load(String name) throws Malformed {
    if (ClassRules.denied(name)) {
      throw new Malformed("the class " + name + " is never allowed in a session");
    }
    try {
      return Class.forName(name, false, loader);
    } catch (ClassNotFoundException | LinkageError e) {
      throw new Malformed("the class " + name + " is not known here");
    }
  }
}
