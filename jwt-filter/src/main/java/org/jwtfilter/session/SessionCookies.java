package org.jwtfilter.session;

/**
 * The names and the sizes of session cookies. A cookie's chunks are called {@code name}, {@code
 * name.1}, {@code name.2}…, the cookie that tells the last access {@code name.t}, the one that
 * keeps a place for late changes {@code name.r}.
 *
 * @param visitor base name for sessions of visitors
 * @param owned base name for sessions of logins; another one, so that a visitor's late response
 *     cannot overwrite the session of a login
 * @param attributeBytes what one {@code Set-Cookie} line has besides {@code name=value}, in bytes;
 *     the longer of setting and deleting
 * @param budget bytes of all lines of one response together
 */
public record SessionCookies(String visitor, String owned, int attributeBytes, int budget) {

  /**
   * Checks that the names cannot be mistaken for each other.
   *
   * @throws IllegalArgumentException if one base name is the other's, or looks like its chunk
   */
  public SessionCookies {
    if ((visitor + ".").startsWith(owned + ".") || (owned + ".").startsWith(visitor + ".")) {
      throw new IllegalArgumentException(
          "session cookies of visitors and of logins need different names, not \"%s\" and \"%s\""
              .formatted(visitor, owned));
    }
  }
}
