package org.jwtfilter.key;

/**
 * Hears when the owner of a key set stops answering and when it answers again; each once, and not
 * oftener than keys are fetched. Called on the thread that fetches: be quick, and do not throw.
 */
public interface KeySetListener {
  /** Hears nothing. */
  KeySetListener NONE = new KeySetListener() {};

  /**
   * No set can be had.
   *
   * @param address of the set, without anything secret
   * @param why in words
   */
  default void down(String address, String why) {}

  /**
   * There is a set again.
   *
   * @param address of the set, without anything secret
   */
  default void up(String address) {}
}
