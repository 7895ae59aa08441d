package org.jwtfilter.store;

import java.time.Clock;
import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/**
 * Which store, and how to use it. Immutable. Shows no password, neither by {@code toString} nor by
 * {@link #shown}.
 *
 * @param uri what the configuration says: scheme, {@code :}, address, and perhaps {@code ?} with
 *     parameters
 * @param timeout how long a call may take; more than zero
 * @param clock what decides whether an end has come, where the engine has no clock of its own
 * @param namespace what all keys begin with in the engine, so that applications share it; at most
 *     {@value #MAX_NAMESPACE} characters, of those that keys may have
 */
public record StoreSettings(String uri, Duration timeout, Clock clock, String namespace) {

  /** The most characters that a namespace may have. */
  public static final int MAX_NAMESPACE = 55;

  /** The most characters that a key has in the engine. */
  public static final int MAX_ENGINE_KEY = MAX_NAMESPACE + Store.MAX_KEY;

  private static final Pattern URI = Pattern.compile("[A-Za-z][A-Za-z0-9+.-]*:.+");
  private static final Pattern USER = Pattern.compile("//.*@");
  private static final Pattern SECRET =
      Pattern.compile("(?i)([?&][^=&]*(?:pass|pwd|secret|auth|cred|token)[^=&]*=)[^&]*");
  private static final Pattern PARAMETER = Pattern.compile("[A-Za-z-]*");
  private static final Pattern NAMESPACE = Pattern.compile("[A-Za-z0-9._:/-]*");

  /** Checks everything but the engine's own part of the URI. */
  public StoreSettings {
    if (!URI.matcher(uri).matches()) {
      throw new IllegalArgumentException(
          "store: what is given is not a scheme, a colon and an address, such as memory:local");
    }
    if (timeout.isNegative() || timeout.isZero()) {
      throw new IllegalArgumentException("store: a timeout of " + timeout + " is no time at all");
    }
    if (namespace.length() > MAX_NAMESPACE || !NAMESPACE.matcher(namespace).matches()) {
      throw new IllegalArgumentException(
          "store: the namespace has characters other than A-Z a-z 0-9 . _ : / - or more than "
              + MAX_NAMESPACE
              + " of them");
    }
  }

  /** The scheme in small letters. */
  public String scheme() {
    return uri.substring(0, uri.indexOf(':')).toLowerCase(Locale.ROOT);
  }

  /** What is between the scheme's colon and the parameters. */
  public String address() {
    int end = uri.indexOf('?');
    return uri.substring(uri.indexOf(':') + 1, end < 0 ? uri.length() : end);
  }

  /**
   * The parameters after {@code ?}, as they are written: nothing is unescaped.
   *
   * @param known the names that the engine takes
   * @throws IllegalArgumentException if there is another name, the same name twice, or no value
   */
  public Map<String, String> parameters(Set<String> known) {
    int start = uri.indexOf('?');
    if (start < 0) {
      return Map.of();
    }
    Map<String, String> found = new LinkedHashMap<>();
    for (String one : uri.substring(start + 1).split("&", -1)) {
      int equals = one.indexOf('=');
      String name = equals < 0 ? one : one.substring(0, equals);
      if (!known.contains(name)) {
        throw wrong(
            "there is no parameter \"" + shown(name) + "\"; there are " + new TreeSet<>(known));
      }
      if (equals < 0 || found.put(name, one.substring(equals + 1)) != null) {
        throw wrong("the parameter \"" + name + "\" must be given once, with a value");
      }
    }
    return Collections.unmodifiableMap(found);
  }

  /** The name of a parameter, unless it may be what follows a question mark in a password. */
  private static String shown(String name) {
    return PARAMETER.matcher(name).matches() ? name : "…";
  }

  /** The exception for a URI that an engine cannot use, which shows it without its password. */
  public IllegalArgumentException wrong(String what) {
    return new IllegalArgumentException("store: " + shown() + ": " + what);
  }

  /** The URI without what may be a password, for messages. */
  public String shown() {
    return SECRET.matcher(USER.matcher(uri).replaceAll("//***@")).replaceAll("$1***");
  }

  @Override
  public String toString() {
    return "StoreSettings[" + shown() + ", timeout " + timeout + ", namespace " + namespace + "]";
  }
}
