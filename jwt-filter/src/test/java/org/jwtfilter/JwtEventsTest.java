package org.jwtfilter;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.Proxy;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

class JwtEventsTest {
  private static final Jwt JWT = new Jwt("a.b.c", Map.of("exp", 1L), "ann", Set.of(), text -> text);

  private static final Clock CLOCK = Clock.systemUTC();

  private final List<String> heard = new ArrayList<>();
  private final JwtEvents recording =
      listener(
          method -> {
            heard.add(method.getName());
          });

  @Test
  void a_guarded_listener_hears_every_event() throws ReflectiveOperationException {
    JwtEvents guarded = JwtEvents.guarded(recording, CLOCK);
    List<String> called = new ArrayList<>();
    for (Method event : events()) {
      event.invoke(guarded, arguments(event));
      called.add(event.getName());
    }
    assertEquals(called, heard);
  }

  @Test
  void what_a_listener_throws_goes_no_further() {
    JwtEvents guarded =
        JwtEvents.guarded(
            listener(
                method -> {
                  throw new IllegalStateException("listener");
                }),
            CLOCK);
    assertDoesNotThrow(() -> guarded.rejected(Reason.EXPIRED));
    assertDoesNotThrow(() -> guarded.accepted(JWT));
  }

  @Test
  void nobody_listening_is_fine() {
    assertDoesNotThrow(
        () -> {
          for (Method event : events()) {
            event.invoke(JwtEvents.NONE, arguments(event));
          }
        });
  }

  private static List<Method> events() {
    return Arrays.stream(JwtEvents.class.getDeclaredMethods())
        .filter(method -> !Modifier.isStatic(method.getModifiers()) && !method.isSynthetic())
        .toList();
  }

  private static Object[] arguments(Method event) {
    return Arrays.stream(event.getParameterTypes()).map(JwtEventsTest::argument).toArray();
  }

  private static Object argument(Class<?> type) {
    if (type == Jwt.class) {
      return JWT;
    }
    if (type == Reason.class) {
      return Reason.EXPIRED;
    }
    return type == int.class ? (Object) 1 : "x";
  }

  private static JwtEvents listener(Consumer<Method> heard) {
    return (JwtEvents)
        Proxy.newProxyInstance(
            JwtEvents.class.getClassLoader(),
            new Class<?>[] {JwtEvents.class},
            (proxy, method, arguments) -> {
              heard.accept(method);
              return null;
            });
  }
}
