package org.jwtfilter.key;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Reads keys from the URIs of the configuration: {@code hmac:env:NAME}, {@code hmac:file:PATH},
 * {@code hmac:base64:…}, {@code pem:PATH}, {@code jwks:PATH}. Used at start only; thread-safe.
 */
public final class KeyLoader {
  private final KeyReader reader;

  /** Reads files through the one and variables through the other. */
  public KeyLoader(Resources resources, Environment environment) {
    this.reader = new KeyReader(resources, environment);
  }

  /**
   * The ring of these URIs, in their order.
   *
   * @param uris at least one
   * @param algorithms the allow-list, which must agree with the keys; empty: what the keys say
   * @throws KeyException with all problems of all URIs
   */
  public KeyRing load(List<String> uris, Set<String> algorithms) throws KeyException {
    RingBuilder builder = new RingBuilder(reader, algorithms);
    uris.forEach(builder::add);
    return builder.ring();
  }

  /**
   * The secrets that seal: those of {@code sessionKeyUris}, or where that is empty the {@code
   * hmac:} ones among {@code keyUris}.
   *
   * @throws KeyException with all problems of the URIs, or if there is no secret at all
   */
  public SealingKeys loadSealing(List<String> sessionKeyUris, List<String> keyUris)
      throws KeyException {
    List<String> uris =
        sessionKeyUris.isEmpty()
            ? keyUris.stream().filter(KeyReader::isHmac).toList()
            : sessionKeyUris;
    if (uris.isEmpty()) {
      throw new KeyException(
          "There is no secret to seal sessions with: set session-keys, for example"
              + " hmac:env:SESSION_KEY (make one with: openssl rand -base64 48)");
    }
    List<byte[]> secrets = new ArrayList<>();
    List<String> problems = new ArrayList<>();
    for (String uri : uris) {
      try {
        secrets.add(reader.sealingSecret(uri));
      } catch (KeyException e) {
        problems.addAll(e.problems());
      }
    }
    if (!problems.isEmpty()) {
      throw new KeyException(problems);
    }
    return SealingKeys.of(secrets);
  }

  /** Where key files are: {@code /WEB-INF/…} in the web application, anything else a file. */
  @FunctionalInterface
  public interface Resources {
    /** The content, or empty if there is no such thing. */
    Optional<InputStream> open(String path) throws IOException;
  }

  /** Where {@code hmac:env:NAME} looks. */
  @FunctionalInterface
  public interface Environment {
    /** The value of the variable, or empty if it is not set. */
    Optional<String> get(String name);
  }
}
