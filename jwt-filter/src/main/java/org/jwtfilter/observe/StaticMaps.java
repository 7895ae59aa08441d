package org.jwtfilter.observe;

import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.jwtfilter.session.ClassRules;

/**
 * Looks for static maps and sets of the application in which a session, or its id, is a key. It
 * looks into classes that have asked for the id, those that their code speaks of, since they may
 * have been handed it, and those of attributes: only where they are initialised, so that reading a
 * field runs nothing. One step further are the fields of the application's objects that stand in
 * static fields. Only collections of the JDK are asked. Bounded. Thread-safe.
 */
final class StaticMaps {
  private static final int MOST_CLASSES = 300;
  private static final int MOST_FOUND = 50;
  private static final int MOST_SPOKEN_OF = 1000;

  private final ClassLoader webapp;
  private final Map<Class<?>, List<Field>> classes = new ConcurrentHashMap<>();

  /** What those who asked speak of, until it is initialised. */
  private final Set<Class<?>> spokenOf = ConcurrentHashMap.newKeySet();

  private final Set<String> found = ConcurrentHashMap.newKeySet();

  StaticMaps(ClassLoader webapp) {
    this.webapp = webapp;
  }

  /** A class that may have such a map; true if it was not known. */
  boolean add(Class<?> type) {
    return !classes.containsKey(type)
        && classes.size() < MOST_CLASSES
        && ClassRules.isOfApplication(webapp, type)
        && classes.put(type, fields(type, true)) == null;
  }

  /** A class that has asked for the id, and may hand it to others. */
  void asked(Class<?> type) {
    if (add(type)) {
      SpokenOf.by(type).forEach(this::addSpokenOf);
    }
  }

  private void addSpokenOf(String name) {
    try {
      Class<?> type = Class.forName(name, false, webapp);
      if (spokenOf.size() < MOST_SPOKEN_OF && ClassRules.isOfApplication(webapp, type)) {
        spokenOf.add(type);
      }
    } catch (ClassNotFoundException | LinkageError e) {
      // An array, or a library that the application does without.
    }
  }

  private static List<Field> fields(Class<?> type, boolean ofClass) {
    List<Field> fields = new ArrayList<>();
    for (Field field : type.getDeclaredFields()) {
      if (Modifier.isStatic(field.getModifiers()) == ofClass
          && !field.getType().isPrimitive()
          && field.getType() != String.class
          && field.trySetAccessible()) {
        fields.add(field);
      }
    }
    return List.copyOf(fields);
  }

  /** Looks; true if something was found that was not known. */
  boolean look(SessionView session) {
    spokenOf.removeIf(this::isKnownNow);
    List<Object> keys = List.of(session.asKey(), session.id());
    boolean news = false;
    for (List<Field> fields : classes.values()) {
      for (Field field : fields) {
        news |= look(field, null, name(field), keys, true);
      }
    }
    return news;
  }

  private boolean isKnownNow(Class<?> type) {
    boolean initialized = Initialized.is(type);
    if (initialized) {
      add(type);
    }
    return initialized;
  }

  private boolean look(
      Field field, @Nullable Object owner, String name, List<Object> keys, boolean deeper) {
    Object value = valueOf(field, owner);
    if (value == null || found.contains(name)) {
      return false;
    }
    if (holds(value, keys)) {
      return found.size() < MOST_FOUND && found.add(name);
    }
    boolean news = false;
    if (deeper && ClassRules.isOfApplication(webapp, value.getClass())) {
      for (Field inner : fields(value.getClass(), false)) {
        news |= look(inner, value, name + '.' + inner.getName(), keys, false);
      }
    }
    return news;
  }

  private static boolean holds(Object value, List<Object> keys) {
    if (value.getClass().getClassLoader() != null
        || value instanceof SortedMap<?, ?>
        || value instanceof SortedSet<?>) {
      return false; // looking for a key there would run code of the application
    }
    try {
      return (value instanceof Map<?, ?> map && keys.stream().anyMatch(map::containsKey))
          || (value instanceof Set<?> set && keys.stream().anyMatch(set::contains));
    } catch (RuntimeException e) {
      return false; // being changed, or of a kind that knows no such key
    }
  }

  private static @Nullable Object valueOf(Field field, @Nullable Object owner) {
    try {
      return field.get(owner);
    } catch (IllegalAccessException e) {
      return null;
    }
  }

  private static String name(Field field) {
    return field.getDeclaringClass().getName() + '.' + field.getName();
  }

  /** The fields, such as {@code com.shop.Online.SESSIONS}. */
  List<String> found() {
    return found.stream().sorted().toList();
  }
}
