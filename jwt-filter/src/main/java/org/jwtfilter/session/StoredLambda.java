package org.jwtfilter.session;

import java.io.InvalidObjectException;
import java.io.Serializable;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodType;
import java.lang.invoke.SerializedLambda;

/**
 * A lambda as sessions hold it: which of those in the source of its class, and what it captured. In
 * place of Java's {@link SerializedLambda}, which is never read: that one becomes a lambda before
 * anybody can ask whose it is. Immutable, but for what it captured.
 */
final class StoredLambda implements Serializable {
  private static final long serialVersionUID = 1;

  private static final MethodHandle RESTORE = restore();

  private final String capturingClass;
  private final String functionalInterface;
  private final String interfaceMethod;
  private final String interfaceSignature;
  private final int kind;
  private final String implementingClass;
  private final String implementingMethod;
  private final String implementingSignature;
  private final String instantiatedType;
  private final Object[] captured;

  StoredLambda(SerializedLambda lambda) {
    this.capturingClass = lambda.getCapturingClass();
    this.functionalInterface = lambda.getFunctionalInterfaceClass();
    this.interfaceMethod = lambda.getFunctionalInterfaceMethodName();
    this.interfaceSignature = lambda.getFunctionalInterfaceMethodSignature();
    this.kind = lambda.getImplMethodKind();
    this.implementingClass = lambda.getImplClass();
    this.implementingMethod = lambda.getImplMethodName();
    this.implementingSignature = lambda.getImplMethodSignature();
    this.instantiatedType = lambda.getInstantiatedMethodType();
    this.captured = new Object[lambda.getCapturedArgCount()];
    for (int i = 0; i < captured.length; i++) {
      captured[i] = lambda.getCapturedArg(i);
    }
  }

  /**
   * Java's own way back, by what it offers to those who serialize: it gets at classes of every
   * module, its own among them. By reflection, since compilers warn of this class whatever one
   * says.
   */
  private static MethodHandle restore() {
    try {
      Class<?> factory = Class.forName("sun.reflect.ReflectionFactory", true, null);
      Object made = factory.getMethod("getReflectionFactory").invoke(null);
      Object handle =
          factory
              .getMethod("readResolveForSerialization", Class.class)
              .invoke(made, SerializedLambda.class);
      return ((MethodHandle) handle)
          .asType(MethodType.methodType(Object.class, SerializedLambda.class));
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("this Java has no module jdk.unsupported", e);
    }
  }

  /** The class in whose source it stands. */
  String capturingClass() {
    return capturingClass.replace('/', '.');
  }

  /**
   * The lambda.
   *
   * @param capturing the class of that name, whose lambdas sessions may hold
   */
  Object restored(Class<?> capturing) throws InvalidObjectException {
    SerializedLambda lambda =
        new SerializedLambda(
            capturing,
            functionalInterface,
            interfaceMethod,
            interfaceSignature,
            kind,
            implementingClass,
            implementingMethod,
            implementingSignature,
            instantiatedType,
            captured);
    try {
      return RESTORE.invokeExact(lambda);
    } catch (Error e) {
      throw e;
    } catch (Throwable e) {
      InvalidObjectException unknown = new InvalidObjectException("no such lambda here");
      unknown.initCause(e);
      throw unknown;
    }
  }
}
