package org.jwtfilter.http;

/** The networks that clients come from. */
final class Networks {
  private static final int IPV4_BITS = 24;
  private static final int IPV6_BITS = 64;
  private static final int LONGEST = 64;

  private Networks() {}

  /**
   * The first 24 bits of a client's IPv4 address, the first 64 of an IPv6 address: what an access
   * provider gives to one customer or a few. What is no address stands for itself.
   */
  static String of(Exchange exchange) {
    String address = exchange.address();
    return Proxies.withoutZone(address)
        .map(one -> one.network(IPV4_BITS, IPV6_BITS).toString())
        .orElseGet(() -> address.substring(0, Math.min(address.length(), LONGEST)));
  }
}
