package org.jwtfilter.config;

import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** What messages, report and logs may show of a text that somebody wrote. */
final class Masks {
  private static final int LONGEST = 100;
  private static final Pattern PLACEHOLDER = Pattern.compile("\\$\\{[a-z]+:[^${}]+}");
  private static final Pattern SEPARATOR = Pattern.compile("[\\s,]+");

  /** Secrets that stand where none belongs. */
  private static final Pattern MISPLACED =
      Pattern.compile("(hmac:base64:|-----BEGIN)(?!\\$\\{)[\\s\\S]*");

  private static final Pattern VARIABLE = Pattern.compile("[A-Za-z_][A-Za-z0-9_.]{0,63}");
  private static final Set<String> WITH_PATH =
      Set.of("hmac:file:", "hmac:lines:", "pem:", "jwks:", "public:", "keystore:");
  private static final Pattern OF_ISSUER =
      Pattern.compile("([^\\s,=]+)=((?:hmac|pem|jwks|public|keystore):.*)");

  private Masks() {}

  /** Any text, on one line and not too long, without what is known to be a secret. */
  static String text(String text) {
    String line = line(text);
    return line.length() <= LONGEST ? line : line.substring(0, LONGEST) + "…";
  }

  /** The same in full length. */
  static String line(String text) {
    return visible(MISPLACED.matcher(text.strip()).replaceAll("$1…"));
  }

  /**
   * Key URIs, separated as in a list, or the address of a store: what leads there is shown, a key
   * or password is not. What stands before a host may hold all separators.
   */
  static String keyUris(String uris) {
    String address = uris.strip();
    return address.startsWith("redis")
        ? path(address.replaceFirst("(?s)//.*@", "//…@"))
        : listed(uris);
  }

  private static String listed(String uris) {
    return SEPARATOR
        .splitAsStream(uris.strip().replaceAll("\\s*=\\s*(?=[a-z]+:)", "="))
        .filter(uri -> !uri.isEmpty())
        .map(Masks::keyUri)
        .collect(Collectors.joining(", "));
  }

  /** Whether a secret stands in a text, of which then no part is shown. */
  static boolean holdsSecret(String text) {
    return MISPLACED.matcher(text).find();
  }

  static boolean holdsPlaceholder(String text) {
    return text.contains("${");
  }

  /** Of a password only where it comes from. */
  static String placeholder(String text) {
    return isPlaceholder(text.strip()) ? text(text) : "…";
  }

  private static String keyUri(String uri) {
    if (isPlaceholder(uri)) {
      return text(uri);
    }
    if (uri.startsWith("hmac:base64:")) {
      return "hmac:base64:"
          + onlyIf(isPlaceholder(rest(uri, "hmac:base64:")), rest(uri, "hmac:base64:"));
    }
    if (uri.startsWith("hmac:env:")) {
      String name = rest(uri, "hmac:env:");
      return "hmac:env:" + onlyIf(VARIABLE.matcher(name).matches(), name);
    }
    if (uri.equals(Options.RANDOM_KEY)) {
      return uri;
    }
    if (uri.startsWith("public:base64:")) {
      return "public:base64:…";
    }
    Matcher line = OF_ISSUER.matcher(uri);
    if (line.matches() && WITH_PATH.stream().noneMatch(uri::startsWith)) {
      return path(line.group(1)) + "=" + keyUri(line.group(2));
    }
    if (uri.startsWith("memory:") || uri.startsWith("j")) {
      return path(uri);
    }
    return WITH_PATH.stream()
        .filter(uri::startsWith)
        .findFirst()
        .map(scheme -> scheme + path(rest(uri, scheme)))
        .orElse(uri.startsWith("hmac:") ? "hmac:…" : "…");
  }

  private static boolean isPlaceholder(String text) {
    return PLACEHOLDER.matcher(text).matches();
  }

  private static String rest(String uri, String scheme) {
    return uri.substring(scheme.length());
  }

  private static String onlyIf(boolean harmless, String text) {
    return harmless ? text(text) : "…";
  }

  /** A path or URL without a password before its host or in its query. */
  private static String path(String path) {
    return text(path.replaceFirst("//[^/]*@", "//…@").replaceFirst("\\?.*", "?…"));
  }

  private static String visible(String text) {
    return text.codePoints()
        .map(c -> Character.isISOControl(c) || Character.getType(c) == Character.FORMAT ? ' ' : c)
        .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
        .toString()
        .replaceAll(" {2,}", " ");
  }
}
