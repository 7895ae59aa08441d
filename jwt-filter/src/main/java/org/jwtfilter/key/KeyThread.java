package org.jwtfilter.key;

/**
 * Threads that take nothing along from the request or deployment that happens to need them, and
 * whose children, those of the HTTP client, do not hold on to the web application.
 */
final class KeyThread {
  private KeyThread() {}

  /** For one fetch. */
  static void fetch(Runnable fetch) {
    start("jwt-filter-keys", fetch);
  }

  static void start(String name, Runnable work) {
    Thread thread = new Thread(null, work, name, 0, false);
    thread.setContextClassLoader(ClassLoader.getPlatformClassLoader());
    thread.setDaemon(true);
    thread.start();
  }
}
