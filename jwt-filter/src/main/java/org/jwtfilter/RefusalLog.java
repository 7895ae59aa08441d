package org.jwtfilter;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Clock;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.Collectors;

/**
 * Says how many requests were refused, and why: a flood is seen, and fills no log. What follows a
 * line is said with the first refusal after a minute. Thread-safe, without locks.
 */
final class RefusalLog {
  private static final Logger LOG = System.getLogger(JwtEvents.class.getName());

  /** Complete from the start, and only read from then on. */
  private final Map<Reason, LongAdder> counts = new EnumMap<>(Reason.class);

  private final OncePerMinute line;

  RefusalLog(Clock clock) {
    this.line = new OncePerMinute(clock);
    for (Reason reason : Reason.values()) {
      counts.put(reason, new LongAdder());
    }
  }

  void count(Reason reason) {
    LongAdder count = counts.get(reason);
    if (count != null) {
      count.increment();
    }
    if (line.due()) {
      LOG.log(Level.INFO, "requests refused since the last such line: {0}", taken());
    }
  }

  private String taken() {
    return counts.entrySet().stream()
        .map(one -> new Count(one.getKey(), one.getValue().sumThenReset()))
        .filter(one -> one.number > 0)
        .map(one -> one.reason + " " + one.number)
        .collect(Collectors.joining(", "));
  }

  private record Count(Reason reason, long number) {}
}
