package org.jwtfilter.session;

import java.io.IOException;
import java.io.ObjectOutputStream;
import java.io.OutputStream;
import java.lang.invoke.SerializedLambda;
import java.util.HashSet;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Predicate;

/**
 * Java serialization that writes only what {@link ObjectReader} will read, and tells what gets
 * lost. Confined to one thread.
 */
final class ObjectWriter extends ObjectOutputStream {
  private final Classes classes;
  private final TransientFields fields;
  private final Consumer<LostField> lost;
  private final Set<Class<?>> unproven = new HashSet<>();
  private int objects;
  private boolean failed;

  /** A class in the graph is not allowed. */
  static final class NotAllowed extends IOException {
    private static final long serialVersionUID = 1;

    private final transient Predicate<Object> culprit;

    NotAllowed(String refusal, Predicate<Object> culprit) {
      super(refusal);
      this.culprit = culprit;
    }

    /** Whether it is because of this object. */
    boolean isBecauseOf(Object object) {
      return culprit.test(object);
    }
  }

  ObjectWriter(OutputStream out, Classes classes, TransientFields fields, Consumer<LostField> lost)
      throws IOException {
    super(out);
    this.classes = classes;
    this.fields = fields;
    this.lost = lost;
    enableReplaceObject(true);
  }

  /** The header is always the same: left out. */
  @Override
  protected void writeStreamHeader() {}

  @Override
  protected void annotateClass(Class<?> type) throws IOException {
    if (!failed && type != StoredLambda.class && !classes.allowed().allows(type)) {
      throw failed(ClassRules.refusal(type), type::isInstance);
    }
  }

  /** After that the stream writes the exception, whose classes nobody will read. */
  private NotAllowed failed(String refusal, Predicate<Object> culprit) {
    failed = true;
    return new NotAllowed(refusal, culprit);
  }

  @Override
  protected void annotateProxyClass(Class<?> type) throws IOException {
    annotateClass(type);
  }

  /** Replaces lambdas alone: this is where every object of the graph comes by. */
  @Override
  protected Object replaceObject(Object object) throws IOException {
    if (failed) {
      return object; // the exception, which is no part of the graph
    }
    objects++;
    if (object instanceof SerializedLambda lambda) {
      return stored(new StoredLambda(lambda));
    }
    fields.report(object, lost);
    if (!fields.readBefore(object.getClass())) {
      unproven.add(object.getClass());
    }
    return object;
  }

  private StoredLambda stored(StoredLambda lambda) throws IOException {
    try {
      classes.findMaker(lambda);
      return lambda;
    } catch (Malformed e) {
      throw failed(e.problem(), one -> isLambdaOf(lambda.capturingClass(), one.getClass()));
    }
  }

  private static boolean isLambdaOf(String className, Class<?> type) {
    return type.isHidden() && type.getName().startsWith(className + "$$Lambda");
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
