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
import org.jwtfilter.Caller;
import org.jwtfilter.IssueRules;
import org.jwtfilter.Jwt;
import org.jwtfilter.JwtEvents;
import org.jwtfilter.JwtIssuer;
import org.jwtfilter.JwtVerifier;
import org.jwtfilter.TokenForwarding;
import org.jwtfilter.TokenRules;
import org.jwtfilter.config.ConfigProblem;
import org.jwtfilter.config.CsrfMode;
import org.jwtfilter.config.DpopMode;
import org.jwtfilter.config.JwtConfig;
import org.jwtfilter.config.Options;
import org.jwtfilter.config.ParsedConfig;
import org.jwtfilter.config.StoreDown;
import org.jwtfilter.config.TokenSource;
import org.jwtfilter.grant.GrantRegistry;
import org.jwtfilter.grant.GrantRules;
import org.jwtfilter.key.KeyLoader;
import org.jwtfilter.key.KeySource;
import org.jwtfilter.key.KeyWatch;
import org.jwtfilter.key.KeyedHash;
import org.jwtfilter.key.SealingKeys;
import org.jwtfilter.store.Store;

/**
 * Everything that finds callers, built once from the configuration: the only place where these
 * objects are made. Immutable and thread-safe; per request it is only walked.
 */
public final class JwtRuntime implements AutoCloseable {
  /** Added to the life of a mark, for the slack that a session's last access has. */
  private static final Duration SLACK = Duration.ofMinutes(2);

  private final JwtConfig config;
  private final Clock clock;
  private final JwtEvents events;
  private final Optional<SealingKeys> sealing;
  private final Store store;
  private final CookieRules cookies;
  private final CsrfTokens csrfTokens;
  private final Csrf csrf;
  private final Cors cors;
  private final LogoutMarks marks;
  private final SavedTarget target;
  private final Refusal refusal;
  private final Protection protection;
  private final Authenticator authenticator;
  private final boolean issues;
  private final List<String> warnings;
  private final GrantRegistry grants;
  private final Logins logins;
  private final TokenExchange exchange;
  private final Optional<TokenForwarding> forwarding;
  private final Optional<Handover> handover;
  private final Proxies proxies;
  private final ClientCheck client;
  private final LoginGuard guard;
  private final Dpop dpop;
  private final KeySetAnswer keySet;
  private final KeyWatch watch;

  private JwtRuntime(
      JwtConfig config,
      KeySetup.Keys loaded,
      Store store,
      Duration sessionTimeout,
      Clock clock,
      JwtEvents events) {
    this.config = config;
    this.store = store;
    this.clock = clock;
    this.events = events;
    this.sealing = loaded.sealing();
    Set<String> origins = Set.copyOf(config.get(Options.ALLOWED_ORIGINS));
    Set<TokenSource> sources = config.get(Options.TOKEN_FROM);
    cookies = CookieRules.of(config);
    csrfTokens =
        CsrfTokens.of(
            sealing.map(secrets -> secrets.hash("csrf")), cookies, config.get(Options.CSRF_TOKEN));
    csrf = new Csrf(origins, config.get(Options.CSRF) == CsrfMode.ALLOW_MISSING_ORIGIN, csrfTokens);
    boolean cookiesCarry = sources.contains(TokenSource.COOKIE);
    DpopMode mode = config.get(Options.DPOP);
    cors = new Cors(origins, cookiesCarry, mode != DpopMode.OFF);
    marks = new LogoutMarks(cookies, markLife(config, sessionTimeout));
    target = new SavedTarget(cookies, csrf, savedForms(config));
    Optional<String> refreshByCookie = config.get(Options.REFRESH).filter(path -> cookiesCarry);
    refusal =
        new Refusal(config.get(Options.LOGIN_PAGE), refreshByCookie, target, new Challenges(mode));
    protection = protection(config);
    KeySource keys = loaded.source();
    watch = loaded.watch();
    keySet = new KeySetAnswer(config.get(Options.JWKS), keys, config.get(Options.KEYS_RELOAD));
    // Keys of others, which are not read yet, cannot sign.
    issues = keys.current().signer().isPresent();
    warnings =
        Stream.concat(config.warnings().stream(), keys.current().warnings().stream()).toList();
    JwtVerifier verifier = new JwtVerifier(keys, tokenRules(config), clock);
    JwtIssuer issuer = new JwtIssuer(keys, issueRules(config), clock);
    grants =
        GrantRegistry.open(
            store, loaded.records(), keys, issuer, verifier, grantRules(config), clock, events);
    proxies = Proxies.of(config);
    client = clientCheck(config, loaded.sealing(), issuer);
    guard = LoginGuards.of(config, loaded.sealing(), store, cookies, clock, events);
    dpop = Dpop.of(config, loaded.sealing(), path -> seenWhole(config, path), store, clock);
    List<TokenTransport> transports = transports(config, cookies);
    RevocationCheck revocation =
        new RevocationCheck(grants, config.get(Options.STORE_DOWN) == StoreDown.DENY);
    authenticator = new Authenticator(transports, verifier, checks(config, revocation));
    Lender lender =
        new Lender(config.get(Options.EXCHANGE), config.get(Options.EXCHANGE_LIFETIME), issuer);
    exchange =
        new TokenExchange(verifier, revocation, client, dpop, this::caller, lender, events, clock);
    forwarding =
        Optional.of(config.get(Options.FORWARD_TO))
            .filter(targets -> !targets.isEmpty())
            .map(targets -> new Forwarding(targets, lender, keys, issuer, verifier, grants, clock));
    logins =
        new Logins(
            issuer,
            verifier,
            grants,
            transports,
            refreshByCookie
                .map(path -> new RefreshCookie(cookies, seen(config, path)))
                .orElse(null),
            marks,
            client,
            csrfTokens,
            dpop,
            events,
            clock);
    handover =
        HandoverRules.of(config)
            .map(rules -> new Handover(rules, issuer, loaded.handover(), store, cookies, clock));
  }

  private ClientCheck clientCheck(JwtConfig config, Optional<SealingKeys> keys, JwtIssuer issuer) {
    KeyedHash hashes = keys.map(one -> one.hash("binding")).orElse(null);
    return new ClientCheck(config.get(Options.BIND), hashes, cookies, issuer, events);
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
    JwtEvents guarded = JwtEvents.guarded(events, clock);
    Optional<KeySetup.Keys> keys = new KeySetup(parsed, loader, problems, guarded, clock).load();
    JwtConfig config = parsed.require(problems);
    // Opened last, so that nothing is left open where something else is wrong.
    Store store = StoreSetup.open(config, clock, guarded);
    JwtRuntime runtime =
        new JwtRuntime(config, keys.orElseThrow(), store, sessionTimeout, clock, guarded);
    runtime.watch.begin();
    return runtime;
  }

  private Optional<SavedForm> savedForms(JwtConfig config) {
    int most = config.get(Options.SAVED_FORM_SIZE);
    return sealing
        .filter(keys -> most > 0)
        .map(
            keys ->
                new SavedForm(cookies, path -> seenWhole(config, path), keys, csrf, clock, most));
  }

  private static GrantRules grantRules(JwtConfig config) {
    return new GrantRules(
        config.get(Options.REVOCATION_DELAY),
        config.get(Options.CLOCK_SKEW),
        config.get(Options.REFRESH_LIFETIME),
        config.get(Options.REFRESH_GRACE),
        config.get(Options.REFRESH).isPresent(),
        Options.storeIsShared(config.get(Options.STORE)));
  }

  /** A path within the application as browsers see it, also where a proxy has changed it. */
  private static String seen(JwtConfig config, String path) {
    String context = config.contextPath();
    String cookiePath = config.get(Options.COOKIE_PATH);
    boolean within = (context + "/").startsWith(cookiePath.replaceFirst("/$", "") + "/");
    return (within ? context : cookiePath.replaceFirst("/$", "")) + path;
  }

  /** The same for a path that begins with the context path. */
  private static String seenWhole(JwtConfig config, String path) {
    String context = config.contextPath();
    return path.startsWith(context + "/") ? seen(config, path.substring(context.length())) : path;
  }

  private static Duration markLife(JwtConfig config, Duration sessionTimeout) {
    Duration session =
        sessionTimeout.isZero() ? config.get(Options.ABSOLUTE_LIFETIME) : sessionTimeout;
    Duration token = config.get(Options.LIFETIME).plus(config.get(Options.CLOCK_SKEW));
    return (session.compareTo(token) > 0 ? session : token).plus(SLACK);
  }

  private static Protection protection(JwtConfig config) {
    List<String> open =
        Stream.concat(
                Options.endpoints().stream(),
                Stream.of(Options.LOGIN_PAGE, Options.LOGIN_ERROR_PAGE))
            .flatMap(option -> config.get(option).stream())
            .toList();
    return Protection.of(config.get(Options.PROTECT), config.get(Options.PROTECT_ROLES), open);
  }

  private static TokenRules tokenRules(JwtConfig config) {
    Set<String> issuers = new HashSet<>(config.get(Options.ISSUERS).keySet());
    issuers.add(config.get(Options.ISSUER));
    return new TokenRules(
            issuers,
            new HashSet<>(config.get(Options.AUDIENCE)),
            config.get(Options.CLOCK_SKEW),
            config.get(Options.PRINCIPAL_CLAIM),
            config.get(Options.ROLES_CLAIM),
            config.get(Options.ROLE_MAP),
            TokenRules.DEFAULT_MAX_TOKEN_LENGTH)
        .withMaxAge(config.get(Options.MAX_TOKEN_AGE))
        .withKeyBound(config.get(Options.DPOP) != DpopMode.OFF);
  }

  private static IssueRules issueRules(JwtConfig config) {
    return new IssueRules(
        config.get(Options.ISSUER),
        config.get(Options.AUDIENCE),
        config.get(Options.LIFETIME),
        config.get(Options.RENEW_AFTER),
        config.get(Options.ABSOLUTE_LIFETIME));
  }

  private List<TokenTransport> transports(JwtConfig config, CookieRules cookies) {
    Map<TokenSource, TokenTransport> all = new EnumMap<>(TokenSource.class);
    all.put(TokenSource.HEADER, new HeaderTransport());
    all.put(TokenSource.COOKIE, new CookieTransport(cookies));
    all.put(TokenSource.QUERY, ParameterTransport.query(config.get(Options.QUERY_PARAMETER)));
    all.put(TokenSource.FORM, ParameterTransport.form(config.get(Options.FORM_PARAMETER)));
    all.put(TokenSource.WEBSOCKET, new SubprotocolTransport());
    all.keySet().retainAll(config.get(Options.TOKEN_FROM));
    List<TokenTransport> transports = new ArrayList<>(all.values());
    if (dpop.on()) {
      transports.add(dpop.transport());
    }
    return transports;
  }

  private List<Check> checks(JwtConfig config, Check revocation) {
    List<Check> checks = new ArrayList<>(List.of(marks, revocation));
    if (config.get(Options.CSRF) != CsrfMode.OFF) {
      checks.add(csrf);
    }
    if (client.binds()) {
      checks.add(client);
    }
    if (dpop.on()) {
      checks.add(dpop); // last: it uses up the proof
    }
    return checks;
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
    return sealing;
  }

  /** What the nodes share. */
  public Store store() {
    return store;
  }

  /** Ends what was begun: threads, and connections to the store. */
  @Override
  public void close() {
    watch.close();
    grants.close();
    guard.close();
    dpop.close();
    store.close();
  }

  /** Our public keys, for whoever asks. */
  public KeySetAnswer keySet() {
    return keySet;
  }

  /** Who looks after the keys. */
  KeyWatch watch() {
    return watch;
  }

  /** How cookies are named and set. */
  public CookieRules cookies() {
    return cookies;
  }

  /** What pages send back to show that they are ours. */
  public CsrfTokens csrfTokens() {
    return csrfTokens;
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

  /** Who is logged in, and what was revoked. */
  public GrantRegistry grants() {
    return grants;
  }

  /**
   * The caller of a verified token, with the roles that the caller has now; of an exchanged one
   * never more than it carries.
   */
  public Caller caller(Jwt jwt) {
    Optional<Set<String>> changed = grants.changedRoles(jwt);
    if (changed.isEmpty()) {
      return new Caller(jwt);
    }
    Set<String> roles = new HashSet<>(changed.get());
    if (jwt.exchangedFrom().isPresent()) {
      roles.retainAll(jwt.roles());
    }
    return new Caller(jwt, roles);
  }

  /** Gives tokens for other audiences in exchange (RFC 8693). */
  public TokenExchange exchange() {
    return exchange;
  }

  /** Which tokens leave in the name of callers; empty where none do. */
  public Optional<TokenForwarding> forwarding() {
    return forwarding;
  }

  /** Hands logins over to other domains, and takes them over; empty where there are none. */
  public Optional<Handover> handover() {
    return handover;
  }

  /** For whom proxies ask. */
  public Proxies proxies() {
    return proxies;
  }

  /** Slows down whoever guesses passwords. */
  public LoginGuard guard() {
    return guard;
  }

  /** Proofs that a client has a private key. */
  public Dpop dpop() {
    return dpop;
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
