package org.jwtfilter.session;

import java.io.Externalizable;
import java.io.ObjectInputStream;
import java.io.Serializable;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Knows the transient fields that come back as null, since their class does nothing to restore
 * them. Remembers which classes it has seen, and which fields it has reported. Thread-safe.
 */
final class TransientFields {
  private static final int MOST_REPORTS = 1_000;

  private final Set<LostField> reported = ConcurrentHashMap.newKeySet();
  private final ClassValue<Facts> known =
      new ClassValue<>() {
        @Override
        protected Facts computeValue(Class<?> type) {
          return new Facts(lostOnes(type));
        }
      };

  private static final class Facts {
    private final List<Field> fields;
    private volatile boolean readBefore;

    Facts(List<Field> fields) {
      this.fields = fields;
    }
  }

  /** Whether an object of this class is known to have been read back. */
  boolean readBefore(Class<?> type) {
    return known.get(type).readBefore;
  }

  void wasRead(Class<?> type) {
    known.get(type).readBefore = true;
  }

  /** Reports what an object is about to lose, each field once. */
  void report(Object object, Consumer<LostField> lost) {
    each(
        object,
        (field, value) -> {
          LostField one = new LostField(field.getDeclaringClass().getName(), field.getName());
          if (reported.size() < MOST_REPORTS && reported.add(one)) {
            lost.accept(one);
          }
        });
  }

  /** Each field of which an object is about to lose something, with that. */
  void each(Object object, BiConsumer<Field, Object> lost) {
    for (Field field : known.get(object.getClass()).fields) {
      Object value = valueOf(field, object);
      if (value != null) {
        lost.accept(field, value);
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

  private static List<Field> lostOnes(Class<?> type) {
    List<Field> fields = new ArrayList<>();
    if (!restoresItself(type)) {
      for (Class<?> part : serializableParts(type)) {
        // What the JDK keeps out of a stream it puts back, though perhaps in another class.
        if (!ClassRules.isOfTheJdk(part)
            && !declares(part, "readObject", ObjectInputStream.class)) {
          Arrays.stream(part.getDeclaredFields())
              .filter(TransientFields::isTransientReference)
              .filter(field -> !RequestContexts.isOne(field))
              .filter(Field::trySetAccessible)
              .forEach(fields::add);
        }
      }
    }
    return List.copyOf(fields);
  }

  private static boolean restoresItself(Class<?> type) {
    return type.isArray()
        || type.isEnum()
        || ClassRules.isOfTheJdk(type)
        || Externalizable.class.isAssignableFrom(type)
        || serializableParts(type).stream()
            .anyMatch(part -> declares(part, "readResolve") || declares(part, "writeReplace"));
  }

  private static List<Class<?>> serializableParts(Class<?> type) {
    List<Class<?>> parts = new ArrayList<>();
    Class<?> part = type;
    while (part != null && Serializable.class.isAssignableFrom(part)) {
      parts.add(part);
      part = part.getSuperclass();
    }
    return parts;
  }

  private static boolean declares(Class<?> type, String method, Class<?>... parameters) {
    return Arrays.stream(type.getDeclaredMethods())
        .anyMatch(
            one ->
                one.getName().equals(method) && Arrays.equals(one.getParameterTypes(), parameters));
  }

  private static boolean isTransientReference(Field field) {
    return Modifier.isTransient(field.getModifiers())
        && !Modifier.isStatic(field.getModifiers())
        && !field.getType().isPrimitive();
  }
}
