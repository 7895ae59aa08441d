package org.jwtfilter.store;

/**
 * Hears when a {@link GuardedStore} takes its store to be down, and when it is back: once per
 * change, on the thread of the call that noticed. What it throws is logged and dropped.
 */
public interface StoreListener {

  /** Hears nothing. */
  StoreListener NONE = new StoreListener() {};

  /**
   * The store has failed several times in a row; until it is back, calls fail at once.
   *
   * @param why the words of the last failure
   */
  default void down(String why) {}

  /** The store answers again. */
  default void up() {}
}
