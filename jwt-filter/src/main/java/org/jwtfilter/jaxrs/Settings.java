package org.jwtfilter.jaxrs;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import org.jwtfilter.config.ClientBinding;
import org.jwtfilter.config.ConfigProblem;
import org.jwtfilter.config.Option;
import org.jwtfilter.config.Options;
import org.jwtfilter.config.ParsedConfig;
import org.jwtfilter.config.SessionMode;
import org.jwtfilter.config.Setting;
import org.jwtfilter.config.TokenSource;

/** What a JAX-RS application says to us, and what of it only the servlet filter can do. */
final class Settings {
  private static final String PREFIX = "jwt.";

  private Settings() {}

  /** The properties of the application that are meant for us. */
  static List<Setting> ofApplication(Map<String, Object> properties) {
    return prefixed(properties, "of the JAX-RS application");
  }

  /** The system properties that are meant for us. */
  static List<Setting> ofSystem(Properties properties) {
    return prefixed(properties, "of the system");
  }

  /** The properties of the application that have the names of MicroProfile JWT. */
  static List<Setting> ofMicroProfile(Map<String, Object> properties) {
    List<Setting> settings = new ArrayList<>();
    properties.forEach(
        (name, value) -> {
          if (name.startsWith("mp.jwt.") && value != null) {
            String place = "property " + name + " of the JAX-RS application";
            settings.add(new Setting(name, value.toString(), place));
          }
        });
    return settings;
  }

  private static List<Setting> prefixed(Map<?, ?> properties, String where) {
    List<Setting> settings = new ArrayList<>();
    properties.forEach(
        (name, value) -> {
          if (name instanceof String text && text.startsWith(PREFIX) && value != null) {
            String place = "property " + text + " " + where;
            settings.add(new Setting(text.substring(PREFIX.length()), value.toString(), place));
          }
        });
    return settings;
  }

  /** Settings by their names without prefix. */
  static List<Setting> ofProgram(Map<String, String> settings) {
    return settings.entrySet().stream()
        .map(one -> new Setting(one.getKey(), one.getValue(), "settings of JwtFeature"))
        .toList();
  }

  /** What was set and needs the servlet filter, or a body that belongs to the application. */
  static List<ConfigProblem> unsupported(ParsedConfig parsed) {
    List<ConfigProblem> problems = new ArrayList<>();
    List<Option<?>> filterOnly = new ArrayList<>(Options.endpoints());
    filterOnly.addAll(
        List.of(
            Options.ENDPOINTS,
            Options.LOGIN_PAGE,
            Options.LOGIN_ERROR_PAGE,
            Options.ACCOUNTS,
            Options.TRUSTED_PROXIES,
            Options.LOGIN_ATTEMPTS,
            Options.LOGIN_DELAY));
    filterOnly.stream()
        .filter(parsed::isSet)
        .forEach(one -> problem(problems, parsed, one, "is done by the servlet filter"));
    if (parsed.valueOf(Options.SESSION).filter(SessionMode::travels).isPresent()) {
      problem(problems, parsed, Options.SESSION, "is done by the servlet filter");
    }
    if (parsed.valueOf(Options.TOKEN_FROM).filter(Settings::readsForms).isPresent()) {
      String why =
          "cannot be form here, since the body belongs to the application; leave form out,";
      problem(problems, parsed, Options.TOKEN_FROM, why);
    }
    if (parsed.valueOf(Options.BIND).filter(Settings::bindsToAddress).isPresent()) {
      String why =
          "cannot be an address here, which JAX-RS does not tell; leave ip and ip-prefix out,";
      problem(problems, parsed, Options.BIND, why);
    }
    return problems;
  }

  private static boolean readsForms(Set<TokenSource> sources) {
    return sources.contains(TokenSource.FORM);
  }

  private static boolean bindsToAddress(List<ClientBinding> bindings) {
    return bindings.stream()
        .map(ClientBinding::to)
        .anyMatch(one -> one == ClientBinding.To.IP || one == ClientBinding.To.IP_PREFIX);
  }

  private static void problem(
      List<ConfigProblem> problems, ParsedConfig parsed, Option<?> option, String why) {
    String next =
        why.endsWith(",")
            ? why + " or put JwtFilter in front"
            : why + "; put JwtFilter in front or remove it";
    problems.add(new ConfigProblem(option.name(), next + " (" + parsed.where(option) + ")"));
  }
}
