package org.jwtfilter.session;

import java.io.IOException;
import java.io.InputStream;
import java.io.ObjectInputFilter;
import java.io.ObjectInputStream;
import java.io.ObjectStreamClass;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Java deserialization within limits and of allowed classes only (JEP 290). A class is looked at by
 * name, then loaded, and initialised only after the rules have said yes. Confined to one thread.
 */
final class ObjectReader extends ObjectInputStream {
  static final int MOST_DEPTH = 100;
  static final int MOST_REFERENCES = 100_000;

  private static final Map<String, Class<?>> PRIMITIVES =
      Stream.of(
              boolean.class,
              byte.class,
              char.class,
              short.class,
              int.class,
              long.class,
              float.class,
              double.class,
              void.class)
          .collect(Collectors.toUnmodifiableMap(Class::getName, Function.identity()));

  private final Classes classes;

  /** Something in the stream is not allowed, or not known here. */
  static final class Refused extends IOException {
    private static final long serialVersionUID = 1;

    Refused(String problem) {
      super(problem);
    }
  }

  ObjectReader(InputStream in, Classes classes, int mostBytes) throws IOException {
    super(in);
    this.classes = classes;
    setObjectInputFilter(info -> judge(info, mostBytes));
  }

  @Override
  protected void readStreamHeader() {}

  @Override
  protected Class<?> resolveClass(ObjectStreamClass described) throws IOException {
    Class<?> primitive = PRIMITIVES.get(described.getName());
    if (primitive != null) {
      return primitive;
    }
    try {
      return classes.find(described.getName());
    } catch (Malformed e) {
      throw new Refused(e.problem());
    }
  }

  @Override
  protected Class<?> resolveProxyClass(String[] interfaces) throws IOException {
    throw new Refused("a java.lang.reflect.Proxy is never allowed in a session");
  }

  private ObjectInputFilter.Status judge(ObjectInputFilter.FilterInfo info, int mostBytes) {
    if (info.depth() > MOST_DEPTH
        || info.references() > MOST_REFERENCES
        || info.arrayLength() > mostBytes
        || info.streamBytes() > mostBytes) {
      return ObjectInputFilter.Status.REJECTED;
    }
    if (info.serialClass() == null) {
      return ObjectInputFilter.Status.UNDECIDED;
    }
    return classes.allowed().allows(info.serialClass())
        ? ObjectInputFilter.Status.ALLOWED
        : ObjectInputFilter.Status.REJECTED;
  }
}
