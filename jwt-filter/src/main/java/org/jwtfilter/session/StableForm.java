package org.jwtfilter.session;

import java.io.IOException;
import java.io.ObjectOutputStream;
import java.io.OutputStream;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Hashtable;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Bytes by which two object graphs are compared when their serialized forms differ by mere order: a
 * hash set of objects without a {@code hashCode} of their own comes back in another order every
 * time. Hash sets and maps are written as their sorted entries, each in a stream of its own; one
 * that contains itself is written as its place on the way down. Never read back. Confined to one
 * thread.
 */
final class StableForm {
  private static final int MOST_FORMS = 5_000;
  private static final Set<Class<?>> UNORDERED =
      Set.of(
          HashSet.class,
          HashMap.class,
          Hashtable.class,
          ConcurrentHashMap.class,
          IdentityHashMap.class);

  private final int limit;
  private final List<Object> path = new ArrayList<>();
  private int forms;

  /** Sorted entries in place of an unordered collection. */
  private static final class Sorted implements Serializable {
    private static final long serialVersionUID = 1;

    @SuppressWarnings("unused") // written, never read
    private final byte[][] entries;

    Sorted(byte[][] entries) {
      this.entries = entries;
    }
  }

  /** In place of a collection that contains itself. */
  private record Cycle(int level) implements Serializable {}

  /** Keys and values are no different from two elements. */
  private record Pair(Object key, Object value) implements Serializable {}

  private StableForm(int limit) {
    this.limit = limit;
  }

  /** The form of a graph; empty if it is too large to be worth it, or fails to write itself. */
  static Optional<byte[]> of(Object root, int limit) {
    try {
      return Optional.of(new StableForm(limit).form(root));
    } catch (IOException | RuntimeException | StackOverflowError e) {
      return Optional.empty();
    }
  }

  private byte[] form(Object object) throws IOException {
    if (++forms > MOST_FORMS) {
      throw new IOException("too large to be compared");
    }
    Output out = new Output(limit);
    try (ObjectOutputStream writer = new Writer(out)) {
      writer.writeObject(object);
    }
    return out.toBytes();
  }

  private Object sorted(Object unordered) throws IOException {
    for (int level = 0; level < path.size(); level++) {
      if (path.get(level) == unordered) {
        return new Cycle(level);
      }
    }
    path.add(unordered);
    byte[][] forms = forms(unordered);
    path.remove(path.size() - 1);
    Arrays.sort(forms, Arrays::compare);
    return new Sorted(forms);
  }

  private byte[][] forms(Object unordered) throws IOException {
    List<byte[]> forms = new ArrayList<>();
    if (unordered instanceof Map<?, ?> map) {
      for (Map.Entry<?, ?> entry : map.entrySet()) {
        forms.add(form(new Pair(entry.getKey(), entry.getValue())));
      }
    } else {
      for (Object element : (Set<?>) unordered) {
        forms.add(form(element));
      }
    }
    return forms.toArray(byte[][]::new);
  }

  private final class Writer extends ObjectOutputStream {
    Writer(OutputStream out) throws IOException {
      super(out);
      enableReplaceObject(true);
    }

    @Override
    protected Object replaceObject(Object object) throws IOException {
      return UNORDERED.contains(object.getClass()) ? sorted(object) : object;
    }
  }
}
