package org.jwtfilter.grant;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.jwtfilter.Grant;
import org.jwtfilter.Grants;
import org.jwtfilter.Jwt;
import org.jwtfilter.JwtEvents;
import org.jwtfilter.JwtIssuer;
import org.jwtfilter.JwtRejected;
import org.jwtfilter.JwtVerifier;
import org.jwtfilter.Reason;
import org.jwtfilter.TokenRules;
import org.jwtfilter.grant.Change.GrantEnded;
import org.jwtfilter.grant.Change.RolesChanged;
import org.jwtfilter.grant.Change.TokenEnded;
import org.jwtfilter.grant.Change.UserEnded;
import org.jwtfilter.grant.RefreshAnswer.Refreshed;
import org.jwtfilter.grant.RefreshAnswer.Refused;
import org.jwtfilter.grant.RefreshAnswer.Reused;
import org.jwtfilter.grant.RefreshTokens.Use;
import org.jwtfilter.key.KeySource;
import org.jwtfilter.key.TokenCipher;
import org.jwtfilter.store.Store;
import org.jwtfilter.store.StoreException;

/**
 * The logins of an application: begun, listed, refreshed and ended over a store that all nodes
 * share. Per request {@link #fresh}, {@link #check} and {@link #changedRoles} are asked, which look
 * into memory only. Thread-safe.
 *
 * <p>Every method that asks the store throws {@link StoreException} if it does not answer. What was
 * to be revoked is then revoked on this node all the same, and on the others as soon as the store
 * answers again while this node is up; nobody was promised that, so try again.
 */
public final class GrantRegistry implements Grants, AutoCloseable {
  /**
   * Of renewals of a login that come closer together than this only the first is in its user's
   * list, so a login stays there for so long after the end of its last token in the list.
   */
  public static final Duration LISTED_EVERY = Duration.ofMinutes(5);

  private static final Logger LOG = System.getLogger(GrantRegistry.class.getName());
  private static final int MOST_ROLE_CHARACTERS = 100_000;

  private final GrantRules rules;
  private final Lives lives;
  private final Clock clock;
  private final JwtVerifier verifier;
  private final JwtEvents events;
  private final Revocations revocations;
  private final RevocationLog log;
  private final Unsaid unsaid = new Unsaid();
  private final LoginBook book;
  private final RefreshTokens refreshTokens;
  private @Nullable Pulse pulse;

  private GrantRegistry(
      Vault vault,
      JwtVerifier refreshVerifier,
      JwtIssuer issuer,
      JwtVerifier verifier,
      GrantRules rules,
      Clock clock,
      JwtEvents events) {
    this.rules = rules;
    this.lives = new Lives(issuer.rules(), rules);
    this.clock = clock;
    this.verifier = verifier;
    this.events = events;
    this.revocations = new Revocations(clock);
    this.log = new RevocationLog(vault, clock, rules.revocationDelay(), revocations::add);
    this.book = new LoginBook(vault, clock);
    this.refreshTokens = new RefreshTokens(vault, issuer, refreshVerifier, rules, clock);
  }

  /**
   * A registry that has read what is revoked, if the store answers, and goes on reading.
   *
   * @param store not closed by this registry
   * @param cipher of purpose {@code store}: everything in the store is sealed with it
   * @param keys that verify the refresh tokens of {@code issuer}
   * @param verifier of the access tokens of {@code issuer}
   */
  public static GrantRegistry open(
      Store store,
      TokenCipher cipher,
      KeySource keys,
      JwtIssuer issuer,
      JwtVerifier verifier,
      GrantRules rules,
      Clock clock,
      JwtEvents events) {
    GrantRegistry registry = still(store, cipher, keys, issuer, verifier, rules, clock, events);
    if (rules.shared()) {
      registry.goOn();
    }
    return registry;
  }

  /** A registry that reads only when it is told to. */
  static GrantRegistry still(
      Store store,
      TokenCipher cipher,
      KeySource keys,
      JwtIssuer issuer,
      JwtVerifier verifier,
      GrantRules rules,
      Clock clock,
      JwtEvents events) {
    TokenRules refreshRules = TokenRules.refresh(issuer.rules(), rules.clockSkew());
    return new GrantRegistry(
        new Vault(store, cipher, issuer.rules().issuer()),
        new JwtVerifier(keys, refreshRules, clock),
        issuer,
        verifier,
        rules,
        clock,
        events);
  }

  private void goOn() {
    try {
      log.read();
    } catch (StoreException e) {
      LOG.log(Level.WARNING, "what is revoked is not known yet: {0}", e.getMessage());
    }
    Duration pause = rules.revocationDelay().dividedBy(4);
    pulse = Pulse.begin("jwt-filter revocations", pause, this::tick);
  }

  /** Hears and tells what is new. */
  void tick() {
    revocations.purgeIfDue();
    log.read();
    unsaid.tell(log::append);
  }

  /**
   * Whether this node knows everything that was revoked more than {@code revocationDelay} ago.
   * Where it does not, call {@link #catchUp}; if that fails, the store is down: let no token be
   * renewed then, for a revocation is remembered only as long as a token lives that is not renewed.
   */
  public boolean fresh() {
    return !rules.shared() || log.fresh();
  }

  /**
   * Reads what was revoked elsewhere unless this node is {@link #fresh}; threads that come together
   * share one reading and its outcome.
   */
  public void catchUp() {
    if (rules.shared()) {
      log.catchUp();
    }
  }

  /**
   * Lets a token pass by returning. Looks into memory only.
   *
   * @throws JwtRejected with {@link Reason#REVOKED} if it, its login, or the logins of its user
   *     were revoked
   */
  public void check(Jwt jwt) throws JwtRejected {
    if (revocations.revoked(jwt)) {
      throw JwtRejected.because(Reason.REVOKED);
    }
  }

  /**
   * The roles that the caller was given at once after this login began, in place of those in the
   * token; empty where they were not changed. Looks into memory only.
   */
  public Optional<Set<String>> changedRoles(Jwt jwt) {
    return revocations.roles(jwt);
  }

  /**
   * Notes a login that begins.
   *
   * @param issued its first token
   * @param device what the client says it is, of any length; may be empty
   * @param address of the client; may be empty
   * @return its refresh token; empty where there are none
   * @throws IllegalArgumentException if the token is not from a login here
   */
  public Optional<String> begin(Jwt issued, String device, String address) {
    Login login = login(issued, device, address);
    Optional<String> token =
        rules.refresh() ? Optional.of(refreshTokens.begin(issued)) : Optional.empty();
    book.enter(issued.principalName(), login);
    return token;
  }

  /**
   * Notes that a login goes on with a renewed token. Writes to the store at most every few minutes
   * per login, and a store that fails is only logged: nothing but the list of logins lacks it.
   *
   * @throws IllegalArgumentException if the token is not from a login here
   */
  public void renewed(Jwt issued, String device, String address) {
    Login login = login(issued, device, address);
    listed(() -> book.renew(issued.principalName(), login));
  }

  private Login login(Jwt jwt, String device, String address) {
    if (jwt.grant().isEmpty() || jwt.authenticatedAt().isEmpty()) {
      throw new IllegalArgumentException("The token is not from a login here");
    }
    long began = jwt.authenticatedAt().get().toEpochMilli();
    long end = lives.loginEnd(jwt);
    return new Login(jwt.grant().get(), began, clock.millis(), device, address, end);
  }

  /** The list of logins is for people; that it fails does not undo what holds. */
  private static void listed(Runnable change) {
    try {
      change.run();
    } catch (StoreException e) {
      LOG.log(Level.WARNING, "the list of logins was not changed: {0}", e.getMessage());
    }
  }

  /**
   * Ends the login of this token, or the token alone if it belongs to none, or was lent to somebody
   * who is not the caller: a logout.
   */
  public void ended(Jwt jwt) {
    Optional<String> user = Optional.of(jwt.principalName());
    if (jwt.grant().isPresent() && jwt.exchangedFrom().isEmpty()) {
      endGrant(jwt.grant().get(), user, jwt.expiresAt());
    } else {
      jwt.id().ifPresent(id -> endToken(id, jwt.expiresAt()));
    }
  }

  /**
   * New tokens for a refresh token.
   *
   * @param device what the client says it is, of any length; may be empty
   * @param address of the client; may be empty
   */
  public RefreshAnswer refresh(String token, String device, String address) {
    return refresh(token, device, address, login -> Optional.empty());
  }

  /**
   * The same, where the client has to pass.
   *
   * @param rule for the refresh token; what it refuses is not used up
   */
  public RefreshAnswer refresh(String token, String device, String address, RefreshRule rule) {
    if (!rules.refresh()) {
      return new Refused(Reason.LOGGED_OUT);
    }
    try {
      Jwt jwt = refreshTokens.verified(token);
      Optional<String> key = rule.check(jwt);
      if (jwt.keyThumbprint().isPresent() && !key.equals(jwt.keyThumbprint())) {
        throw JwtRejected.because(Reason.SENDER_CONSTRAINED);
      }
      catchUp();
      check(jwt);
      return answer(jwt, refreshTokens.use(jwt, changedRoles(jwt), key), device, address);
    } catch (JwtRejected e) {
      return new Refused(e.reason());
    }
  }

  private RefreshAnswer answer(Jwt used, Use use, String device, String address)
      throws JwtRejected {
    if (use instanceof Use.Successor successor) {
      Jwt jwt = verifier.verify(successor.tokens().access());
      if (successor.first()) {
        Login login = login(jwt, device, address);
        listed(() -> book.enter(jwt.principalName(), login));
        events.refreshed(jwt.principalName());
      }
      return new Refreshed(successor.tokens().access(), successor.tokens().refresh(), jwt);
    }
    if (use instanceof Use.Reuse) {
      events.refreshReused(used.principalName());
      endRefreshed(used);
      return new Reused();
    }
    return new Refused(Reason.LOGGED_OUT);
  }

  /**
   * Revokes what somebody presents for that (RFC 7009): an access token alone, or with a refresh
   * token the whole login. What is not a good token of ours changes nothing.
   *
   * @return false if it is a token that cannot be revoked, as it names neither itself nor its login
   *     ({@code unsupported_token_type})
   */
  public boolean revoke(String token) {
    Optional<Jwt> login = rules.refresh() ? refreshToken(token) : Optional.empty();
    if (login.isPresent()) {
      endRefreshed(login.get());
      events.revoked(login.get().principalName());
      return true;
    }
    Optional<Jwt> access = accessToken(token);
    return access.isEmpty() || revokeAccess(access.get());
  }

  private boolean revokeAccess(Jwt jwt) {
    if (jwt.id().isPresent()) {
      endToken(jwt.id().get(), jwt.expiresAt());
    } else {
      ended(jwt);
    }
    boolean revoked = revocations.revoked(jwt);
    if (revoked) {
      events.revoked(jwt.principalName());
    }
    return revoked;
  }

  private Optional<Jwt> refreshToken(String token) {
    try {
      return Optional.of(refreshTokens.verified(token));
    } catch (JwtRejected e) {
      return Optional.empty();
    }
  }

  private Optional<Jwt> accessToken(String token) {
    try {
      return Optional.of(verifier.verify(token));
    } catch (JwtRejected e) {
      return Optional.empty();
    }
  }

  @Override
  public void revokeToken(String id, Instant expires) {
    endToken(id, expires);
    events.revoked("");
  }

  @Override
  public void revokeGrant(String grant) {
    events.revoked(endGrant(grant, Optional.empty(), Instant.EPOCH).orElse(""));
  }

  @Override
  public void revokeUser(String name) {
    Instant now = clock.instant();
    List<Change> changes = new ArrayList<>();
    changes.add(new UserEnded(name, now.getEpochSecond(), lives.userEnd(now)));
    changes.forEach(revocations::add);
    Set<String> grants = new HashSet<>();
    orKeep(changes, () -> book.of(name).forEach(login -> grants.add(login.grant())));
    grants.forEach(grant -> changes.add(new GrantEnded(grant, lives.grantEnd(now))));
    hold(changes, () -> grants.forEach(this::endRefreshing));
    listed(() -> book.strike(name, grants));
    events.revoked(name);
  }

  @Override
  public List<Grant> of(String name) {
    return book.of(name).stream()
        .filter(one -> !revocations.revoked(one.grant(), name, one.began()))
        .map(one -> one.shownTo(name))
        .toList();
  }

  @Override
  public void changeRoles(String name, Set<String> roles) {
    if (roles.stream().mapToLong(String::length).sum() > MOST_ROLE_CHARACTERS) {
      throw new IllegalArgumentException(
          "the roles have more than " + MOST_ROLE_CHARACTERS + " characters");
    }
    Instant now = clock.instant();
    Change change = new RolesChanged(name, roles, now.getEpochSecond(), lives.userEnd(now));
    if (rules.shared()) {
      // In the order of the log, as every node sees it: of two at once all keep the same.
      log.append(List.of(change));
      log.read();
    } else {
      revocations.add(change);
    }
  }

  private void endToken(String id, Instant expires) {
    Change change = new TokenEnded(id, lives.tokenEnd(expires));
    if (change.end() > clock.millis()) {
      hold(List.of(change), () -> {});
    }
  }

  /**
   * The refresh token goes first: once it is gone no new token comes, so the rest need be known
   * only as long as those live that are out.
   *
   * @return whose login it was, if it is known
   */
  private Optional<String> endGrant(String grant, Optional<String> user, Instant expires) {
    long end = Math.max(lives.grantEnd(clock.instant()), lives.tokenEnd(expires));
    AtomicReference<Optional<String>> owner = new AtomicReference<>(Optional.empty());
    hold(List.of(new GrantEnded(grant, end)), () -> owner.set(endRefreshing(grant)));
    Optional<String> known = user.or(owner::get);
    known.ifPresent(name -> listed(() -> book.strike(name, Set.of(grant))));
    return known;
  }

  private void endRefreshed(Jwt token) {
    // Not that long: once it is ended here, only access tokens are out.
    endGrant(token.grant().orElseThrow(), Optional.of(token.principalName()), Instant.EPOCH);
  }

  private Optional<String> endRefreshing(String grant) {
    return rules.refresh() ? refreshTokens.end(grant) : Optional.empty();
  }

  /** Makes changes hold: here at once, elsewhere once this returns. */
  private void hold(List<Change> changes, Runnable before) {
    changes.forEach(revocations::add);
    orKeep(
        changes,
        () -> {
          before.run();
          if (rules.shared()) {
            log.append(changes);
          }
        });
  }

  /** What the store does not take is told later: for longer, as refresh tokens may be left. */
  private void orKeep(List<Change> changes, Runnable attempt) {
    try {
      attempt.run();
    } catch (StoreException e) {
      List<Change> kept = changes.stream().map(this::longer).toList();
      kept.forEach(revocations::add);
      unsaid.add(kept);
      throw e;
    }
  }

  private Change longer(Change change) {
    return change instanceof GrantEnded one
        ? new GrantEnded(one.grant(), Math.max(one.end(), lives.userEnd(clock.instant())))
        : change;
  }

  /** The longest that a login can go on from its beginning, renewed or refreshed. */
  public Duration longestLogin() {
    return lives.longest();
  }

  /** Stops reading. May be called more than once. */
  @Override
  public void close() {
    Pulse beating = pulse;
    if (beating != null) {
      beating.close();
    }
  }
}
