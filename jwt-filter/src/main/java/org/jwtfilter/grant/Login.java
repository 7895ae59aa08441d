package org.jwtfilter.grant;

import java.time.Instant;
import org.jwtfilter.Grant;

/**
 * A login as the book has it; times are milliseconds since 1970.
 *
 * @param end when it ends by itself, unless it is renewed
 */
record Login(String grant, long began, long renewed, String device, String address, long end) {
  private static final int LONGEST_DEVICE = 200;
  private static final int LONGEST_ADDRESS = 64;

  Login {
    device = shortened(device, LONGEST_DEVICE);
    address = shortened(address, LONGEST_ADDRESS);
  }

  Grant shownTo(String user) {
    return new Grant(
        grant, user, Instant.ofEpochMilli(began), Instant.ofEpochMilli(renewed), device, address);
  }

  /** This login, which goes on: the client that is known stays if none is named. */
  Login continuedBy(Login later) {
    return new Login(
        grant,
        began,
        Math.max(renewed, later.renewed),
        later.device.isEmpty() ? device : later.device,
        later.address.isEmpty() ? address : later.address,
        Math.max(end, later.end));
  }

  void write(PackWriter out) {
    out.text(grant).number(began).number(renewed).text(device).text(address).number(end);
  }

  static Login read(PackReader in) {
    return new Login(in.text(), in.number(), in.number(), in.text(), in.text(), in.number());
  }

  private static String shortened(String text, int most) {
    return text.length() <= most ? text : text.substring(0, most);
  }

  @Override
  public String toString() {
    return "Login[began " + began + "]";
  }
}
