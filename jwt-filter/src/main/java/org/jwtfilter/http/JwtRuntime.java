package org.jwtfilter.http;

import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.jwtfilter.IssueRules;
import org.jwtfilter.JwtEvents;
import org.jwtfilter.JwtIssuer;
import org.jwtfilter.JwtVerifier;
import org.jwtfilter.TokenRules;
import org.jwtfilter.config.ConfigProblem;
import org.jwtfilter.config.ConfigurationException;
import org.jwtfilter.config.CsrfMode;
import org.jwtfilter.config.JwtConfig;
import org.jwtfilter.config.Option;
import org.jwtfilter.config.Options;
import org.jwtfilter.config.ParsedConfig;
import org.jwtfilter.config.SessionMode;
import org.jwtfilter.config.TokenSource;
import org.jwtfilter.key.Digests;
import org.jwtfilter.key.KeyException;
import org.jwtfilter.key.KeyLoader;
import org.jwtfilter.key.KeyRing;
import org.jwtfilter.key.KeySource;
import org.jwtfilter.key.SealingKeys;
import org.jwtfilter.store.Store;
import org.jwtfilter.store.StoreException;
import org.jwtfilter.store.StoreSettings;
import org.jwtfilter.store.Stores;

/**
 * Everything that finds callers, built once from the configuration: the only place where these
 * objects are made. Immutable and thread-safe; per request it is only walked.
 */
public final class JwtRuntime implements AutoCloseable {
  private static final int NAMESPACE_BYTES = 9;

  /** Added to the life of a mark, for the slack that a session's last access has. */
  private static final Duration SLACK = Duration.ofMinutes(2);

  private final JwtConfig config;
  private final Clock clock;
  private final JwtEvents events;
  private final @Nullable SealingKeys sealing;
  private final Store store;
  private final CookieRules cookies;
  private final Csrf csrf;
  private final Cors cors;
  private final LogoutMarks marks;
  private final SavedTarget target;
  private final Refusal refusal;
  private final Protection protection;
  private final Authenticator authenticator;
  private final boolean issues;
  private final List<String> warnings;
  private final Logins logins;

  private JwtRuntime(
      JwtConfig config,
      KeyRing ring,
      @Nullable SealingKeys sealing,
      Store store,
      Duration sessionTimeout,
      Clock clock,
      JwtEvents events) {
    this.config = config;
    this.store = store;
    this.clock = clock;
    this.events = events;
    this.sealing = sealing;
    Set<String> origins = Set.copyOf(config.get(Options.ALLOWED_ORIGINS));
    Set<TokenSource> sources = config.get(Options.TOKEN_FROM);
    cookies = CookieRules.of(config);
    csrf = new Csrf(origins, config.get(Options.CSRF) == CsrfMode.ALLOW_MISSING_ORIGIN);
    cors = new Cors(origins, sources.contains(TokenSource.COOKIE));
    marks = new LogoutMarks(cookies, markLife(config, sessionTimeout));
    target = new SavedTarget(cookies);
    refusal = new Refusal(config.get(Options.LOGIN_PAGE), target);
    protection = protection(config);
    issues = ring.signer().isPresent();
    warnings = Stream.concat(config.warnings().stream(), ring.warnings().stream()).toList();
    KeySource keys = KeySource.of(ring);
    JwtVerifier verifier = new JwtVerifier(keys, tokenRules(config), clock);
    List<TokenTransport> transports = transports(config, cookies);
    authenticator = new Authenticator(transports, verifier, checks(config));
    JwtIssuer issuer = new JwtIssuer(keys, issueRules(config), clock);
    logins = new Logins(issuer, verifier, transports, marks, events, clock);
  }

  /**
   * Builds everything.
   *
   * @param parsed the configuration with the problems found so far
   * @param sessionTimeout of the web application; zero where sessions never end
   * @throws org.jwtfilter.config.ConfigurationException with every problem of configuration and
   *     keys
   */
  public static JwtRuntime start(
      ParsedConfig parsed,
      KeyLoader loader,
      Duration sessionTimeout,
      Clock clock,
      JwtEvents events) {
    List<ConfigProblem> problems = new ArrayList<>();
    KeyRing ring = ring(parsed, loader, problems);
    SealingKeys sealing = sealing(parsed, loader, problems);
    JwtConfig config = parsed.require(problems);
    if (ring == null) {
      throw new IllegalStateException("no keys and no problem reported");
    }
    JwtEvents guarded = JwtEvents.guarded(events);
    Store store = store(parsed, config, clock);
    return new JwtRuntime(config, ring, sealing, store, sessionTimeout, clock, guarded);
  }

  /** Opened last, so that nothing is left open where something else is wrong. */
  private static Store store(ParsedConfig parsed, JwtConfig config, Clock clock) {
    try {
      return Stores.open(
          new StoreSettings(
              config.get(Options.STORE),
              config.get(Options.STORE_TIMEOUT),
              clock,
              namespace(config.get(Options.ISSUER))));
    } catch (IllegalArgumentException | StoreException e) {
      String words = String.valueOf(e.getMessage()) + place(parsed, Options.STORE);
      throw new ConfigurationException(List.of(new ConfigProblem(Options.STORE.name(), words)));
    }
  }

  /** Applications that trust the same issuer share what is known of its tokens, others nothing. */
  private static String namespace(String issuer) {
    return "jwt:" + Digests.sha256(issuer, NAMESPACE_BYTES) + ":";
  }

  private static @Nullable KeyRing ring(
      ParsedConfig parsed, KeyLoader loader, List<ConfigProblem> problems) {
    Optional<List<String>> uris = parsed.valueOf(Options.KEYS).filter(list -> !list.isEmpty());
    Optional<Set<String>> algorithms = parsed.valueOf(Options.ALGORITHMS);
    if (uris.isEmpty() || algorithms.isEmpty()) {
      return null;
    }
    try {
      KeyRing ring = loader.load(uris.get(), algorithms.get());
      if (ring.signer().isEmpty()) {
        needsSigner(parsed, problems);
      } else {
        readsOwnTokens(parsed, problems);
      }
      return ring;
    } catch (KeyException e) {
      report(parsed, Options.KEYS, e, problems);
      return null;
    }
  }

  private static void report(
      ParsedConfig parsed, Option<?> option, KeyException found, List<ConfigProblem> problems) {
    String place = place(parsed, option);
    found.problems().forEach(one -> problems.add(new ConfigProblem(option.name(), one + place)));
  }

  private static void needsSigner(ParsedConfig parsed, List<ConfigProblem> problems) {
    if (has(parsed, Options.LOGIN)) {
      Option<?> option = parsed.isSet(Options.LOGIN) ? Options.LOGIN : Options.ENDPOINTS;
      problems.add(
          new ConfigProblem(
              option.name(),
              "a login needs a key that can sign, but keys has public keys only; add an hmac: key"
                  + " or a private pem: key, or remove it"
                  + place(parsed, option)));
    }
  }

  /** The tokens that logins issue must be ones that are understood here. */
  private static void readsOwnTokens(ParsedConfig parsed, List<ConfigProblem> problems) {
    if (has(parsed, Options.LOGIN) || has(parsed, Options.LOGIN_PAGE)) {
      mustList(parsed, Options.PRINCIPAL_CLAIM, "sub", "name", problems);
      mustList(parsed, Options.ROLES_CLAIM, "groups", "roles", problems);
    }
  }

  private static void mustList(
      ParsedConfig parsed,
      Option<List<String>> option,
      String claim,
      String what,
      List<ConfigProblem> problems) {
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
                  + place(parsed, option)));
    }
  }

  private static boolean has(ParsedConfig parsed, Option<Optional<String>> option) {
    return parsed.valueOf(option).flatMap(value -> value).isPresent();
  }

  private static String place(ParsedConfig parsed, Option<?> option) {
    return " (" + parsed.where(option) + ")";
  }

  private static @Nullable SealingKeys sealing(
      ParsedConfig parsed, KeyLoader loader, List<ConfigProblem> problems) {
    boolean needed = parsed.valueOf(Options.SESSION).filter(SessionMode::travels).isPresent();
    List<String> own = parsed.valueOf(Options.SESSION_KEYS).orElse(List.of());
    List<String> keys = parsed.valueOf(Options.KEYS).orElse(List.of());
    if (!needed || (own.isEmpty() && keys.isEmpty())) {
      return null;
    }
    try {
      return loader.loadSealing(own, keys);
    } catch (KeyException e) {
      if (!own.isEmpty() || problems.isEmpty()) {
        report(parsed, own.isEmpty() ? Options.KEYS : Options.SESSION_KEYS, e, problems);
      }
      return null;
    }
  }

  private static Duration markLife(JwtConfig config, Duration sessionTimeout) {
    Duration session =
        sessionTimeout.isZero() ? config.get(Options.ABSOLUTE_LIFETIME) : sessionTimeout;
    Duration token = config.get(Options.LIFETIME).plus(config.get(Options.CLOCK_SKEW));
    return (session.compareTo(token) > 0 ? session : token).plus(SLACK);
  }

  private static Protection protection(JwtConfig config) {
    List<String> open =
        Stream.of(Options.LOGIN, Options.LOGOUT, Options.LOGIN_PAGE, Options.LOGIN_ERROR_PAGE)
            .flatMap(option -> config.get(option).stream())
            .toList();
    return Protection.of(config.get(Options.PROTECT), config.get(Options.PROTECT_ROLES), open);
  }

  private static TokenRules tokenRules(JwtConfig config) {
    return new TokenRules(
        Set.of(config.get(Options.ISSUER)),
        new HashSet<>(config.get(Options.AUDIENCE)),
        config.get(Options.CLOCK_SKEW),
        config.get(Options.PRINCIPAL_CLAIM),
        config.get(Options.ROLES_CLAIM),
        config.get(Options.ROLE_MAP),
        TokenRules.DEFAULT_MAX_TOKEN_LENGTH);
  }

  private static IssueRules issueRules(JwtConfig config) {
    return new IssueRules(
        config.get(Options.ISSUER),
        config.get(Options.AUDIENCE),
        config.get(Options.LIFETIME),
        config.get(Options.RENEW_AFTER),
        config.get(Options.ABSOLUTE_LIFETIME));
  }

  private static List<TokenTransport> transports(JwtConfig config, CookieRules cookies) {
    Map<TokenSource, TokenTransport> all = new EnumMap<>(TokenSource.class);
    all.put(TokenSource.HEADER, new HeaderTransport());
    all.put(TokenSource.COOKIE, new CookieTransport(cookies));
    all.put(TokenSource.QUERY, ParameterTransport.query(config.get(Options.QUERY_PARAMETER)));
    all.put(TokenSource.FORM, ParameterTransport.form(config.get(Options.FORM_PARAMETER)));
    all.keySet().retainAll(config.get(Options.TOKEN_FROM));
    return List.copyOf(all.values());
  }

  private List<Check> checks(JwtConfig config) {
    return config.get(Options.CSRF) == CsrfMode.OFF ? List.of(marks) : List.of(marks, csrf);
  }

  /** What was configured. */
  public JwtConfig config() {
    return config;
  }

  /** What is allowed but dangerous, and keys that are not used; to be logged once at start. */
  public List<String> warnings() {
    return warnings;
  }

  /** The time. */
  public Clock clock() {
    return clock;
  }

  /** Who hears what happens; never throws. */
  public JwtEvents events() {
    return events;
  }

  /** The secrets that seal; empty where nothing needs them. */
  public Optional<SealingKeys> sealing() {
    return Optional.ofNullable(sealing);
  }

  /** What the nodes share. */
  public Store store() {
    return store;
  }

  /** Ends what was begun: threads, and connections to the store. */
  @Override
  public void close() {
    store.close();
  }

  /** How cookies are named and set. */
  public CookieRules cookies() {
    return cookies;
  }

  /** What other origins may read. */
  public Cors cors() {
    return cors;
  }

  /** Which logins and sessions have ended in a browser. */
  public LogoutMarks marks() {
    return marks;
  }

  /** The page that was wanted before the login. */
  public SavedTarget target() {
    return target;
  }

  /** How a request is refused. */
  public Refusal refusal() {
    return refusal;
  }

  /** What needs a caller. */
  public Protection protection() {
    return protection;
  }

  /** Finds the caller of a request. */
  public Authenticator authenticator() {
    return authenticator;
  }

  /** Whether there is a key to sign tokens with, so that logins can begin here. */
  public boolean issues() {
    return issues;
  }

  /** Begins and ends logins. */
  public Logins logins() {
    return logins;
  }

  /**
   * Refuses a login that another site made the browser send.
   *
   * @throws org.jwtfilter.JwtRejected with the reason
   */
  public void checkLogin(Exchange exchange) throws org.jwtfilter.JwtRejected {
    if (config.get(Options.CSRF) != CsrfMode.OFF) {
      csrf.checkLogin(exchange);
    }
  }
}
