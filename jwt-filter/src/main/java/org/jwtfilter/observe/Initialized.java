package org.jwtfilter.observe;

import java.lang.reflect.Field;
import java.lang.reflect.Method;
import org.jspecify.annotations.Nullable;

/**
 * Tells whether a class is initialised, without initialising it. Only {@code sun.misc.Unsafe} knows
 * that, up to Java 21; where it does not, no class is taken to be.
 */
final class Initialized {
  private static final @Nullable Object UNSAFE;
  private static final @Nullable Method ASK;

  static {
    Object unsafe = null;
    Method ask = null;
    try {
      Class<?> type = Class.forName("sun.misc.Unsafe");
      Field instance = type.getDeclaredField("theUnsafe");
      instance.setAccessible(true);
      ask = type.getMethod("shouldBeInitialized", Class.class);
      unsafe = instance.get(null);
    } catch (ReflectiveOperationException | RuntimeException e) {
      ask = null; // a Java of another kind, or a later one
    }
    UNSAFE = unsafe;
    ASK = ask;
  }

  private Initialized() {}

  static boolean is(Class<?> type) {
    try {
      return ASK != null && Boolean.FALSE.equals(ASK.invoke(UNSAFE, type));
    } catch (ReflectiveOperationException e) {
      return false;
    }
  }
}
