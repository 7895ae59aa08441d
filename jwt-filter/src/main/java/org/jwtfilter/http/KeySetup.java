package org.jwtfilter.http;

import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.jwtfilter.config.ConfigProblem;
import org.jwtfilter.config.Option;
import org.jwtfilter.config.Options;
import org.jwtfilter.config.ParsedConfig;
import org.jwtfilter.config.SessionMode;
import org.jwtfilter.key.KeyException;
import org.jwtfilter.key.KeyLoader;
import org.jwtfilter.key.KeySetRules;
import org.jwtfilter.key.KeySource;
import org.jwtfilter.key.SealingKeys;
import org.jwtfilter.key.TokenCipher;

/** Reads the keys of an application, at start. */
final class KeySetup {
  private final ParsedConfig parsed;
  private final KeyLoader loader;
  private final List<ConfigProblem> problems;
  private final Clock clock;

  /**
   * What is sealed and signed with.
   *
   * @param sealing empty where nothing needs them
   * @param records seals what the store is told of logins
   */
  record Keys(KeySource source, Optional<SealingKeys> sealing, TokenCipher records) {}

  /**
   * @param problems takes what is wrong with the keys
   */
  KeySetup(ParsedConfig parsed, KeyLoader loader, List<ConfigProblem> problems, Clock clock) {
    this.parsed = parsed;
    this.loader = loader;
    this.problems = problems;
    this.clock = clock;
  }

  /** The keys; empty only where there is a problem. */
  Optional<Keys> load() {
    KeySource source = source();
    SealingKeys sealing = sealing();
    TokenCipher records = records(sealing);
    return source == null || records == null
        ? Optional.empty()
        : Optional.of(new Keys(source, Optional.ofNullable(sealing), records));
  }

  private @Nullable KeySource source() {
    Optional<List<String>> uris = parsed.valueOf(Options.KEYS).filter(list -> !list.isEmpty());
    Optional<Set<String>> algorithms = parsed.valueOf(Options.ALGORITHMS);
    Optional<KeySetRules> rules = rules();
    if (uris.isEmpty() || algorithms.isEmpty() || rules.isEmpty()) {
      return null;
    }
    try {
      KeySource source = loader.load(uris.get(), algorithms.get(), rules.get(), clock);
      if (source.current().signer().isEmpty()) {
        needsSigner();
      } else {
        readsOwnTokens();
      }
      return source;
    } catch (KeyException e) {
      report(Options.KEYS, e);
      return null;
    }
  }

  private Optional<KeySetRules> rules() {
    return parsed
        .valueOf(Options.JWKS_MAX_AGE)
        .flatMap(
            maxAge ->
                parsed
                    .valueOf(Options.JWKS_COOL_DOWN)
                    .flatMap(
                        coolDown ->
                            parsed
                                .valueOf(Options.JWKS_STALE)
                                .map(stale -> new KeySetRules(maxAge, coolDown, stale))));
  }

  private void report(Option<?> option, KeyException found) {
    String place = place(option);
    found.problems().forEach(one -> problems.add(new ConfigProblem(option.name(), one + place)));
  }

  private void needsSigner() {
    if (has(Options.LOGIN)) {
      Option<?> option = parsed.isSet(Options.LOGIN) ? Options.LOGIN : Options.ENDPOINTS;
      problems.add(
          new ConfigProblem(
              option.name(),
              "a login needs a key that can sign, but keys has public keys only; add an hmac: key"
                  + " or a private pem: key, or remove it"
                  + place(option)));
    }
  }

  /** The tokens that logins issue must be ones that are understood here. */
  private void readsOwnTokens() {
    if (has(Options.LOGIN) || has(Options.LOGIN_PAGE)) {
      mustList(Options.PRINCIPAL_CLAIM, "sub", "name");
      mustList(Options.ROLES_CLAIM, "groups", "roles");
    }
  }

  private void mustList(Option<List<String>> option, String claim, String what) {
    if (parsed.valueOf(option).filter(claims -> !claims.contains(claim)).isPresent()) {
      problems.add(
          new ConfigProblem(
              option.name(),
              "does not list "
                  + claim
                  + ", where the tokens that a login issues have the caller's "
                  + what
                  + "; add "
                  + claim
                  + place(option)));
    }
  }

  private boolean has(Option<Optional<String>> option) {
    return parsed.valueOf(option).flatMap(value -> value).isPresent();
  }

  private String place(Option<?> option) {
    return " (" + parsed.where(option) + ")";
  }

  private @Nullable SealingKeys sealing() {
    boolean needed =
        parsed.valueOf(Options.SESSION).filter(SessionMode::travels).isPresent()
            || storeIsShared()
            || parsed.valueOf(Options.BIND).filter(ClientCheck::needsKey).isPresent();
    List<String> own = parsed.valueOf(Options.SESSION_KEYS).orElse(List.of());
    List<String> keys = parsed.valueOf(Options.KEYS).orElse(List.of());
    if (own.isEmpty() && keys.isEmpty()) {
      return null;
    }
    try {
      return loader.loadSealing(own, keys);
    } catch (KeyException e) {
      if (!own.isEmpty() || (needed && problems.isEmpty())) {
        report(own.isEmpty() ? Options.KEYS : Options.SESSION_KEYS, e);
      }
      return null;
    }
  }

  private boolean storeIsShared() {
    return parsed.valueOf(Options.STORE).filter(Options::storeIsShared).isPresent();
  }

  /**
   * Seals what the store is told of logins. What never leaves this process may as well be sealed
   * with a key that never does; null where a key is missing, which has been reported.
   */
  private @Nullable TokenCipher records(@Nullable SealingKeys sealing) {
    if (sealing == null && storeIsShared()) {
      return null;
    }
    return (sealing == null ? SealingKeys.random() : sealing).cipher("store");
  }
}
