package org.jwtfilter.observe;

import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;

/** The classes that the code of a class speaks of, by its constant pool (JVMS 4.4). */
final class SpokenOf {
  private static final int MAGIC = 0xCAFEBABE;

  private SpokenOf() {}

  /** Their names; none where the class file cannot be read. */
  static Set<String> by(Class<?> type) {
    String file = type.getName().replace('.', '/') + ".class";
    ClassLoader loader = type.getClassLoader();
    try (InputStream in = loader == null ? null : loader.getResourceAsStream(file)) {
      return in == null ? Set.of() : names(new DataInputStream(new BufferedInputStream(in)));
    } catch (IOException e) {
      return Set.of();
    }
  }

  private static Set<String> names(DataInputStream in) throws IOException {
    if (in.readInt() != MAGIC) {
      return Set.of();
    }
    in.readInt(); // the version
    Map<Integer, String> texts = new HashMap<>();
    Set<Integer> classes = new LinkedHashSet<>();
    int count = in.readUnsignedShort();
    for (int i = 1; i < count; i++) {
      int tag = in.readUnsignedByte();
      switch (tag) {
        case 1 -> texts.put(i, in.readUTF());
        case 7 -> classes.add(in.readUnsignedShort());
        default -> i += skip(in, tag);
      }
    }
    Set<String> names = new LinkedHashSet<>();
    classes.forEach(one -> names.add(texts.getOrDefault(one, "").replace('/', '.')));
    return names;
  }

  /** Skips an entry; returns how many places it takes more than one. */
  private static int skip(DataInputStream in, int tag) throws IOException {
    int bytes =
        switch (tag) {
          case 3, 4, 9, 10, 11, 12, 17, 18 -> 4;
          case 5, 6 -> 8;
          case 8, 16, 19, 20 -> 2;
          case 15 -> 3;
          default -> throw new IOException("a constant of a kind that nobody knows: " + tag);
        };
    in.skipNBytes(bytes);
    return bytes == 8 ? 1 : 0;
  }
}
