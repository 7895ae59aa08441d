package org.jwtfilter.session;

import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Collections;
import java.util.Deque;
import java.util.IdentityHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Finds the way from an attribute's value to the object that cannot be stored, for the message. It
 * looks into collections, maps, arrays and the fields that it may see, and gives up early rather
 * than late. Confined to one thread.
 */
final class Offender {
  private static final int MOST_STEPS = 10_000;

  private final Predicate<Object> bad;
  private final Deque<Step> open = new ArrayDeque<>();
  private final Set<Object> seen = Collections.newSetFromMap(new IdentityHashMap<>());

  private record Step(Object object, String path) {}

  private Offender(Predicate<Object> bad) {
    this.bad = bad;
  }

  /** The path to the nearest object that is {@code bad}, such as {@code Cart.items[3].engine}. */
  static Optional<String> path(Object root, Predicate<Object> bad) {
    try {
      return new Offender(bad).search(root);
    } catch (RuntimeException e) {
      return Optional.empty(); // a collection of the application's own, or one being changed
    }
  }

  private Optional<String> search(Object root) {
    add(root, root.getClass().getSimpleName());
    while (!open.isEmpty() && seen.size() < MOST_STEPS) {
      Step step = open.remove();
      if (bad.test(step.object)) {
        return Optional.of(step.path);
      }
      expand(step);
    }
    return Optional.empty();
  }

  private void add(@Nullable Object object, String path) {
    if (object != null && seen.size() < MOST_STEPS && seen.add(object)) {
      open.add(new Step(object, path));
    }
  }

  private void expand(Step step) {
    if (step.object instanceof Object[] array) {
      for (int i = 0; i < array.length; i++) {
        add(array[i], step.path + "[" + i + "]");
      }
    } else if (isOfTheJdk(step.object)) {
      expandCollection(step);
    }
    for (Class<?> part = step.object.getClass(); part != null; part = part.getSuperclass()) {
      expandFields(step, part);
    }
  }

  /** Whether iterating runs the JDK's code: that of others may well load what it stands for. */
  private static boolean isOfTheJdk(Object object) {
    Class<?> type = object.getClass();
    while (!ClassRules.isOfTheJdk(type)) {
      type = type.getSuperclass();
    }
    return !Modifier.isAbstract(type.getModifiers());
  }

  private void expandCollection(Step step) {
    int i = 0;
    if (step.object instanceof Collection<?> collection) {
      for (Object element : collection) {
        add(element, step.path + "[" + i++ + "]");
      }
    } else if (step.object instanceof Map<?, ?> map) {
      for (Map.Entry<?, ?> entry : map.entrySet()) {
        add(entry.getKey(), step.path + "[key " + i + "]");
        add(entry.getValue(), step.path + "[value " + i++ + "]");
      }
    }
  }

  private void expandFields(Step step, Class<?> part) {
    if (ClassRules.isOfTheJdk(part)) {
      return;
    }
    for (Field field : part.getDeclaredFields()) {
      boolean travels = (field.getModifiers() & (Modifier.STATIC | Modifier.TRANSIENT)) == 0;
      if (travels && !field.getType().isPrimitive() && field.trySetAccessible()) {
        add(valueOf(field, step.object), step.path + "." + field.getName());
      }
    }
  }

  private static @Nullable Object valueOf(Field field, Object object) {
    try {
      return field.get(object);
    } catch (IllegalAccessException e) {
      return null;
    }
  }
}
