package org.jwtfilter.http;

import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.jwtfilter.key.Base64Url;
import org.jwtfilter.key.KeyedHash;

/**
 * Knows the browsers in which a user has logged in before, by a cookie of theirs (OWASP, "Slow Down
 * Online Guessing Attacks with Device Cookies"). It holds a random id of the browser and, for each
 * of its last users, a hash that nobody else can make; no name. Immutable.
 */
final class KnownDevices {
  private static final String SUFFIX = "-device";
  private static final Duration LIFE = Duration.ofDays(180);
  private static final long RENEWED_DAYS = 30;
  private static final int HASH_BYTES = 12;
  private static final int HASH = 16;
  private static final int DAY = 4;
  private static final int MOST_USERS = 4;
  private static final int RADIX = 36;
  private static final Pattern VALUE =
      Pattern.compile(
          "[\\w-]{"
              + HASH
              + "}(?:\\.[0-9a-z]{"
              + DAY
              + "}[\\w-]{"
              + HASH
              + "}){1,"
              + MOST_USERS
              + "}");
  private static final SecureRandom RANDOM = new SecureRandom();

  private final CookieRules cookies;
  private final KeyedHash hashes;
  private final Clock clock;

  KnownDevices(CookieRules cookies, KeyedHash hashes, Clock clock) {
    this.cookies = cookies;
    this.hashes = hashes;
    this.clock = clock;
  }

  /**
   * What a cookie says.
   *
   * @param id of the browser
   * @param users each the day of a login and a hash
   */
  private record Device(String id, List<String> users) {}

  /** The id of this browser, if this user has logged in there. */
  Optional<String> of(Exchange exchange, String user) {
    return device(exchange)
        .filter(one -> one.users().stream().anyMatch(entry -> isOf(entry, one.id(), user)))
        .map(Device::id);
  }

  /** Notes that a user has logged in with this browser, unless that was noted lately. */
  void remember(Exchange exchange, String user) {
    Optional<Device> known = device(exchange);
    String id = known.map(Device::id).orElseGet(KnownDevices::random);
    List<String> others = new ArrayList<>(known.map(Device::users).orElse(List.of()));
    if (others.removeIf(
        one -> isOf(one, id, user) && today() - day(one.substring(0, DAY)) < RENEWED_DAYS)) {
      return;
    }
    others.removeIf(one -> isOf(one, id, user));
    String day = text(today());
    String value =
        id
            + '.'
            + day
            + hash(id, day, user)
            + String.join("", others.stream().limit(MOST_USERS - 1).map("."::concat).toList());
    exchange.setCookie(cookies.set(SUFFIX, value, LIFE, exchange.secure()));
  }

  private boolean isOf(String entry, String id, String user) {
    String day = entry.substring(0, DAY);
    long age = today() - day(day);
    return age >= 0
        && age < LIFE.toDays()
        && hashes.matches(text(id, day, user), entry.substring(DAY), HASH_BYTES);
  }

  private String hash(String id, String day, String user) {
    return hashes.of(text(id, day, user), HASH_BYTES);
  }

  private static String text(String id, String day, String user) {
    return id + '\0' + day + '\0' + user;
  }

  private Optional<Device> device(Exchange exchange) {
    String name = cookies.name(SUFFIX, exchange.secure());
    SetCookie set = exchange.cookieSet(name);
    List<String> values = set == null ? cookies.namedValues(exchange, name) : List.of(set.value());
    return values.size() == 1 ? parsed(values.get(0)) : Optional.empty();
  }

  private static Optional<Device> parsed(@Nullable String value) {
    if (value == null || !VALUE.matcher(value).matches()) {
      return Optional.empty();
    }
    List<String> parts = List.of(value.split("\\.", -1));
    return Optional.of(new Device(parts.get(0), parts.subList(1, parts.size())));
  }

  private long today() {
    return Duration.ofMillis(clock.millis()).toDays();
  }

  private static long day(String text) {
    return Long.parseLong(text, RADIX);
  }

  private static String text(long day) {
    String text = Long.toString(day, RADIX);
    return "0".repeat(Math.max(0, DAY - text.length())) + text;
  }

  private static String random() {
    byte[] bytes = new byte[HASH_BYTES];
    RANDOM.nextBytes(bytes);
    return Base64Url.encode(bytes);
  }
}
