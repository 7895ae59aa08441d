package org.jwtfilter.session;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InvalidClassException;
import java.io.ObjectStreamClass;
import java.util.Arrays;
import java.util.ConcurrentModificationException;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Turns attributes into bytes and back: plain values compactly, other serializable classes by Java
 * serialization within the given rules. Thread-safe.
 */
public final class SessionCodec {
  /** Of one attribute before compression, in bytes. */
  static final int MOST_BYTES = 1 << 20;

  static final int SERIALIZED = 0xF1;
  private static final int DEFLATED = 0xF2;

  /** The mark and, as a rule, the length. */
  static final int DEFLATED_HEADER = 3;

  /** So few objects cannot be nested too deeply for the reader, nor be too many. */
  private static final int FEW_OBJECTS = 40;

  static final int ATTEMPTS = 3;
  private static final int MOST_REPORTS = 1_000;

  private final Classes classes;
  private final boolean compress;
  private final TransientFields fields = new TransientFields();
  private final Set<String> reported = ConcurrentHashMap.newKeySet();

  /**
   * Attributes of an application.
   *
   * @param loader finds the application's classes
   * @param compress whether an attribute is deflated where that makes it shorter
   */
  public SessionCodec(ClassLoader loader, ClassRules allowed, boolean compress) {
    this.classes = new Classes(loader, allowed);
    this.compress = compress;
  }

  /**
   * The bytes of a value.
   *
   * @throws UnstorableException if the value, or something it refers to, cannot be stored
   */
  public Encoded encode(String attribute, Object value) throws UnstorableException {
    return finish(attribute, value, draft(attribute, value, lost -> {}));
  }

  /** The bytes to compare with; tells what transient fields lose, each once. */
  Draft draft(String attribute, Object value, Consumer<LostField> lost) throws UnstorableException {
    try {
      return draft(value, lost);
    } catch (IOException | RuntimeException | LinkageError | StackOverflowError e) {
      throw Unstorables.because(e, attribute, value);
    }
  }

  /** The bytes to store: nothing is written that cannot be read. */
  Encoded finish(String attribute, Object value, Draft draft) throws UnstorableException {
    try {
      if (draft.needsProof()) {
        read(draft.bytes());
        draft.unproven().forEach(fields::wasRead);
      }
      return compressed(draft.bytes());
    } catch (Malformed e) {
      throw Unstorables.because(e, attribute, value);
    }
  }

  private Draft draft(Object value, Consumer<LostField> lost) throws IOException {
    for (int attempt = 1; ; attempt++) {
      try {
        byte @Nullable [] plain = plain(value);
        return plain == null ? serialized(value, lost) : Draft.ofPlain(plain);
      } catch (ConcurrentModificationException e) {
        if (attempt == ATTEMPTS) {
          throw e;
        }
      }
    }
  }

  private byte @Nullable [] plain(Object value) {
    try {
      PlainWriter out = new PlainWriter(MOST_BYTES, classes.allowed());
      out.value(value);
      return out.toBytes();
    } catch (PlainWriter.NotPlain e) {
      return null;
    }
  }

  private Draft serialized(Object value, Consumer<LostField> lost) throws IOException {
    Output out = new Output(MOST_BYTES);
    out.write(SERIALIZED);
    try (ObjectWriter writer = new ObjectWriter(out, classes, fields, lost)) {
      writer.writeObject(value);
      writer.flush();
      return new Draft(
          Encoded.owning(out.toBytes()), writer.unproven(), writer.objects() > FEW_OBJECTS);
    }
  }

  private Encoded compressed(Encoded plain) {
    Optional<byte[]> deflated = compress ? Deflation.deflate(plain.shared()) : Optional.empty();
    return deflated.map(bytes -> withLength(bytes, plain.size())).orElse(plain);
  }

  private static Encoded withLength(byte[] deflated, int length) {
    Output out = new Output(MOST_BYTES);
    out.write(DEFLATED);
    out.unsigned(length);
    out.write(deflated, 0, deflated.length);
    return Encoded.owning(out.toBytes());
  }

  /**
   * The value of such bytes; another one on every call, unless it is immutable.
   *
   * @throws UndecodableException for anything but what {@link #encode} made with classes that this
   *     node has and allows
   */
  public Object decode(String attribute, Encoded encoded) throws UndecodableException {
    try {
      return read(expanded(encoded));
    } catch (Malformed e) {
      throw new UndecodableException(attribute, e.problem(), e);
    }
  }

  /** Reads; what the classes of the value throw while they are read is no other fault. */
  private Object read(Encoded plain) throws Malformed {
    try {
      return value(plain.shared());
    } catch (RuntimeException | LinkageError | StackOverflowError e) {
      throw new Malformed("its bytes make no value: " + e.getClass().getName(), e);
    }
  }

  /** Whether this was not told before: an attribute and what is wrong with it. */
  boolean isNews(UndecodableException problem) {
    return reported.size() < MOST_REPORTS && reported.add(String.valueOf(problem.getMessage()));
  }

  /**
   * Whether two encoded forms mean the same. A value may have several: a hash set is in one order
   * after it grew and in another after it was read. So what was stored is compared as it would be
   * written here and now, and where that is a matter of chance, without regard to order.
   *
   * @param value what {@code after} encodes
   */
  boolean isSame(String attribute, Encoded before, Draft after, Object value) {
    try {
      if (expanded(before).equals(after.bytes())) {
        return true;
      }
      if (PlainType.immutable(value)) {
        return false;
      }
      Object stored = decode(attribute, before);
      return draft(attribute, stored, lost -> {}).bytes().equals(after.bytes())
          || isSameForm(stored, value);
    } catch (Malformed | UndecodableException | UnstorableException e) {
      return false;
    }
  }

  private static boolean isSameForm(Object stored, Object value) {
    if (stored.getClass() != value.getClass()) {
      return false;
    }
    Optional<byte[]> form = StableForm.of(value, MOST_BYTES);
    return form.isPresent()
        && StableForm.of(stored, MOST_BYTES)
            .filter(other -> Arrays.equals(other, form.get()))
            .isPresent();
  }

  /** The bytes before compression. */
  private static Encoded expanded(Encoded encoded) throws Malformed {
    byte[] bytes = encoded.shared();
    Input in = new Input(bytes);
    if (in.octet() != DEFLATED) {
      return encoded;
    }
    long length = in.unsigned();
    int start = bytes.length - in.remaining();
    return Encoded.owning(Deflation.inflate(bytes, start, length, MOST_BYTES));
  }

  private Object value(byte[] bytes) throws Malformed {
    if (bytes.length > 0 && (bytes[0] & 0xFF) == SERIALIZED) {
      return deserialize(bytes);
    }
    PlainReader in = new PlainReader(bytes, classes);
    Object value = in.value();
    in.end();
    return present(value);
  }

  private Object deserialize(byte[] bytes) throws Malformed {
    ByteArrayInputStream in = new ByteArrayInputStream(bytes, 1, bytes.length - 1);
    try (ObjectReader reader = new ObjectReader(in, classes, bytes.length)) {
      return deserialize(reader);
    } catch (ObjectReader.Refused e) {
      throw new Malformed(String.valueOf(e.getMessage()));
    } catch (IOException | ClassNotFoundException e) {
      throw new Malformed("its serialized form is damaged: " + e.getClass().getName(), e);
    }
  }

  private static Object deserialize(ObjectReader reader)
      throws Malformed, IOException, ClassNotFoundException {
    try {
      Object value = present(reader.readObject());
      if (value instanceof ObjectStreamClass) {
        // The only kind of object that Java asks no filter about.
        throw new Malformed("it is the description of a class and no value");
      }
      return value;
    } catch (InvalidClassException e) {
      throw new Malformed(
          e.classname == null
              ? reader.rejection()
              : "the class " + e.classname + " does not fit what was stored (serialVersionUID)");
    }
  }

  private static Object present(@Nullable Object value) throws Malformed {
    if (value == null) {
      throw new Malformed("it holds nothing");
    }
    return value;
  }
}
