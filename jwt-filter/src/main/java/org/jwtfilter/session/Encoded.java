package org.jwtfilter.session;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** One attribute in encoded form. Immutable and thread-safe; equal by content. */
public final class Encoded {
  private final byte[] bytes;
  private volatile @Nullable Object decoded;

  private Encoded(byte[] bytes) {
    this.bytes = bytes;
  }

  /** Wraps a copy of the given bytes. */
  public static Encoded of(byte[] bytes) {
    return new Encoded(bytes.clone());
  }

  /** Takes the array over: the caller must not keep it. */
  static Encoded owning(byte[] bytes) {
    return new Encoded(bytes);
  }

  /** The bytes themselves, not a copy: for reading only. */
  byte[] shared() {
    return bytes;
  }

  /** What was remembered; null if nothing was. */
  @Nullable Object decoded() {
    return decoded;
  }

  /** Remembers what the bytes mean, if nobody can change that. */
  void remember(Object value) {
    if (PlainType.immutable(value)) {
      decoded = value;
    }
  }

  /** A copy of the encoded bytes. */
  public byte[] bytes() {
    return bytes.clone();
  }

  /** Length in bytes. */
  public int size() {
    return bytes.length;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Encoded that && Arrays.equals(bytes, that.bytes);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(bytes);
  }

  /** The size alone: the content belongs to the user. */
  @Override
  public String toString() {
    return bytes.length + " bytes";
  }
}
