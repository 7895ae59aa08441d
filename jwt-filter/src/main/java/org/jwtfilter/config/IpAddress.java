package org.jwtfilter.config;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * An IP address, read from its text alone: no name is ever looked up. IPv4 and the IPv6 addresses
 * that stand for it ({@code ::ffff:192.0.2.7}) are the same. Immutable.
 *
 * @param high the first 64 bits of the IPv6 address
 * @param low the last 64 bits
 */
public record IpAddress(long high, long low) {
  private static final int LONGEST = 45;
  private static final int GROUPS = 8;
  private static final long MAPPED = 0xffff_0000_0000L;
  private static final long IPV4 = 0xffff_ffffL;
  private static final Pattern OCTETS =
      Pattern.compile("(\\d{1,3})\\.(\\d{1,3})\\.(\\d{1,3})\\.(\\d{1,3})");
  private static final Pattern GROUP = Pattern.compile("[0-9a-fA-F]{1,4}");

  /**
   * The address that a text says; empty for anything else, such as names, ports or numbers with
   * leading zeros, of which nobody knows whether they are octal.
   */
  public static Optional<IpAddress> parse(String text) {
    if (text.length() > LONGEST) {
      return Optional.empty();
    }
    return text.indexOf(':') < 0 ? ipv4(text).map(IpAddress::mapped) : ipv6(text);
  }

  private static IpAddress mapped(long ipv4) {
    return new IpAddress(0, MAPPED | ipv4);
  }

  private static Optional<Long> ipv4(String text) {
    Matcher matcher = OCTETS.matcher(text);
    if (!matcher.matches()) {
      return Optional.empty();
    }
    long address = 0;
    for (int i = 1; i <= 4; i++) {
      String octet = matcher.group(i);
      int number = Integer.parseInt(octet);
      if (number > 255 || (octet.length() > 1 && octet.startsWith("0"))) {
        return Optional.empty();
      }
      address = address << 8 | number;
    }
    return Optional.of(address);
  }

  /** RFC 4291, 2.2. */
  private static Optional<IpAddress> ipv6(String text) {
    int gap = text.indexOf("::");
    if (gap < 0) {
      return groups(text, true).filter(all -> all.length == GROUPS).map(IpAddress::of);
    }
    Optional<int[]> before = groups(text.substring(0, gap), false);
    Optional<int[]> after = groups(text.substring(gap + 2), true);
    if (before.isEmpty() || after.isEmpty()) {
      return Optional.empty();
    }
    int[] first = before.get();
    int[] last = after.get();
    if (first.length + last.length >= GROUPS) {
      return Optional.empty();
    }
    int[] all = new int[GROUPS];
    System.arraycopy(first, 0, all, 0, first.length);
    System.arraycopy(last, 0, all, GROUPS - last.length, last.length);
    return Optional.of(of(all));
  }

  /**
   * @param toTheEnd whether they are the address's last, which may be written as IPv4
   */
  private static Optional<int[]> groups(String text, boolean toTheEnd) {
    if (text.isEmpty()) {
      return Optional.of(new int[0]);
    }
    String[] parts = text.split(":", -1);
    String last = parts[parts.length - 1];
    Optional<Long> embedded = toTheEnd ? ipv4(last) : Optional.empty();
    int[] groups = new int[parts.length + (embedded.isPresent() ? 1 : 0)];
    int hex = embedded.isPresent() ? parts.length - 1 : parts.length;
    for (int i = 0; i < hex; i++) {
      if (!GROUP.matcher(parts[i]).matches()) {
        return Optional.empty();
      }
      groups[i] = Integer.parseInt(parts[i], 16);
    }
    if (embedded.isPresent()) {
      groups[hex] = (int) (embedded.get() >> 16);
      groups[hex + 1] = (int) (embedded.get() & 0xffff);
    }
    return Optional.of(groups);
  }

  private static IpAddress of(int[] groups) {
    long high = 0;
    long low = 0;
    for (int i = 0; i < 4; i++) {
      high = high << 16 | groups[i];
      low = low << 16 | groups[i + 4];
    }
    return new IpAddress(high, low);
  }

  /** Whether this is an IPv4 address. */
  public boolean isIpv4() {
    return high == 0 && (low & ~IPV4) == MAPPED;
  }

  /**
   * The network that the address is in: its first bits, all others zero.
   *
   * @param ipv4Bits 0 to 32, for IPv4 addresses
   * @param ipv6Bits 0 to 128, for others
   */
  public IpAddress network(int ipv4Bits, int ipv6Bits) {
    int bits = isIpv4() ? 96 + ipv4Bits : ipv6Bits;
    return new IpAddress(high & mask(bits), low & mask(bits - Long.SIZE));
  }

  private static long mask(int bits) {
    if (bits <= 0) {
      return 0;
    }
    return bits >= Long.SIZE ? -1 : -1L << (Long.SIZE - bits);
  }

  /** The usual text (RFC 5952): the same for every way to write the address. */
  @Override
  public String toString() {
    return isIpv4() ? ipv4Text() : ipv6Text();
  }

  private String ipv4Text() {
    return (low >> 24 & 255) + "." + (low >> 16 & 255) + "." + (low >> 8 & 255) + "." + (low & 255);
  }

  private int group(int index) {
    long half = index < 4 ? high : low;
    return (int) (half >>> (16 * (3 - index % 4))) & 0xffff;
  }

  /** The longest run of two or more zero groups, the first of several, is left out. */
  private String ipv6Text() {
    int from = 0;
    int length = 1;
    for (int i = 0; i < GROUPS; i++) {
      int zeros = zerosFrom(i);
      if (zeros > length) {
        from = i;
        length = zeros;
      }
    }
    return length < 2 ? text(0, GROUPS) : text(0, from) + "::" + text(from + length, GROUPS);
  }

  private int zerosFrom(int index) {
    int end = index;
    while (end < GROUPS && group(end) == 0) {
      end++;
    }
    return end - index;
  }

  private String text(int from, int to) {
    StringBuilder text = new StringBuilder();
    for (int i = from; i < to; i++) {
      text.append(i == from ? "" : ":").append(Integer.toHexString(group(i)));
    }
    return text.toString();
  }
}
