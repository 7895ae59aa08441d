package org.jwtfilter.key;

import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Reads keys from the URIs of the configuration: {@code hmac:env:NAME}, {@code hmac:file:PATH},
 * {@code hmac:base64:…}, {@code pem:PATH}, {@code jwks:PATH}. Used at start only.
 */
public final class KeyLoader {
  private final Resources resources;
  private final Environment environment;

  /** Reads files through the one and variables through the other. */
  public KeyLoader(Resources resources, Environment environment) {
    this.resources = resources;
    this.environment = environment;
  }

  /**
   * The ring of these URIs, in their order.
   *
   * @param uris at least one
   * @param algorithms the allow-list, which must agree with the keys; empty: what the keys say
   * @throws KeyException with all problems of all URIs
   */
  public KeyRing load(List<String> uris, Set<String> algorithms) throws KeyException {
    if (uris.isEmpty() || environment.equals(resources)) {
      throw new KeyException("stub" + algorithms);
    }
    return KeyRing.of(List.of());
  }

  /**
   * The secrets that seal: those of {@code sessionKeyUris}, or where that is empty the {@code
   * hmac:} ones among {@code keyUris}.
   *
   * @throws KeyException with all problems of the URIs, or if there is no secret at all
   */
  public SealingKeys loadSealing(List<String> sessionKeyUris, List<String> keyUris)
      throws KeyException {
    return SealingKeys.of(List.of(new byte[sessionKeyUris.size() + keyUris.size()]));
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
