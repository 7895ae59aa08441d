package org.jwtfilter.http;

import java.util.Optional;
import org.jwtfilter.JwtRejected;

/**
 * One place of a request where a token can be, and of an answer where it can go. Stateless.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc6750#section-2">RFC 6750, 2</a>
 */
public interface TokenTransport {
  /**
   * The token that was presented here.
   *
   * @throws JwtRejected where what was presented is not one token
   */
  Optional<String> read(Exchange exchange) throws JwtRejected;

  /** Whether there is anything, be it a token or not. */
  default boolean presented(Exchange exchange) {
    return false;
  }

  /** Whether a browser sends the token by itself, so that another site can make it do so. */
  boolean ambient();

  /** Says in the answer what a client must hear whose token from here is good; usually nothing. */
  default void accepted(Exchange exchange) {}

  /** Whether the client would keep a token that {@link #write} hands it. */
  default boolean fits(Exchange exchange, String token) {
    return true;
  }

  /** Hands the client a token that fits; nothing where the client has to fetch it another way. */
  default void write(Exchange exchange, String token) {}

  /** Takes the token back from the client; does nothing where it holds it itself. */
  default void clear(Exchange exchange) {}

  /** Takes back what others have put into its place, which {@link #clear} does not reach. */
  default void clearOthers(Exchange exchange) {}
}
