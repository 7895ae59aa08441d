package org.jwtfilter.servlet;

import jakarta.servlet.ServletContext;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EventListener;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.jwtfilter.config.JwtConfig;
import org.jwtfilter.config.OnOverflow;
import org.jwtfilter.config.Options;
import org.jwtfilter.config.SessionMode;
import org.jwtfilter.http.CookieRules;
import org.jwtfilter.http.JwtRuntime;
import org.jwtfilter.http.Paths;
import org.jwtfilter.key.SealingKeys;
import org.jwtfilter.key.TokenCipher;
import org.jwtfilter.session.ClassRules;
import org.jwtfilter.session.HybridSessions;
import org.jwtfilter.session.SessionCodec;
import org.jwtfilter.session.SessionContext;
import org.jwtfilter.session.SessionCookies;
import org.jwtfilter.session.SessionEvents;
import org.jwtfilter.session.SessionForm;
import org.jwtfilter.session.SessionReaper;
import org.jwtfilter.session.SessionRecords;
import org.jwtfilter.session.SessionRepository;
import org.jwtfilter.session.SessionSnapshot;
import org.jwtfilter.session.SessionState;
import org.jwtfilter.session.SessionTooLarge;
import org.jwtfilter.session.SessionTooLarge.AttributeSize;
import org.jwtfilter.session.TokenSessions;
import org.jwtfilter.session.UndecodableException;
import org.jwtfilter.session.UnstorableException;
import org.jwtfilter.store.StoreException;

/**
 * What all sessions of an application share that are not the container's, laid out at start.
 * Thread-safe.
 */
final class SessionPlan implements SessionEvents {
  private static final Logger LOG = System.getLogger(SessionPlan.class.getName());
  private static final int MOST_REPORTS = 1000;
  private static final String VISITOR = "-visitor";
  private static final String OWNED = "-session";

  private final ServletContext servletContext;
  private final JwtRuntime runtime;
  private final SessionListeners listeners;
  private final SessionContext context;
  private final SessionRepository plain;
  private final SessionRepository secure;
  private final Paths ignored;
  private final boolean failOnOverflow;
  private final boolean takesOnce;
  private final SessionMode mode;
  private final SessionRecords records;
  private final @Nullable ReaperThread reaper;
  private final BeanScopes beans;
  private final Reinjection reinjection;
  private volatile boolean lateChanges;
  private final Set<String> reported = ConcurrentHashMap.newKeySet();

  SessionPlan(
      ServletContext servletContext,
      JwtRuntime runtime,
      Duration timeout,
      List<EventListener> listeners) {
    JwtConfig config = runtime.config();
    ClassLoader loader = servletContext.getClassLoader();
    this.servletContext = servletContext;
    this.runtime = runtime;
    this.beans = BeanScopes.of(servletContext);
    this.reinjection = new Reinjection(servletContext);
    List<EventListener> all = new ArrayList<>(beans.listeners(listeners));
    all.addAll(listeners);
    this.listeners = new SessionListeners(all);
    this.context =
        new SessionContext(
            new SessionCodec(
                loader, classes(config, loader), config.get(Options.SESSION_COMPRESSION)),
            runtime.clock(),
            (int) Math.min(Integer.MAX_VALUE, timeout.toSeconds()),
            config.get(Options.SESSION_ABSOLUTE_TIMEOUT),
            this);
    this.mode = config.get(Options.SESSION);
    this.records =
        new SessionRecords(
            runtime.store(), config.get(Options.SESSION_ABSOLUTE_TIMEOUT), runtime.clock());
    SealingKeys keys = runtime.sealing().orElseThrow();
    this.plain = repository(keys, false);
    this.secure = repository(keys, true);
    this.reaper =
        mode == SessionMode.TOKEN
            ? null
            : new ReaperThread(new SessionReaper(records, this::expired), loader);
    this.ignored = Paths.of(config.get(Options.SESSION_IGNORE_PATHS));
    this.takesOnce = config.get(Options.SESSION_ONCE);
    this.failOnOverflow = config.get(Options.ON_OVERFLOW) == OnOverflow.FAIL;
  }

  /** Lambdas are only for those who have said whose. */
  private static ClassRules classes(JwtConfig config, ClassLoader loader) {
    ClassRules rules = ClassRules.of(config.get(Options.SESSION_CLASSES), loader);
    return config.isSet(Options.SESSION_CLASSES) ? rules : rules.withoutLambdas();
  }

  /** Whether a cookie of ours carries a session, or a part of one. */
  boolean holdsSession(String cookieName) {
    return cookieName.contains(VISITOR) || cookieName.contains(OWNED);
  }

  private SessionRepository repository(SealingKeys keys, boolean secureRequest) {
    JwtConfig config = runtime.config();
    CookieRules rules = runtime.cookies();
    SessionCookies cookies =
        new SessionCookies(
            rules.name(VISITOR, secureRequest),
            rules.name(OWNED, secureRequest),
            rules.attributeBytes(secureRequest),
            config.get(Options.SESSION_BUDGET));
    TokenCipher data = keys.cipher("session");
    TokenCipher touch = keys.cipher("session-touch");
    if (mode == SessionMode.TOKEN && !config.isSet(Options.STORE)) {
      return new TokenSessions(
          data, touch, cookies, config.get(Options.SESSION_ABSOLUTE_TIMEOUT), runtime.clock());
    }
    TokenCipher late = keys.cipher("session-late");
    return new HybridSessions(form(), data, touch, late, cookies, records);
  }

  private SessionForm form() {
    return switch (mode) {
      case STORE -> SessionForm.STORE;
      case AUTO -> SessionForm.AUTO;
      case TOKEN, CONTAINER, OBSERVE -> SessionForm.TOKEN;
    };
  }

  /** A session in the store that nobody came back to. */
  private void expired(SessionSnapshot session) {
    new JwtSession(SessionState.of(context, session), this, SessionUser.NONE).destroy();
  }

  /** Looks once for sessions in the store that have expired. */
  void sweep() {
    if (reaper != null) {
      reaper.sweep();
    }
  }

  /** Ends the thread that looks for them. */
  void close() {
    if (reaper != null) {
      reaper.close();
    }
  }

  /**
   * Whether the client's cookies alone may hold a session, so that its end must be marked there.
   */
  boolean marksEnds() {
    return mode != SessionMode.STORE;
  }

  /** Whether this application was seen to change sessions after pages that looked finished. */
  boolean expectsLateChanges() {
    return lateChanges;
  }

  ServletContext servletContext() {
    return servletContext;
  }

  JwtRuntime runtime() {
    return runtime;
  }

  SessionListeners listeners() {
    return listeners;
  }

  BeanScopes beans() {
    return beans;
  }

  SessionContext context() {
    return context;
  }

  SessionRepository repository(boolean secureRequest) {
    return secureRequest ? secure : plain;
  }

  /** Whether a request for this path keeps neither session nor login alive. */
  boolean ignores(String path) {
    return ignored.contains(path);
  }

  /** Whether an attribute that a request decides by, and removes, goes to one request alone. */
  boolean takesOnce() {
    return takesOnce;
  }

  boolean failsOnOverflow() {
    return failOnOverflow;
  }

  @Override
  public void undecodable(UndecodableException why) {
    once(Level.ERROR, String.valueOf(why.getMessage()), String.valueOf(why.getMessage()), why);
  }

  void unstorable(UnstorableException why) {
    String message = String.valueOf(why.getMessage());
    runtime.events().attributeDropped(why.attribute(), message);
    once(Level.ERROR, message, message, why);
  }

  @Override
  public void transientLost(String attribute, String className, String field) {
    if (reinjection.restores(className, field)) {
      return;
    }
    String place = className + '.' + field;
    once(
        Level.WARNING,
        place,
        "session attribute \""
            + attribute
            + "\": the transient field "
            + place
            + " is set and will be null in the next request, since a token cannot carry it; give"
            + " the class a readObject that restores it, or look it up when it is needed",
        null);
  }

  /** Attributes changed when the response had left already, and not saved for this reason. */
  void lateChange(Set<String> attributes, String path, String why) {
    once(
        Level.ERROR,
        "late " + attributes,
        "session attributes "
            + attributes
            + " were changed after the response of "
            + path
            + " was committed: "
            + why
            + ". Change them before the page is written, or enlarge the response buffer",
        null);
  }

  /** Nothing could take them. */
  void lateChange(Set<String> attributes, String path) {
    lateChanges = true;
    lateChange(
        attributes,
        path,
        mode == SessionMode.TOKEN
            ? "a token cannot carry that any more"
            : "nothing was prepared to carry that");
  }

  /** The store did not answer when a session was to be saved. */
  void unsaved(StoreException why, String path) {
    once(
        Level.ERROR,
        "store down at saving",
        path + ": the session was not saved: " + why.getMessage(),
        why);
  }

  /** A request was late for an attribute that another one has taken; clients do that at will. */
  void notTaken(String attribute, String path) {
    once(
        Level.INFO,
        "taken " + attribute,
        path
            + ": the session attribute \""
            + attribute
            + "\" was taken by another request that was sent at the same time; this one was answered"
            + " 409 (session-once)",
        null);
  }

  /** A session did not fit; clients can bring that about as often as they like. */
  void overflow(SessionTooLarge overflow, String path) {
    runtime.events().sessionTooLarge(overflow.total(), overflow.budget());
    once(
        Level.ERROR,
        "overflow " + overflow.largest().stream().map(AttributeSize::name).findFirst(),
        path + ": " + overflow.getMessage(),
        null);
  }

  /** Something about a client's cookies that an operator may wonder about. */
  void note(String message) {
    once(Level.INFO, message, message, null);
  }

  @Override
  public void activated(SessionState session, String attribute, Object value) {
    reinjection.restore(value);
    listeners.activated(new JwtSession(session, this, SessionUser.NONE), value);
  }

  @Override
  public void passivating(SessionState session, String attribute, Object value) {
    listeners.passivating(new JwtSession(session, this, SessionUser.NONE), value);
  }

  /** Logs once for each subject: what clients send must not fill a log. */
  private void once(Level level, String subject, String message, @Nullable Throwable cause) {
    if (reported.size() < MOST_REPORTS && reported.add(subject)) {
      LOG.log(level, message + " (reported once)", cause);
    }
  }
}
