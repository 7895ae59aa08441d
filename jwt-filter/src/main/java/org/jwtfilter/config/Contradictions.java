package org.jwtfilter.config;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What is wrong with options together, or missing, though each that is written can be read. */
final class Contradictions {
  private static final List<Option<?>> OF_TRAVELLING_SESSIONS =
      Options.all().stream()
          .filter(o -> o.name().startsWith("session-") && o != Options.SESSION_KEYS)
          .toList();

  private static final String NOT_OF_OTHERS =
      Options.RANDOM_KEY + " is a key that nobody else has; write the key of the other side";

  private final ParsedConfig config;
  private final List<ConfigProblem> problems = new ArrayList<>();

  private Contradictions(ParsedConfig config) {
    this.config = config;
  }

  static List<ConfigProblem> in(ParsedConfig config) {
    Contradictions found = new Contradictions(config);
    found.keys();
    found.cookies();
    found.parameters();
    found.times();
    found.csrfTokens();
    found.origins();
    found.sessions();
    found.refresh();
    found.endpoints();
    found.downstream();
    found.handover();
    found.clients();
    found.proofs();
    return found.problems;
  }

  private void keys() {
    if (!config.isSet(Options.KEYS)) {
      problems.add(
          new ConfigProblem(
              Options.KEYS.name(), Options.KEYS.emptyAdvice() + " (not set in web.xml)"));
    }
    Optional<String> issuer = config.valueOf(Options.ISSUER);
    if (issuer.isPresent() && has(Options.ISSUERS, all -> all.containsKey(issuer.get()))) {
      problem(
          "lists the issuer that issuer names; put its keys into keys, or take another",
          Options.ISSUERS,
          Options.ISSUER);
    }
    keystores();
    randomKeys();
    if (config.isSet(Options.JWKS) && !Options.publishesKeys(config)) {
      problem(
          "has nothing to show: secrets (hmac:) are nobody else's business, and keys of others"
              + " (jwks:, public:) are theirs to publish; add a pem: or keystore: to keys, or"
              + " remove it",
          Options.JWKS,
          Options.KEYS);
    }
  }

  private void keystores() {
    boolean some =
        Stream.of(Options.KEYS, Options.HANDOVER_KEYS)
            .flatMap(option -> config.valueOf(option).orElse(List.of()).stream())
            .anyMatch(uri -> uri.startsWith("keystore:"));
    boolean others =
        config.valueOf(Options.ISSUERS).orElse(Map.of()).values().stream()
            .flatMap(List::stream)
            .anyMatch(uri -> uri.startsWith("keystore:"));
    if (config.isSet(Options.KEYSTORE_PASSWORD) && !some && !others) {
      problem("is of no use without a keystore: in keys; remove it", Options.KEYSTORE_PASSWORD);
    }
  }

  /** A key that no other node and no other process can have. */
  private void randomKeys() {
    for (Option<List<String>> option : List.of(Options.KEYS, Options.SESSION_KEYS)) {
      if (has(option, uris -> uris.contains(Options.RANDOM_KEY))
          && has(Options.STORE, Options::storeIsShared)) {
        problem(
            Options.RANDOM_KEY
                + " is a key that other nodes do not have, so what is in a store that they share"
                + " would be lost to them; write hmac:env:NAME, or remove store",
            option,
            Options.STORE);
      }
    }
    boolean ofOthers =
        has(Options.ISSUERS, all -> all.values().stream().anyMatch(Contradictions::isRandom));
    if (has(Options.HANDOVER_KEYS, Contradictions::isRandom)) {
      problem(NOT_OF_OTHERS, Options.HANDOVER_KEYS);
    }
    if (ofOthers) {
      problem(NOT_OF_OTHERS, Options.ISSUERS);
    }
  }

  private static boolean isRandom(List<String> uris) {
    return uris.contains(Options.RANDOM_KEY);
  }

  private void cookies() {
    boolean never = has(Options.COOKIE_SECURE, CookieSecure.NEVER::equals);
    if (never && has(Options.COOKIE_SAME_SITE, SameSite.NONE::equals)) {
      problem(
          "None needs Secure cookies, or browsers drop them; set cookie-secure to auto or always",
          Options.COOKIE_SAME_SITE,
          Options.COOKIE_SECURE);
    }
    if (never && has(Options.COOKIE_NAME, name -> isHost(name) || name.startsWith("__Secure-"))) {
      problem(
          "browsers drop a cookie of this name without Secure; set cookie-secure to auto or always",
          Options.COOKIE_NAME,
          Options.COOKIE_SECURE);
    }
    if (never && has(Options.COOKIE_PARTITIONED, on -> on)) {
      problem(
          "needs Secure cookies, or browsers drop them; set cookie-secure to auto or always",
          Options.COOKIE_PARTITIONED,
          Options.COOKIE_SECURE);
    }
    if (has(Options.COOKIE_NAME, Contradictions::isHost)) {
      hostCookie();
    }
  }

  private void hostCookie() {
    if (config.isSet(Options.COOKIE_DOMAIN)) {
      problem(
          "browsers drop a __Host- cookie that has a domain; remove cookie-domain",
          Options.COOKIE_NAME,
          Options.COOKIE_DOMAIN);
    }
    if (has(Options.COOKIE_PATH, path -> !path.equals("/"))) {
      problem(
          "browsers drop a __Host- cookie whose path is not /; remove cookie-path",
          Options.COOKIE_NAME,
          Options.COOKIE_PATH);
    }
  }

  static boolean isHost(String cookieName) {
    return cookieName.startsWith("__Host-");
  }

  private void parameters() {
    unusedParameter(Options.QUERY_PARAMETER, TokenSource.QUERY);
    unusedParameter(Options.FORM_PARAMETER, TokenSource.FORM);
  }

  private void unusedParameter(Option<String> parameter, TokenSource source) {
    if (config.isSet(parameter) && has(Options.TOKEN_FROM, from -> !from.contains(source))) {
      String word = Words.text(source);
      problem(
          "is of no use, since token-from does not list "
              + word
              + "; add "
              + word
              + " or remove it",
          parameter,
          Options.TOKEN_FROM);
    }
  }

  private void times() {
    ordered(Options.RENEW_AFTER, Options.LIFETIME, "a token would end before it is renewed");
    ordered(Options.LIFETIME, Options.ABSOLUTE_LIFETIME, "a token would outlive its login");
  }

  private void ordered(Option<Duration> less, Option<Duration> more, String consequence) {
    Optional<Duration> small = config.valueOf(less);
    Optional<Duration> large = config.valueOf(more);
    if (small.isPresent() && large.isPresent() && small.get().compareTo(large.get()) > 0) {
      problem(
          Amounts.text(small.get())
              + (" is longer than " + more.name() + " (" + Amounts.text(large.get()) + "): ")
              + (consequence + "; shorten it or lengthen " + more.name()),
          less,
          more);
    }
  }

  private void csrfTokens() {
    if (!config.isSet(Options.CSRF_TOKEN) || !has(Options.CSRF_TOKEN, ways -> !ways.isEmpty())) {
      return;
    }
    if (has(Options.CSRF, CsrfMode.OFF::equals)) {
      problem("is of no use with csrf=off; remove one of them", Options.CSRF_TOKEN, Options.CSRF);
    }
    if (has(Options.TOKEN_FROM, from -> !from.contains(TokenSource.COOKIE))) {
      problem(
          "is of no use, since token-from does not list cookie, and other tokens need no proof;"
              + " remove it",
          Options.CSRF_TOKEN,
          Options.TOKEN_FROM);
    }
  }

  private void origins() {
    if (!has(Options.ALLOWED_ORIGINS, origins -> origins.contains("*"))) {
      return;
    }
    if (has(Options.TOKEN_FROM, from -> from.contains(TokenSource.COOKIE))) {
      problem(
          "* with cookie tokens would let every site read what visitors see; name the origins, or"
              + " leave cookie out of token-from",
          Options.ALLOWED_ORIGINS,
          Options.TOKEN_FROM);
    }
    if (has(Options.ALLOWED_ORIGINS, origins -> origins.size() > 1)) {
      problem("* stands for every origin; remove it or the others", Options.ALLOWED_ORIGINS);
    }
  }

  private void sessions() {
    if (has(Options.SESSION, mode -> !mode.travels())) {
      OF_TRAVELLING_SESSIONS.stream()
          .filter(config::isSet)
          .forEach(
              option ->
                  problem(
                      "does something with session=token, store or auto only; set session to one of"
                          + " them or remove it",
                      option,
                      Options.SESSION));
    }
    if (has(Options.SESSION, mode -> mode == SessionMode.TOKEN)
        && config.isSet(Options.SESSION_ONCE)
        && has(Options.SESSION_ONCE, on -> on)
        && !config.isSet(Options.STORE)) {
      problem(
          "a token alone cannot promise that; set store too, or session to store or auto, or remove"
              + " it",
          Options.SESSION_ONCE,
          Options.SESSION);
    }
    if (has(Options.SESSION, mode -> mode != SessionMode.TOKEN)
        && config.isSet(Options.ON_OVERFLOW)) {
      problem(
          "does something with session=token only; set session to token or remove it",
          Options.ON_OVERFLOW,
          Options.SESSION);
    }
    observed();
  }

  private void observed() {
    if (has(Options.SESSION, mode -> mode != SessionMode.OBSERVE)) {
      Stream.of(Options.OBSERVE_PAGE, Options.OBSERVE_ROLE, Options.OBSERVE_SAMPLE)
          .filter(config::isSet)
          .forEach(
              option ->
                  problem(
                      "does something with session=observe only; set session to observe or remove it",
                      option,
                      Options.SESSION));
    } else if (has(Options.OBSERVE_PAGE, Optional::isPresent)
        != has(Options.OBSERVE_ROLE, Optional::isPresent)) {
      problem(
          "are for each other: the page is shown to callers with the role; set both or none",
          Options.OBSERVE_PAGE,
          Options.OBSERVE_ROLE);
    }
  }

  private void refresh() {
    for (Option<Duration> option : List.of(Options.REFRESH_LIFETIME, Options.REFRESH_GRACE)) {
      if (config.isSet(option) && has(Options.REFRESH, Optional::isEmpty)) {
        problem("is of no use without refresh; set refresh to a path or remove it", option);
      }
    }
    if (has(Options.REFRESH, Optional::isPresent)) {
      ordered(
          Options.LIFETIME, Options.REFRESH_LIFETIME, "refreshing a token would prolong nothing");
    }
  }

  private void endpoints() {
    Map<String, Option<?>> paths = new HashMap<>();
    for (Option<Optional<String>> option : Options.endpoints()) {
      Optional<String> path = config.valueOf(option).flatMap(value -> value);
      Option<?> other = path.isPresent() ? paths.putIfAbsent(path.get(), option) : null;
      if (other != null) {
        problem(
            (other.name() + " and " + option.name())
                + (" cannot both be " + path.orElse("") + "; change one"),
            option,
            other);
      }
    }
  }

  private void downstream() {
    Map<Origin, Optional<String>> targets = config.valueOf(Options.FORWARD_TO).orElse(Map.of());
    if (has(Options.EXCHANGE, Map::isEmpty)) {
      onlyWithExchange();
    }
    if (config.isSet(Options.FORWARD_UNENCRYPTED) && !config.isSet(Options.FORWARD_TO)) {
      problem(
          "is of no use without forward-to; set forward-to or remove it",
          Options.FORWARD_UNENCRYPTED);
    }
    targets.forEach(this::target);
  }

  private void onlyWithExchange() {
    for (Option<?> option : List.of(Options.TOKEN, Options.EXCHANGE_LIFETIME)) {
      if (config.isSet(option)) {
        problem("is of no use without exchange; set exchange or remove it", option);
      }
    }
  }

  private void target(Origin origin, Optional<String> audience) {
    if (!origin.isPrivate() && has(Options.FORWARD_UNENCRYPTED, on -> !on)) {
      problem(
          (origin + " would get tokens that anybody on the network can read; write https:, or set")
              + " forward-unencrypted to on",
          Options.FORWARD_TO);
    }
    if (audience.isPresent() && !has(Options.EXCHANGE, lent -> lent.containsKey(audience.get()))) {
      problem(
          ("exchange does not say what the audience " + audience.get() + " may get; add a line ")
              + ("such as " + audience.get() + "=*"),
          Options.FORWARD_TO,
          Options.EXCHANGE);
    }
  }

  private void handover() {
    if (!config.isSet(Options.HANDOVER_PARTNERS)) {
      Stream.of(
              Options.HANDOVER,
              Options.HANDOVER_URL,
              Options.HANDOVER_ISSUERS,
              Options.HANDOVER_KEYS,
              Options.HANDOVER_LIFETIME)
          .filter(config::isSet)
          .forEach(
              option ->
                  problem(
                      "is of no use without handover-partners; set handover-partners or remove it",
                      option));
      return;
    }
    if (has(Options.HANDOVER, Optional::isEmpty)) {
      problem("needs an endpoint; set endpoints or handover", Options.HANDOVER_PARTNERS);
    }
    if (has(Options.TOKEN_FROM, from -> !from.contains(TokenSource.COOKIE))) {
      problem(
          "needs logins in cookies; add cookie to token-from",
          Options.HANDOVER_PARTNERS,
          Options.TOKEN_FROM);
    }
    if (config.isSet(Options.HANDOVER_URL)) {
      config.valueOf(Options.HANDOVER_URL).flatMap(url -> url).ifPresent(this::ownAddress);
    } else {
      problem(
          "needs handover-url, the address of the endpoint here as browsers see it",
          Options.HANDOVER_PARTNERS);
    }
    oneForEachOrigin();
  }

  private void ownAddress(String url) {
    Optional<String> path = config.valueOf(Options.HANDOVER).flatMap(value -> value);
    if (path.filter(end -> !url.endsWith(end)).isPresent()) {
      problem(
          "does not end with the path of the endpoint, " + path.orElse("") + "; change one",
          Options.HANDOVER_URL,
          Options.HANDOVER);
    }
    if (has(Options.HANDOVER_PARTNERS, all -> all.contains(url))) {
      problem(
          "lists this application itself, " + url + "; remove that",
          Options.HANDOVER_PARTNERS,
          Options.HANDOVER_URL);
    }
  }

  /** Links name a page: from its origin it must be clear whose it is. */
  private void oneForEachOrigin() {
    Set<String> origins = new HashSet<>();
    for (String url : config.valueOf(Options.HANDOVER_PARTNERS).orElse(List.of())) {
      String origin = url.substring(0, url.indexOf('/', url.indexOf("://") + 3));
      if (!origins.add(origin)) {
        problem("lists two endpoints of " + origin + "; remove one", Options.HANDOVER_PARTNERS);
      }
    }
  }

  private void clients() {
    if (config.isSet(Options.PROXY_HEADER) && has(Options.TRUSTED_PROXIES, List::isEmpty)) {
      problem("is of no use without trusted-proxies; name them or remove it", Options.PROXY_HEADER);
    }
    if (config.isSet(Options.LOGIN_DELAY) && has(Options.LOGIN_ATTEMPTS, AttemptLimit::off)) {
      problem(
          "is of no use with login-attempts=off; remove one of them",
          Options.LOGIN_DELAY,
          Options.LOGIN_ATTEMPTS);
    }
  }

  private void proofs() {
    boolean off = has(Options.DPOP, DpopMode.OFF::equals);
    for (Option<?> option : List.of(Options.DPOP_NONCE, Options.DPOP_ORIGINS)) {
      if (off && config.isSet(option)) {
        problem("is of no use with dpop=off; set dpop to accept or require, or remove it", option);
      }
    }
    if (!off && has(Options.TOKEN_FROM, from -> !from.contains(TokenSource.HEADER))) {
      problem(
          "needs tokens in headers, since no proof comes with others; add header to token-from",
          Options.DPOP,
          Options.TOKEN_FROM);
    }
  }

  private <T> boolean has(Option<T> option, Predicate<? super T> test) {
    return config.valueOf(option).filter(test).isPresent();
  }

  /** A problem of the first option; the places of all that are set are named. */
  private void problem(String words, Option<?>... options) {
    Set<String> places =
        Stream.of(options)
            .filter(config::isSet)
            .map(option -> config.where(option))
            .collect(Collectors.toCollection(LinkedHashSet::new));
    problems.add(
        new ConfigProblem(options[0].name(), words + " (" + String.join(" and ", places) + ")"));
  }
}
