package org.jwtfilter.store.redis;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.net.InetAddress;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Name servers that answer, refuse, and hang. */
@Timeout(30)
class NamesTest {
  private static final InetAddress[] FOUND = {InetAddress.getLoopbackAddress()};

  private static Deadline in(int millis) {
    return Deadline.in(Duration.ofMillis(millis));
  }

  @Test
  void a_name_is_looked_up_each_time_since_its_address_may_change() throws IOException {
    AtomicInteger asked = new AtomicInteger();
    Names names =
        new Names(
            host -> {
              asked.incrementAndGet();
              return FOUND;
            });
    assertEquals(FOUND, names.addresses("redis", in(10_000)));
    int before = asked.get();
    while (asked.get() == before) {
      // The first one may still be on its way out.
      assertEquals(FOUND, names.addresses("redis", in(10_000)));
    }
  }

  @Test
  void a_name_server_that_hangs_is_asked_once_and_waited_for_no_longer_than_allowed()
      throws IOException {
    CountDownLatch hanging = new CountDownLatch(1);
    AtomicInteger asked = new AtomicInteger();
    Names names = new Names(host -> afterwards(hanging, asked));
    for (int i = 0; i < 5; i++) {
      assertThrows(SocketTimeoutException.class, () -> names.addresses("redis", in(20)));
    }
    assertEquals(1, asked.get());
    hanging.countDown();
    assertEquals(FOUND, names.addresses("redis", in(10_000)));
  }

  private static InetAddress[] afterwards(CountDownLatch latch, AtomicInteger asked)
      throws UnknownHostException {
    asked.incrementAndGet();
    try {
      latch.await();
      return FOUND;
    } catch (InterruptedException e) {
      throw new UnknownHostException();
    }
  }

  @Test
  void a_name_that_there_is_not_is_said() {
    Names names =
        new Names(
            host -> {
              throw new UnknownHostException(host);
            });
    IOException failed =
        assertThrows(IOException.class, () -> names.addresses("nowhere", in(10_000)));
    assertEquals("there is no host nowhere", failed.getMessage());
  }
}
