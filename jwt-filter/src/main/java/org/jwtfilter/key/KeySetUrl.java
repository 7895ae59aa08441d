package org.jwtfilter.key;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * An address that keys are fetched from: by https, or within this machine by http too. Immutable.
 */
final class KeySetUrl {
  private static final Pattern LOOPBACK =
      Pattern.compile("localhost|127(\\.\\d{1,3}){3}|\\[(::1|0:0:0:0:0:0:0:1)]");

  private final URI uri;

  private KeySetUrl(URI uri) {
    this.uri = uri;
  }

  /** The address, or why it is none. The message continues the place where it was found. */
  static KeySetUrl of(String text) throws KeyException {
    KeySetUrl url = new KeySetUrl(parsed(text));
    if (url.uri.getHost() == null || url.uri.getRawUserInfo() != null || hasFragment(url.uri)) {
      throw new KeyException("is not an address such as https://idp.example/jwks");
    }
    if (!url.isHttps() && !url.isLoopback()) {
      throw new KeyException(
          "would be read over an open network, where anybody can put in a key of their own: write"
              + " https:");
    }
    return url;
  }

  /**
   * An address that was found at this one. What others say must not lead into this machine, unless
   * they are in it themselves.
   */
  KeySetUrl leadingTo(String text) throws KeyException {
    try {
      KeySetUrl next = of(text);
      if (next.isLoopback() && !isLoopback()) {
        throw new KeyException("leads into this machine");
      }
      return next;
    } catch (KeyException e) {
      throw new KeyException("names a \"jwks_uri\" that " + e.problems().get(0));
    }
  }

  URI uri() {
    return uri;
  }

  private boolean isHttps() {
    return uri.getScheme().toLowerCase(Locale.ROOT).equals("https");
  }

  private boolean isLoopback() {
    return LOOPBACK.matcher(uri.getHost().toLowerCase(Locale.ROOT)).matches();
  }

  private static boolean hasFragment(URI uri) {
    return uri.getRawFragment() != null;
  }

  private static URI parsed(String text) throws KeyException {
    try {
      URI uri = new URI(text);
      if (uri.getScheme() != null && uri.getScheme().toLowerCase(Locale.ROOT).matches("https?")) {
        return uri;
      }
    } catch (URISyntaxException e) {
      // Said below.
    }
    throw new KeyException("is not an address such as https://idp.example/jwks");
  }

  /** For logs: without a query, in which a secret may be. */
  @Override
  public String toString() {
    return "jwks:" + uri.getScheme() + "://" + uri.getRawAuthority() + uri.getRawPath();
  }
}
