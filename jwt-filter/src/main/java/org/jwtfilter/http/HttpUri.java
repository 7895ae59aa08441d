package org.jwtfilter.http;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * An http or https URI without query and fragment, in the one spelling that all of its spellings
 * have after syntax-based and scheme-based normalization (RFC 3986, 6.2.2 and 6.2.3).
 *
 * @param origin such as {@code https://shop.example:8443}
 * @param path such as {@code /orders/7}; never empty
 */
record HttpUri(String origin, String path) {
  private static final int LONGEST = 4096;
  private static final String HOST = "[A-Za-z0-9._~-]{1,253}|\\[[0-9A-Fa-f:.]{2,45}]";
  private static final Pattern FORM =
      Pattern.compile("([A-Za-z]{4,5})://(" + HOST + ")(?::(\\d{0,5}))?(/[^?#]*+)?(?:[?#].*+)?");

  /** Of its URI as somebody wrote it; empty where it is none, or names a user. */
  static Optional<HttpUri> of(String text) {
    Matcher form = FORM.matcher(text.length() > LONGEST ? "" : text);
    if (!form.matches()) {
      return Optional.empty();
    }
    String scheme = form.group(1).toLowerCase(Locale.ROOT);
    String path = form.group(4) == null ? "/" : form.group(4);
    return scheme.equals("https") || scheme.equals("http")
        ? path(path).map(one -> new HttpUri(origin(scheme, form), one))
        : Optional.empty();
  }

  private static String origin(String scheme, Matcher form) {
    String host = form.group(2).toLowerCase(Locale.ROOT);
    String port = form.group(3) == null ? "" : form.group(3).replaceFirst("^0+(?=.)", "");
    String usual = scheme.equals("https") ? "443" : "80";
    return scheme + "://" + host + (port.isEmpty() || port.equals(usual) ? "" : ":" + port);
  }

  /**
   * A path alone: what needs no escape has none, escapes are in upper case, and dot-segments are
   * followed; empty where it is none, or its escapes are broken.
   */
  static Optional<String> path(String raw) {
    if (raw.length() > LONGEST || !raw.startsWith("/")) {
      return Optional.empty();
    }
    StringBuilder path = new StringBuilder(raw.length());
    for (int i = 0; i < raw.length(); i++) {
      char c = raw.charAt(i);
      if (c == '%') {
        int octet = octet(raw, i + 1);
        if (octet < 0) {
          return Optional.empty();
        }
        append(path, octet);
        i += 2;
      } else if (c > ' ' && c < 0x7F && c != '\\') {
        path.append(c);
      } else {
        return Optional.empty();
      }
    }
    return Optional.of(path.indexOf("/.") < 0 ? path.toString() : withoutDots(path.toString()));
  }

  /** The octet of two hexadecimal digits; -1 where there are none. */
  private static int octet(String text, int at) {
    boolean there =
        at + 1 < text.length()
            && HexFormat.isHexDigit(text.charAt(at))
            && HexFormat.isHexDigit(text.charAt(at + 1));
    return there ? HexFormat.fromHexDigits(text, at, at + 2) : -1;
  }

  private static void append(StringBuilder path, int octet) {
    if (unreserved(octet)) {
      path.append((char) octet);
    } else {
      path.append('%')
          .append(Character.toUpperCase(Character.forDigit(octet >> 4, 16)))
          .append(Character.toUpperCase(Character.forDigit(octet & 15, 16)));
    }
  }

  private static boolean unreserved(int c) {
    return (c >= 'a' && c <= 'z')
        || (c >= 'A' && c <= 'Z')
        || (c >= '0' && c <= '9')
        || "-._~".indexOf(c) >= 0;
  }

  /** RFC 3986, 5.2.4. */
  private static String withoutDots(String path) {
    Deque<String> segments = new ArrayDeque<>();
    String[] all = path.substring(1).split("/", -1);
    for (int i = 0; i < all.length; i++) {
      boolean last = i == all.length - 1;
      boolean up = all[i].equals("..");
      if (up) {
        segments.pollLast();
      }
      if (up || all[i].equals(".")) {
        if (last) {
          segments.addLast("");
        }
      } else {
        segments.addLast(all[i]);
      }
    }
    return "/" + String.join("/", segments);
  }
}
