package org.jwtfilter.session;

import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.util.Arrays;
import java.util.Collection;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Transient fields for the context of a request. A framework sets them in the object that it is
 * about to use, while its tags ask the other objects of the session for theirs, which a server that
 * keeps the objects has from an earlier request. Where we have read such an object anew, it gets
 * the context of the request under way, from an object of the same session: nothing of one session
 * ever comes to another. Thread-safe.
 */
final class RequestContexts {
  /** No others: what else is transient is a cache, or a service, of which nobody knows whose. */
  private static final Set<String> TYPES =
      Set.of("net.sourceforge.stripes.action.ActionBeanContext");

  private static final ClassValue<Optional<Field>> FIELDS =
      new ClassValue<>() {
        @Override
        protected Optional<Field> computeValue(Class<?> type) {
          return superclasses(type)
              .flatMap(one -> Arrays.stream(one.getDeclaredFields()))
              .filter(RequestContexts::isOne)
              .filter(Field::trySetAccessible)
              .findFirst();
        }
      };

  private RequestContexts() {}

  /** Whether a field is one of them. */
  static boolean isOne(Field field) {
    return Modifier.isTransient(field.getModifiers())
        && !Modifier.isStatic(field.getModifiers())
        && superclasses(field.getType()).anyMatch(type -> TYPES.contains(type.getName()));
  }

  private static Stream<Class<?>> superclasses(Class<?> type) {
    return Stream.iterate(type, Objects::nonNull, Class::getSuperclass);
  }

  /** Whether a value has a field for one. */
  static boolean has(Object value) {
    return FIELDS.get(value.getClass()).isPresent();
  }

  /** Gives a value its context, if it has none and one of the others of its session has. */
  static void complete(Object value, Collection<?> others) {
    Field field = FIELDS.get(value.getClass()).orElse(null);
    if (field != null && get(field, value) == null) {
      others.stream()
          .map(RequestContexts::of)
          .filter(field.getType()::isInstance)
          .findFirst()
          .ifPresent(context -> set(field, value, context));
    }
  }

  private static @Nullable Object of(Object value) {
    return FIELDS.get(value.getClass()).map(field -> get(field, value)).orElse(null);
  }

  private static @Nullable Object get(Field field, Object object) {
    try {
      return field.get(object);
    } catch (IllegalAccessException e) {
      return null;
    }
  }

  private static void set(Field field, Object object, Object context) {
    try {
      field.set(object, context);
    } catch (IllegalAccessException e) {
      throw new IllegalStateException(field + " was accessible before", e);
    }
  }
}
