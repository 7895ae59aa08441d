package org.jwtfilter.session;

import java.io.IOException;
import java.io.ObjectOutputStream;
import java.io.Serializable;
import java.lang.invoke.SerializedLambda;
import java.lang.reflect.Field;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Java serialization as any container does it, to find out what it meets: what cannot be written is
 * left out and noted, so that all of it is found at once. Confined to one thread.
 */
final class Surveyor extends ObjectOutputStream {
  private static final int MOST = 20;

  private final Output out;
  private final TransientFields fields;
  private final Set<Class<?>> described = new LinkedHashSet<>();
  private final Map<String, StoredLambda> lambdas = new HashMap<>();
  private final Map<Class<?>, Object> unserializable = new HashMap<>();
  private final Map<Field, Lost> lost = new HashMap<>();

  /** What a transient field holds. */
  record Lost(Field field, Object owner, Object value) {}

  private Surveyor(Output out, TransientFields fields) throws IOException {
    super(out);
    this.out = out;
    this.fields = fields;
    enableReplaceObject(true);
  }

  /**
   * Writes a value.
   *
   * @throws Output.Full if it is larger than that
   */
  static Surveyor of(Object value, TransientFields fields, int mostBytes) throws IOException {
    try (Surveyor surveyor = new Surveyor(new Output(mostBytes), fields)) {
      surveyor.writeObject(value);
      return surveyor;
    }
  }

  /** What was written. */
  byte[] bytes() {
    return out.toBytes();
  }

  @Override
  protected void annotateClass(Class<?> type) {
    if (type != StoredLambda.class) {
      described.add(type);
    }
  }

  @Override
  protected void annotateProxyClass(Class<?> type) {
    described.add(type);
  }

  /** Every object of the graph comes by here, before it is asked whether it is serializable. */
  @Override
  protected @SuppressWarnings("NullAway") Object replaceObject(Object object) {
    if (!(object instanceof Serializable)) {
      if (unserializable.size() < MOST) {
        unserializable.putIfAbsent(object.getClass(), object);
      }
      return null; // is written as such
    }
    if (object instanceof SerializedLambda lambda) {
      StoredLambda stored = new StoredLambda(lambda);
      lambdas.putIfAbsent(stored.capturingClass(), stored);
      return stored;
    }
    fields.each(object, (field, value) -> lose(object, field, value));
    return object;
  }

  private void lose(Object owner, Field field, Object value) {
    if (lost.size() < MOST) {
      lost.putIfAbsent(field, new Lost(field, owner, value));
    }
  }

  /** The classes of the stream. */
  Set<Class<?>> described() {
    return described;
  }

  /** One lambda of each class in whose source some of the stream stand. */
  List<StoredLambda> lambdas() {
    return List.copyOf(lambdas.values());
  }

  /** One object of each class that is not serializable. */
  List<Object> unserializable() {
    return List.copyOf(unserializable.values());
  }

  /** What transient fields hold, once for each field. */
  List<Lost> lost() {
    return new ArrayList<>(lost.values());
  }
}
