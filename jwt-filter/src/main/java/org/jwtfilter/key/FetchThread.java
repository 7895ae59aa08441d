package org.jwtfilter.key;

/**
 * A thread for one fetch. It takes nothing along from the request that happens to need it, and its
 * children, those of the HTTP client, do not hold on to the web application.
 */
final class FetchThread {
  private FetchThread() {}

  static void start(Runnable fetch) {
    Thread thread = new Thread(null, fetch, "jwt-filter-keys", 0, false);
    thread.setContextClassLoader(ClassLoader.getPlatformClassLoader());
    thread.setDaemon(true);
    thread.start();
  }
}
