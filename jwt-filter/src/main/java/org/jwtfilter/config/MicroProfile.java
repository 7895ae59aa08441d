package org.jwtfilter.config;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;

/**
 * The configuration of MicroProfile JWT 2.1 (section 9) in our own words. It is looked at only
 * where nobody has set {@code keys}: what is written for us counts before what is written for
 * everybody (section 9, "vendor-specific options will always take precedence"), option by option
 * too.
 */
public final class MicroProfile {
  static final String PREFIX = "mp.jwt.";
  private static final String KEY = PREFIX + "verify.publickey";
  private static final String LOCATION = PREFIX + "verify.publickey.location";
  private static final String HEADER = PREFIX + "token.header";
  private static final String COOKIE = PREFIX + "token.cookie";

  /** The names whose values are ours as they stand, or with the unit that they leave out. */
  private static final Map<String, Option<?>> SAME =
      Map.of(
          PREFIX + "verify.publickey.algorithm",
          Options.ALGORITHMS,
          PREFIX + "verify.issuer",
          Options.ISSUER,
          PREFIX + "verify.audiences",
          Options.AUDIENCE,
          PREFIX + "verify.clock.skew",
          Options.CLOCK_SKEW,
          PREFIX + "verify.token.age",
          Options.MAX_TOKEN_AGE,
          COOKIE,
          Options.COOKIE_NAME);

  private static final List<String> NAMES =
      List.of(
          KEY,
          LOCATION,
          PREFIX + "verify.publickey.algorithm",
          PREFIX + "verify.issuer",
          PREFIX + "verify.audiences",
          PREFIX + "verify.clock.skew",
          PREFIX + "verify.token.age",
          HEADER,
          COOKIE,
          PREFIX + "decrypt.key.location",
          PREFIX + "decrypt.key.algorithm");

  private MicroProfile() {}

  /**
   * Our own settings, completed by those that MicroProfile has names for: from system properties,
   * environment variables and each {@code META-INF/microprofile-config.properties} by their
   * ordinals, as MicroProfile Config 3.1 finds them, and last from what stands in a descriptor.
   *
   * @param own what is set by our own names
   * @param declared what stands in a descriptor by the names of MicroProfile, among others
   * @param application finds its files
   */
  public static List<Setting> complete(
      List<Setting> own, List<Setting> declared, ClassLoader application) {
    List<MicroProfileSource> sources = new ArrayList<>();
    sources.add(MicroProfileSource.of(System.getProperties()));
    sources.add(MicroProfileSource.of(System.getenv()));
    sources.addAll(MicroProfileSource.files(application));
    sources.add(MicroProfileSource.of(declared));
    return complete(own, sources);
  }

  static List<Setting> complete(List<Setting> own, List<MicroProfileSource> sources) {
    if (own.stream().anyMatch(one -> one.name().strip().equals(Options.KEYS.name()))) {
      return own;
    }
    Map<String, Setting> found = found(sources);
    List<Setting> all = new ArrayList<>(own);
    translated(found).stream()
        .filter(one -> own.stream().noneMatch(mine -> mine.name().strip().equals(one.name())))
        .forEach(all::add);
    return all;
  }

  /**
   * Of each name the value of the source that counts most; an empty one means that it is not set.
   */
  private static Map<String, Setting> found(List<MicroProfileSource> sources) {
    Map<String, Setting> found = new LinkedHashMap<>();
    MicroProfileSource.byOrdinal(sources)
        .forEach(
            source -> source.settings(NAMES).forEach(one -> found.putIfAbsent(one.name(), one)));
    found.values().removeIf(one -> one.value().isBlank());
    return found;
  }

  private static List<Setting> translated(Map<String, Setting> found) {
    List<Setting> ours = new ArrayList<>();
    found.values().forEach(one -> ours.add(translated(one)));
    Optional.ofNullable(found.get(HEADER))
        .filter(header -> isCookie(header) && !found.containsKey(COOKIE))
        .map(header -> new Setting(Options.COOKIE_NAME.name(), "Bearer", header.where()))
        .ifPresent(ours::add);
    return ours;
  }

  /**
   * What has no counterpart goes on under its own name, and the reader says what is wrong with it.
   */
  private static Setting translated(Setting one) {
    String value = one.value().strip();
    Option<?> same = SAME.get(one.name());
    if (same != null) {
      boolean seconds = same == Options.CLOCK_SKEW || same == Options.MAX_TOKEN_AGE;
      return new Setting(same.name(), seconds ? value + "s" : value, one.where());
    }
    return switch (one.name()) {
      case KEY -> new Setting(Options.KEYS.name(), inline(value), one.where());
      case LOCATION -> new Setting(Options.KEYS.name(), located(value), one.where());
      case HEADER -> new Setting(Options.TOKEN_FROM.name(), transport(one), one.where());
      default -> one;
    };
  }

  private static String inline(String key) {
    return "public:base64:"
        + Base64.getUrlEncoder().withoutPadding().encodeToString(key.getBytes(UTF_8));
  }

  private static String located(String place) {
    String scheme = place.toLowerCase(Locale.ROOT);
    if (scheme.startsWith("http:") || scheme.startsWith("https:")) {
      return "jwks:" + place;
    }
    return "public:"
        + (scheme.startsWith("file:") ? place.substring(5).replaceFirst("^//+", "/") : place);
  }

  private static boolean isCookie(Setting header) {
    return header.value().strip().equalsIgnoreCase("Cookie");
  }

  private static String transport(Setting header) {
    return header.value().strip().equalsIgnoreCase("Authorization")
        ? "header"
        : isCookie(header) ? "cookie" : header.value();
  }

  /** What to say of a name of theirs that is none of ours. */
  static Optional<String> advice(String name) {
    if (!name.startsWith(PREFIX)) {
      return Optional.empty();
    }
    return Optional.of(
        name.startsWith(PREFIX + "decrypt.")
            ? "encrypted tokens are not supported; let the issuer only sign them, and remove it"
            : Suggestion.ofTheirs(name, NAMES)
                .map(near -> "MicroProfile JWT has no such option; did you mean " + near + "?")
                .orElse("MicroProfile JWT has no such option; remove it"));
  }

  /** The properties of a file as a map. */
  static Map<String, String> map(Properties properties) {
    Map<String, String> all = new HashMap<>();
    properties.stringPropertyNames().forEach(name -> all.put(name, properties.getProperty(name)));
    return all;
  }
}
