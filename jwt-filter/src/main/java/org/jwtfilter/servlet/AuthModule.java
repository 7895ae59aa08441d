package org.jwtfilter.servlet;

import jakarta.servlet.ServletContext;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import javax.security.auth.callback.CallbackHandler;
import org.jspecify.annotations.Nullable;
import org.jwtfilter.config.AuthModuleMode;

/**
 * The place of the auth module in one application: registered before there is a plan, with the
 * filter's door once that is open. Knows nothing of Jakarta Authentication itself, which a server
 * may not have. Thread-safe.
 */
final class AuthModule {
  private static final Logger LOG = System.getLogger(AuthModule.class.getName());
  private static final String ATTRIBUTE = "org.jwtfilter.module";
  private static final String API = "jakarta.security.auth.message.config.AuthConfigFactory";

  /** What a module of tokens can stand in for. */
  private static final Set<String> METHODS = Set.of("FORM", "BASIC", "NONE");

  private final boolean jetty;
  private final boolean tomcat;
  private final boolean glassfish;
  private final boolean forgetful;
  private final boolean undertow;
  private final boolean liberty;
  private final AtomicBoolean warned = new AtomicBoolean();
  private volatile @Nullable FrontDoor door;
  private volatile @Nullable CallbackHandler handler;
  private @Nullable Runnable registration;
  private String missing = "";

  private AuthModule(ServletContext context) {
    String server = String.valueOf(context.getServerInfo()).toLowerCase(Locale.ROOT);
    this.jetty = server.contains("jetty");
    this.tomcat = server.contains("tomcat") || server.contains("tomee");
    this.glassfish = server.contains("payara") || server.contains("glassfish");
    this.forgetful = server.contains("glassfish");
    this.undertow = context.getClass().getName().startsWith("io.undertow.");
    this.liberty = context.getClass().getName().startsWith("com.ibm.");
  }

  /** The application's; not registered, where the initializer has not run. */
  static AuthModule of(ServletContext context) {
    return context.getAttribute(ATTRIBUTE) instanceof AuthModule module
        ? module
        : new AuthModule(context);
  }

  /** Registers the module with the container, if it can be. */
  static void register(ServletContext context, AuthModuleMode mode, WebXml web) {
    AuthModule module = new AuthModule(context);
    context.setAttribute(ATTRIBUTE, module);
    Optional<String> other =
        web.authMethod().filter(one -> !METHODS.contains(one.toUpperCase(Locale.ROOT)));
    if (mode == AuthModuleMode.OFF) {
      module.missing = "auth-module is off";
    } else if (other.isPresent()) {
      module.missing = "<auth-method> " + other.get() + " stays the server's";
    } else if (!offered(context)) {
      module.missing = "the server offers this application no Jakarta Authentication";
    } else {
      module.register(context);
    }
  }

  private static boolean offered(ServletContext context) {
    try {
      Class.forName(API, false, context.getClassLoader());
      return true;
    } catch (ClassNotFoundException | LinkageError e) {
      return false;
    }
  }

  private void register(ServletContext context) {
    try {
      registration = JwtAuthProvider.register(context, this, jetty);
    } catch (LinkageError | RuntimeException e) {
      missing = "the server refuses to register it (" + e + ")";
      LOG.log(Level.DEBUG, "the auth module was not registered", e);
    }
  }

  /** Whether the container asks us who the caller is. */
  boolean inPlace() {
    return registration != null;
  }

  /** Why not. */
  String missing() {
    return missing;
  }

  /** Whether the server passes on no request of ours, and no error pages come before filters. */
  boolean jetty() {
    return jetty;
  }

  /** Whether the server shows error pages with the request of ours that it was given. */
  boolean handsOnForErrorPages() {
    return tomcat;
  }

  /** Whether the server looks at BASIC credentials also where nobody has to log in. */
  boolean looksAtBasicEverywhere() {
    return jetty || undertow || liberty;
  }

  /** Whether the server deploys an application though a filter of it does not start. */
  boolean deploysInSpiteOfFilters() {
    return glassfish || liberty;
  }

  /** Whether the server must be told who the caller is whose password it has found right. */
  boolean forgetsPasswords() {
    return forgetful;
  }

  /** Whether the server's own descriptor says which groups have which roles. */
  boolean mapsRoles() {
    return glassfish;
  }

  /** Whether the server gives a session another id whenever a caller is registered anew. */
  boolean renewsSessionIds() {
    return tomcat;
  }

  /** The filter is ready: from here on requests are let in. Of several filters the first counts. */
  synchronized void open(FrontDoor opened) {
    door = door == null ? opened : door;
  }

  /** What the filter has laid out; null before that. */
  @Nullable FrontDoor door() {
    return door;
  }

  /** The container's ear for callbacks, as far as we have met it. */
  void handler(CallbackHandler met) {
    handler = met;
  }

  /** Tells the log what the server does with callers; the first time only. */
  void warnOnce(String words, Exception why) {
    if (warned.compareAndSet(false, true)) {
      LOG.log(Level.WARNING, words, why);
    }
  }

  /** How passwords are asked for where {@code request.login} does more than that, or nothing. */
  Optional<CallbackHandler> passwords() {
    return jetty || glassfish || liberty ? Optional.ofNullable(handler) : Optional.empty();
  }

  /** Takes the module back, since the filter it belongs to is gone. */
  synchronized void close() {
    door = null;
    if (registration != null) {
      registration.run();
      registration = null;
    }
  }
}
