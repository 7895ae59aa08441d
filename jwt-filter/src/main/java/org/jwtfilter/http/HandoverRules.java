package org.jwtfilter.http;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jwtfilter.config.JwtConfig;
import org.jwtfilter.config.Options;

/**
 * With whom logins are shared, and how.
 *
 * @param url of the endpoint here, as browsers see it
 * @param endpoint its path within the application
 * @param partners the endpoints of the other domains
 * @param issuers of what they hand over
 * @param lifetime of a hand-over
 * @param clockSkew by how much clocks may differ
 * @param loginLife how long after it a login can be taken over, and goes on
 */
record HandoverRules(
    String url,
    String endpoint,
    List<String> partners,
    Set<String> issuers,
    Duration lifetime,
    Duration clockSkew,
    Duration loginLife) {
  HandoverRules {
    partners = List.copyOf(partners);
    issuers = Set.copyOf(issuers);
  }

  /** What a configuration says; empty where no login is shared. */
  static Optional<HandoverRules> of(JwtConfig config) {
    return config.get(Options.HANDOVER_PARTNERS).isEmpty()
        ? Optional.empty()
        : Optional.of(
            new HandoverRules(
                config.get(Options.HANDOVER_URL).orElseThrow(),
                config.get(Options.HANDOVER).orElseThrow(),
                config.get(Options.HANDOVER_PARTNERS),
                issuers(config),
                config.get(Options.HANDOVER_LIFETIME),
                config.get(Options.CLOCK_SKEW),
                loginLife(config)));
  }

  private static Set<String> issuers(JwtConfig config) {
    List<String> named = config.get(Options.HANDOVER_ISSUERS);
    return named.isEmpty() ? Set.of(config.get(Options.ISSUER)) : Set.copyOf(named);
  }

  /** Where there are refresh tokens, a login goes on as long as they do. */
  private static Duration loginLife(JwtConfig config) {
    Duration absolute = config.get(Options.ABSOLUTE_LIFETIME);
    Duration refresh = config.get(Options.REFRESH_LIFETIME);
    return config.get(Options.REFRESH).isPresent() && refresh.compareTo(absolute) > 0
        ? refresh
        : absolute;
  }

  /** How long a browser may take to come back. */
  Duration patience() {
    return lifetime.plus(clockSkew);
  }
}
