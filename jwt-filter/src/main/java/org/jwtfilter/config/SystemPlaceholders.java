package org.jwtfilter.config;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Optional;
import javax.naming.InitialContext;
import javax.naming.NamingException;

/** The placeholders of a running server. Stateless. */
final class SystemPlaceholders implements Placeholders {
  private static final int LONGEST_FILE = 64 * 1024;

  @Override
  public Optional<String> resolve(String kind, String key) {
    return switch (kind) {
      case "env" -> Optional.ofNullable(System.getenv(key));
      case "sys" -> Optional.ofNullable(System.getProperty(key));
      case "file" -> file(key);
      case "jndi" -> jndi(key);
      default -> Optional.empty();
    };
  }

  private static Optional<String> file(String key) {
    try {
      Path path = Path.of(key);
      return path.isAbsolute() && Files.isRegularFile(path)
          ? Optional.of(content(path).replaceFirst("\\R\\z", ""))
          : Optional.empty();
    } catch (IOException | InvalidPathException e) {
      return Optional.empty();
    }
  }

  private static String content(Path path) throws IOException {
    try (InputStream in = Files.newInputStream(path)) {
      byte[] bytes = in.readNBytes(LONGEST_FILE + 1);
      if (bytes.length > LONGEST_FILE) {
        throw new IOException("longer than " + LONGEST_FILE + " bytes");
      }
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
    }
  }

  /** Only {@code java:} names: others may be URLs that make JNDI call a server. */
  @SuppressWarnings("BanJNDI") // the deployer's own java: names, at start; nothing of a request
  private static Optional<String> jndi(String key) {
    if (!key.startsWith("java:")) {
      return Optional.empty();
    }
    try {
      Object found = new InitialContext().lookup(key);
      return found instanceof CharSequence || found instanceof Number || found instanceof Boolean
          ? Optional.of(found.toString())
          : Optional.empty();
    } catch (NamingException e) {
      return Optional.empty();
    }
  }
}
