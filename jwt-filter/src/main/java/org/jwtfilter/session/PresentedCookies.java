package org.jwtfilter.session;

import java.util.List;
import java.util.function.Function;

/**
 * The session cookies of one request. They are looked for only when something is to be written, so
 * what answers for them must last as long as the response can be changed. Thread-safe as far as
 * that is.
 */
public final class PresentedCookies {
  private static final PresentedCookies NONE = new PresentedCookies(name -> List.of(), false);

  private final Function<String, List<String>> cookies;
  private final boolean byOwner;

  PresentedCookies(Function<String, List<String>> cookies, boolean byOwner) {
    this.cookies = cookies;
    this.byOwner = byOwner;
  }

  /** Of a request that carries none. */
  public static PresentedCookies none() {
    return NONE;
  }

  /** All values under a name. */
  List<String> values(String name) {
    return cookies.apply(name);
  }

  boolean has(String name) {
    return !values(name).isEmpty();
  }

  /** Whether a login presented them, which may delete those of its own session too. */
  boolean byOwner() {
    return byOwner;
  }
}
