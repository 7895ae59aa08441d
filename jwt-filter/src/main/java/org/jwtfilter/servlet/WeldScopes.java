package org.jwtfilter.servlet;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpSession;
import jakarta.servlet.http.HttpSessionEvent;
import jakarta.servlet.http.HttpSessionListener;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.lang.annotation.Annotation;
import java.lang.reflect.Method;
import java.util.Collections;
import java.util.EventListener;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Weld's session and conversation scope, by the API that Weld has for others who begin requests
 * ({@code org.jboss.weld.context}). By reflection, since Weld is the application's. Thread-safe.
 */
final class WeldScopes implements BeanScopes {
  private static final Logger LOG = System.getLogger(WeldScopes.class.getName());
  private static final String API = "org.jboss.weld.context.";

  /** What Weld keeps in a session; it refuses a session of other beans as a whole. */
  private static final String PREFIX = "WELD_S";

  /** Where Weld remembers the session of a thread; there is no API for it. */
  private static final String HOLDER = "org.jboss.weld.module.web.servlet.SessionHolder";

  private static final Object STATIC = "";

  private final Object session;
  private final Object conversation;
  private final Method associate;
  private final Method dissociate;
  private final Method activate;
  private final Method activateLazily;
  private final Method deactivate;
  private final Method isActive;
  private final Method destroy;
  private final Method requestBegan;
  private final Method sessionBegan;
  private final Method sessionEnded;

  private WeldScopes(ClassLoader loader, Object session, Object conversation)
      throws ReflectiveOperationException {
    Class<?> bound = type(loader, API + "BoundContext");
    Class<?> managed = type(loader, API + "ManagedContext");
    this.session = session;
    this.conversation = conversation;
    this.associate = bound.getMethod("associate", Object.class);
    this.dissociate = bound.getMethod("dissociate", Object.class);
    this.activate = managed.getMethod("activate");
    this.deactivate = managed.getMethod("deactivate");
    this.isActive = managed.getMethod("isActive");
    this.activateLazily =
        type(loader, API + "http.HttpConversationContext")
            .getMethod("activateLazily", Consumer.class);
    this.destroy =
        type(loader, API + "http.HttpSessionContext").getMethod("destroy", HttpSession.class);
    Class<?> holder = type(loader, HOLDER);
    this.requestBegan = holder.getMethod("requestInitialized", HttpServletRequest.class);
    this.sessionBegan = holder.getMethod("sessionCreated", HttpSession.class);
    this.sessionEnded = holder.getMethod("clear");
  }

  /** Empty where the application brings no Weld along. */
  static Optional<WeldScopes> find(ClassLoader loader) throws ReflectiveOperationException {
    Class<?> sessions = Reflected.own(loader, API + "http.HttpSessionContext");
    if (sessions == null) {
      return Optional.empty();
    }
    Object cdi =
        type(loader, "jakarta.enterprise.inject.spi.CDI").getMethod("current").invoke(null);
    Object http = type(loader, API + "http.HttpLiteral").getField("INSTANCE").get(null);
    Class<?> conversations = type(loader, API + "http.HttpConversationContext");
    return Optional.of(
        new WeldScopes(
            loader, bean(loader, cdi, sessions, http), bean(loader, cdi, conversations, http)));
  }

  private static Class<?> type(ClassLoader loader, String name) throws ClassNotFoundException {
    return Class.forName(name, true, loader);
  }

  private static Object bean(ClassLoader loader, Object cdi, Class<?> type, Object qualifier)
      throws ReflectiveOperationException {
    Class<?> instance = type(loader, "jakarta.enterprise.inject.Instance");
    Object found =
        instance
            .getMethod("select", Class.class, Annotation[].class)
            .invoke(cdi, type, new Annotation[] {(Annotation) qualifier});
    return instance.getMethod("get").invoke(found);
  }

  @Override
  public Scope enter(HttpServletRequest bare, HttpServletRequest ours) {
    if (!Boolean.TRUE.equals(Reflected.call(isActive, session))) {
      return () -> {}; // Weld was told to leave this request alone
    }
    boolean converses = Boolean.TRUE.equals(Reflected.call(isActive, conversation));
    move(bare, ours, converses);
    return () -> leave(ours, bare, converses);
  }

  /** The page is written by now, and what has thrown in it is what the caller shall hear of. */
  private void leave(HttpServletRequest ours, HttpServletRequest bare, boolean converses) {
    try {
      move(ours, bare, converses);
    } catch (RuntimeException e) {
      LOG.log(Level.WARNING, "Weld did not end the scopes of a session", e);
    }
  }

  private void move(HttpServletRequest from, HttpServletRequest to, boolean converses) {
    if (converses) {
      Reflected.call(deactivate, conversation);
      Reflected.call(dissociate, conversation, from);
    }
    Reflected.call(deactivate, session);
    Reflected.call(dissociate, session, from);
    Reflected.call(requestBegan, STATIC, to);
    begin(to);
    if (converses) {
      Reflected.call(associate, conversation, to);
      Consumer<Object> whenUsed = WeldScopes::nothing;
      Reflected.call(activateLazily, conversation, whenUsed);
    }
  }

  private static void nothing(Object request) {}

  private void begin(HttpServletRequest request) {
    try {
      Reflected.call(associate, session, request);
    } catch (IllegalStateException otherBeans) {
      // The session is from before a deployment: what Weld has in it has no meaning any more.
      forget(request.getSession(false));
      Reflected.call(dissociate, session, request);
      Reflected.call(associate, session, request);
    }
    Reflected.call(activate, session);
  }

  /** Whether a listener is Weld's own, by which it hears of sessions. */
  static boolean isOfWeld(Class<?> listener) {
    return listener.getName().startsWith("org.jboss.weld.");
  }

  /**
   * What Weld hears from the container of the container's sessions, where it is not told of ours.
   */
  @Override
  public List<EventListener> listeners(List<EventListener> own) {
    return own.stream().anyMatch(one -> isOfWeld(one.getClass())) ? List.of() : List.of(listener());
  }

  private EventListener listener() {
    return new HttpSessionListener() {
      @Override
      public void sessionCreated(HttpSessionEvent event) {
        Reflected.call(sessionBegan, STATIC, event.getSession());
      }

      @Override
      public void sessionDestroyed(HttpSessionEvent event) {
        Reflected.call(destroy, session, event.getSession());
        Reflected.call(sessionEnded, STATIC);
      }
    };
  }

  private static void forget(@Nullable HttpSession session) {
    if (session != null) {
      List<String> names = Collections.list(session.getAttributeNames());
      names.stream().filter(name -> name.startsWith(PREFIX)).forEach(session::removeAttribute);
    }
  }

  @Override
  public String toString() {
    return "Weld";
  }
}
