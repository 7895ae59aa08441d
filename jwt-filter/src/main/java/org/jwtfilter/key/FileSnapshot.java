package org.jwtfilter.key;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Files as they were at one moment: each is read once, and remembered until {@link #close}, which
 * wipes what they held. Confined to one thread.
 */
final class FileSnapshot implements KeyLoader.Resources, AutoCloseable {
  /** What is longer is cut there, one byte later, and refused by who reads it. */
  static final int MOST_BYTES = 512 * 1024;

  private final KeyLoader.Resources files;
  private final Map<String, Content> contents = new LinkedHashMap<>();

  /** What was found. */
  private static final class Content {
    /** Null where there is no such file. */
    private final byte @Nullable [] bytes;

    /** Null where it could be read. */
    private final @Nullable IOException failure;

    Content(byte @Nullable [] bytes, @Nullable IOException failure) {
      this.bytes = bytes;
      this.failure = failure;
    }

    /** What it is, but for its bytes. */
    String state() {
      if (failure != null) {
        return failure.getClass().getName();
      }
      return bytes == null ? "absent" : "of " + bytes.length;
    }

    void addTo(MessageDigest digest) {
      digest.update(Digests.sha256(state()));
      if (bytes != null) {
        digest.update(bytes);
      }
    }

    void wipe() {
      if (bytes != null) {
        Arrays.fill(bytes, (byte) 0);
      }
    }
  }

  FileSnapshot(KeyLoader.Resources files) {
    this.files = files;
  }

  /** Of these files, and whichever is opened besides. */
  static FileSnapshot of(KeyLoader.Resources files, Set<String> paths) {
    FileSnapshot snapshot = new FileSnapshot(files);
    paths.forEach(snapshot::content);
    return snapshot;
  }

  @Override
  public Optional<InputStream> open(String path) throws IOException {
    Content content = content(path);
    if (content.failure != null) {
      throw content.failure;
    }
    return Optional.ofNullable(content.bytes).map(ByteArrayInputStream::new);
  }

  /** All that were opened. */
  Set<String> paths() {
    return Set.copyOf(contents.keySet());
  }

  /** The same for the same files with the same content; tells nothing about a strong secret. */
  String fingerprint() {
    MessageDigest digest = Digests.sha256();
    contents.entrySet().stream()
        .sorted(Map.Entry.comparingByKey())
        .forEach(one -> add(digest, one.getKey(), one.getValue()));
    return Base64Url.encode(digest.digest());
  }

  private static void add(MessageDigest digest, String path, Content content) {
    digest.update(Digests.sha256(path));
    content.addTo(digest);
  }

  private Content content(String path) {
    return contents.computeIfAbsent(path, this::read);
  }

  private Content read(String path) {
    try (InputStream in = files.open(path).orElse(null)) {
      return new Content(in == null ? null : bytes(in), null);
    } catch (IOException e) {
      return new Content(null, e);
    }
  }

  /** Leaves no copy behind, as {@link InputStream#readAllBytes} does. */
  private static byte[] bytes(InputStream in) throws IOException {
    byte[] buffer = new byte[8 * 1024];
    int length = 0;
    int read = in.read(buffer);
    while (read >= 0 && length <= MOST_BYTES) {
      length += read;
      if (length == buffer.length) {
        buffer = moved(buffer, 4 * length);
      }
      read = in.read(buffer, length, buffer.length - length);
    }
    return moved(buffer, Math.min(length, MOST_BYTES + 1));
  }

  private static byte[] moved(byte[] from, int length) {
    byte[] to = Arrays.copyOf(from, length);
    Arrays.fill(from, (byte) 0);
    return to;
  }

  @Override
  public void close() {
    contents.values().forEach(Content::wipe);
  }
}
