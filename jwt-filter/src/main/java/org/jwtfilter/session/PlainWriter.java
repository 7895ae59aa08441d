package org.jwtfilter.session;

import java.util.Collection;
import java.util.Collections;
import java.util.ConcurrentModificationException;
import java.util.IdentityHashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Writes plain values: a tag, then the content. Whatever is not a tree of plain values ends in
 * {@link NotPlain}; what was written until then is of no use. Confined to one thread.
 */
final class PlainWriter extends Output {
  static final int NULL = 0;
  static final int ENUM = 1;
  static final int DEPTH = 50;

  /** Leaves the recursion. No stack trace: it is an answer, not a fault. */
  static final class NotPlain extends RuntimeException {
    private static final long serialVersionUID = 1;

    NotPlain() {
      super("not a plain value", null, false, false);
    }
  }

  private final ClassRules allowed;
  private final Object[] firstMet = new Object[8];
  private int met;
  private @Nullable Set<Object> allMet;
  private int depth;

  PlainWriter(int limit, ClassRules allowed) {
    super(limit);
    this.allowed = allowed;
  }

  void value(@Nullable Object value) {
    if (value == null) {
      write(NULL);
      return;
    }
    PlainType<?> type = PlainType.of(value.getClass());
    if (type != null) {
      type.write(this, value);
    } else if (value instanceof Enum<?> constant && allowed.allows(constant.getDeclaringClass())) {
      write(ENUM);
      text(constant.getDeclaringClass().getName());
      text(constant.name());
    } else {
      throw new NotPlain();
    }
  }

  /**
   * Notes a mutable value. One that comes twice is shared, or contains itself: Java serialization
   * keeps that, a tree cannot.
   */
  void meet(Object value) {
    for (int i = 0; i < Math.min(met, firstMet.length); i++) {
      if (firstMet[i] == value) {
        throw new NotPlain();
      }
    }
    if (met < firstMet.length) {
      firstMet[met++] = value;
    } else if (!others().add(value)) {
      throw new NotPlain();
    }
  }

  private Set<Object> others() {
    if (allMet == null) {
      allMet = Collections.newSetFromMap(new IdentityHashMap<>());
    }
    return allMet;
  }

  void elements(Collection<?> collection) {
    descend();
    int left = collection.size();
    unsigned(left);
    for (Object element : collection) {
      value(element);
      left--;
    }
    ascend(left);
  }

  void entries(Map<?, ?> map) {
    descend();
    int left = map.size();
    unsigned(left);
    for (Map.Entry<?, ?> entry : map.entrySet()) {
      value(entry.getKey());
      value(entry.getValue());
      left--;
    }
    ascend(left);
  }

  private void descend() {
    if (++depth > DEPTH) {
      throw new NotPlain();
    }
  }

  /** The announced number must have come: another thread may be changing the collection. */
  private void ascend(int left) {
    depth--;
    if (left != 0) {
      throw new ConcurrentModificationException();
    }
  }
}
