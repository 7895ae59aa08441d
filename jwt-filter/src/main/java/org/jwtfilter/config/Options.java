package org.jwtfilter.config;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Every option, declared once: name, heading, form, default, meaning. */
public final class Options {
  /** A key that is another one after each start. */
  static final String RANDOM_KEY = "hmac:random-for-development";

  private static final List<Option<?>> DECLARED = new ArrayList<>();

  private static final String TOKENS = "Keys and tokens";
  private static final String TRANSPORT = "Where tokens travel";
  private static final String ACCESS = "Who may see what";
  private static final String SESSIONS = "Sessions";
  private static final String LIFE = "Login, logout and lifetime";
  private static final String STORES = "The store";
  private static final String BROWSERS = "Other sites";
  private static final String OTHERS = "Other services";
  private static final String CLIENTS = "Clients, proxies and guessing";
  private static final String CODE = "Code of your own";

  private static final Duration USUAL_LIFETIME = Duration.ofMinutes(15);
  private static final Duration SECOND = Duration.ofSeconds(1);
  private static final Duration LONGEST = Duration.ofDays(3650);

  private static final String PATH_FORM = "a path, such as `/login`";
  private static final String DURATION_FORM = "a duration";
  private static final String SHORT_DURATION_FORM = "a duration, such as `500ms`";
  private static final String CLASS_FORM = "the full name of a class";
  private static final String PATTERNS_FORM = "a list of URL patterns";

  /** The key URIs; the first that can sign signs, all verify. */
  public static final Option<List<String>> KEYS =
      add(
          new Option<>(
              "keys",
              TOKENS,
              Syntax.list("a list of keys", Items.text()),
              "required",
              others -> Optional.empty(),
              Secrecy.KEYS,
              """
              The keys that sign and verify tokens. Every node needs the same ones. \
              `hmac:env:NAME` is a secret in an environment variable, `hmac:file:PATH` one in a \
              file, `hmac:lines:PATH` several, one a line, `hmac:base64:…` one that stands here; \
              make one with `openssl rand -base64 48`. `pem:PATH` is an RSA or EC key, \
              `keystore:PATH` all that a keystore holds (PKCS #12 or JKS), `keystore:PATH#ALIAS` \
              one of them. `jwks:PATH` is a key set of others; `public:PATH` takes \
              public keys of others as PEM, JWK or key set, whichever it is. \
              `jwks:https://…` is the key set of an identity provider, or its discovery document \
              (`…/.well-known/openid-configuration`), and is read again now and then. \
              The first key that can sign signs, all verify. Files are read again when they \
              change: `docs/keys.md` tells how to change keys while everybody stays logged in. \
              `hmac:random-for-development` is another secret after each start, so that all logins \
              end then: for one node on a developer's machine."""));

  /** How often files are looked at again. */
  public static final Option<Duration> KEYS_RELOAD =
      option(
          "keys-reload",
          TOKENS,
          Syntax.one(DURATION_FORM, Amounts.duration(Duration.ZERO, Duration.ofDays(1))),
          Duration.ofSeconds(60),
          """
          How often the files of `keys`, `issuers`, `session-keys` and `handover-keys` are looked \
          at; `0s`: at start only. A key that is gone is accepted no longer than this. A new one is \
          accepted at once, and signs and encrypts after twice this time, when all nodes know it. \
          Files that cannot be used change nothing, and the log says why.""");

  /** Opens keystores. */
  public static final Option<Optional<String>> KEYSTORE_PASSWORD =
      add(
          new Option<>(
              "keystore-password",
              TOKENS,
              Syntax.optional("text", Items.text()),
              "none",
              Fallback.of(Optional.empty()),
              Secrecy.WHOLE,
              """
              The password of each `keystore:` and its entries, best as `${env:NAME}` or \
              `${file:PATH}`."""));

  /** Names of accepted algorithms; empty: what the keys say. */
  public static final Option<Set<String>> ALGORITHMS =
      option(
          "algorithms",
          TOKENS,
          Syntax.set(
              "a list of `HS256` to `HS512`, `RS256` to `RS512`, `ES256` to `ES512`",
              Items.algorithm()),
          "what the keys say",
          Fallback.of(Set.of()),
          """
          The signature algorithms that are accepted. They must agree with the keys.""");

  /** How long keys that were fetched are used without another look. */
  public static final Option<Duration> JWKS_MAX_AGE =
      option(
          "jwks-max-age",
          TOKENS,
          Syntax.one(DURATION_FORM, Amounts.duration(Duration.ofMinutes(1), Duration.ofDays(1))),
          Duration.ofMinutes(15),
          """
          How long the keys of a `jwks:https://…` are used without another look: a key that its \
          owner has withdrawn is accepted no longer than this. A shorter `Cache-Control` of the \
          owner counts, down to `1m`.""");

  /** The least time between two fetches for unknown keys. */
  public static final Option<Duration> JWKS_COOL_DOWN =
      option(
          "jwks-cool-down",
          TOKENS,
          Syntax.one(DURATION_FORM, Amounts.duration(SECOND, Duration.ofMinutes(10))),
          Duration.ofSeconds(30),
          """
          A token with an unknown key makes us look at once whether there is a new one at a \
          `jwks:https://…`, but not again within this time, however many such tokens come.""");

  /** How long fetched keys are used while their owner does not answer. */
  public static final Option<Duration> JWKS_STALE =
      option(
          "jwks-stale",
          TOKENS,
          Syntax.one(DURATION_FORM, Amounts.duration(Duration.ZERO, Duration.ofDays(30))),
          Duration.ofHours(24),
          """
          How long the keys of a `jwks:https://…` are used after its last answer, while it does \
          not answer; then tokens of its owner get status 503 until it does. Never less than \
          `jwks-max-age`.""");

  /** The {@code iss} that we issue and require. */
  public static final Option<String> ISSUER =
      option(
          "issuer",
          TOKENS,
          Syntax.one("text", Items.issuer()),
          "the context path, `/` for the root",
          others -> Optional.of(others.defaults().contextPathOrSlash()),
          """
          Who issues the tokens (`iss`). Tokens of another issuer are refused, ours carry it. What \
          `keys` holds is good for tokens of this issuer only. A discovery document in `keys` must \
          name the same issuer, to the letter.""");

  /** Issuers besides {@link #ISSUER}, each with the URIs of the keys that are good for it alone. */
  public static final Option<Map<String, List<String>>> ISSUERS =
      add(
          new Option<>(
              "issuers",
              TOKENS,
              Syntax.issuers(
                  "lines such as `https://login.example=jwks:https://login.example/jwks`"),
              "none",
              Fallback.of(Map.of()),
              Secrecy.KEYS,
              """
              Others whose tokens are accepted too: one issuer a line, then the keys that are good \
              for its tokens and no others, written as in `keys`. They only verify. Names of \
              callers are taken from all alike: list nobody whom you do not trust with every \
              name."""));

  /** The {@code aud} values of which a token must have one; empty: any token will do. */
  public static final Option<List<String>> AUDIENCE =
      option(
          "audience",
          TOKENS,
          Syntax.list("a list of names", Items.text()),
          List.of(),
          """
          Whom the tokens are for (`aud`). If set, a token must name one of them, and ours name \
          them all.""");

  /** How far clocks may differ when a token's times are compared. */
  public static final Option<Duration> CLOCK_SKEW =
      option(
          "clock-skew",
          TOKENS,
          Syntax.one(DURATION_FORM, Amounts.duration(Duration.ZERO, Duration.ofMinutes(10))),
          Duration.ofSeconds(60),
          """
          How much the clocks of two machines may differ: a token is accepted this long after its \
          end and before its beginning. At most `10m`; more than `5m` is dangerous.""");

  /**
   * How old a token may be, counted from its {@code iat}; empty: as old as its {@code exp} says.
   */
  public static final Option<Optional<Duration>> MAX_TOKEN_AGE =
      option(
          "max-token-age",
          TOKENS,
          Syntax.optional(DURATION_FORM, Amounts.duration(SECOND, LONGEST)),
          Optional.empty(),
          """
          How old a token may be, whatever its end: it is refused this long after it was issued \
          (`iat`), and where it does not say when that was.""");

  /** The places where a token may be presented. */
  public static final Option<Set<TokenSource>> TOKEN_FROM =
      option(
          "token-from",
          TRANSPORT,
          Syntax.set(
              "a list of " + Words.choices(TokenSource.class), Words.oneOf(TokenSource.class)),
          "`header`, `cookie`",
          Fallback.of(
              Collections.unmodifiableSet(EnumSet.of(TokenSource.HEADER, TokenSource.COOKIE))),
          """
          Where a request may carry its token: in the header `Authorization: Bearer …`, in our \
          cookie, in a parameter of the URL, in a field of a posted form, or among the \
          sub-protocols of a WebSocket (`new WebSocket(url, ["bearer", token])`). A request with two \
          tokens is refused. `query` is dangerous: URLs end up in logs and histories.""");

  /** The name of the token's cookie, as written. */
  public static final Option<String> COOKIE_NAME =
      option(
          "cookie-name",
          TRANSPORT,
          Syntax.one("a name", Items.cookieName()),
          "jwt",
          """
          The name of the cookie that carries the token. A name that begins with `__Host-` or \
          `__Secure-` makes browsers insist on HTTPS.""");

  /** The {@code Path} of all our cookies. */
  public static final Option<String> COOKIE_PATH =
      option(
          "cookie-path",
          TRANSPORT,
          Syntax.one("a path", Items.cookiePath()),
          "the context path, `/` for the root",
          Options::cookiePath,
          """
          The part of the site to which browsers send our cookies. Set it to what the browser sees \
          if a proxy changes paths, or to `/` to share a login between applications. With a \
          `cookie-name` that begins with `__Host-` it is `/`.""");

  /** The {@code Domain} of all our cookies; empty: the host alone. */
  public static final Option<Optional<String>> COOKIE_DOMAIN =
      option(
          "cookie-domain",
          TRANSPORT,
          Syntax.optional("a domain", Items.domain()),
          Optional.empty(),
          """
          The domain whose hosts all get our cookies. Without it only the host that set them does, \
          which is safer.""");

  /** When our cookies are {@code Secure}. */
  public static final Option<CookieSecure> COOKIE_SECURE =
      option(
          "cookie-secure",
          TRANSPORT,
          Syntax.one(Words.choices(CookieSecure.class), Words.oneOf(CookieSecure.class)),
          CookieSecure.AUTO,
          """
          Whether browsers send our cookies by HTTPS only. `auto`: when the request came by HTTPS. \
          `always`: take this behind a proxy that ends HTTPS and does not tell the server. \
          `never` is dangerous: anybody on the network can read the cookie and act as the \
          visitor.""");

  /** The {@code SameSite} of all our cookies. */
  public static final Option<SameSite> COOKIE_SAME_SITE =
      option(
          "cookie-same-site",
          TRANSPORT,
          Syntax.one(Words.choices(SameSite.class), Words.oneOf(SameSite.class)),
          SameSite.LAX,
          """
          Whether browsers send our cookies when another site leads to us. `Strict`: not at all. \
          `Lax`: when the visitor follows a link. `None`: always, also inside frames and for \
          scripts of other sites; needs HTTPS.""");

  /** Whether our cookies are kept apart for each site that shows us in a frame. */
  public static final Option<Boolean> COOKIE_PARTITIONED =
      option(
          "cookie-partitioned",
          TRANSPORT,
          Syntax.one("`on`, `off`", Words.onOff()),
          false,
          """
          Whether browsers keep our cookies apart for each site that shows us in a frame \
          (`Partitioned`, CHIPS): a login in the frame is none elsewhere, and works where browsers \
          block the cookies of other sites. Needs HTTPS, and `cookie-same-site=None` to be of use.""");

  /** How long browsers keep our cookies; empty: until they are closed. */
  public static final Option<Optional<Duration>> COOKIE_MAX_AGE =
      option(
          "cookie-max-age",
          TRANSPORT,
          Syntax.optional(DURATION_FORM, Amounts.duration(SECOND, Duration.ofDays(400))),
          Optional.empty(),
          """
          How long browsers keep the cookies of a login and its session after each answer that \
          sets them, also when they are closed meanwhile. Without it they forget them then. Logins \
          and sessions end no later than ever. For this and the other `cookie-` options but the \
          name, what `<cookie-config>` of the application says is the default.""");

  /** The query parameter that carries a token. */
  public static final Option<String> QUERY_PARAMETER =
      option(
          "query-parameter",
          TRANSPORT,
          Syntax.one("a name", Items.name()),
          "access_token",
          """
          The parameter of the URL that carries the token, if `token-from` lists `query`.""");

  /** The form parameter that carries a token. */
  public static final Option<String> FORM_PARAMETER =
      option(
          "form-parameter",
          TRANSPORT,
          Syntax.one("a name", Items.name()),
          "access_token",
          """
          The field of a posted form that carries the token, if `token-from` lists `form`.""");

  /** URL patterns that need a caller. */
  public static final Option<List<String>> PROTECT =
      option(
          "protect",
          ACCESS,
          Syntax.list(PATTERNS_FORM, UrlPatterns.item()),
          List.of(),
          """
          The pages that need somebody who is logged in, as patterns of web.xml: `/account/*`, \
          `*.jsp`, `/report`, `/`. Like all patterns they do not contain the context path.""");

  /** URL patterns with the roles of which a caller needs one; {@code *} stands for any caller. */
  public static final Option<Map<String, Set<String>>> PROTECT_ROLES =
      option(
          "protect-roles",
          ACCESS,
          Syntax.lines("lines such as `/admin/*=admin,boss`", UrlPatterns.item()),
          Map.of(),
          """
          The pages that need a role, one pattern a line, then the roles of which one is enough. \
          The role `*` means anybody who is logged in.""");

  /** Whether the server asks us who the caller is. */
  public static final Option<AuthModuleMode> AUTH_MODULE =
      option(
          "auth-module",
          ACCESS,
          Syntax.one(Words.choices(AuthModuleMode.class), Words.oneOf(AuthModuleMode.class)),
          AuthModuleMode.AUTO,
          """
          Whether the server asks us who the caller is, before it looks at `<security-constraint>` \
          and `@ServletSecurity` (a module of Jakarta Authentication). `auto`: wherever the server \
          can, unless `<auth-method>` is other than `FORM` and `BASIC`; see `docs/servers.md`. \
          `off`: the server checks its constraints without knowing of tokens.""");

  /** Paths of the claims that hold roles; the first that a token has counts. */
  public static final Option<List<String>> ROLES_CLAIM =
      option(
          "roles-claim",
          ACCESS,
          Syntax.list("a list of claims", Items.text()),
          List.of("groups", "roles", "scope"),
          """
          The claims of a token that hold the roles; the first that is there counts. Dots lead \
          into objects: `realm_access.roles`.""");

  /** Paths of the claims that hold the caller's name; the first that a token has counts. */
  public static final Option<List<String>> PRINCIPAL_CLAIM =
      option(
          "principal-claim",
          ACCESS,
          Syntax.list("a list of claims", Items.text()),
          List.of("upn", "preferred_username", "sub"),
          """
          The claims of a token that hold the name of the caller, which `getRemoteUser()` returns; \
          the first that is there counts.""");

  /** Names of roles in tokens, and what the application calls them. */
  public static final Option<Map<String, String>> ROLE_MAP =
      option(
          "role-map",
          ACCESS,
          Syntax.pairs("pairs such as `shop-admins=admin`"),
          Map.of(),
          """
          New names for roles: left as the token has them, right as the application asks for \
          them. Separated by commas or line breaks.""");

  /** The roles to ask the container's realm for; meaningful only if set. */
  public static final Option<Set<String>> ROLES =
      option(
          "roles",
          ACCESS,
          Syntax.names("a list of roles, separated by commas or line breaks"),
          "those that web.xml declares",
          Fallback.of(Set.of()),
          """
          The roles to ask the server's user database for at login; those that the user has go \
          into the token.""");

  /** Where the session's data lives. */
  public static final Option<SessionMode> SESSION =
      option(
          "session",
          SESSIONS,
          Syntax.one(Words.choices(SessionMode.class), Words.oneOf(SessionMode.class)),
          SessionMode.CONTAINER,
          """
          Where the data of `request.getSession()` lives. `container`: in the memory of one \
          server, as before. `observe`: there too, with a report of what would become of it \
          elsewhere ([observing.md](observing.md)). `token`: in encrypted cookies, so that any node can go on with it. \
          `store`: in the `store` that the nodes share, encrypted with a key that only the \
          visitor's cookie holds. `auto`: in cookies while it fits `session-budget` and is changed \
          before the page is sent, else in the `store`. All options that begin with `session-` \
          need one of the last three.""");

  /** One request in so many is looked at closely while sessions are observed. */
  public static final Option<Sample> OBSERVE_SAMPLE =
      option(
          "observe-sample",
          SESSIONS,
          Syntax.one("a number from `1` to `1000000`", Sample.item()),
          new Sample(20),
          """
          With `session=observe`: one request in so many is looked at closely, and no more than 20 \
          in a second. `1` looks at every request, however many: for tests. What was never seen \
          before is looked at in any case.""");

  /** The page that shows what was observed. */
  public static final Option<Optional<String>> OBSERVE_PAGE =
      option(
          "observe-page",
          SESSIONS,
          Syntax.optional("a path, such as `/jwt/observe`", Items.path()),
          "off",
          Fallback.of(Optional.empty()),
          """
          With `session=observe`: the path of the report, a page or, for who accepts \
          `application/json`, JSON. Needs `observe-role`. The log has a summary in any case.""");

  /** Who may see that page. */
  public static final Option<Optional<String>> OBSERVE_ROLE =
      option(
          "observe-role",
          SESSIONS,
          Syntax.optional("a role", Items.text()),
          Optional.empty(),
          """
          The role that a caller needs to see `observe-page`.""");

  /** Most bytes of all our {@code Set-Cookie} lines in one response. */
  public static final Option<Integer> SESSION_BUDGET =
      option(
          "session-budget",
          SESSIONS,
          Syntax.one("a size from `1k` to `64k`", Amounts.size(1024, 64 * 1024)),
          6 * 1024,
          """
          How large all our `Set-Cookie` lines of one response may be together. Mind that Tomcat \
          and Jetty refuse requests with more than 8 KB of headers unless told otherwise.""");

  /** What a session over budget leads to. */
  public static final Option<OnOverflow> ON_OVERFLOW =
      option(
          "on-overflow",
          SESSIONS,
          Syntax.one(Words.choices(OnOverflow.class), Words.oneOf(OnOverflow.class)),
          OnOverflow.FAIL,
          """
          What happens with `session=token` when a session exceeds `session-budget`. `fail`: the request fails, and the \
          log names the largest attributes. `warn` is dangerous: the change is lost, and only the \
          log says so.""");

  /** Which classes a session may hold besides plain values. */
  public static final Option<List<String>> SESSION_CLASSES =
      option(
          "session-classes",
          SESSIONS,
          Syntax.list("a list of class names and patterns", Items.classPattern()),
          List.of(Items.OWN_CLASSES),
          """
          The classes that a session may hold besides the plain ones of Java: `com.shop.Cart`, \
          `com.shop.*` (a package), `com.shop.**` (a package and all below it). \
          `/WEB-INF/classes` stands for the application's own classes in that folder; repeat it \
          if you add others. What is named here, other than by a pattern of one word such as \
          `com.**`, may have lambdas in the session, too. Everything else is refused, both writing \
          and reading; so are, whatever is named, classes through which reading is known to run \
          code.""");

  /** How long a session lives at most, however busy. */
  public static final Option<Duration> SESSION_ABSOLUTE_TIMEOUT =
      option(
          "session-absolute-timeout",
          SESSIONS,
          Syntax.one(DURATION_FORM, Amounts.duration(SECOND, LONGEST)),
          Duration.ofHours(24),
          """
          How long a session lives at most, however busy it is. How long it may be idle is said \
          by `<session-timeout>`, as before.""");

  /** URL patterns whose requests do not keep a session alive. */
  public static final Option<List<String>> SESSION_IGNORE_PATHS =
      option(
          "session-ignore-paths",
          SESSIONS,
          Syntax.list(PATTERNS_FORM, UrlPatterns.item()),
          List.of(),
          """
          Requests that do not keep a session alive, such as a page that asks for news every few \
          seconds.""");

  /** Key URIs that seal sessions; empty: derived from the {@code hmac:} keys of {@code keys}. */
  public static final Option<List<String>> SESSION_KEYS =
      add(
          new Option<>(
              "session-keys",
              SESSIONS,
              Syntax.list("a list of `hmac:` keys", Items.text()),
              "derived from the `hmac:` keys of `keys`",
              Fallback.of(List.of()),
              Secrecy.KEYS,
              """
              The secrets that encrypt sessions and what a shared `store` holds of logins, written \
              as in `keys`: the first encrypts, all decrypt. Read again as those. Needed if `keys` has no `hmac:` key."""));

  /** Whether large attributes are compressed. */
  public static final Option<Boolean> SESSION_COMPRESSION =
      option(
          "session-compression",
          SESSIONS,
          Syntax.one("`on`, `off`", Words.onOff()),
          true,
          """
          Whether large attributes are compressed before they are encrypted; each alone, so that \
          the length of a cookie tells nothing about one attribute through another.""");

  /** Whether a form's token is good once, however many send it at the same time. */
  public static final Option<Boolean> SESSION_ONCE =
      option(
          "session-once",
          SESSIONS,
          Syntax.one("`on`, `off`", Words.onOff()),
          true,
          """
          With a store: a text or number that a request of an unsafe method, such as POST, gets \
          from its session and then removes, as frameworks do with the token of a form, goes to one \
          request alone, however many are sent at the same time; the others are answered 409.""");

  /** Class names of session listeners besides those found by themselves. */
  public static final Option<List<String>> SESSION_LISTENERS =
      option(
          "session-listeners",
          SESSIONS,
          Syntax.list("a list of class names", Items.className()),
          List.of(),
          """
          Session listeners besides those that web.xml and annotations declare, for example those \
          that a library adds by itself.""");

  /** How long a token that we issue is valid. */
  public static final Option<Duration> LIFETIME =
      option(
          "lifetime",
          LIFE,
          Syntax.one(DURATION_FORM, Amounts.duration(SECOND, LONGEST)),
          "`15m`; where `session` is `token`, `store` or `auto`, the session timeout of web.xml if"
              + " that is longer; never more than `absolute-lifetime`",
          Options::lifetime,
          """
          How long a token that we issue is valid, and so how long a visitor may be idle before \
          the login ends.""");

  /** The age at which a token that is used is replaced. */
  public static final Option<Duration> RENEW_AFTER =
      option(
          "renew-after",
          LIFE,
          Syntax.one(DURATION_FORM, Amounts.duration(SECOND, LONGEST)),
          "half of `lifetime`",
          others -> others.valueOf(LIFETIME).map(Options::half),
          """
          The age at which a token in a cookie is replaced by a fresh one while the visitor is \
          active. The same as `lifetime` means: not at all.""");

  /** How long after a login its tokens are renewed at most. */
  public static final Option<Duration> ABSOLUTE_LIFETIME =
      option(
          "absolute-lifetime",
          LIFE,
          Syntax.one(DURATION_FORM, Amounts.duration(SECOND, LONGEST)),
          Duration.ofHours(24),
          """
          How long after a login the visitor has to log in again, however active.""");

  /** Sets the endpoints below one path. */
  public static final Option<Optional<String>> ENDPOINTS =
      option(
          "endpoints",
          LIFE,
          Syntax.optional("a path, such as `/jwt`", Items.path()),
          "off",
          Fallback.of(Optional.empty()),
          """
          Switches on all built-in endpoints below one path: with `/jwt` they are `/jwt/login`, \
          `/jwt/logout`, `/jwt/refresh`, `/jwt/revoke` and `/jwt/logins`, and where `exchange` is \
          set `/jwt/token`, and where \
          `handover-partners` is set `/jwt/handover`. An option of its own for one of them wins.""");

  /** The login endpoint, within the application. */
  public static final Option<Optional<String>> LOGIN =
      option(
          "login",
          LIFE,
          Syntax.optional(PATH_FORM, Items.path()),
          "off, or below `endpoints`",
          others -> below(others, "/login"),
          """
          The path of the built-in login: `POST` with a name and a password that the server's user \
          database knows.""");

  /** The logout endpoint, within the application. */
  public static final Option<Optional<String>> LOGOUT =
      option(
          "logout",
          LIFE,
          Syntax.optional("a path, such as `/logout`", Items.path()),
          "off, or below `endpoints`",
          others -> below(others, "/logout"),
          """
          The path of the built-in logout, for `POST`: the login is revoked on all nodes, and the \
          cookies are deleted.""");

  /** The refresh endpoint, within the application. */
  public static final Option<Optional<String>> REFRESH =
      option(
          "refresh",
          LIFE,
          Syntax.optional("a path, such as `/refresh`", Items.path()),
          "off, or below `endpoints`",
          others -> below(others, "/refresh"),
          """
          The path of the built-in refresh, for `POST`: new tokens for a refresh token, which comes \
          in a cookie that browsers send to this path alone, or as `refresh_token` in the body. A \
          login then gives a refresh token too. Each can be used once.""");

  /** How long after a login its refresh tokens work at most. */
  public static final Option<Duration> REFRESH_LIFETIME =
      option(
          "refresh-lifetime",
          LIFE,
          Syntax.one(DURATION_FORM, Amounts.duration(SECOND, LONGEST)),
          Duration.ofDays(14),
          """
          How long after a login it can be refreshed, however often: then the visitor has to log \
          in again.""");

  /** How long a used refresh token still gets the same answer. */
  public static final Option<Duration> REFRESH_GRACE =
      option(
          "refresh-grace",
          LIFE,
          Syntax.one(DURATION_FORM, Amounts.duration(Duration.ZERO, Duration.ofMinutes(10))),
          Duration.ofSeconds(60),
          """
          How long a refresh token that was used still gets the same answer, for pages that refresh \
          at the same time. Whoever uses it later ends the login, since somebody has a copy.""");

  /** The revocation endpoint, within the application. */
  public static final Option<Optional<String>> REVOKE =
      option(
          "revoke",
          LIFE,
          Syntax.optional("a path, such as `/revoke`", Items.path()),
          "off, or below `endpoints`",
          others -> below(others, "/revoke"),
          """
          The path of the built-in revocation (RFC 7009), for `POST` with a `token`, by its owner: \
          an access token ends alone, a refresh token with its whole login.""");

  /** The list of the caller's own logins, within the application. */
  public static final Option<Optional<String>> LOGINS =
      option(
          "logins",
          LIFE,
          Syntax.optional("a path, such as `/logins`", Items.path()),
          "off, or below `endpoints`",
          others -> below(others, "/logins"),
          """
          The path of the list of one's own logins: `GET` lists them with device, time and address, \
          `DELETE` (or `POST` with `grant`) of one of them ends it, of all of them ends all \
          (`grant=all`) or all others (`grant=others`).""");

  /** The page that asks for name and password; look at {@code isSet} before the default. */
  public static final Option<Optional<String>> LOGIN_PAGE =
      option(
          "login-page",
          LIFE,
          Syntax.oneOrNone("a path, or `none`", Items.page()),
          "`<form-login-page>` of web.xml, if there",
          Fallback.of(Optional.empty()),
          """
          The page that a browser is sent to when it needs a login. Its form may go on posting to \
          `j_security_check`. Clients that are no browsers get status 401 instead.""");

  /** The page for failed logins; look at {@code isSet} before the default. */
  public static final Option<Optional<String>> LOGIN_ERROR_PAGE =
      option(
          "login-error-page",
          LIFE,
          Syntax.oneOrNone("a path, or `none`", Items.page()),
          "`<form-error-page>` of web.xml, if there",
          Fallback.of(Optional.empty()),
          """
          The page that a browser sees when name or password are wrong.""");

  /** How large a posted form may be that is kept while its sender logs in. */
  public static final Option<Integer> SAVED_FORM_SIZE =
      option(
          "saved-form-size",
          LIFE,
          Syntax.one("a size up to `4k`, or `0`", Amounts.size(0, 4096)),
          3 * 1024,
          """
          How long the sealed cookie may be that keeps a posted form while its sender logs in; the \
          form is compressed in it. A longer one is not kept: after the login its page comes again, \
          empty. `0` keeps none.""");

  /** The address of the store. */
  public static final Option<String> STORE =
      add(
          new Option<>(
              "store",
              STORES,
              Syntax.one("the address of a store", Items.storeUri()),
              "`memory:local`",
              Fallback.of("memory:local"),
              Secrecy.KEYS,
              """
              Where the nodes keep what they share: ended logins, refresh tokens, sessions with \
              `session=store`. `memory:local`: in this node, seen by no other. \
              `jdbc:java:comp/env/jdbc/NAME`: in a database, by a `DataSource` of the server. \
              `redis://HOST:6379` (`rediss:` with TLS, `redis-sentinel:`, `redis-cluster:`): in \
              Redis or Valkey; needs the library `redis.clients:jedis` in `WEB-INF/lib`. \
              `jcache:NAME`: in a JCache, such as those of Hazelcast, Infinispan and Ehcache."""));

  /** What requests get while the store does not answer. */
  public static final Option<StoreDown> STORE_DOWN =
      option(
          "store-down",
          STORES,
          Syntax.one(Words.choices(StoreDown.class), Words.oneOf(StoreDown.class)),
          StoreDown.DENY,
          """
          What happens while the store does not answer. `deny`: requests with a token get 503, \
          since nobody knows whether it was revoked. `allow-verified` is dangerous: tokens are \
          accepted though their logins may have ended.""");

  /** The longest that one question to the store may take. */
  public static final Option<Duration> STORE_TIMEOUT =
      option(
          "store-timeout",
          STORES,
          Syntax.one(
              SHORT_DURATION_FORM,
              Amounts.shortDuration(Duration.ofMillis(50), Duration.ofSeconds(30))),
          SECOND,
          """
          How long one question to the store may take; then it counts as not answered. After five \
          in a row nobody waits any more until it answers again.""");

  /** How long other nodes may go on accepting what was revoked. */
  public static final Option<Duration> REVOCATION_DELAY =
      option(
          "revocation-delay",
          STORES,
          Syntax.one(
              SHORT_DURATION_FORM,
              Amounts.shortDuration(Duration.ofMillis(100), Duration.ofSeconds(60))),
          SECOND,
          """
          How long it takes at most until all nodes know of a revocation. Each node asks the store \
          four times in this time.""");

  /** The class that hears what happens. */
  public static final Option<Optional<String>> EVENTS =
      option(
          "events",
          CODE,
          Syntax.optional(CLASS_FORM, Items.className()),
          Optional.empty(),
          """
          A class that implements `org.jwtfilter.JwtEvents` and hears what happens, for audit and \
          counters.""");

  /** The class that checks passwords. */
  public static final Option<Optional<String>> ACCOUNTS =
      option(
          "accounts",
          CODE,
          Syntax.optional(CLASS_FORM, Items.className()),
          Optional.empty(),
          """
          A class that implements `org.jwtfilter.Accounts` and checks names and passwords in place \
          of the server's user database.""");

  /** The defence against requests that other sites make for a visitor. */
  public static final Option<CsrfMode> CSRF =
      option(
          "csrf",
          BROWSERS,
          Syntax.one(Words.choices(CsrfMode.class), Words.oneOf(CsrfMode.class)),
          CsrfMode.ON,
          """
          Whether a request that changes something and carries a cookie must come from our own \
          pages (cross-site request forgery). `allow-missing-origin` also lets requests through \
          that carry neither `Sec-Fetch-Site`, `Origin` nor `Referer`: those of clients that are \
          no browsers. `off` is dangerous: any site can act in the name of a visitor.""");

  /** How our pages get the token that stands in where a browser does not tell the origin. */
  public static final Option<Set<CsrfTokenWay>> CSRF_TOKEN =
      option(
          "csrf-token",
          BROWSERS,
          Syntax.setOrNone(
              "`none`, or a list of " + Words.choices(CsrfTokenWay.class),
              Words.oneOf(CsrfTokenWay.class)),
          "`attribute`; `none` with `csrf=off`",
          Options::csrfToken,
          """
          How pages get the token that lets their requests pass where a browser tells no origin: \
          as the request attribute `_csrf` (`${_csrf.token}`, made when a page asks for it), or in \
          the cookie `XSRF-TOKEN`, which Angular and axios send back by themselves. It comes back \
          in the header `X-CSRF-TOKEN` or `X-XSRF-TOKEN`, or in the form field `_csrf`; see \
          [csrf.md](csrf.md). Needs an `hmac:` key or `session-keys`.""");

  /** Origins of other sites whose scripts may call us; {@code *} stands for all. */
  public static final Option<List<String>> ALLOWED_ORIGINS =
      option(
          "allowed-origins",
          BROWSERS,
          Syntax.list("a list such as `https://shop.example`, or `*`", Items.origin()),
          List.of(),
          """
          The other sites whose scripts may call this application and read the answers (CORS). \
          `*`, any site, is possible only if `token-from` does not list `cookie`.""");

  /** Origins that the caller's token may go to, each with the audience it is exchanged for. */
  public static final Option<Map<Origin, Optional<String>>> FORWARD_TO =
      option(
          "forward-to",
          OTHERS,
          Syntax.targets("lines such as `https://api.example` or `https://orders.example=orders`"),
          Map.of(),
          """
          The other services that this application may call in the name of its caller, as scheme, \
          host and port. After an equals sign stands the audience of the service: then it gets a \
          token for that audience, with what `exchange` says and no more. Without it, it gets the \
          caller's own token, and could act as the caller everywhere. No token goes anywhere else.""");

  /** Whether tokens may go over a network that others can listen to. */
  public static final Option<Boolean> FORWARD_UNENCRYPTED =
      option(
          "forward-unencrypted",
          OTHERS,
          Syntax.one("`on`, `off`", Words.onOff()),
          false,
          """
          Whether `forward-to` may list services by `http:` that are not on this very machine. `on` \
          is dangerous: anybody on the network can read the tokens and act as the callers.""");

  /** Audiences that tokens are issued for on demand, each with the most that it may get. */
  public static final Option<Map<String, Set<String>>> EXCHANGE =
      option(
          "exchange",
          OTHERS,
          Syntax.permissions("lines such as `orders=read,write`"),
          Map.of(),
          """
          The audiences for which a caller's token can be exchanged, one a line, then the roles and \
          scopes that such a token may carry at most: those that the caller has too. `*` means all \
          that the caller has. What was exchanged ends with the login, and is no login here.""");

  /** How long an exchanged token is valid. */
  public static final Option<Duration> EXCHANGE_LIFETIME =
      option(
          "exchange-lifetime",
          OTHERS,
          Syntax.one(DURATION_FORM, Amounts.duration(SECOND, Duration.ofHours(1))),
          Duration.ofMinutes(5),
          """
          How long an exchanged token is valid at most; never longer than the token that it was \
          exchanged for.""");

  /** The token exchange endpoint, within the application. */
  public static final Option<Optional<String>> TOKEN =
      option(
          "token",
          OTHERS,
          Syntax.optional("a path, such as `/token`", Items.path()),
          "off, or below `endpoints` where `exchange` is set",
          others ->
              others
                  .valueOf(EXCHANGE)
                  .flatMap(
                      lent ->
                          lent.isEmpty() ? Optional.of(Optional.empty()) : below(others, "/token")),
          """
          The path of the built-in token exchange (RFC 8693), for `POST`: whoever holds a caller's \
          token gets one for another audience of `exchange`, with fewer permissions and a shorter \
          life.""");

  /** Where everybody can read our public keys, within the application. */
  public static final Option<Optional<String>> JWKS =
      option(
          "jwks",
          OTHERS,
          Syntax.optional("a path, such as `/jwks`", Items.path()),
          "off, or below `endpoints` where `keys` has a `pem:` or `keystore:`",
          others -> publishesKeys(others) ? below(others, "/jwks") : Optional.of(Optional.empty()),
          """
          The path where everybody can read the public keys of `pem:` and `keystore:` in `keys`, \
          as a JWK set (RFC 7517): with `jwks:https://…` of that address others verify our tokens.""");

  /** The hand-over endpoints of other domains whose logins are taken over, and to which ours go. */
  public static final Option<List<String>> HANDOVER_PARTNERS =
      option(
          "handover-partners",
          BROWSERS,
          Syntax.list("a list such as `https://shop.test/jwt/handover`", Items.endpointUrl()),
          List.of(),
          """
          The other domains with which this application shares logins, each by the address of its \
          `handover` endpoint: who follows a link from one to the other stays logged in. Both sides \
          list each other. `docs/handover.md` tells how it works.""");

  /** The address of our own hand-over endpoint. */
  public static final Option<Optional<String>> HANDOVER_URL =
      option(
          "handover-url",
          BROWSERS,
          Syntax.optional(
              "an address such as `https://shop.example/jwt/handover`", Items.endpointUrl()),
          Optional.empty(),
          """
          The address of this application's own `handover` endpoint as browsers see it. Needed with \
          `handover-partners`: what is handed over is for this address only.""");

  /** The hand-over endpoint, within the application. */
  public static final Option<Optional<String>> HANDOVER =
      option(
          "handover",
          BROWSERS,
          Syntax.optional("a path, such as `/handover`", Items.path()),
          "off, or below `endpoints` where `handover-partners` is set",
          others ->
              others.isSet(HANDOVER_PARTNERS)
                  ? below(others, "/handover")
                  : Optional.of(Optional.empty()),
          """
          The path of the built-in hand-over: a link to `PATH?to=https://shop.test/page` leads to \
          that page of a partner, and the visitor is logged in there too.""");

  /** Who issues what other domains hand over. */
  public static final Option<List<String>> HANDOVER_ISSUERS =
      option(
          "handover-issuers",
          BROWSERS,
          Syntax.list("a list of texts", Items.text()),
          "that of `issuer`",
          Fallback.of(List.of()),
          """
          The `issuer` options of the partners.""");

  /** The keys of what other domains hand over. */
  public static final Option<List<String>> HANDOVER_KEYS =
      add(
          new Option<>(
              "handover-keys",
              BROWSERS,
              Syntax.list("a list of keys, as in `keys`", Items.text()),
              "those of `keys`",
              Fallback.of(List.of()),
              Secrecy.KEYS,
              """
              The keys of the partners, written as in `keys`; public ones are enough. Whoever has \
              one of their private keys or secrets can log in here as anybody."""));

  /** How long the token of a hand-over is valid. */
  public static final Option<Duration> HANDOVER_LIFETIME =
      option(
          "handover-lifetime",
          BROWSERS,
          Syntax.one(DURATION_FORM, Amounts.duration(Duration.ofSeconds(5), Duration.ofMinutes(2))),
          Duration.ofSeconds(30),
          """
          How long a browser may take from one domain to the other; `clock-skew` comes on top. What \
          is handed over can be used once only.""");

  /** The proxies that are believed about the client. */
  public static final Option<List<AddressRange>> TRUSTED_PROXIES =
      option(
          "trusted-proxies",
          CLIENTS,
          Syntax.list(
              "a list of addresses, networks such as `10.0.0.0/8`, `loopback`, `private`",
              AddressRange.item()),
          List.of(),
          """
          The proxies in front of the server that are believed when they say whose request they \
          forward, and whether it came by HTTPS. From anybody else such headers are ignored. Leave \
          it out where the server does that already (`RemoteIpValve` of Tomcat, \
          `ForwardedRequestCustomizer` of Jetty). `private` are `10.0.0.0/8`, `172.16.0.0/12`, \
          `192.168.0.0/16` and `fc00::/7`.""");

  /** Where those proxies say it. */
  public static final Option<ProxyHeader> PROXY_HEADER =
      option(
          "proxy-header",
          CLIENTS,
          Syntax.one(Words.choices(ProxyHeader.class), Words.oneOf(ProxyHeader.class)),
          ProxyHeader.X_FORWARDED,
          """
          The header that the proxies write: `X-Forwarded-For` with `X-Forwarded-Proto` and \
          `X-Forwarded-Host`, or `Forwarded` (RFC 7239). The other one is ignored, since what \
          proxies do not write, clients can.""");

  /** What tokens are bound to; empty: nothing. */
  public static final Option<List<ClientBinding>> BIND =
      option(
          "bind",
          CLIENTS,
          ClientBinding.list(
              "`none`, or a list of `user-agent`, `ip`, `ip-prefix`, `fingerprint`, each perhaps"
                  + " with `:log`, `:step-up` or `:reject`"),
          List.of(),
          """
          What a token that was issued here is bound to, so that it is of less use to a thief: the \
          browser's family and platform, the address, the network (`/24`, `/64`), or a random \
          value in a cookie that scripts cannot read. Another client is only reported (`log`), has \
          to log in (`step-up`, the default), or is refused (`reject`). Begin with `log`: \
          addresses of honest visitors change. See [binding.md](binding.md).""");

  /** What proofs of a private key count for. */
  public static final Option<DpopMode> DPOP =
      option(
          "dpop",
          CLIENTS,
          Syntax.one(Words.choices(DpopMode.class), Words.oneOf(DpopMode.class)),
          DpopMode.OFF,
          """
          Whether programs and scripts may bind their tokens to a private key of theirs, which they \
          prove to have with each request (DPoP, RFC 9449): then a stolen token is of no use \
          without the key. `off`: bound tokens are refused. `accept`: bound tokens need the proof, \
          and who logs in, refreshes or exchanges with a proof gets bound ones; all others go on \
          as before. `require`: tokens that browsers do not send by themselves must be bound. \
          Tokens in cookies cannot be, see `bind`. See [binding.md](binding.md).""");

  /** Whether proofs must have a nonce of ours. */
  public static final Option<Boolean> DPOP_NONCE =
      option(
          "dpop-nonce",
          CLIENTS,
          Syntax.one("`on`, `off`", Words.onOff()),
          false,
          """
          Whether a proof must have a value that we have given out in the last minutes \
          (`DPoP-Nonce`), so that nobody can make proofs in advance, and the clocks of clients do \
          not matter. Costs clients one more request now and then. Needs an `hmac:` key, or \
          `session-keys`.""");

  /** The origins that proofs may be for; empty: what the request says. */
  public static final Option<List<Origin>> DPOP_ORIGINS =
      option(
          "dpop-origins",
          CLIENTS,
          Syntax.list("a list such as `https://shop.example`", Items.target()),
          "scheme and `Host` of the request, or what `trusted-proxies` say of them",
          Fallback.of(List.of()),
          """
          Scheme, host and port of this application as clients write them, which must be those in \
          a proof. Set it where the server or its proxy answers for any `Host`, or where a proxy \
          changes scheme or host and does not tell.""");

  /** How many wrong passwords are answered without a wait. */
  public static final Option<AttemptLimit> LOGIN_ATTEMPTS =
      option(
          "login-attempts",
          CLIENTS,
          Syntax.one("a number, or `off`", AttemptLimit.item()),
          new AttemptLimit(10),
          """
          How many wrong passwords for one user from one network are answered before waits begin, \
          which double from one to the next. Five times as many for one user from everywhere, ten \
          times as many from one network. A browser where the user has logged in before is counted \
          alone. `off` is dangerous: passwords can be guessed as fast as the server answers.""");

  /** The longest wait. */
  public static final Option<Duration> LOGIN_DELAY =
      option(
          "login-delay",
          CLIENTS,
          Syntax.one(DURATION_FORM, Amounts.duration(SECOND, Duration.ofDays(1))),
          Duration.ofMinutes(15),
          """
          The longest wait after wrong passwords; the first one is a thirty-second part of it. \
          Half of the wrong passwords are forgotten after four times this long without another.""");

  private Options() {}

  /** All options in the order of the documentation. */
  public static List<Option<?>> all() {
    return List.copyOf(DECLARED);
  }

  /** The option of that name, in the spelling of {@code docs/configuration.md}. */
  public static Optional<Option<?>> named(String name) {
    return DECLARED.stream()
        .filter(option -> option.name().equals(name))
        .<Option<?>>map(option -> option)
        .findFirst();
  }

  /** The paths that the filter answers itself, where they are set. */
  public static List<Option<Optional<String>>> endpoints() {
    return List.of(LOGIN, LOGOUT, REFRESH, REVOKE, LOGINS, TOKEN, JWKS, HANDOVER, OBSERVE_PAGE);
  }

  /** Whether there are keys of ours that others may read. */
  static boolean publishesKeys(ParsedConfig config) {
    return config.valueOf(KEYS).orElse(List.of()).stream()
        .anyMatch(uri -> uri.startsWith("pem:") || uri.startsWith("keystore:"));
  }

  /** Whether other nodes see what is in a store with this address. */
  public static boolean storeIsShared(String store) {
    return !store.startsWith("memory:");
  }

  static List<String> names() {
    return DECLARED.stream().map(Option::name).toList();
  }

  private static Optional<String> cookiePath(ParsedConfig others) {
    return others
        .valueOf(COOKIE_NAME)
        .map(name -> name.startsWith("__Host-") ? "/" : others.defaults().contextPathOrSlash());
  }

  private static Optional<Set<CsrfTokenWay>> csrfToken(ParsedConfig others) {
    return others
        .valueOf(CSRF)
        .map(mode -> mode == CsrfMode.OFF ? Set.of() : EnumSet.of(CsrfTokenWay.ATTRIBUTE));
  }

  private static Optional<Duration> lifetime(ParsedConfig others) {
    return others
        .valueOf(ABSOLUTE_LIFETIME)
        .flatMap(
            limit -> others.valueOf(SESSION).map(mode -> lifetime(mode, others.defaults(), limit)));
  }

  private static Duration lifetime(SessionMode mode, Defaults defaults, Duration limit) {
    Duration timeout = defaults.sessionsEnd() ? defaults.sessionTimeout() : limit;
    Duration wanted = mode.travels() ? longer(timeout, USUAL_LIFETIME) : USUAL_LIFETIME;
    return longer(wanted, limit).equals(wanted) ? limit : wanted;
  }

  private static Duration longer(Duration one, Duration other) {
    return one.compareTo(other) > 0 ? one : other;
  }

  private static Duration half(Duration lifetime) {
    return Duration.ofSeconds(Math.max(1, lifetime.toSeconds() / 2));
  }

  /** Off without {@code endpoints}; not to be said if that could not be read. */
  private static Optional<Optional<String>> below(ParsedConfig others, String name) {
    Optional<Optional<String>> prefix = others.valueOf(ENDPOINTS);
    return prefix.isEmpty()
        ? prefix
        : Optional.of(prefix.get().map(path -> (path.equals("/") ? "" : path) + name));
  }

  private static <T> Option<T> option(
      String name, String group, Syntax<T> syntax, T value, String description) {
    String text = Words.text(value);
    String shown = text.equals("none") ? text : "`" + text.replace(", ", "`, `") + "`";
    return option(name, group, syntax, shown, Fallback.of(value), description);
  }

  private static <T> Option<T> option(
      String name,
      String group,
      Syntax<T> syntax,
      String defaultText,
      Fallback<T> fallback,
      String description) {
    return add(new Option<>(name, group, syntax, defaultText, fallback, Secrecy.NONE, description));
  }

  private static <T> Option<T> add(Option<T> option) {
    DECLARED.add(option);
    return option;
  }
}
