package org.jwtfilter.servlet;

import jakarta.servlet.ServletContext;
import jakarta.servlet.http.HttpSession;
import jakarta.servlet.http.HttpSessionActivationListener;
import jakarta.servlet.http.HttpSessionBindingListener;
import java.lang.StackWalker.Option;
import java.lang.StackWalker.StackFrame;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
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

  /** Frames of ours from whoever asked a session for its id to here. */
  private static final int OURS = 5;

  private static final int NEAR = 2;
  private static final int FAR = 20;

  private final SessionObserver observer;
  private final Optional<String> page;
  private final Optional<String> role;
  private final ObservedSessions sessions = new ObservedSessions(this);

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

  /** The sessions that are observed. */
  ObservedSessions sessions() {
    return sessions;
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
                  stack
                      .skip(OURS)
                      .limit(frames)
                      .map(StackFrame::getDeclaringClass)
                      .forEach(observer::asks);
                  return frames;
                }));
  }

  /** Notes what the current request does. */
  void note(Visits visits, Consumer<Visit> what) {
    visits.current().ifPresent(visit -> observer.guarded(() -> what.accept(visit)));
  }
}
