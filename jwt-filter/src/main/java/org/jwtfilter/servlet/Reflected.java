package org.jwtfilter.servlet;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import org.jspecify.annotations.Nullable;

/** Classes of the application that we cannot be compiled against. */
final class Reflected {
  private Reflected() {}

  /** A class that the application brings along; null if it does not, or if its server does. */
  static @Nullable Class<?> own(ClassLoader loader, String name) {
    try {
      Class<?> found = Class.forName(name, true, loader);
      return found.getClassLoader() == loader ? found : null;
    } catch (ClassNotFoundException e) {
      return null;
    }
  }

  /** Calls a public method; what it throws unchecked comes out as it is. */
  static @Nullable Object call(Method method, Object on, @Nullable Object... arguments) {
    try {
      return method.invoke(on, arguments);
    } catch (InvocationTargetException e) {
      if (e.getCause() instanceof RuntimeException thrown) {
        throw thrown;
      }
      throw new IllegalStateException(method + " failed", e);
    } catch (IllegalAccessException e) {
      throw new IllegalStateException(method + " cannot be called", e);
    }
  }
}
