package org.jwtfilter.jaxrs;

import jakarta.annotation.PreDestroy;
import jakarta.ws.rs.Priorities;
import jakarta.ws.rs.core.Feature;
import jakarta.ws.rs.core.FeatureContext;
import java.io.IOException;
import java.io.InputStream;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.jwtfilter.JwtEvents;
import org.jwtfilter.config.ConfigReader;
import org.jwtfilter.config.Defaults;
import org.jwtfilter.config.ParsedConfig;
import org.jwtfilter.config.Placeholders;
import org.jwtfilter.config.Setting;
import org.jwtfilter.http.JwtRuntime;
import org.jwtfilter.key.KeyLoader;

/**
 * Makes the callers of a JAX-RS application known by their tokens: the {@code SecurityContext} has
 * the caller, and {@code @RolesAllowed}, {@code @PermitAll}, {@code @DenyAll}, {@link JwtSecured}
 * and {@link ScopesRequired} hold, in every runtime. Register the class, or an object made by
 * {@link #with}.
 *
 * <p>The options are those of the servlet filter, with the prefix {@code jwt.} as properties of the
 * application (such as {@code jwt.keys}), or as system properties where the application has none.
 * Where nothing is set, the servlet filter in front is asked; where it has seen a request, its
 * result is taken in any case. {@code docs/jaxrs.md} says which options the filter alone can do.
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
   */
  @Override
  public boolean configure(FeatureContext context) {
    if (context.getConfiguration().isRegistered(AccessFilter.class)) {
      return false;
    }
    JwtRuntime started = start(settings(context.getConfiguration().getProperties()));
    runtime = started;
    Plan plan = new Plan(started);
    context.register(
        onlySecured ? new SecuredCallerFilter(plan) : new CallerFilter(plan),
        Priorities.AUTHENTICATION);
    context.register(new AccessFilter(plan), Priorities.AUTHORIZATION);
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
    return own.isEmpty() ? Settings.ofSystem(System.getProperties()) : own;
  }

  private @Nullable JwtRuntime start(List<Setting> found) {
    if (found.isEmpty()) {
      LOG.log(Level.INFO, "jwt-filter for JAX-RS: callers are found by the JwtFilter in front");
      return null;
    }
    ParsedConfig parsed =
        ConfigReader.parse(found, Placeholders.system(), new Defaults("", SESSION_TIMEOUT));
    KeyLoader keys =
        new KeyLoader(JwtFeature::open, name -> Optional.ofNullable(System.getenv(name)));
    JwtRuntime started =
        JwtRuntime.start(
            parsed.with(Settings.unsupported(parsed)), keys, SESSION_TIMEOUT, clock, events);
    LOG.log(Level.INFO, () -> "jwt-filter for JAX-RS\n" + started.config().report());
    started.warnings().forEach(one -> LOG.log(Level.WARNING, one));
    return started;
  }

  private static Optional<InputStream> open(String path) throws IOException {
    Path file = Path.of(path);
    return Files.isRegularFile(file) ? Optional.of(Files.newInputStream(file)) : Optional.empty();
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
