package org.jwtfilter.http;

import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Lets pages of allowed origins read our answers (Fetch standard, CORS protocol). Preflights are
 * answered here, before anything else, since they carry no credentials. Immutable; does nothing
 * where no origin is allowed.
 */
public final class Cors {
  private static final String METHODS = "GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS";
  private static final String HEADERS = "Authorization, Content-Type, Accept, X-Requested-With";
  private static final String EXPOSED = Dpop.NONCE_HEADER + ", WWW-Authenticate";
  private static final String PREFLIGHT_SECONDS = "600";

  private final Set<String> allowed;
  private final boolean any;
  private final boolean credentials;
  private final boolean proofs;

  /**
   * @param credentials whether there are any that browsers send by themselves
   * @param proofs whether clients send proofs, and hear what they need for them (RFC 9449)
   */
  Cors(Set<String> allowed, boolean credentials, boolean proofs) {
    this.any = allowed.contains("*");
    this.allowed = Set.copyOf(allowed);
    this.credentials = credentials && !any;
    this.proofs = proofs;
  }

  /** Adds what the origin may know; true where the request was a preflight and is answered. */
  public boolean handled(Exchange exchange) {
    if (allowed.isEmpty()) {
      return false;
    }
    exchange.addHeader("Vary", "Origin");
    String origin = exchange.header("Origin");
    boolean permitted = origin != null && (any || allowed.contains(origin));
    if (permitted) {
      permit(exchange, origin);
    }
    return preflight(exchange) && answered(exchange, permitted);
  }

  private void permit(Exchange exchange, @Nullable String origin) {
    exchange.keepHeader("Access-Control-Allow-Origin", any || origin == null ? "*" : origin);
    if (credentials) {
      exchange.keepHeader("Access-Control-Allow-Credentials", "true");
    }
    if (proofs) {
      // The application may expose more.
      exchange.addHeader("Access-Control-Expose-Headers", EXPOSED);
    }
  }

  private static boolean preflight(Exchange exchange) {
    return exchange.method().equals("OPTIONS")
        && !exchange.headers("Origin").isEmpty()
        && !exchange.headers("Access-Control-Request-Method").isEmpty();
  }

  private boolean answered(Exchange exchange, boolean permitted) {
    if (permitted) {
      exchange.setHeader("Access-Control-Allow-Methods", METHODS);
      exchange.setHeader(
          "Access-Control-Allow-Headers", HEADERS + (proofs ? ", " + Dpop.HEADER : ""));
      exchange.setHeader("Access-Control-Max-Age", PREFLIGHT_SECONDS);
    }
    exchange.answer(permitted ? 204 : 403, "text/plain", "");
    return true;
  }
}
