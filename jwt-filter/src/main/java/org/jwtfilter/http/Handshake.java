package org.jwtfilter.http;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The request that opens a WebSocket, and the sub-protocols that it offers.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc6455#section-4.2.1">RFC 6455, 4.2.1</a>
 */
public final class Handshake {
  /** The header that lists the sub-protocols on offer, and in the answer the one that is chosen. */
  public static final String PROTOCOLS = "Sec-WebSocket-Protocol";

  /** A marker among the sub-protocols, as the client spells it, and the token behind it. */
  record Offer(String marker, Optional<String> token) {
    /** Does not show the token. */
    @Override
    public String toString() {
      return "Offer[" + marker + "]";
    }
  }

  private static final String MARKER = "bearer";

  private Handshake() {}

  /**
   * Whether the request asks for a WebSocket; of any version, since servers decide on that. Over
   * HTTP/2 the method says so (RFC 8441, 5).
   */
  public static boolean is(Exchange exchange) {
    return switch (exchange.method()) {
      case "GET" -> names(exchange.headers("Upgrade"), "websocket");
      case "CONNECT" -> !exchange.headers("Sec-WebSocket-Version").isEmpty();
      default -> false;
    };
  }

  private static boolean names(List<String> values, String word) {
    return !values.isEmpty() && elements(values).stream().anyMatch(word::equalsIgnoreCase);
  }

  /** What the client offered without what it offered to us: one header's value, or empty. */
  public static Optional<String> visible(List<String> values) {
    List<String> left = new ArrayList<>(elements(values));
    for (int at = marker(left, 0); at >= 0; at = marker(left, at)) {
      left.subList(at, Math.min(at + 2, left.size())).clear();
    }
    return left.isEmpty() ? Optional.empty() : Optional.of(String.join(", ", left));
  }

  /** The markers among the sub-protocols, each with the token that follows it. */
  static List<Offer> offers(Exchange exchange) {
    List<String> all = elements(exchange.headers(PROTOCOLS));
    List<Offer> offers = new ArrayList<>(1);
    for (int at = marker(all, 0); at >= 0; at = marker(all, at + 2)) {
      Optional<String> token =
          at + 1 < all.size() ? Optional.of(all.get(at + 1)) : Optional.empty();
      offers.add(new Offer(all.get(at), token));
    }
    return offers;
  }

  private static int marker(List<String> elements, int from) {
    for (int at = from; at < elements.size(); at++) {
      if (elements.get(at).equalsIgnoreCase(MARKER)) {
        return at;
      }
    }
    return -1;
  }

  private static List<String> elements(List<String> values) {
    List<String> elements = new ArrayList<>();
    for (String value : values) {
      for (String one : value.split(",", -1)) {
        String element = one.strip();
        if (!element.isEmpty()) {
          elements.add(element);
        }
      }
    }
    return elements;
  }
}
