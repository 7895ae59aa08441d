package org.jwtfilter.config;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/** Settings that are allowed and dangerous, each in a sentence that sounds so. */
final class Warnings {
  private static final Duration LONG_SKEW = Duration.ofMinutes(5);
  private static final int LARGE_BUDGET = 7 * 1024;
  private static final Pattern WIDE = Pattern.compile("[a-z]+\\.\\*\\*");

  private static final Pattern SECRET = Pattern.compile("hmac:base64:(?!\\$\\{)");

  private final JwtConfig config;
  private final List<String> warnings = new ArrayList<>();

  private Warnings(JwtConfig config) {
    this.config = config;
  }

  static List<String> of(JwtConfig config) {
    Warnings found = new Warnings(config);
    found.secrets(Options.KEYS);
    found.secrets(Options.SESSION_KEYS);
    found.randomKeys(Options.KEYS);
    found.randomKeys(Options.SESSION_KEYS);
    found.providers();
    found.transport();
    found.browsers();
    found.sessions();
    found.stores();
    found.downstream();
    found.clients();
    found.proofs();
    return List.copyOf(found.warnings);
  }

  private void secrets(Option<?> keys) {
    if (config.written(keys).filter(SECRET.asPredicate()).isPresent()) {
      warnings.add(
          keys.name()
              + ": a secret stands in the configuration, where copies of the application take it"
              + " along; write hmac:env:NAME and put it in that environment variable ("
              + (config.where(keys) + ")"));
    }
  }

  private void randomKeys(Option<List<String>> keys) {
    if (config.get(keys).contains(Options.RANDOM_KEY)) {
      warnings.add(
          keys.name()
              + "="
              + Options.RANDOM_KEY
              + ": for development only: the key is another one after each start, so that all logins"
              + " and sessions end then, and no other node accepts them; in production write"
              + (" hmac:env:NAME (" + config.where(keys) + ")"));
    }
  }

  private void providers() {
    boolean several = !config.get(Options.ISSUERS).isEmpty();
    boolean others =
        config.get(Options.KEYS).stream()
            .anyMatch(key -> key.startsWith("jwks:http") || key.startsWith("public:"));
    if (others && config.written(Options.ISSUER).isEmpty()) {
      warnings.add(
          "issuer="
              + config.get(Options.ISSUER)
              + ": an identity provider names itself otherwise, and then all of its tokens are"
              + " refused; write what stands in their iss (default)");
    }
    if (several || others) {
      when(
          Options.AUDIENCE,
          List::isEmpty,
          "tokens that the identity provider issues for other applications are accepted here too;"
              + " write the name that it has for this one");
    }
  }

  private void transport() {
    when(
        Options.COOKIE_SECURE,
        CookieSecure.NEVER::equals,
        "anybody on the network can read the cookie and act as the visitor; for trials only");
    when(
        Options.TOKEN_FROM,
        from -> from.contains(TokenSource.QUERY),
        "tokens in URLs end up in logs, histories and Referer headers; prefer header or cookie");
    when(
        Options.CLOCK_SKEW,
        skew -> skew.compareTo(LONG_SKEW) > 0,
        "tokens are accepted this long after their end; synchronise the clocks and use 60s");
  }

  private void browsers() {
    when(
        Options.CSRF,
        CsrfMode.OFF::equals,
        "any site can act in the name of a visitor who is logged in by cookie");
    if (config.get(Options.COOKIE_SAME_SITE) != SameSite.NONE) {
      when(
          Options.COOKIE_PARTITIONED,
          on -> on,
          "of no use unless cookie-same-site is None: browsers send no other cookies in the frames"
              + " of other sites");
    }
    if (config.get(Options.COOKIE_SAME_SITE) == SameSite.STRICT) {
      when(
          Options.HANDOVER_PARTNERS,
          partners -> !partners.isEmpty(),
          "with cookie-same-site=strict browsers do not send the login's cookie when a link of"
              + " another domain leads here, so nobody is handed over; set it to lax");
    }
    when(
        Options.CSRF,
        CsrfMode.ALLOW_MISSING_ORIGIN::equals,
        "a browser that tells nothing about where a request comes from is not protected");
  }

  private void downstream() {
    when(
        Options.FORWARD_UNENCRYPTED,
        on -> on,
        "anybody on the network can read the tokens that go to other services and act as the"
            + " callers");
  }

  private void stores() {
    when(
        Options.STORE_DOWN,
        StoreDown.ALLOW_VERIFIED::equals,
        "while the store does not answer, tokens of logins that have ended are accepted");
    if (!Options.storeIsShared(config.get(Options.STORE))) {
      when(
          Options.HANDOVER_PARTNERS,
          partners -> !partners.isEmpty(),
          "the store is memory:local, so each node by itself sees to it that a hand-over is used"
              + " once only; name a store that all nodes share, or mind that there is but one node");
      when(
          Options.SESSION,
          mode -> mode == SessionMode.STORE || mode == SessionMode.AUTO,
          "the store is memory:local, which no other node sees; name one that all nodes share");
      if (config.get(Options.SESSION) == SessionMode.TOKEN) {
        when(
            Options.REFRESH,
            Optional::isPresent,
            "the store is memory:local, so a refresh token is good on the node that issued it only;"
                + " name a store that all nodes share, or mind that there is but one node");
      }
    }
  }

  private void clients() {
    when(
        Options.TRUSTED_PROXIES,
        proxies -> proxies.stream().anyMatch(AddressRange::everything),
        "anybody can pretend to come from any address, and by HTTPS; name your proxies only");
    when(
        Options.BIND,
        all -> all.stream().anyMatch(Warnings::punishesRoaming),
        "telephones and laptops change their address while somebody works; with ip:log only the"
            + " log says so");
    when(
        Options.LOGIN_ATTEMPTS,
        AttemptLimit::off,
        "passwords can be guessed as fast as the server answers; use 10");
  }

  private void proofs() {
    if (config.get(Options.DPOP) == DpopMode.OFF) {
      return;
    }
    if (!Options.storeIsShared(config.get(Options.STORE))) {
      when(
          Options.DPOP,
          mode -> true,
          "the store is memory:local, so each node by itself sees to it that a proof is used once"
              + " only; name a store that all nodes share, or mind that there is but one node");
    }
    when(
        Options.FORWARD_TO,
        targets -> targets.values().stream().anyMatch(Optional::isEmpty),
        "a service without an audience gets the caller's own token, and nothing where that is bound"
            + " to a key (dpop); write an audience after an equals sign");
  }

  private static boolean punishesRoaming(ClientBinding binding) {
    return binding.to() == ClientBinding.To.IP && binding.mode() != ClientBinding.Mode.LOG;
  }

  private void sessions() {
    when(
        Options.SESSION_BUDGET,
        budget -> budget > LARGE_BUDGET,
        "Tomcat and Jetty refuse requests with more than 8 KB of headers; raise their limit too");
    when(
        Options.SESSION_CLASSES,
        classes -> classes.stream().anyMatch(WIDE.asMatchPredicate()),
        "lets sessions make objects of very many classes; name the packages that you need");
    config.get(Options.SESSION_CLASSES).stream()
        .filter(WIDE.asMatchPredicate().negate())
        .forEach(this::opened);
    when(
        Options.ON_OVERFLOW,
        OnOverflow.WARN::equals,
        "what a session holds beyond its budget is lost, and only the log says so");
  }

  /** Where there is a known way to run code, there may be others. */
  private void opened(String pattern) {
    DeniedClasses.below(pattern)
        .ifPresent(
            known ->
                warnings.add(
                    Options.SESSION_CLASSES.name()
                        + ("="
                            + pattern
                            + ": takes in libraries through which a forged session can")
                        + (" run code; what is known (such as " + known + ") stays refused, and")
                        + " nobody knows all; name the packages that you need"
                        + (" (" + config.where(Options.SESSION_CLASSES) + ")")));
  }

  private <T> void when(Option<T> option, Predicate<? super T> dangerous, String sentence) {
    T value = config.get(option);
    if (dangerous.test(value)) {
      warnings.add(
          option.name()
              + ("=" + Words.text(value) + ": " + sentence)
              + (" (" + config.where(option) + ")"));
    }
  }
}
