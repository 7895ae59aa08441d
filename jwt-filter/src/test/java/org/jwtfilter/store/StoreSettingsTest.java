package org.jwtfilter.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class StoreSettingsTest {
  private static StoreSettings settings(String uri) {
    return new StoreSettings(uri, Duration.ofSeconds(1), Clock.systemUTC(), "app:");
  }

  private static String refused(Runnable call) {
    return String.valueOf(assertThrows(IllegalArgumentException.class, call::run).getMessage());
  }

  @ParameterizedTest
  @CsvSource({
    "memory:local, memory, local",
    "JDBC:java:comp/env/jdbc/x?table=a, jdbc, java:comp/env/jdbc/x",
    "redis+x://h:1/2?a=b&c=d, redis+x, //h:1/2"
  })
  void a_uri_has_a_scheme_and_an_address(String uri, String scheme, String address) {
    assertEquals(scheme, settings(uri).scheme());
    assertEquals(address, settings(uri).address());
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "memory", "memory:", ":local", "1a:b", "//host"})
  void what_is_no_uri_is_refused_without_showing_it(String uri) {
    assertEquals(
        "store: what is given is not a scheme, a colon and an address, such as memory:local",
        refused(() -> settings(uri)));
  }

  @Test
  void a_timeout_of_nothing_or_less_is_refused() {
    for (Duration none : new Duration[] {Duration.ZERO, Duration.ofMillis(-1)}) {
      String said = refused(() -> new StoreSettings("memory:local", none, Clock.systemUTC(), ""));
      assertTrue(said.contains("is no time at all"), said);
    }
    new StoreSettings("memory:local", Duration.ofMillis(1), Clock.systemUTC(), "");
  }

  @Test
  void a_namespace_has_characters_of_keys_and_55_of_them_at_most() {
    new StoreSettings("memory:local", Duration.ofSeconds(1), Clock.systemUTC(), "x".repeat(55));
    for (String bad : new String[] {"x".repeat(56), "a b", "a*", "ä"}) {
      String said =
          refused(
              () ->
                  new StoreSettings("memory:local", Duration.ofSeconds(1), Clock.systemUTC(), bad));
      assertTrue(said.contains("namespace"), said);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "redis://user:hunter2@host:6379/0, redis://***@host:6379/0",
    "redis://:hunter2@host, redis://***@host",
    "redis://u:hunter2@x/y@z@host/1?a=b, redis://***@host/1?a=b",
    "redis://host?password=hunter2&db=1, redis://host?password=***&db=1",
    "redis://host?db=1&sentinelPassword=hunter2, redis://host?db=1&sentinelPassword=***",
    "redis://host?AUTH=hunter2, redis://host?AUTH=***",
    "jdbc:x?a=1&pwd=hunter2, jdbc:x?a=1&pwd=***",
    "memory:local?max-size=64m, memory:local?max-size=64m"
  })
  void passwords_are_never_shown(String uri, String shown) {
    StoreSettings settings = settings(uri);
    assertEquals(shown, settings.shown());
    assertFalse(settings.toString().contains("hunter2"), settings.toString());
    assertFalse(String.valueOf(settings.wrong("bad").getMessage()).contains("hunter2"));
  }

  @Test
  void parameters_are_found_by_name() {
    assertEquals(
        Map.of("a", "1", "b", "x=y"), settings("s:x?a=1&b=x=y").parameters(Set.of("a", "b", "c")));
    assertEquals(Map.of(), settings("s:x").parameters(Set.of("a")));
  }

  @ParameterizedTest
  @ValueSource(strings = {"s:x?a", "s:x?a=1&a=1"})
  void a_parameter_without_a_value_or_given_twice_is_refused(String uri) {
    String said = refused(() -> settings(uri).parameters(Set.of("a")));
    assertTrue(said.endsWith("the parameter \"a\" must be given once, with a value"), said);
  }

  @ParameterizedTest
  @ValueSource(strings = {"s:x?", "s:x?d=1", "s:x?a=1&", "s:x?A=1"})
  void an_unknown_parameter_is_refused_with_the_known_ones(String uri) {
    String said = refused(() -> settings(uri).parameters(Set.of("b", "a")));
    assertTrue(said.contains("there is no parameter"), said);
    assertTrue(said.endsWith("there are [a, b]"), said);
  }
}
