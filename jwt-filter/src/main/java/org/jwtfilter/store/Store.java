package org.jwtfilter.store;

import java.time.Instant;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Bytes under keys, each until its end, shared by all nodes that use the same store: the one thing
 * that revocation, refresh and sessions in a store ask of an engine. Thread-safe.
 *
 * <p>Keys are 1 to {@value #MAX_KEY} characters of {@code A-Z a-z 0-9 . _ : / -}, compared
 * character by character, values up to a megabyte ({@value #MAX_VALUE} bytes), of which nobody
 * keeps or changes the array that was given or returned. What is past its end is absent, whether or
 * not the engine has removed it; an end that is not in the future deletes. Ends are kept to the
 * millisecond. Every method sees what was acknowledged before on any node, and returns or throws
 * within the timeout that the store was opened with.
 *
 * <p>Every method throws {@link StoreException} if the engine does not answer in time, fails, or is
 * closed; whether a change has happened is then unknown. Every method throws {@link
 * IllegalArgumentException} for a key or value that is not as above, without asking the engine.
 *
 * <p>An engine itself (what a {@link StoreProvider} opens) need not look at any of that, nor at
 * namespaces: {@link Stores} puts a front before each that does.
 */
public interface Store extends AutoCloseable {

  /** The most characters that a key may have. */
  int MAX_KEY = 200;

  /** The most bytes that a value may have. */
  int MAX_VALUE = 1 << 20;

  /** The values of those of the keys that are present: one trip for all of them. */
  Map<String, byte[]> read(Set<String> keys);

  /** Sets a value and its end, whatever was there. */
  void write(String key, byte[] value, Instant expires);

  /**
   * Sets a value and its end only if what is there is {@code expected}: compare and set, in one
   * step for all nodes.
   *
   * @param expected the bytes that must be there; null: nothing must be there
   * @param expires its end; one that is not in the future removes what was expected
   * @return whether it was as expected, and so was set
   */
  boolean replace(String key, byte @Nullable [] expected, byte[] value, Instant expires);

  /** Removes a value if there is one. */
  void delete(String key);

  /** Ends what the store has begun: connections, threads. May be called more than once. */
  @Override
  void close();
}
