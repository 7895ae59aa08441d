package org.jwtfilter.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class IpAddressTest {
  private static IpAddress ip(String text) {
    return IpAddress.parse(text).orElseThrow();
  }

  @ParameterizedTest
  @CsvSource({
    "192.0.2.7, 192.0.2.7",
    "0.0.0.0, 0.0.0.0",
    "255.255.255.255, 255.255.255.255",
    "::ffff:192.0.2.7, 192.0.2.7",
    "::FFFF:c000:0207, 192.0.2.7",
    "::, ::",
    "::1, ::1",
    "1::, 1::",
    "2001:DB8:0:0:1:0:0:1, 2001:db8::1:0:0:1",
    "2001:db8:0:1:1:1:1:1, 2001:db8:0:1:1:1:1:1",
    "2001:db8::192.0.2.33, 2001:db8::c000:221",
    "0:0:0:0:0:0:0:1, ::1",
    "fe80::1:2:3:4, fe80::1:2:3:4",
  })
  void address_isWrittenInOneWay(String text, String usual) {
    assertEquals(usual, ip(text).toString());
    assertEquals(ip(text), ip(usual));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        "localhost",
        "shop.example",
        "1",
        "1.2.3",
        "1.2.3.4.5",
        "1.2.3.256",
        "01.2.3.4",
        "1.2.3.-4",
        "1.2.3.4 ",
        "1.2.3.4:80",
        "0x7f.0.0.1",
        "2130706433",
        "::1::",
        ":::",
        "1:2:3",
        "1:2:3:4:5:6:7:8:9",
        "1:2:3:4:5:6:7:8::",
        "::12345",
        "::g",
        "[::1]",
        "fe80::1%eth0",
        "::1/64",
        "1.2.3.4::",
        "::1.2.3",
        ":1:2:3:4:5:6:7",
        "١.2.3.4",
        "unknown",
        "_hidden"
      })
  void textThatIsNoAddress_isNone_andNoNameIsLookedUp(String text) {
    assertEquals(Optional.empty(), IpAddress.parse(text));
  }

  @Test
  void longText_isNone_atOnce() {
    assertEquals(Optional.empty(), IpAddress.parse("1:".repeat(100_000)));
  }

  @Test
  void addressWrittenAndReadAgain_isTheSame() {
    Random random = new Random(7);
    for (int i = 0; i < 10_000; i++) {
      // Many zeros, so that they are left out in all places.
      long zeros = random.nextLong() & random.nextLong() & random.nextLong();
      IpAddress one = new IpAddress(random.nextLong() & zeros, random.nextLong() & ~zeros & zeros);
      assertEquals(one, ip(one.toString()));
      IpAddress other = new IpAddress(random.nextLong(), zeros);
      assertEquals(other, ip(other.toString()));
    }
  }

  @ParameterizedTest
  @CsvSource({
    "192.0.2.255, 192.0.2.0",
    "192.0.3.0, 192.0.3.0",
    "2001:db8:1:2:ffff:ffff:ffff:ffff, 2001:db8:1:2::",
    "2001:db8:1:3::, 2001:db8:1:3::",
    "::1, ::",
  })
  void network_keepsTheFirstBits(String address, String network) {
    assertEquals(ip(network), ip(address).network(24, 64));
  }

  @Test
  void network_ofNoBits_isEverything_ofAllBits_theAddress() {
    assertEquals(ip("::"), ip("2001:db8::1").network(0, 0));
    assertEquals(ip("0.0.0.0"), ip("192.0.2.7").network(0, 0));
    assertEquals(ip("192.0.2.7"), ip("192.0.2.7").network(32, 128));
    assertEquals(ip("2001:db8::1"), ip("2001:db8::1").network(32, 128));
  }

  @Test
  void ipv4_isToldFromIpv6() {
    assertTrue(ip("::ffff:1.2.3.4").isIpv4());
    assertFalse(ip("::1.2.3.4").isIpv4());
    assertFalse(ip("::1").isIpv4());
  }
}
