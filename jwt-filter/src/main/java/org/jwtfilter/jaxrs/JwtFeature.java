package org.jwtfilter.jaxrs;

import jakarta.annotation.PreDestroy;
import jakarta.ws.rs.Priorities;
import jakarta.ws.rs.core.Feature;
import jakarta.ws.rs.core.FeatureContext;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.jwtfilter.Jwt;
import org.jwtfilter.JwtEvents;
import org.jwtfilter.config.ConfigProblem;
import org.jwtfilter.config.ConfigReader;
import org.jwtfilter.config.Defaults;
import org.jwtfilter.config.MicroProfile;
import org.jwtfilter.config.Options;
import org.jwtfilter.config.ParsedConfig;
import org.jwtfilter.config.Placeholders;
import org.jwtfilter.config.Setting;
import org.jwtfilter.http.JwtRuntime;
import org.jwtfilter.http.OwnCode;
import org.jwtfilter.key.KeyLoader;
import org.jwtfilter.key.Libraries;

/**
 * Makes the callers of a JAX-RS application known by their tokens: the {@code SecurityContext} has
 * the caller, and {@code @RolesAllowed}, {@code @PermitAll}, {@code @DenyAll}, {@link JwtSecured}
 * and {@link ScopesRequired} hold, in every runtime. Register the class, or an object made by
 * {@link #with}.
 *
 * <p>The options are those of the servlet filter, with the prefix {@code jwt.} as properties of the
 * application (such as {@code jwt.keys}), or as system properties where the application has none;
 * without {@code keys} among them, the names of MicroProfile JWT count too. Where nothing is set,
 * the servlet filter in front is asked; where it has seen a request, its result is taken in any
 * case. {@code docs/jaxrs.md} says which options the filter alone can do.
 *
 * <p>Thread-safe once it is configured.
 */
public final class JwtFeature implements Feature, AutoCloseable {
  private static final Logger LOG = System.getLogger(JwtFeature.class.getName());
  private static final Duration SESSION_TIMEOUT = Duration.ofMinutes(30);

  private final @Nullable List<Setting> settings;
  private final JwtEvents events;
  private final Clock clock;
  private final boolean onlySecured;
  private volatile @Nullable JwtRuntime runtime;

  /** Configured by properties. */
  public JwtFeature() {
    this(null, JwtEvents.NONE, Clock.systemUTC(), false);
  }

  JwtFeature(@Nullable List<Setting> settings, JwtEvents events, Clock clock, boolean onlySecured) {
    this.settings = settings;
    this.events = events;
    this.clock = clock;
    this.onlySecured = onlySecured;
  }

  /**
   * Configured by a program; properties are not looked at.
   *
   * @param settings options by their names without prefix, such as {@code keys}
   */
  public static JwtFeature with(Map<String, String> settings) {
    return with(settings, JwtEvents.NONE);
  }

  /**
   * Configured by a program; properties are not looked at.
   *
   * @param settings options by their names without prefix, such as {@code keys}
   * @param events hears what happens
   */
  public static JwtFeature with(Map<String, String> settings, JwtEvents events) {
    return new JwtFeature(Settings.ofProgram(settings), events, Clock.systemUTC(), false);
  }

  /**
   * The same for a part of the application: tokens are looked for only where {@link JwtSecured}
   * stands, so that other parts can have other ways to know their callers. Annotations of access
   * hold everywhere.
   */
  public JwtFeature onlySecured() {
    return new JwtFeature(settings, events, clock, true);
  }

  /**
   * Reads the configuration and registers the filters.
   *
   * @throws org.jwtfilter.config.ConfigurationException with every problem of the configuration
   * @throws IllegalStateException if a library is missing: which, and what to do
   */
  @Override
  public boolean configure(FeatureContext context) {
    if (context.getConfiguration().isRegistered(AccessFilter.class)) {
      return false;
    }
    AccessRules.requireAnnotations();
    JwtRuntime started = start(settings(context.getConfiguration().getProperties()));
    runtime = started;
    Plan plan = new Plan(started);
    Consumer<Jwt> injection = Injection.into(context);
    context.register(
        onlySecured ? new SecuredCallerFilter(plan, injection) : new CallerFilter(plan, injection),
        Priorities.AUTHENTICATION);
    context.register(new AccessFilter(plan), Priorities.AUTHORIZATION);
    context.register(new JwtResolver());
    context.register(new AnswerFilter(), Priorities.HEADER_DECORATOR);
    if (started != null) {
      started
          .forwarding()
          .ifPresent(one -> context.register(new CallerScope(one), Priorities.AUTHORIZATION + 1));
      context.register(new PreflightFilter(started), Priorities.AUTHENTICATION);
    }
    return true;
  }

  private List<Setting> settings(Map<String, Object> properties) {
    if (settings != null) {
      return settings;
    }
    List<Setting> own = Settings.ofApplication(properties);
    List<Setting> ours = own.isEmpty() ? Settings.ofSystem(System.getProperties()) : own;
    List<Setting> all =
        MicroProfile.complete(ours, Settings.ofMicroProfile(properties), application());
    // Names of MicroProfile without a key are meant for somebody else.
    boolean keys = all.stream().anyMatch(one -> one.name().equals(Options.KEYS.name()));
    return ours.isEmpty() && !keys ? List.of() : all;
  }

  private static ClassLoader application() {
    ClassLoader context = Thread.currentThread().getContextClassLoader();
    return context == null ? JwtFeature.class.getClassLoader() : context;
  }

  private @Nullable JwtRuntime start(List<Setting> found) {
    if (found.isEmpty()) {
      LOG.log(Level.INFO, "jwt-filter for JAX-RS: callers are found by the JwtFilter in front");
      return null;
    }
    Libraries.check();
    ParsedConfig parsed =
        ConfigReader.parse(found, Placeholders.system(), new Defaults("", SESSION_TIMEOUT));
    List<ConfigProblem> problems = new ArrayList<>(Settings.unsupported(parsed));
    JwtEvents heard = listener(parsed, problems);
    KeyLoader keys =
        new KeyLoader(
            KeyLoader.Resources.of(application()),
            name -> Optional.ofNullable(System.getenv(name)));
    JwtRuntime started =
        JwtRuntime.start(parsed.with(problems), keys, SESSION_TIMEOUT, clock, heard);
    LOG.log(Level.INFO, () -> "jwt-filter for JAX-RS\n" + started.config().report());
    started.warnings().forEach(one -> LOG.log(Level.WARNING, one));
    return started;
  }

  private JwtEvents listener(ParsedConfig parsed, List<ConfigProblem> problems) {
    Optional<JwtEvents> named =
        new OwnCode(parsed, application(), problems).make(Options.EVENTS, JwtEvents.class);
    if (named.isPresent() && events != JwtEvents.NONE) {
      problems.add(
          new ConfigProblem(
              Options.EVENTS.name(),
              "a listener was handed to JwtFeature.with too; keep one of the two ("
                  + (parsed.where(Options.EVENTS) + ")")));
    }
    return named.orElse(events);
  }

  /** Ends what was begun: threads, and connections to the store. */
  @Override
  @PreDestroy
  public void close() {
    JwtRuntime started = runtime;
    if (started != null) {
      started.close();
    }
  }
}
