package org.jwtfilter.key;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Reads keys from the URIs of the configuration: {@code hmac:env:NAME}, {@code hmac:file:PATH},
 * {@code hmac:base64:…}, {@code pem:PATH}, {@code jwks:PATH}, {@code jwks:https://…}, {@code
 * public:PATH}, {@code public:base64:…}. Used at start only; thread-safe.
 */
public final class KeyLoader {
  private final KeyReader reader;

  /** Reads files through the one and variables through the other. */
  public KeyLoader(Resources resources, Environment environment) {
    this.reader = new KeyReader(resources, environment);
  }

  /**
   * The keys of these issuers, in their order. Files are read now and never again. Key sets by URL
   * are fetched when the first token comes that needs them, so an application starts while their
   * owner is down.
   *
   * @param own the issuer whose tokens we may make ourselves
   * @param others issuers whose keys only verify
   * @param algorithms the allow-list, which must agree with the keys; empty: what the keys say
   * @param rules for key sets by URL
   * @param listener hears of their owners
   * @throws KeyException with all problems of all URIs
   */
  public KeySource load(
      IssuerKeys own,
      List<IssuerKeys> others,
      Set<String> algorithms,
      KeySetRules rules,
      KeySetListener listener,
      Clock clock)
      throws KeyException {
    RingBuilder builder = new RingBuilder(reader, algorithms, rules, listener, clock);
    own.uris().forEach(uri -> builder.add(uri, own.issuer(), true));
    others.forEach(one -> one.uris().forEach(uri -> builder.add(uri, one.issuer(), false)));
    return builder.source();
  }

  /**
   * Keys that are nobody's in particular: good for tokens of whatever issuers a verifier accepts.
   *
   * @param uris at least one
   * @param algorithms the allow-list, which must agree with the keys; empty: what the keys say
   * @param rules for key sets by URL
   * @param listener hears of their owners
   * @throws KeyException with all problems of all URIs
   */
  public KeySource load(
      List<String> uris,
      Set<String> algorithms,
      KeySetRules rules,
      KeySetListener listener,
      Clock clock)
      throws KeyException {
    RingBuilder builder = new RingBuilder(reader, algorithms, rules, listener, clock);
    uris.forEach(uri -> builder.add(uri, null, true));
    return builder.source();
  }

  /** The ring of URIs of which none is fetched. */
  KeyRing load(List<String> uris, Set<String> algorithms) throws KeyException {
    return load(uris, algorithms, KeySetRules.USUAL, KeySetListener.NONE, Clock.systemUTC())
        .current();
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

    /** Begins the path of what lies on the class path. */
    String CLASS_PATH = "classpath:";

    /** Files, and what lies on the class path of an application. */
    static Resources of(ClassLoader application) {
      return path -> {
        if (path.startsWith(CLASS_PATH)) {
          String name = path.substring(CLASS_PATH.length());
          return Optional.ofNullable(application.getResourceAsStream(name));
        }
        Path file = Path.of(path);
        return Files.isRegularFile(file)
            ? Optional.of(Files.newInputStream(file))
            : Optional.empty();
      };
    }
  }

  /** Where {@code hmac:env:NAME} looks. */
  @FunctionalInterface
  public interface Environment {
    /** The value of the variable, or empty if it is not set. */
    Optional<String> get(String name);
  }
}
