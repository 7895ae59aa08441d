package org.jwtfilter.config;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Scheme, host and port of a URL (RFC 6454), in the one spelling that nobody can read in two ways:
 * ASCII, lower case, no default port. Other spellings of the same place are none: a token that
 * stays at home does less harm than one that goes astray. Immutable.
 *
 * @param text such as {@code https://api.example:8443}
 */
public record Origin(String text) {
  private static final int LONGEST = 300;
  private static final int LARGEST_PORT = 65535;
  private static final String LABEL = "[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?";
  private static final String NAME = LABEL + "(?:\\." + LABEL + "){0,126}";
  // Upper case of ASCII alone: a Kelvin sign is no k.
  private static final Pattern FORM =
      Pattern.compile(
          "(https?)://(" + NAME + "|\\[[0-9a-f:.]{2,45}])(?::([1-9]\\d{0,4}))?",
          Pattern.CASE_INSENSITIVE);
  private static final String BYTE = "(?:25[0-5]|2[0-4]\\d|1\\d\\d|[1-9]?\\d)";
  private static final Pattern IPV4 = Pattern.compile(BYTE + "(?:\\." + BYTE + "){3}");
  private static final Pattern NUMBER = Pattern.compile("(?:.*\\.)?(?:\\d+|0x[0-9a-f]*)");
  private static final Set<String> LOOPBACK = Set.of("localhost", "[::1]");

  /** The origin of a text that is nothing else. */
  static Optional<Origin> of(String text) {
    Matcher form = FORM.matcher(text.length() > LONGEST ? "" : text);
    if (!form.matches()) {
      return Optional.empty();
    }
    String scheme = form.group(1).toLowerCase(Locale.ROOT);
    String host = form.group(2).toLowerCase(Locale.ROOT);
    return isHost(host) && isPort(form.group(3))
        ? Optional.of(new Origin(scheme + "://" + host + port(scheme, form.group(3))))
        : Optional.empty();
  }

  /** The origin that a request for this URL goes to; empty where it is not beyond doubt. */
  public static Optional<Origin> of(URI target) {
    String authority = target.getRawAuthority();
    return target.getScheme() == null || authority == null
        ? Optional.empty()
        : of(target.getScheme() + "://" + authority);
  }

  /** Whether nobody on the way can read what is sent there. */
  boolean isPrivate() {
    return text.startsWith("https:") || isLoopback();
  }

  private boolean isLoopback() {
    Matcher form = FORM.matcher(text);
    String host = form.matches() ? form.group(2) : "";
    return LOOPBACK.contains(host) || (host.startsWith("127.") && IPV4.matcher(host).matches());
  }

  /** What ends in a number is an address to many, who read it in octal, hexadecimal or short. */
  private static boolean isHost(String host) {
    if (host.startsWith("[")) {
      return isIpv6(host);
    }
    return host.length() <= 253
        && (IPV4.matcher(host).matches() || !NUMBER.matcher(host).matches());
  }

  private static boolean isIpv6(String host) {
    try {
      return new URI("http://" + host + "/").parseServerAuthority().getHost() != null;
    } catch (URISyntaxException e) {
      return false;
    }
  }

  private static boolean isPort(@Nullable String digits) {
    return digits == null || Integer.parseInt(digits) <= LARGEST_PORT;
  }

  private static String port(String scheme, @Nullable String digits) {
    boolean usual = digits == null || digits.equals(scheme.equals("https") ? "443" : "80");
    return usual ? "" : ":" + digits;
  }

  @Override
  public String toString() {
    return text;
  }
}
