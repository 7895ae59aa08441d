package org.jwtfilter.key;

/**
 * Hears when the owner of a key set stops answering and when it answers again, and when key files
 * have changed; each once. Called on the threads that fetch and look: be quick, and do not throw.
 */
public interface KeyListener {
  /** Hears nothing. */
  KeyListener NONE = new KeyListener() {};

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

  /**
   * Files have changed, and the keys are now those in them; or they are again what they were.
   *
   * @param option that names the files
   * @param keys in words, without anything secret
   */
  default void reloaded(String option, String keys) {}

  /**
   * Files have changed to something that cannot be used, so the keys are still the former ones.
   *
   * @param option that names the files
   * @param why in words, without anything secret
   */
  default void notReloaded(String option, String why) {}
}
