package org.jwtfilter.http;

import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jwtfilter.JwtEvents;
import org.jwtfilter.config.AddressRange;
import org.jwtfilter.config.JwtConfig;
import org.jwtfilter.config.Options;
import org.jwtfilter.key.SealingKeys;
import org.jwtfilter.store.Store;
import org.jwtfilter.store.StoreSettings;
import org.jwtfilter.store.Stores;

/** Makes the guard of an application's logins, at start. */
final class LoginGuards {
  /** Room for some ten thousand counters; what is forgotten soonest goes first. */
  private static final String MEMORY = "memory:local?max-size=8m";

  private LoginGuards() {}

  static LoginGuard of(
      JwtConfig config,
      Optional<SealingKeys> keys,
      Store store,
      CookieRules cookies,
      Clock clock,
      JwtEvents events) {
    Duration longest = config.get(Options.LOGIN_DELAY);
    SealingKeys sealing = keys.orElseGet(SealingKeys::random);
    Optional<Store> shared =
        Options.storeIsShared(config.get(Options.STORE)) ? Optional.of(store) : Optional.empty();
    return new LoginGuard(
        config.get(Options.LOGIN_ATTEMPTS).most(),
        longest,
        config.get(Options.TRUSTED_PROXIES).isEmpty() ? List.of(AddressRange.LOCAL) : List.of(),
        new Tallies(shared, local(config, clock), clock, LoginGuard.halfLife(longest)),
        new KnownDevices(cookies, sealing.hash("device"), clock),
        sealing.hash("tries"),
        events,
        clock);
  }

  private static Store local(JwtConfig config, Clock clock) {
    return Stores.open(
        new StoreSettings(MEMORY, config.get(Options.STORE_TIMEOUT), clock, "tries:"));
  }
}
