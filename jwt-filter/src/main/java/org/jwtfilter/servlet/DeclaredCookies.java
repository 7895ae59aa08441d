package org.jwtfilter.servlet;

import jakarta.servlet.ServletContext;
import jakarta.servlet.SessionCookieConfig;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.jwtfilter.config.Option;
import org.jwtfilter.config.Options;
import org.jwtfilter.config.SameSite;
import org.jwtfilter.config.Setting;

/**
 * What the application says of the cookie of its sessions, in {@code <cookie-config>} or by code:
 * our cookies take the place of that one, so it holds for them where no option says otherwise. Not
 * followed are the name, which is the container's, and a path outside of the application, where
 * other applications may have cookies of the same names. Ours are always {@code HttpOnly}.
 */
final class DeclaredCookies {
  private static final Logger LOG = System.getLogger(DeclaredCookies.class.getName());
  private static final String WHERE = "cookie-config of the application";

  /** What browsers make of more (RFC 6265bis, 5.5). */
  private static final Duration LONGEST = Duration.ofDays(400);

  private final List<Setting> settings;

  private DeclaredCookies(List<Setting> settings) {
    this.settings = new ArrayList<>(settings);
  }

  /** The settings, with those that follow from the declaration. */
  static List<Setting> complete(List<Setting> settings, ServletContext context) {
    DeclaredCookies all = new DeclaredCookies(settings);
    config(context).ifPresent(config -> all.follow(config, context.getContextPath()));
    return all.settings;
  }

  /** A server without sessions of its own may have none. */
  private static Optional<SessionCookieConfig> config(ServletContext context) {
    try {
      return Optional.ofNullable(context.getSessionCookieConfig());
    } catch (IllegalStateException | UnsupportedOperationException | NullPointerException e) {
      return Optional.empty();
    }
  }

  private void follow(SessionCookieConfig config, String contextPath) {
    if (written(Options.COOKIE_NAME).filter(name -> name.startsWith("__Host-")).isEmpty()) {
      followPlace(config, contextPath);
    }
    if (config.isSecure()) {
      set(Options.COOKIE_SECURE, "always");
    }
    if (config.getMaxAge() > 0) {
      long seconds = Math.min(config.getMaxAge(), LONGEST.toSeconds());
      set(Options.COOKIE_MAX_AGE, seconds + "s");
    }
    sameSite(config.getAttribute("SameSite")).ifPresent(one -> set(Options.COOKIE_SAME_SITE, one));
    String partitioned = config.getAttribute("Partitioned");
    if (partitioned != null && !partitioned.equalsIgnoreCase("false") && maySecure()) {
      set(Options.COOKIE_PARTITIONED, "on");
    }
  }

  private void followPlace(SessionCookieConfig config, String contextPath) {
    text(config.getDomain()).ifPresent(domain -> set(Options.COOKIE_DOMAIN, domain));
    Optional<String> path = text(config.getPath());
    if (path.isPresent() && within(path.get(), contextPath)) {
      set(Options.COOKIE_PATH, path.get());
    } else if (path.isPresent() && written(Options.COOKIE_PATH).isEmpty()) {
      LOG.log(
          Level.INFO,
          "<cookie-config> has the path {0}, where other applications may have cookies of the same"
              + " names; ours stay below {1}. If that path is meant, set cookie-path to it",
          path.get(),
          contextPath);
    }
  }

  private static boolean within(String path, String contextPath) {
    return path.equals(contextPath) || path.startsWith(contextPath + '/');
  }

  /** Servers have words of their own beside those of the specification. */
  private Optional<String> sameSite(@Nullable String value) {
    return Arrays.stream(SameSite.values())
        .filter(one -> one.attribute().equalsIgnoreCase(value))
        .filter(one -> one != SameSite.NONE || maySecure())
        .map(SameSite::attribute)
        .findFirst();
  }

  private boolean maySecure() {
    return written(Options.COOKIE_SECURE).filter("never"::equalsIgnoreCase).isEmpty();
  }

  private static Optional<String> text(@Nullable String value) {
    return Optional.ofNullable(value).filter(one -> !one.isBlank());
  }

  private Optional<String> written(Option<?> option) {
    return settings.stream()
        .filter(one -> one.name().equals(option.name()))
        .map(Setting::value)
        .findFirst();
  }

  private void set(Option<?> option, String value) {
    if (written(option).isEmpty()) {
      settings.add(new Setting(option.name(), value, WHERE));
    }
  }
}
