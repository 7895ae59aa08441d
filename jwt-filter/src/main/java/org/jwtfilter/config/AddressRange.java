package org.jwtfilter.config;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Some IP addresses: one, a network such as {@code 10.0.0.0/8}, or what the words {@code loopback}
 * and {@code private} stand for. Immutable.
 *
 * @param text as written
 * @param networks of which an address is in one
 */
public record AddressRange(String text, List<Network> networks) {
  private static final Map<String, List<String>> WORDS =
      Map.of(
          "loopback", List.of("127.0.0.0/8", "::1/128"),
          "private", List.of("10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "fc00::/7"));

  /** Addresses that proxies have as well as clients: of this host, and of networks of one's own. */
  public static final AddressRange LOCAL =
      new AddressRange(
          "local",
          Stream.of("loopback", "private", "100.64.0.0/10", "169.254.0.0/16", "fe80::/10")
              .flatMap(one -> WORDS.getOrDefault(one, List.of(one)).stream())
              .flatMap(one -> network(one).stream())
              .toList());

  /**
   * The addresses that begin alike.
   *
   * @param first of them
   * @param bits that are alike, 0 to 32 for IPv4, 0 to 128 for IPv6
   */
  public record Network(IpAddress first, int bits) {
    boolean contains(IpAddress address) {
      return address.isIpv4() == first.isIpv4() && address.network(bits, bits).equals(first);
    }
  }

  public AddressRange {
    networks = List.copyOf(networks);
  }

  /** Whether an address is one of them. */
  public boolean contains(IpAddress address) {
    return networks.stream().anyMatch(one -> one.contains(address));
  }

  /** Whether all addresses are. */
  boolean everything() {
    return networks.stream().anyMatch(one -> one.bits == 0);
  }

  static Item<AddressRange> item() {
    return (item, value) -> {
      List<String> meant = WORDS.getOrDefault(item, List.of(item));
      List<Network> networks = meant.stream().flatMap(one -> network(one).stream()).toList();
      return networks.isEmpty()
          ? value.refuse(
              item,
              "is neither an address, a network such as 10.0.0.0/8 or 2001:db8::/32 whose other"
                  + " bits are zero, loopback nor private; names of hosts are not looked up")
          : Optional.of(new AddressRange(item, networks));
    };
  }

  private static Optional<Network> network(String text) {
    int slash = text.indexOf('/');
    Optional<IpAddress> first = IpAddress.parse(slash < 0 ? text : text.substring(0, slash));
    if (first.isEmpty()) {
      return Optional.empty();
    }
    int most = text.indexOf(':') < 0 ? 32 : 128;
    int bits = slash < 0 ? most : bits(text.substring(slash + 1), most);
    // An IPv4 address that was written as IPv6 has no network of its own here.
    boolean sound = bits >= 0 && first.get().isIpv4() == (most == 32);
    return first
        .filter(one -> sound && one.network(bits, bits).equals(one))
        .map(one -> new Network(one, bits));
  }

  private static int bits(String text, int most) {
    return text.matches("0|[1-9]\\d{0,2}") && Integer.parseInt(text) <= most
        ? Integer.parseInt(text)
        : -1;
  }

  @Override
  public String toString() {
    return text;
  }
}
