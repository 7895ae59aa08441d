package org.jwtfilter.session;

import java.io.IOException;
import java.io.ObjectOutputStream;
import java.io.OutputStream;
import java.util.HashSet;
import java.util.Set;
import java.util.function.Consumer;

/**
 * Java serialization that writes only what {@link ObjectReader} will read, and tells what gets
 * lost. Confined to one thread.
 */
final class ObjectWriter extends ObjectOutputStream {
  private final ClassRules allowed;
  private final TransientFields fields;
  private final Consumer<LostField> lost;
  private final Set<Class<?>> unproven = new HashSet<>();
  private int objects;
  private boolean failed;

  /** A class in the graph is not allowed. */
  static final class NotAllowed extends IOException {
    private static final long serialVersionUID = 1;

    private final transient Class<?> type;

    NotAllowed(Class<?> type) {
      super(ClassRules.refusal(type));
      this.type = type;
    }

    Class<?> type() {
      return type;
    }
  }

  ObjectWriter(
      OutputStream out, ClassRules allowed, TransientFields fields, Consumer<LostField> lost)
      throws IOException {
    super(out);
    this.allowed = allowed;
    this.fields = fields;
    this.lost = lost;
    enableReplaceObject(true);
  }

  /** The header is always the same: left out. */
  @Override
  protected void writeStreamHeader() {}

  @Override
  protected void annotateClass(Class<?> type) throws IOException {
    if (!failed && !allowed.allows(type)) {
      failed = true; // the stream now writes the exception, whose classes nobody will read
      throw new NotAllowed(type);
    }
  }

  @Override
  protected void annotateProxyClass(Class<?> type) throws IOException {
    annotateClass(type);
  }

  /** Replaces nothing: this is where every object of the graph comes by. */
  @Override
  protected Object replaceObject(Object object) {
    if (failed) {
      return object; // the exception, which is no part of the graph
    }
    objects++;
    fields.report(object, lost);
    if (!fields.readBefore(object.getClass())) {
      unproven.add(object.getClass());
    }
    return object;
  }

  /** How many objects were written. */
  int objects() {
    return objects;
  }

  /** The classes written of which no object has been read back yet. */
  Set<Class<?>> unproven() {
    return unproven;
  }
}
