package org.jwtfilter.key;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FileSnapshotTest {
  private static final int MOST = FileSnapshot.MOST_BYTES;

  private final Map<String, byte[]> files = new HashMap<>();
  private int opened;

  private Optional<InputStream> open(String path) throws IOException {
    opened++;
    if (path.equals("/broken")) {
      throw new IOException("disk");
    }
    return Optional.ofNullable(files.get(path)).map(Dribble::new);
  }

  /** Gives little at a time, as files on a network do. */
  private static final class Dribble extends ByteArrayInputStream {
    Dribble(byte[] content) {
      super(content);
    }

    @Override
    public int read(byte[] to, int from, int length) {
      return super.read(to, from, Math.min(length, 5_000));
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 8191, 8192, 8193, 32_768, 100_000, MOST, MOST + 1})
  void a_file_is_read_whole_whatever_its_size(int size) throws IOException {
    byte[] content = TestKeys.random(size);
    files.put("/a", content.clone());
    try (FileSnapshot snapshot = new FileSnapshot(this::open)) {
      assertArrayEquals(content, read(snapshot, "/a"));
    }
  }

  @Test
  void more_than_the_most_is_cut_one_byte_later() throws IOException {
    files.put("/a", new byte[MOST + 2]);
    try (FileSnapshot snapshot = new FileSnapshot(this::open)) {
      assertEquals(MOST + 1, read(snapshot, "/a").length);
    }
  }

  @Test
  void a_file_is_read_once_and_stays_what_it_was() throws IOException {
    files.put("/a", "one".getBytes(UTF_8));
    try (FileSnapshot snapshot = FileSnapshot.of(this::open, Set.of("/a"))) {
      files.put("/a", "two".getBytes(UTF_8));
      assertEquals("one", new String(read(snapshot, "/a"), UTF_8));
      assertEquals("one", new String(read(snapshot, "/a"), UTF_8));
      assertEquals(1, opened);
    }
  }

  @Test
  void what_is_absent_or_broken_stays_so() throws IOException {
    try (FileSnapshot snapshot = new FileSnapshot(this::open)) {
      assertEquals(Optional.empty(), snapshot.open("/none"));
      assertThrows(IOException.class, () -> snapshot.open("/broken"));
      assertThrows(IOException.class, () -> snapshot.open("/broken"));
      assertEquals(2, opened);
      assertEquals(Set.of("/none", "/broken"), snapshot.paths());
    }
  }

  @Test
  void a_fingerprint_tells_contents_names_and_what_is_missing_apart() {
    files.put("/a", "x".getBytes(UTF_8));
    files.put("/b", "y".getBytes(UTF_8));
    files.put("/empty", new byte[0]);
    List<String> different =
        List.of(
            fingerprint(Set.of("/a")),
            fingerprint(Set.of("/b")),
            fingerprint(Set.of("/a", "/b")),
            fingerprint(Set.of("/empty")),
            fingerprint(Set.of("/none")),
            fingerprint(Set.of("/broken")));
    assertEquals(different.size(), Set.copyOf(different).size());
    assertEquals(fingerprint(Set.of("/a", "/b")), fingerprint(Set.of("/b", "/a")));
    String before = fingerprint(Set.of("/a"));
    files.put("/a", "z".getBytes(UTF_8));
    assertNotEquals(before, fingerprint(Set.of("/a")));
  }

  @Test
  void closing_overwrites_what_was_read() throws IOException {
    files.put("/a", "secret".getBytes(UTF_8));
    FileSnapshot snapshot = FileSnapshot.of(this::open, Set.of("/a", "/none"));
    snapshot.close();
    assertArrayEquals(new byte[6], read(snapshot, "/a"));
  }

  private String fingerprint(Set<String> paths) {
    try (FileSnapshot snapshot = FileSnapshot.of(this::open, paths)) {
      return snapshot.fingerprint();
    }
  }

  private static byte[] read(FileSnapshot snapshot, String path) throws IOException {
    try (InputStream in = snapshot.open(path).orElseThrow()) {
      return in.readAllBytes();
    }
  }
}
