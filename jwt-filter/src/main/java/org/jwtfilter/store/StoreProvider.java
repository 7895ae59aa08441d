package org.jwtfilter.store;

import java.util.Set;

/**
 * Opens stores of one kind of engine; found by {@link java.util.ServiceLoader}, so an application
 * adds its own with a file {@code META-INF/services/org.jwtfilter.store.StoreProvider}.
 *
 * <p>A provider is loaded whether or not the library of its engine is there, so it must name no
 * class of that library: the store does, which is a class of its own.
 */
public interface StoreProvider {

  /** The URI schemes that it takes, in small letters: {@code redis}, {@code rediss}. */
  Set<String> schemes();

  /** What its engine needs from the application, for the message when that is missing. */
  default String needs() {
    return "a library that is not there";
  }

  /**
   * Opens an engine. {@link Stores} puts a front before it, so that the engine is asked only for
   * what is right: keys of the letters that {@link Store} names and, with the namespace, of at most
   * {@value StoreSettings#MAX_ENGINE_KEY} characters; values of at most a megabyte; {@code write}
   * only with ends in the future, in whole milliseconds and before the year 10000; no set without a
   * key; nothing after {@code close}, which comes once. Only {@code replace} may come with an end
   * that is past: it removes what was expected. Whatever runtime exception the engine throws
   * becomes a {@link StoreException}. The engine bounds the time of each call itself; if it cannot,
   * {@link TimeLimitedStore} does.
   *
   * @throws IllegalArgumentException for a URI that it cannot use, with what is wrong and what to
   *     write instead
   * @throws StoreException if the engine refuses us; an engine that is merely not there yet should
   *     be waited for by the calls instead, so that a node can start before its store
   */
  Store open(StoreSettings settings);
}
