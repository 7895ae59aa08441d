package org.jwtfilter.grant;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.jwtfilter.grant.Change.TokenEnded;
import org.jwtfilter.grant.LogHead.Block;

class LogHeadTest {
  private static LogEntry entry(long id, long end) {
    return new LogEntry(id, List.of(new TokenEnded("t", end)));
  }

  @Test
  void a_head_is_read_as_it_was_written() {
    LogHead head = LogHead.empty(7).with(entry(1, 500), 0).with(entry(2, 300), 0);
    assertEquals(head, LogHead.decoded(head.encoded()));
    assertEquals(
        new LogHead(
            7, 2, 500, List.of(1L, 2L), List.of(new Block(1, 1, 500), new Block(2, 2, 300))),
        head);
  }

  @Test
  void every_entry_that_is_alive_is_in_a_block_and_a_head_stays_small() {
    Random random = new Random(1);
    for (int run = 0; run < 20; run++) {
      LogHead head = LogHead.empty(1);
      long[] ends = new long[1001];
      for (int i = 1; i <= 1000; i++) {
        long now = i * 10L;
        ends[i] = now + (random.nextInt(10) == 0 ? random.nextInt(10_000) : random.nextInt(200));
        head = head.with(entry(i, ends[i]), now);
        if (i % 37 == 0) {
          requireAlive(head, ends, i, now);
        }
      }
      assertEquals(1000, head.number());
      assertTrue(head.encoded().length < 2000);
    }
  }

  private static void requireAlive(LogHead head, long[] ends, int last, long now) {
    for (int i = 1; i <= last; i++) {
      long number = i;
      boolean covered =
          head.blocks().stream().anyMatch(block -> block.from() <= number && number <= block.to());
      assertTrue(covered || ends[i] <= now, () -> number + " is not in " + head.blocks());
    }
  }
}
