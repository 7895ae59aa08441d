package org.jwtfilter.session;

import java.io.IOException;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.ConcurrentModificationException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;

/**
 * Finds out what would become of a value in a token or a store, while it stays where it is: it is
 * written as it would be, and what came out is measured and thrown away. It is never read back, so
 * nothing of the application is made. Thread-safe.
 */
public final class Examiner {
  private static final int MOST_OBSTACLES = 10;
  private static final int MOST_PATHS = 1_000;
  private static final int STREAM_HEADER = 4;

  /** So many fields away from what is not serializable, what runs is the reason for that. */
  private static final int NEAR = 2;

  private final ClassPatterns patterns;
  private final ClassRules anything = ClassRules.forMeasuring();
  private final Classes loadable;
  private final TransientFields fields = new TransientFields();

  /** Ways that were found before: looking for one again costs more than all the rest. */
  private final Map<List<Object>, Way> paths = new ConcurrentHashMap<>();

  /**
   * A way through an object's fields.
   *
   * @param what the class of what stands at its end; empty where nothing was found
   */
  private record Way(String path, String what) {
    static Way of(Object root, Predicate<Object> wanted) {
      List<Object> found = new ArrayList<>();
      return Offender.path(root, one -> wanted.test(one) && found.add(one))
          .map(path -> new Way(path, name(found.get(0))))
          .orElseGet(() -> new Way(root.getClass().getSimpleName() + ".…", ""));
    }

    boolean isWhole() {
      return !what.isEmpty();
    }
  }

  /**
   * Values of an application.
   *
   * @param webapp loads its classes
   */
  public Examiner(ClassLoader webapp) {
    this.patterns = new ClassPatterns(webapp);
    this.loadable = new Classes(webapp, anything);
  }

  /** What is to be known of a value. */
  public Examined examine(Object value) {
    try {
      return examined(value, survey(value));
    } catch (ConcurrentModificationException e) {
      return new Examined(
          value.getClass().getName(), Set.of(), Set.of(), List.of(), Examined.Sizes.NONE);
    } catch (IOException | RuntimeException | LinkageError | StackOverflowError e) {
      Obstacle.Kind kind = e instanceof Output.Full ? Obstacle.Kind.TOO_LARGE : Obstacle.Kind.FAILS;
      Obstacle obstacle = new Obstacle(kind, value.getClass().getSimpleName(), problem(e));
      return new Examined(
          value.getClass().getName(), Set.of(), Set.of(), List.of(obstacle), Examined.Sizes.NONE);
    }
  }

  private static String problem(Throwable failure) {
    return failure instanceof Output.Full
        ? String.valueOf(failure.getMessage())
        : failure.getClass().getName();
  }

  /** Whether nobody can change it: a text, a number, a time. */
  public static boolean isImmutable(Object value) {
    return PlainType.immutable(value);
  }

  /**
   * A number that differs, in all probability, if the value was changed in between.
   *
   * @return zero where nothing can be said, and for what cannot be changed
   */
  public long fingerprint(Object value) {
    if (PlainType.immutable(value)) {
      return 0;
    }
    try {
      byte[] bytes = survey(value).bytes();
      long hash = bytes.length;
      for (byte one : bytes) {
        hash = (0x100000001B3L * hash) ^ one;
      }
      return hash;
    } catch (IOException | RuntimeException | LinkageError | StackOverflowError e) {
      return 0;
    }
  }

  /** While it stays where it is, other requests change it at any time. */
  private Surveyor survey(Object value) throws IOException {
    for (int attempt = 1; ; attempt++) {
      try {
        return Surveyor.of(value, fields, SessionCodec.MOST_BYTES);
      } catch (ConcurrentModificationException e) {
        if (attempt == SessionCodec.ATTEMPTS) {
          throw e;
        }
      }
    }
  }

  private Examined examined(Object value, Surveyor survey) {
    Set<String> classes = new TreeSet<>();
    Set<String> needed = new TreeSet<>();
    List<Obstacle> obstacles = new ArrayList<>();
    for (Class<?> type : survey.described()) {
      if (!anything.allows(type)) {
        obstacles.add(forbidden(value, type));
      } else if (!patterns.isValue(type)) {
        classes.add(type.getName());
        needed.add(patterns.of(type));
      }
    }
    for (StoredLambda lambda : survey.lambdas()) {
      try {
        Class<?> maker = loadable.findMaker(lambda);
        classes.add(maker.getName());
        needed.add(patterns.of(maker));
      } catch (Malformed e) {
        obstacles.add(forbidden(value, lambda));
      }
    }
    survey.unserializable().forEach(one -> obstacles.add(unserializable(value, one)));
    survey.lost().forEach(one -> obstacles.add(lost(value, one)));
    return new Examined(
        value.getClass().getName(),
        classes,
        needed,
        obstacles.subList(0, Math.min(MOST_OBSTACLES, obstacles.size())),
        sizes(value, survey.bytes()));
  }

  private Obstacle forbidden(Object value, Class<?> type) {
    return new Obstacle(
        Obstacle.Kind.FORBIDDEN, path(value, type, type::isInstance), type.getName());
  }

  private static Obstacle forbidden(Object value, StoredLambda lambda) {
    return new Obstacle(
        Obstacle.Kind.FORBIDDEN,
        value.getClass().getSimpleName() + ".…",
        "a lambda of " + lambda.capturingClass());
  }

  private Obstacle unserializable(Object value, Object bad) {
    String path = path(value, bad.getClass(), one -> one == bad);
    return wayToRunning(bad)
        .map(way -> new Obstacle(Obstacle.Kind.RUNNING, path + way.path(), way.what()))
        .orElseGet(() -> new Obstacle(Obstacle.Kind.NOT_SERIALIZABLE, path, name(bad)));
  }

  private Obstacle lost(Object value, Surveyor.Lost lost) {
    Object owner = lost.owner();
    String path = path(value, owner.getClass(), one -> one == owner) + '.' + lost.field().getName();
    return new Obstacle(kind(lost), path, name(lost.value()));
  }

  /** What a framework keeps in transient fields it makes again: its classes travel in clusters. */
  private Obstacle.Kind kind(Surveyor.Lost lost) {
    if (Running.is(lost.value())) {
      return Obstacle.Kind.RUNNING;
    }
    boolean service =
        !(lost.value() instanceof Serializable) && patterns.isOwn(lost.field().getDeclaringClass());
    return service ? Obstacle.Kind.TRANSIENT_SERVICE : Obstacle.Kind.TRANSIENT;
  }

  /** The rest of the way to what runs, if it is near: a service has threads somewhere, always. */
  private Optional<Way> wayToRunning(Object bad) {
    if (Running.is(bad)) {
      return Optional.of(new Way("", name(bad)));
    }
    Way way = remembered(List.of(Running.class, bad.getClass()), bad, Running::is);
    String rest = way.path().substring(bad.getClass().getSimpleName().length());
    long steps = rest.chars().filter(one -> one == '.' || one == '[').count();
    return way.isWhole() && steps <= NEAR
        ? Optional.of(new Way(rest, way.what()))
        : Optional.empty();
  }

  private String path(Object root, Class<?> type, Predicate<Object> wanted) {
    return remembered(List.of(root.getClass(), type), root, wanted).path();
  }

  private Way remembered(List<Object> key, Object root, Predicate<Object> wanted) {
    Way known = paths.get(key);
    if (known == null) {
      known = Way.of(root, wanted);
      if (paths.size() < MOST_PATHS) {
        paths.put(key, known);
      }
    }
    return known;
  }

  private static String name(Object object) {
    return object.getClass().getName();
  }

  private Examined.Sizes sizes(Object value, byte[] serialized) {
    byte[] encoded = encoded(value, serialized);
    int stored =
        Deflation.deflate(encoded)
            .map(bytes -> bytes.length + SessionCodec.DEFLATED_HEADER)
            .orElse(encoded.length);
    return new Examined.Sizes(
        serialized.length, Deflation.deflatedSize(serialized), encoded.length, stored);
  }

  /** As {@link SessionCodec} would: compactly where it can, else serialized after its mark. */
  private byte[] encoded(Object value, byte[] serialized) {
    try {
      PlainWriter out = new PlainWriter(SessionCodec.MOST_BYTES, anything);
      out.value(value);
      return out.toBytes();
    } catch (PlainWriter.NotPlain e) {
      byte[] marked = Arrays.copyOfRange(serialized, STREAM_HEADER - 1, serialized.length);
      marked[0] = (byte) SessionCodec.SERIALIZED;
      return marked;
    }
  }
}
