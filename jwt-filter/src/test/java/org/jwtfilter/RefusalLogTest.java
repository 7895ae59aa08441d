package org.jwtfilter;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.logging.SimpleFormatter;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class RefusalLogTest {
  private static final String LINE = "requests refused since the last such line: ";
  private static final Logger LOGGER = Logger.getLogger(JwtEvents.class.getName());

  private final SettableClock clock = new SettableClock(Instant.ofEpochSecond(1_800_000_000));
  private final List<String> lines = new ArrayList<>();
  private final Handler handler = collector();

  @BeforeEach
  void listen() {
    LOGGER.addHandler(handler);
  }

  @AfterEach
  void stopListening() {
    LOGGER.removeHandler(handler);
  }

  @Test
  void flood_isSummedUp_inALineAMinute() {
    JwtEvents events = JwtEvents.guarded(JwtEvents.NONE, clock);
    for (int i = 0; i < 100_000; i++) {
      events.rejected(i % 10 == 0 ? Reason.TOO_LONG : Reason.SIGNATURE);
    }
    assertEquals(List.of(LINE + "TOO_LONG 1"), lines);
    clock.advance(Duration.ofMillis(59_999));
    events.rejected(Reason.EXPIRED);
    assertEquals(1, lines.size());
    clock.advance(Duration.ofMillis(1));
    events.rejected(Reason.EXPIRED);
    assertEquals(LINE + "TOO_LONG 9999, SIGNATURE 90000, EXPIRED 2", lines.get(1));
    clock.advance(Duration.ofMinutes(1));
    events.rejected(Reason.CSRF);
    assertEquals(LINE + "CSRF 1", lines.get(2));
  }

  @Test
  void listenerThatAlwaysFails_fillsNoLog() {
    JwtEvents events = JwtEvents.guarded(failing(), clock);
    for (int i = 0; i < 1000; i++) {
      events.loggedIn("ann");
    }
    assertEquals(1, lines.size());
    clock.advance(Duration.ofMinutes(1));
    events.loggedIn("ann");
    assertEquals(2, lines.size());
  }

  private static JwtEvents failing() {
    return new JwtEvents() {
      @Override
      public void loggedIn(String name) {
        throw new IllegalStateException("listener");
      }
    };
  }

  private Handler collector() {
    return new Handler() {
      @Override
      public void publish(LogRecord one) {
        lines.add(new SimpleFormatter().formatMessage(one));
      }

      @Override
      public void flush() {}

      @Override
      public void close() {}
    };
  }
}
