package org.jwtfilter.http;

import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.jwtfilter.JwtEvents;
import org.jwtfilter.config.ConfigProblem;
import org.jwtfilter.config.Option;
import org.jwtfilter.config.Options;
import org.jwtfilter.config.ParsedConfig;
import org.jwtfilter.config.SessionMode;
import org.jwtfilter.key.IssuerKeys;
import org.jwtfilter.key.KeyException;
import org.jwtfilter.key.KeyListener;
import org.jwtfilter.key.KeyLoader;
import org.jwtfilter.key.KeySetRules;
import org.jwtfilter.key.KeySource;
import org.jwtfilter.key.KeyWatch;
import org.jwtfilter.key.SealingKeys;
import org.jwtfilter.key.TokenCipher;

/** Reads the keys of an application, at start. */
final class KeySetup {
  private final ParsedConfig parsed;
  private final KeyLoader loader;
  private final List<ConfigProblem> problems;
  private final KeyWatch watch;

  /**
   * What is sealed and signed with.
   *
   * @param handover verify what other domains hand over
   * @param sealing empty where nothing needs them
   * @param records seals what the store is told of logins
   * @param watch looks after all of them; has not begun
   */
  record Keys(
      KeySource source,
      KeySource handover,
      Optional<SealingKeys> sealing,
      TokenCipher records,
      KeyWatch watch) {}

  /**
   * @param problems takes what is wrong with the keys
   * @param events hears of the owners of keys
   */
  KeySetup(
      ParsedConfig parsed,
      KeyLoader loader,
      List<ConfigProblem> problems,
      JwtEvents events,
      Clock clock) {
    this.parsed = parsed;
    this.loader =
        loader.withKeystorePassword(parsed.valueOf(Options.KEYSTORE_PASSWORD).flatMap(one -> one));
    this.problems = problems;
    Duration interval = parsed.valueOf(Options.KEYS_RELOAD).orElse(Duration.ZERO);
    this.watch = new KeyWatch(interval, heard(events), clock);
  }

  /** The keys; empty only where there is a problem. */
  Optional<Keys> load() {
    KeySource source = source();
    SealingKeys sealing = sealing();
    TokenCipher records = records(sealing);
    KeySource handover = handover(source);
    return source == null || handover == null || records == null
        ? Optional.empty()
        : Optional.of(new Keys(source, handover, Optional.ofNullable(sealing), records, watch));
  }

  private @Nullable KeySource source() {
    Optional<List<String>> uris = parsed.valueOf(Options.KEYS).filter(list -> !list.isEmpty());
    Optional<Set<String>> algorithms = parsed.valueOf(Options.ALGORITHMS);
    Optional<KeySetRules> rules = rules();
    Optional<String> issuer = parsed.valueOf(Options.ISSUER);
    if (uris.isEmpty() || algorithms.isEmpty() || rules.isEmpty() || issuer.isEmpty()) {
      return null;
    }
    try {
      KeySource source =
          loader.load(
              new IssuerKeys(issuer.get(), uris.get()),
              others(),
              algorithms.get(),
              rules.get(),
              watch);
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

  /** The keys of other domains: the same as ours, unless they have others. */
  private @Nullable KeySource handover(@Nullable KeySource own) {
    Optional<List<String>> named =
        parsed.valueOf(Options.HANDOVER_KEYS).filter(list -> !list.isEmpty());
    Optional<List<String>> uris = named.isPresent() ? named : parsed.valueOf(Options.KEYS);
    Optional<KeySetRules> rules = rules();
    if (own == null
        || !parsed.isSet(Options.HANDOVER_PARTNERS)
        || uris.isEmpty()
        || rules.isEmpty()) {
      return own;
    }
    try {
      return loader.load(Options.HANDOVER_KEYS.name(), uris.get(), rules.get(), watch);
    } catch (KeyException e) {
      report(Options.HANDOVER_KEYS, e);
      return null;
    }
  }

  private List<IssuerKeys> others() {
    return parsed.valueOf(Options.ISSUERS).orElse(Map.of()).entrySet().stream()
        .map(one -> new IssuerKeys(one.getKey(), one.getValue()))
        .toList();
  }

  private static KeyListener heard(JwtEvents events) {
    return new KeyListener() {
      @Override
      public void down(String address, String why) {
        events.keysDown(address, why);
      }

      @Override
      public void up(String address) {
        events.keysUp(address);
      }

      @Override
      public void reloaded(String option, String keys) {
        events.keysReloaded(option, keys);
      }

      @Override
      public void notReloaded(String option, String why) {
        events.keysNotReloaded(option, why);
      }
    };
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
    if (parsed.valueOf(Options.EXCHANGE).filter(lent -> !lent.isEmpty()).isPresent()) {
      needsSigner(Options.EXCHANGE, "to exchange tokens ");
    }
    if (parsed.isSet(Options.HANDOVER_PARTNERS)) {
      needsSigner(Options.HANDOVER_PARTNERS, "");
    }
    if (has(Options.LOGIN)) {
      needsSigner(parsed.isSet(Options.LOGIN) ? Options.LOGIN : Options.ENDPOINTS, "a login ");
    }
  }

  private void needsSigner(Option<?> option, String what) {
    problems.add(
        new ConfigProblem(
            option.name(),
            what
                + "needs a key that can sign, but keys has public keys only; add an hmac: key or a"
                + " private pem: key, or remove it"
                + place(option)));
  }

  /** The tokens that logins issue must be ones that are understood here. */
  private void readsOwnTokens() {
    if (has(Options.LOGIN) || has(Options.LOGIN_PAGE) || has(Options.HANDOVER)) {
      mustList(Options.PRINCIPAL_CLAIM, "sub", "name");
      mustList(Options.ROLES_CLAIM, "groups", "roles");
    }
    Optional<Duration> oldest = parsed.valueOf(Options.MAX_TOKEN_AGE).flatMap(age -> age);
    Optional<Duration> lifetime = parsed.valueOf(Options.LIFETIME);
    if (oldest.isPresent() && lifetime.isPresent() && lifetime.get().compareTo(oldest.get()) > 0) {
      problems.add(
          new ConfigProblem(
              Options.MAX_TOKEN_AGE.name(),
              "is shorter than lifetime, so the tokens that we issue would be refused before their"
                  + " end; lengthen it or shorten lifetime"
                  + place(Options.MAX_TOKEN_AGE)));
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
            || parsed.valueOf(Options.DPOP_NONCE).filter(on -> on).isPresent()
            || parsed.valueOf(Options.BIND).filter(ClientCheck::needsKey).isPresent()
            || csrfTokensAreWanted();
    List<String> own = parsed.valueOf(Options.SESSION_KEYS).orElse(List.of());
    List<String> keys = parsed.valueOf(Options.KEYS).orElse(List.of());
    if (own.isEmpty() && keys.isEmpty()) {
      return null;
    }
    try {
      return loader.loadSealing(own, keys, watch);
    } catch (KeyException e) {
      if (!own.isEmpty() || (needed && problems.isEmpty())) {
        report(own.isEmpty() ? Options.KEYS : Options.SESSION_KEYS, e);
      }
      return null;
    }
  }

  /** By default they are there where there is a key for them. */
  private boolean csrfTokensAreWanted() {
    return parsed.isSet(Options.CSRF_TOKEN)
        && parsed.valueOf(Options.CSRF_TOKEN).filter(ways -> !ways.isEmpty()).isPresent();
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
