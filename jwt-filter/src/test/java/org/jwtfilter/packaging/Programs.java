package org.jwtfilter.packaging;

import java.io.IOException;
import java.io.InputStream;
import java.util.Set;
import java.util.function.UnaryOperator;

/** Has a program of the tests run against classes that are not those of the tests. */
final class Programs {
  private static final Set<String> PROGRAM = Set.of(Verification.class.getName());

  private Programs() {}

  /** The name of the caller of a token, found by the classes of a loader. */
  static String caller(ClassLoader ours, String token) throws ReflectiveOperationException {
    @SuppressWarnings("unchecked") // the program takes a string, and says one
    UnaryOperator<String> program =
        (UnaryOperator<String>)
            loader(ours).loadClass(Verification.class.getName()).getConstructor().newInstance();
    return program.apply(token);
  }

  private static ClassLoader loader(ClassLoader ours) {
    return new ClassLoader(ours) {
      @Override
      protected Class<?> findClass(String name) throws ClassNotFoundException {
        if (!PROGRAM.contains(name)) {
          throw new ClassNotFoundException(name);
        }
        try (InputStream in =
            Programs.class.getResourceAsStream("/" + name.replace('.', '/') + ".class")) {
          byte[] code = in.readAllBytes();
          return defineClass(name, code, 0, code.length);
        } catch (IOException e) {
          throw new ClassNotFoundException(name, e);
        }
      }
    };
  }
}
