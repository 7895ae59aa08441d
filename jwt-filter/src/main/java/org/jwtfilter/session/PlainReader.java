package org.jwtfilter.session;

import java.util.Collection;
import java.util.Map;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;

/** Reads what {@link PlainWriter} wrote. Confined to one thread. */
final class PlainReader extends Input {
  /** Room made before anything is read: an announced number costs a byte, nested ones as many. */
  private static final int MOST_ROOM = 1024;

  private final Classes classes;
  private int depth;

  PlainReader(byte[] bytes, Classes classes) {
    super(bytes);
    this.classes = classes;
  }

  @Nullable Object value() throws Malformed {
    int tag = octet();
    if (tag == PlainWriter.NULL) {
      return null;
    }
    if (tag == PlainWriter.ENUM) {
      return constant();
    }
    PlainType<?> type = PlainType.tagged(tag);
    if (type == null) {
      throw new Malformed("it has a form that is not known here");
    }
    return type.take().take(this);
  }

  private Object constant() throws Malformed {
    Class<?> type = classes.find(text());
    String name = text();
    Object @Nullable [] constants = type.getEnumConstants();
    if (constants != null) {
      for (Object constant : constants) {
        if (((Enum<?>) constant).name().equals(name)) {
          return constant;
        }
      }
    }
    throw new Malformed(type.getName() + " has no such constant here");
  }

  <C extends Collection<@Nullable Object>> C elements(IntFunction<C> empty) throws Malformed {
    descend();
    int count = count(1);
    C elements = empty.apply(Math.min(count, MOST_ROOM));
    for (int i = 0; i < count; i++) {
      elements.add(value());
    }
    depth--;
    return elements;
  }

  Map<@Nullable Object, @Nullable Object> entries(
      IntFunction<Map<@Nullable Object, @Nullable Object>> empty) throws Malformed {
    descend();
    int count = count(2);
    Map<@Nullable Object, @Nullable Object> entries = empty.apply(Math.min(count, MOST_ROOM));
    for (int i = 0; i < count; i++) {
      Object key = value();
      entries.put(key, value());
    }
    depth--;
    return entries;
  }

  private void descend() throws Malformed {
    if (++depth > PlainWriter.DEPTH) {
      throw new Malformed("it is nested too deeply");
    }
  }
}
