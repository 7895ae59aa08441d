package org.jwtfilter.session;

import java.io.IOException;
import java.io.InputStream;
import java.io.ObjectInputFilter;
import java.io.ObjectInputStream;
import java.io.ObjectStreamClass;
import java.text.MessageFormat;
import java.util.Arrays;
import java.util.Collection;
import java.util.IdentityHashMap;
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

  /** What is in a container, and in those within it, each time that it is: hashing looks at all. */
  private static final int MOST_WEIGHT = 100_000;

  /** Of all containers together. */
  private static final int MOST_WEIGHT_OF_ALL = 1_000_000;

  /** Slots that containers make for each byte of the stream; those that hold something need two. */
  private static final int SLOTS_PER_BYTE = 4;

  private static final int FREE_SLOTS = 1024;

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
  private final IdentityHashMap<Object, Integer> weights = new IdentityHashMap<>();
  private long slotsLeft;
  private int weightOfAll;
  private String rejection = "it does not fit its classes here";

  /** Something in the stream is not allowed, or not known here. */
  static final class Refused extends IOException {
    private static final long serialVersionUID = 1;

    Refused(String problem) {
      super(problem);
    }
  }

  /**
   * @param length of the stream, in bytes
   */
  ObjectReader(InputStream in, Classes classes, int length) throws IOException {
    super(in);
    this.classes = classes;
    this.slotsLeft = FREE_SLOTS + (long) SLOTS_PER_BYTE * length;
    // Ours alone would replace the JVM's (jdk.serialFilter) for this stream.
    ObjectInputFilter jvms = getObjectInputFilter();
    setObjectInputFilter(
        jvms == null
            ? this::judge
            : ObjectInputFilter.merge(this::judge, info -> obeyed(jvms.checkInput(info))));
    enableResolveObject(true);
  }

  @Override
  protected void readStreamHeader() {}

  @Override
  protected Class<?> resolveClass(ObjectStreamClass described) throws IOException {
    Class<?> primitive = PRIMITIVES.get(described.getName());
    if (primitive != null) {
      return primitive;
    }
    if (described.getName().equals(StoredLambda.class.getName())) {
      return StoredLambda.class; // wherever the application's loader is
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

  /** An object that is complete, before anything that contains it can ask for its hash. */
  @Override
  protected Object resolveObject(Object read) throws IOException {
    if (read instanceof StoredLambda lambda) {
      return restored(lambda);
    }
    if (ClassRules.isOfTheJdk(read.getClass())) {
      try {
        weigh(read);
      } catch (RuntimeException e) {
        weights.put(read, 1); // a view of what is still being read, which a cycle leads back to
      }
    }
    return read;
  }

  private Object restored(StoredLambda lambda) throws IOException {
    try {
      return lambda.restored(classes.findMaker(lambda));
    } catch (Malformed e) {
      throw new Refused(e.problem());
    }
  }

  private void weigh(Object read) throws IOException {
    if (read instanceof Collection<?> all) {
      weigh(read, all);
    } else if (read instanceof Map.Entry<?, ?> pair) {
      weigh(read, Arrays.asList(pair.getKey(), pair.getValue()));
    } else if (read instanceof MessageFormat format) {
      weigh(read, Arrays.asList(format.getFormats()));
    } else if (read instanceof Map<?, ?> map) {
      weigh(read, map.keySet());
      weigh(read, map.values());
    }
  }

  /** A few sets of each other's, nested, have more paths than anybody can walk. */
  private void weigh(Object container, Iterable<?> content) throws IOException {
    int weight = weights.getOrDefault(container, 1);
    for (Object one : content) {
      int more = weights.getOrDefault(one, 1);
      weight += more;
      weightOfAll += more;
      if (weight > MOST_WEIGHT || weightOfAll > MOST_WEIGHT_OF_ALL) {
        throw new Refused("its containers contain each other too often");
      }
    }
    weights.put(container, weight);
  }

  /** Why the stream was rejected, where no class is to blame. */
  String rejection() {
    return rejection;
  }

  private ObjectInputFilter.Status obeyed(ObjectInputFilter.Status status) {
    if (status == ObjectInputFilter.Status.REJECTED) {
      rejection = "the filter of this JVM (jdk.serialFilter) rejects it";
    }
    return status;
  }

  private ObjectInputFilter.Status judge(ObjectInputFilter.FilterInfo info) {
    slotsLeft -= Math.max(0, info.arrayLength());
    if (info.depth() > MOST_DEPTH || info.references() > MOST_REFERENCES || slotsLeft < 0) {
      rejection = "it exceeds the limits of depth, references or size";
      return ObjectInputFilter.Status.REJECTED;
    }
    if (info.serialClass() == null) {
      return ObjectInputFilter.Status.UNDECIDED;
    }
    return allows(info.serialClass())
        ? ObjectInputFilter.Status.ALLOWED
        : ObjectInputFilter.Status.REJECTED;
  }

  /** Hidden classes have no name to be found by: one here is that of a lambda that we restored. */
  private boolean allows(Class<?> type) {
    return type == StoredLambda.class || type.isHidden() || classes.allowed().allows(type);
  }
}
