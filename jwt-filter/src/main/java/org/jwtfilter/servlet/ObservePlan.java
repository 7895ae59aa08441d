package org.jwtfilter.servlet;

import jakarta.servlet.ServletContext;
import jakarta.servlet.http.HttpSession;
import jakarta.servlet.http.HttpSessionActivationListener;
import jakarta.servlet.http.HttpSessionBindingListener;
import java.lang.StackWalker.Option;
import java.lang.StackWalker.StackFrame;
import java.lang.ref.Reference;
import java.lang.ref.ReferenceQueue;
import java.lang.ref.WeakReference;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.jwtfilter.config.JwtConfig;
import org.jwtfilter.config.Options;
import org.jwtfilter.http.JwtRuntime;
import org.jwtfilter.observe.SessionObserver;
import org.jwtfilter.observe.SessionView;
import org.jwtfilter.observe.Visit;
import org.jwtfilter.observe.Visits;

/** What all requests share where sessions are observed, laid out at start. Thread-safe. */
final class ObservePlan {
  private static final StackWalker STACK = StackWalker.getInstance(Option.RETAIN_CLASS_REFERENCE);

  /** From here to whoever asked a session for its id. */
  private static final int NEAR = 4;

  private static final int FAR = 20;

  private final SessionObserver observer;
  private final Optional<String> page;
  private final Optional<String> role;
  private final Map<String, Known> sessions = new ConcurrentHashMap<>();
  private final ReferenceQueue<ObservedSession> gone = new ReferenceQueue<>();

  /** A session that somebody holds. */
  private static final class Known extends WeakReference<ObservedSession> {
    private final String id;

    Known(String id, ObservedSession session, ReferenceQueue<ObservedSession> gone) {
      super(session, gone);
      this.id = id;
    }
  }

  /** A session as it is looked at. */
  private record View(ObservedSession observed, HttpSession session) implements SessionView {
    @Override
    public String id() {
      return session.getId();
    }

    @Override
    public List<String> names() {
      return Collections.list(session.getAttributeNames());
    }

    @Override
    public @Nullable Object get(String name) {
      return session.getAttribute(name);
    }

    @Override
    public Object asKey() {
      return observed;
    }
  }

  ObservePlan(ServletContext context, JwtRuntime runtime, List<String> listeners) {
    JwtConfig config = runtime.config();
    this.observer =
        new SessionObserver(
            context.getClassLoader(),
            config.get(Options.OBSERVE_SAMPLE).oneIn(),
            runtime.clock(),
            ObservePlan::listening,
            listeners);
    this.page = config.get(Options.OBSERVE_PAGE);
    this.role = config.get(Options.OBSERVE_ROLE);
  }

  private static Set<String> listening(Object value) {
    Set<String> kinds = new TreeSet<>();
    if (value instanceof HttpSessionBindingListener) {
      kinds.add("HttpSessionBindingListener");
    }
    if (value instanceof HttpSessionActivationListener) {
      kinds.add("HttpSessionActivationListener");
    }
    return kinds;
  }

  SessionObserver observer() {
    return observer;
  }

  /** Whether the report is shown there. */
  boolean isPage(String path) {
    return page.isPresent() && page.get().equals(path);
  }

  /** Who may see it. */
  boolean mayBeSeenBy(Set<String> roles) {
    return role.isPresent() && roles.contains(role.get());
  }

  /** The observed one for a session of the container's: the same as long as somebody holds it. */
  ObservedSession observed(HttpSession session) {
    ObservedSession known = known(session.getId());
    if (known != null && known.session() == session) {
      return known;
    }
    forgetGone();
    Visits visits = known == null ? new Visits() : known.visits();
    ObservedSession fresh = new ObservedSession(session, this, visits);
    Known entry = new Known(session.getId(), fresh, gone);
    Known winner = sessions.merge(entry.id, entry, (old, one) -> stands(old, session) ? old : one);
    ObservedSession first = winner.get();
    return first == null ? fresh : first;
  }

  private @Nullable ObservedSession known(String id) {
    Known known = sessions.get(id);
    return known == null ? null : known.get();
  }

  private static boolean stands(Known known, HttpSession session) {
    ObservedSession observed = known.get();
    return observed != null && observed.session() == session;
  }

  private void forgetGone() {
    for (Reference<?> one = gone.poll(); one != null; one = gone.poll()) {
      if (one instanceof Known known) {
        sessions.remove(known.id, known);
      }
    }
  }

  /** The session may have another id by now. */
  void renamed(ObservedSession session) {
    String id = session.session().getId();
    if (!session.equals(known(id))) {
      sessions.put(id, new Known(id, session, gone));
    }
  }

  Visit begin(ObservedSession session, BooleanSupplier committed) {
    Visit visit = observer.begin(session.visits(), committed);
    if (visit.isClose()) {
      askers(FAR);
    }
    return visit;
  }

  void end(Visit visit, ObservedSession session) {
    observer.end(visit, new View(session, session.session()));
  }

  /** Somebody asks for a session's id, and may use it as a key. */
  void asksForId(Visits visits) {
    boolean close = visits.current().filter(Visit::isClose).isPresent();
    askers(close ? FAR : NEAR);
  }

  private void askers(int frames) {
    observer.guarded(
        () ->
            STACK.walk(
                stack -> {
                  stack.limit(frames).map(StackFrame::getDeclaringClass).forEach(observer::asks);
                  return frames;
                }));
  }

  /** Notes what the current request does. */
  void note(Visits visits, Consumer<Visit> what) {
    visits.current().ifPresent(visit -> observer.guarded(() -> what.accept(visit)));
  }
}
