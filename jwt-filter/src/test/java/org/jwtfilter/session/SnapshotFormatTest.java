package org.jwtfilter.session;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Instant;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

class SnapshotFormatTest {
  private static final Instant CREATED = Instant.parse("2026-11-22T12:00:00.123Z");

  private static SessionSnapshot snapshot(String id, Optional<String> owner, int attributes) {
    Map<String, Encoded> map = new LinkedHashMap<>();
    for (int i = 0; i < attributes; i++) {
      map.put("name " + (attributes - i), Encoded.of(new byte[i]));
    }
    return new SessionSnapshot(id, CREATED, CREATED.plusSeconds(5), 1800, 7, owner, map);
  }

  @Test
  void a_session_comes_back() throws Malformed {
    for (SessionSnapshot session :
        List.of(
            snapshot(SessionId.random(), Optional.empty(), 0),
            snapshot("an id of others", Optional.of("grant-\u00FC"), 3),
            snapshot("", Optional.of(""), 200))) {
      SessionSnapshot back = SnapshotFormat.read(SnapshotFormat.write(session));
      assertEquals(session, back);
      assertEquals(
          List.copyOf(session.attributes().keySet()), List.copyOf(back.attributes().keySet()));
    }
  }

  @Test
  void the_extremes_come_back() throws Malformed {
    SessionSnapshot session =
        new SessionSnapshot(
            "x",
            Instant.ofEpochMilli(Long.MAX_VALUE),
            Instant.ofEpochMilli(0),
            Integer.MIN_VALUE,
            Long.MAX_VALUE,
            Optional.empty(),
            Map.of());
    assertEquals(session, SnapshotFormat.read(SnapshotFormat.write(session)));
  }

  @Test
  void an_empty_session_is_small() {
    assertTrue(
        SnapshotFormat.write(snapshot(SessionId.random(), Optional.empty(), 0)).length <= 32);
  }

  @Test
  void a_newer_format_is_refused() {
    byte[] bytes = SnapshotFormat.write(snapshot("x", Optional.empty(), 1));
    bytes[0]++;
    Malformed e = assertThrows(Malformed.class, () -> SnapshotFormat.read(bytes));
    assertEquals("it has a format that is not known here", e.problem());
  }

  @Test
  void truncated_flipped_and_random_bytes_are_refused_or_read() {
    byte[] bytes = SnapshotFormat.write(snapshot(SessionId.random(), Optional.of("grant"), 5));
    Random random = new Random(3);
    for (int i = 0; i < bytes.length; i++) {
      byte[] cut = Arrays.copyOf(bytes, i);
      assertThrows(Malformed.class, () -> SnapshotFormat.read(cut));
      for (int bit = 0; bit < 8; bit++) {
        byte[] flipped = bytes.clone();
        flipped[i] ^= (byte) (1 << bit);
        tolerate(flipped);
      }
    }
    assertThrows(
        Malformed.class, () -> SnapshotFormat.read(Arrays.copyOf(bytes, bytes.length + 1)));
    for (int i = 0; i < 20_000; i++) {
      byte[] noise = new byte[random.nextInt(80)];
      random.nextBytes(noise);
      if (noise.length > 1) {
        noise[0] = 1;
        noise[1] = (byte) random.nextInt(2);
      }
      tolerate(noise);
    }
  }

  private static void tolerate(byte[] bytes) {
    try {
      SnapshotFormat.read(bytes);
    } catch (Malformed expected) {
      assertTrue(!expected.problem().isEmpty());
    }
  }
}
