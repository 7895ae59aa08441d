package org.jwtfilter.key;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Reads keys from the URIs of the configuration: {@code hmac:env:NAME}, {@code hmac:file:PATH},
 * {@code hmac:lines:PATH}, {@code hmac:base64:…}, {@code hmac:random-for-development}, {@code
 * pem:PATH}, {@code keystore:PATH}, {@code keystore:PATH#ALIAS}, {@code jwks:PATH}, {@code
 * jwks:https://…}, {@code public:PATH}, {@code public:base64:…}. Used at start only; thread-safe.
 */
public final class KeyLoader {
  private final Resources resources;
  private final Environment environment;
  private final Optional<String> keystorePassword;
  private final byte[] random;

  /** Reads files through the one and variables through the other. */
  public KeyLoader(Resources resources, Environment environment) {
    this(resources, environment, Optional.empty(), new byte[SealingKeys.FEWEST_BYTES]);
    new SecureRandom().nextBytes(random);
  }

  private KeyLoader(
      Resources resources,
      Environment environment,
      Optional<String> keystorePassword,
      byte[] random) {
    this.resources = resources;
    this.environment = environment;
    this.keystorePassword = keystorePassword;
    this.random = random;
  }

  /** The same, which opens keystores by this password; empty: it opens none. */
  public KeyLoader withKeystorePassword(Optional<String> password) {
    return new KeyLoader(resources, environment, password, random);
  }

  /**
   * The keys of these issuers, in their order. Files are read now, and again when the watch finds
   * them changed. Key sets by URL are fetched when the first token comes that needs them, so an
   * application starts while their owner is down.
   *
   * @param own the issuer whose tokens we may make ourselves
   * @param others issuers whose keys only verify
   * @param algorithms the allow-list, which must agree with the keys; empty: what the keys say
   * @param rules for key sets by URL
   * @param watch looks after them
   * @throws KeyException with all problems of all URIs
   */
  public KeySource load(
      IssuerKeys own,
      List<IssuerKeys> others,
      Set<String> algorithms,
      KeySetRules rules,
      KeyWatch watch)
      throws KeyException {
    RingPlan plan = new RingPlan(algorithms, rules, watch.listener(), watch.clock());
    own.uris().forEach(uri -> plan.add(uri, own.issuer(), RingPlan.Owner.US));
    others.forEach(
        one -> one.uris().forEach(uri -> plan.add(uri, one.issuer(), RingPlan.Owner.OTHERS)));
    return plan.source(watch.reloading("keys", reader(watch.clock()), plan), watch);
  }

  /**
   * Keys that are nobody's in particular: good for tokens of whatever issuers a verifier accepts.
   *
   * @param option that names them
   * @param uris at least one
   * @param rules for key sets by URL
   * @param watch looks after them
   * @throws KeyException with all problems of all URIs
   */
  public KeySource load(String option, List<String> uris, KeySetRules rules, KeyWatch watch)
      throws KeyException {
    return load(option, uris, Set.of(), rules, watch);
  }

  /** The ring of URIs of which none is fetched. */
  KeyRing load(List<String> uris, Set<String> algorithms) throws KeyException {
    return load("keys", uris, algorithms, KeySetRules.USUAL, KeyWatch.none()).current();
  }

  private KeySource load(
      String option, List<String> uris, Set<String> algorithms, KeySetRules rules, KeyWatch watch)
      throws KeyException {
    RingPlan plan = new RingPlan(algorithms, rules, watch.listener(), watch.clock());
    uris.forEach(uri -> plan.add(uri, null, RingPlan.Owner.ANYBODY));
    return plan.source(watch.reloading(option, reader(watch.clock()), plan), watch);
  }

  /**
   * The secrets that seal: those of {@code sessionKeyUris}, or where that is empty the {@code
   * hmac:} ones among {@code keyUris}.
   *
   * @param watch looks after them
   * @throws KeyException with all problems of the URIs, or if there is no secret at all
   */
  public SealingKeys loadSealing(List<String> sessionKeyUris, List<String> keyUris, KeyWatch watch)
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
    SealingPlan plan = new SealingPlan(uris);
    return plan.keys(
        watch.reloading(
            sessionKeyUris.isEmpty() ? "keys" : "session-keys", reader(watch.clock()), plan),
        watch);
  }

  private KeyReader reader(Clock clock) {
    return new KeyReader(
        resources, environment, new KeystoreFiles(keystorePassword, clock), random);
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
