package org.jwtfilter.servlet;

import jakarta.servlet.ServletContext;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.InputStream;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EventListener;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import javax.security.auth.callback.CallbackHandler;
import org.jspecify.annotations.Nullable;
import org.jwtfilter.Accounts;
import org.jwtfilter.Grants;
import org.jwtfilter.JwtEvents;
import org.jwtfilter.TokenForwarding;
import org.jwtfilter.config.ConfigProblem;
import org.jwtfilter.config.ConfigReader;
import org.jwtfilter.config.Defaults;
import org.jwtfilter.config.JwtConfig;
import org.jwtfilter.config.MicroProfile;
import org.jwtfilter.config.Options;
import org.jwtfilter.config.ParsedConfig;
import org.jwtfilter.config.Placeholders;
import org.jwtfilter.config.SessionMode;
import org.jwtfilter.config.Setting;
import org.jwtfilter.config.TokenSource;
import org.jwtfilter.http.JwtRuntime;
import org.jwtfilter.http.OwnCode;
import org.jwtfilter.http.Protection;
import org.jwtfilter.key.KeyLoader;

/** What the filter does in this application, compiled once from its configuration. Immutable. */
final class FilterPlan {
  private static final Logger LOG = System.getLogger(FilterPlan.class.getName());

  private final ServletContext context;
  private final JwtRuntime runtime;
  private final @Nullable SessionPlan sessions;
  private final @Nullable ObservePlan observing;
  private final Set<String> hiddenParameters;
  private final Set<String> roles;
  private final boolean readsForms;
  private final boolean readsQueries;
  private final boolean readsSubprotocols;
  private final boolean savesBeforeInclude;
  private final LoginPaths logins;
  private final Sockets sockets;
  private final Constraints constraints;
  private final Map<String, Map<String, String>> roleLinks;
  private final boolean formLogin;
  private final Optional<String> basicRealm;
  private final AuthModule module;
  private final RoleMapping roleMapping;
  private final @Nullable Accounts accounts;

  private FilterPlan(
      ServletContext context,
      JwtRuntime runtime,
      Duration timeout,
      WebXml web,
      @Nullable Accounts accounts) {
    JwtConfig config = runtime.config();
    Set<TokenSource> sources = config.get(Options.TOKEN_FROM);
    this.context = context;
    this.runtime = runtime;
    this.readsForms = sources.contains(TokenSource.FORM);
    this.readsQueries = sources.contains(TokenSource.QUERY);
    this.readsSubprotocols = sources.contains(TokenSource.WEBSOCKET);
    this.sockets = new Sockets(context, runtime);
    this.hiddenParameters = hidden(config, sources);
    this.savesBeforeInclude = !takesHeadersDuringInclude(context.getServerInfo());
    this.logins = LoginPaths.of(config);
    this.constraints = DeclaredSecurity.read(context, web);
    this.roles = roles(config, web, constraints);
    this.roleLinks = web.roleLinks();
    this.formLogin = web.logsInBy(HttpServletRequest.FORM_AUTH);
    this.basicRealm = basicRealm(web);
    this.module = AuthModule.of(context);
    this.roleMapping = module.mapsRoles() ? RoleMapping.read(context) : RoleMapping.NONE;
    this.accounts = accounts;
    this.sessions =
        config.get(Options.SESSION).travels()
            ? new SessionPlan(context, runtime, timeout, listeners(context, config, web))
            : null;
    this.observing =
        config.get(Options.SESSION) == SessionMode.OBSERVE
            ? new ObservePlan(context, runtime, observedListeners(context, config, web))
            : null;
  }

  /**
   * Compiles the configuration of an application.
   *
   * @throws org.jwtfilter.config.ConfigurationException with everything that is wrong
   */
  static FilterPlan start(ServletContext context, List<Setting> settings, Clock clock) {
    WebXml web = WebXml.read(context);
    Duration timeout = sessionTimeout(context);
    ParsedConfig parsed =
        ConfigReader.parse(
            DeclaredCookies.complete(
                withLoginPages(
                    MicroProfile.complete(
                        settings, Deployment.microProfileParams(context), context.getClassLoader()),
                    web),
                context),
            Placeholders.system(),
            new Defaults(context.getContextPath(), timeout));
    List<ConfigProblem> problems = new ArrayList<>();
    OwnCode own = new OwnCode(parsed, context.getClassLoader(), problems);
    Optional<Accounts> accounts = own.make(Options.ACCOUNTS, Accounts.class);
    JwtEvents events = own.make(Options.EVENTS, JwtEvents.class).orElse(JwtEvents.NONE);
    KeyLoader keys =
        new KeyLoader(
            path -> open(context, path), name -> Optional.ofNullable(System.getenv(name)));
    JwtRuntime runtime = JwtRuntime.start(parsed.with(problems), keys, timeout, clock, events);
    FilterPlan plan = of(context, runtime, timeout, web, accounts.orElse(null));
    context.setAttribute(Grants.ATTRIBUTE, runtime.grants());
    runtime.forwarding().ifPresent(one -> context.setAttribute(TokenForwarding.ATTRIBUTE, one));
    LOG.log(Level.INFO, () -> "jwt-filter of " + name(context) + "\n" + runtime.config().report());
    runtime.warnings().forEach(one -> LOG.log(Level.WARNING, one));
    warnOfContainer(plan, context);
    return plan;
  }

  /** Nothing goes on where the rest of the start fails. */
  private static FilterPlan of(
      ServletContext context,
      JwtRuntime runtime,
      Duration timeout,
      WebXml web,
      @Nullable Accounts accounts) {
    try {
      return new FilterPlan(context, runtime, timeout, web, accounts);
    } catch (RuntimeException | Error e) {
      runtime.close();
      throw e;
    }
  }

  private static Optional<String> basicRealm(WebXml web) {
    return web.logsInBy(HttpServletRequest.BASIC_AUTH)
        ? Optional.of(web.realm().orElse("").replaceAll("[\"\\\\\\p{Cntrl}]", ""))
        : Optional.empty();
  }

  /** What the container will do in our place, or has not done. */
  private static void warnOfContainer(FilterPlan plan, ServletContext context) {
    AuthModule module = plan.module;
    if (module.inPlace()) {
      LOG.log(
          Level.INFO,
          "the auth module is in place: <security-constraint>, <login-config> and @ServletSecurity"
              + " know the callers of tokens");
    } else if (plan.constraints.declared() || (plan.formLogin && plan.runtime.issues())) {
      LOG.log(
          Level.WARNING,
          "the auth module is not in place ("
              + module.missing()
              + "), so the server checks <security-constraint>, @ServletSecurity and"
              + " j_security_check by itself, before any filter, and knows nothing of tokens:"
              + " docs/servers.md has the lines that this server needs"
              + (module.jetty() ? " (a module of Jetty and WEB-INF/jetty-web.xml)" : "")
              + "; or remove them from web.xml and use protect, protect-roles and login-page"
              + " instead");
    }
    if (!JwtInitializer.hasRun(context)) {
      LOG.log(
          Level.WARNING,
          "the filter could not take its place by itself (web.xml has an <absolute-ordering>"
              + " without us, or scanning is off): map it to /* before all other filters, with the"
              + " dispatchers REQUEST, FORWARD, INCLUDE, ERROR and ASYNC");
    }
  }

  private static String name(ServletContext context) {
    return context.getContextPath().isEmpty() ? "/" : context.getContextPath();
  }

  private static Optional<InputStream> open(ServletContext context, String path)
      throws IOException {
    if (path.startsWith("/WEB-INF/")) {
      return Optional.ofNullable(context.getResourceAsStream(path));
    }
    return KeyLoader.Resources.of(context.getClassLoader()).open(path);
  }

  /** Zero where sessions never end; a server without sessions of its own has the usual timeout. */
  private static Duration sessionTimeout(ServletContext context) {
    try {
      return Duration.ofMinutes(Math.max(0, context.getSessionTimeout()));
    } catch (IllegalStateException | UnsupportedOperationException | NullPointerException e) {
      return Duration.ofMinutes(30);
    }
  }

  /** The pages of a form login that web.xml declares go on being its pages. */
  private static List<Setting> withLoginPages(List<Setting> settings, WebXml web) {
    List<Setting> all = new ArrayList<>(settings);
    web.loginPage().ifPresent(page -> addUnlessSet(all, Options.LOGIN_PAGE.name(), page));
    web.loginErrorPage()
        .ifPresent(page -> addUnlessSet(all, Options.LOGIN_ERROR_PAGE.name(), page));
    return all;
  }

  private static void addUnlessSet(List<Setting> settings, String name, String value) {
    if (settings.stream().noneMatch(one -> one.name().equals(name))) {
      settings.add(new Setting(name, value, "login-config in web.xml"));
    }
  }

  private static Set<String> hidden(JwtConfig config, Set<TokenSource> sources) {
    Set<String> names = new HashSet<>();
    if (sources.contains(TokenSource.QUERY)) {
      names.add(config.get(Options.QUERY_PARAMETER));
    }
    if (sources.contains(TokenSource.FORM)) {
      names.add(config.get(Options.FORM_PARAMETER));
    }
    return Set.copyOf(names);
  }

  private static Set<String> roles(JwtConfig config, WebXml web, Constraints constraints) {
    Set<String> roles = new LinkedHashSet<>(config.get(Options.ROLES));
    if (roles.isEmpty()) {
      roles.addAll(web.roles());
    }
    config.get(Options.PROTECT_ROLES).values().forEach(roles::addAll);
    constraints.roles().forEach(roles::add);
    roles.remove(Protection.ANY_CALLER);
    roles.remove(Constraints.ANY_CALLER);
    return Set.copyOf(roles);
  }

  private static boolean takesHeadersDuringInclude(@Nullable String server) {
    String name = server == null ? "" : server.toLowerCase(Locale.ROOT);
    return List.of("tomcat", "jetty", "payara", "glassfish").stream().anyMatch(name::contains);
  }

  private static List<EventListener> listeners(
      ServletContext context, JwtConfig config, WebXml web) {
    List<EventListener> listeners =
        ServerListeners.of(context).orElseGet(() -> made(declared(context, web), context));
    Set<String> more = new LinkedHashSet<>(config.get(Options.SESSION_LISTENERS));
    listeners.forEach(one -> more.remove(one.getClass().getName()));
    listeners.addAll(made(more, context));
    return listeners;
  }

  /** Their names alone: the container has made them, and calls them. */
  private static List<String> observedListeners(
      ServletContext context, JwtConfig config, WebXml web) {
    Set<String> names = new LinkedHashSet<>(declared(context, web));
    names.addAll(config.get(Options.SESSION_LISTENERS));
    return names.stream().filter(name -> isSessionListener(context, name)).toList();
  }

  private static boolean isSessionListener(ServletContext context, String name) {
    try {
      return SessionListenerTypes.isOne(Class.forName(name, false, context.getClassLoader()));
    } catch (ReflectiveOperationException | LinkageError e) {
      return false;
    }
  }

  private static Set<String> declared(ServletContext context, WebXml web) {
    Set<String> names = new LinkedHashSet<>(web.listeners());
    if (!web.metadataComplete()) {
      names.addAll(JwtInitializer.annotatedListeners(context));
    }
    return names;
  }

  private static List<EventListener> made(Set<String> names, ServletContext context) {
    List<EventListener> listeners = new ArrayList<>();
    names.forEach(name -> listener(context, name).ifPresent(listeners::add));
    listeners.removeIf(one -> WeldScopes.isOfWeld(one.getClass())); // made anew, it knows no beans
    return listeners;
  }

  private static Optional<EventListener> listener(ServletContext context, String name) {
    try {
      Class<?> type = Class.forName(name, false, context.getClassLoader());
      return SessionListenerTypes.isOne(type)
          ? Optional.of((EventListener) type.getDeclaredConstructor().newInstance())
          : Optional.empty();
    } catch (ReflectiveOperationException | LinkageError e) {
      LOG.log(
          Level.WARNING, "session listener " + name + " cannot be made and hears of nothing", e);
      return Optional.empty();
    }
  }

  JwtRuntime runtime() {
    return runtime;
  }

  ServletContext servletContext() {
    return context;
  }

  Optional<SessionPlan> sessions() {
    return Optional.ofNullable(sessions);
  }

  /** Where sessions stay with the container and are observed. */
  Optional<ObservePlan> observing() {
    return Optional.ofNullable(observing);
  }

  LoginPaths logins() {
    return logins;
  }

  /** Who may request what, by what the application declares. */
  Constraints constraints() {
    return constraints;
  }

  /** The role that the servlet of this request means by a name of its own. */
  String role(HttpServletRequest request, String name) {
    Map<String, String> own =
        roleLinks.isEmpty()
            ? null
            : roleLinks.get(request.getHttpServletMapping().getServletName());
    return own == null ? name : own.getOrDefault(name, name);
  }

  Set<String> hiddenParameters() {
    return hiddenParameters;
  }

  /** A request and its answer, seen through the proxies that are trusted. */
  ServletExchange exchange(HttpServletRequest request, HttpServletResponse response) {
    return new ServletExchange(request, response, hiddenParameters, runtime.proxies());
  }

  boolean readsForms() {
    return readsForms;
  }

  boolean readsQueries() {
    return readsQueries;
  }

  boolean readsSubprotocols() {
    return readsSubprotocols;
  }

  Sockets sockets() {
    return sockets;
  }

  boolean savesBeforeInclude() {
    return savesBeforeInclude && sessions != null;
  }

  /** Who checks passwords: the container's realm, unless the application brings its own. */
  Accounts accounts(HttpServletRequest request) {
    if (accounts != null) {
      return accounts;
    }
    Optional<CallbackHandler> callbacks = module.passwords();
    return callbacks.isPresent()
        ? new CallbackAccounts(callbacks.get(), roles, roleMapping)
        : new ContainerAccounts(request, roles);
  }

  boolean hasOwnAccounts() {
    return accounts != null;
  }

  /** The roles that the container's caller of a request has, of those that are known here. */
  Set<String> rolesHeld(HttpServletRequest request) {
    return ContainerAccounts.held(request, roles);
  }

  /** What the server's own descriptor says of roles. */
  RoleMapping roleMapping() {
    return roleMapping;
  }

  /** Whether web.xml says that callers log in by a form. */
  boolean formLogin() {
    return formLogin;
  }

  /**
   * The realm to log in to by {@code Authorization: Basic}, where web.xml says that this is how.
   */
  Optional<String> basicRealm() {
    return basicRealm;
  }

  /** Whether the server looks at BASIC credentials also where nobody has to log in. */
  boolean looksAtBasicEverywhere() {
    return basicRealm.isPresent() && module.looksAtBasicEverywhere();
  }

  /** Ends what was begun: threads, and connections to the store. */
  void close() {
    sockets.close();
    if (sessions != null) {
      sessions.close();
    }
    if (observing != null) {
      observing.observer().close();
    }
    runtime.close();
  }
}
