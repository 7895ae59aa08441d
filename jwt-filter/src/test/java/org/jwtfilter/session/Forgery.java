package org.jwtfilter.session;

import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jwtfilter.key.KeyException;
import org.jwtfilter.key.SealingKeys;
import org.jwtfilter.key.TokenCipher;
import org.jwtfilter.store.Store;

/** What somebody can make of his own session who has stolen the key, and can reach the store. */
public final class Forgery {
  private static final int SERIALIZED = 0xF1;
  private static final int STREAM_HEADER = 4;
  private static final int ATTRIBUTE_BYTES = 200;

  private final TokenCipher cipher;
  private final Store store;

  /**
   * With a key of the configuration's.
   *
   * @param key as in {@code keys}: {@code hmac:base64:…}
   */
  public Forgery(String key, Store store) throws KeyException {
    byte[] secret = Base64.getDecoder().decode(key.substring("hmac:base64:".length()));
    this.cipher = SealingKeys.of(List.of(secret)).cipher("session");
    this.store = store;
  }

  /** The form of an attribute, around anything that was serialized. */
  public static byte[] attribute(byte[] serialized) {
    Output out = new Output(1 << 20);
    out.write(SERIALIZED);
    out.write(serialized, STREAM_HEADER, serialized.length - STREAM_HEADER);
    return out.toBytes();
  }

  /** Compressed, as we do it. */
  private static byte[] small(byte[] plain) {
    Optional<byte[]> deflated = Deflation.deflate(plain);
    if (deflated.isEmpty()) {
      return plain;
    }
    Output out = new Output(1 << 20);
    out.write(0xF2);
    out.unsigned(plain.length);
    out.write(deflated.get(), 0, deflated.get().length);
    return out.toBytes();
  }

  /**
   * Puts an attribute into the session of a cookie, wherever that session is.
   *
   * @param value of the cookie, one that needs no other
   * @return the cookies to present instead
   */
  public Map<String, String> poisoned(
      String cookie, String value, String attribute, byte[] serialized) throws Malformed {
    byte[] content = cipher.open(Chunks.text(List.of(value))).orElseThrow();
    byte[] poison = small(attribute(serialized));
    if (content[0] == Pointer.FORMAT) {
      poison(Pointer.read(content).key(), attribute, poison);
      return Map.of(cookie, value);
    }
    SessionSnapshot forged = with(SnapshotFormat.read(content), attribute, poison);
    return cookies(cookie, cipher.seal(SnapshotFormat.write(forged)));
  }

  /** Whether the session of the cookie is in the store. */
  public boolean isStored(String value) {
    return cipher.open(Chunks.text(List.of(value))).orElseThrow()[0] == Pointer.FORMAT;
  }

  private static Map<String, String> cookies(String base, String sealed) {
    Map<String, String> cookies = new LinkedHashMap<>();
    for (String chunk : Chunks.split(base, sealed, ATTRIBUTE_BYTES)) {
      cookies.put(cookies.isEmpty() ? base : base + "." + cookies.size(), chunk);
    }
    return cookies;
  }

  private void poison(RecordKey key, String attribute, byte[] poison) throws Malformed {
    byte[] sealed = store.read(Set.of(key.inStore())).get(key.inStore());
    SessionSnapshot session = StoreRecord.read(key.open(sealed).orElseThrow()).session();
    byte[] forged = StoreRecord.of(with(session, attribute, poison)).toBytes(1 << 20);
    store.write(key.inStore(), key.seal(forged), Instant.now().plus(Duration.ofHours(1)));
  }

  private static SessionSnapshot with(SessionSnapshot session, String attribute, byte[] poison) {
    Map<String, Encoded> attributes = new LinkedHashMap<>(session.attributes());
    attributes.put(attribute, Encoded.of(poison));
    return new SessionSnapshot(
        session.id(),
        session.createdAt(),
        session.lastAccessedAt(),
        session.maxInactiveSeconds(),
        session.version(),
        session.owner(),
        attributes);
  }
}
