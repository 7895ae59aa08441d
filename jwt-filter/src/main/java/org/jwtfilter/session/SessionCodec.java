package org.jwtfilter.session;

/**
 * Turns attributes into bytes and back: plain values compactly, other serializable classes by Java
 * serialization within the given rules. Thread-safe.
 */
@SuppressWarnings("DoNotCallSuggester") // until it is filled in
public final class SessionCodec {
  private final ClassLoader loader;
  private final ClassRules allowed;
  private final boolean compress;

  /**
   * @param loader finds the application's classes
   * @param compress whether an attribute is deflated where that makes it shorter
   */
  public SessionCodec(ClassLoader loader, ClassRules allowed, boolean compress) {
    this.loader = loader;
    this.allowed = allowed;
    this.compress = compress;
  }

  /**
   * The bytes of a value.
   *
   * @throws UnstorableException if the value, or something it refers to, cannot be stored
   */
  public Encoded encode(String attribute, Object value) throws UnstorableException {
    if (loader != null) {
      throw later();
    }
    return Encoded.of(new byte[0]);
  }

  /**
   * The value of such bytes.
   *
   * @throws UndecodableException for anything but what {@link #encode} made with classes that this
   *     node has and allows
   */
  public Object decode(String attribute, Encoded encoded) throws UndecodableException {
    if (loader != null) {
      throw later();
    }
    return encoded;
  }

  private RuntimeException later() {
    return new UnsupportedOperationException(loader.getName() + allowed.hashCode() + compress);
  }
}
