package org.jwtfilter.key;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Reads what one key URI names. Messages begin with the URI, in which no secret is shown. */
final class KeyReader {
  /** A secret that is another one after each start. */
  private static final String RANDOM = "hmac:random-for-development";

  private static final List<String> SCHEMES =
      List.of(
          "hmac:env:",
          "hmac:file:",
          "hmac:lines:",
          "hmac:base64:",
          RANDOM,
          "pem:",
          "jwks:",
          "public:",
          "keystore:");

  private final KeyLoader.Resources resources;
  private final KeyLoader.Environment environment;
  private final KeystoreFiles keystores;
  private final byte[] random;

  /**
   * @param random the secret of {@code hmac:random-for-development}
   */
  KeyReader(
      KeyLoader.Resources resources,
      KeyLoader.Environment environment,
      KeystoreFiles keystores,
      byte[] random) {
    this.resources = resources;
    this.environment = environment;
    this.keystores = keystores;
    this.random = random;
  }

  /** The same, but files are these. */
  KeyReader over(KeyLoader.Resources files) {
    return new KeyReader(files, environment, keystores, random);
  }

  KeyLoader.Resources resources() {
    return resources;
  }

  /** The keys of a URI and what was left out of them. */
  record Keys(List<JwtKey> keys, List<String> warnings) {}

  static boolean isHmac(String uri) {
    return uri.startsWith("hmac:");
  }

  /** Whether the URI names keys of which everybody may have the public part, if they are ours. */
  static boolean isPublishable(String uri) {
    return uri.startsWith("pem:") || uri.startsWith("keystore:");
  }

  /** Whether the URI names a set that is fetched. */
  static boolean isUrl(String uri) {
    return uri.regionMatches(true, 0, "jwks:http:", 0, 10)
        || uri.regionMatches(true, 0, "jwks:https:", 0, 11);
  }

  /** The address of a set that is fetched. */
  static KeySetUrl url(String uri) throws KeyException {
    try {
      return KeySetUrl.of(uri.substring("jwks:".length()));
    } catch (KeyException e) {
      throw located(uri, "jwks:", e);
    }
  }

  /**
   * @param allowed empty: what the key says
   */
  Keys read(String uri, Set<JwsAlgorithm> allowed) throws KeyException {
    String scheme = scheme(uri);
    try {
      return switch (scheme) {
        case "pem:" -> pem(file(uri, scheme), allowed);
        case "jwks:" -> jwks(uri, allowed);
        case "public:" -> handedOn(uri, allowed);
        case "keystore:" -> keystore(uri, allowed);
        default -> secrets(uri, scheme, allowed);
      };
    } catch (KeyException e) {
      throw located(uri, scheme, e);
    }
  }

  /** The secrets of an {@code hmac:} URI, which are strong enough for sealing; to be wiped. */
  List<byte[]> sealingSecrets(String uri) throws KeyException {
    String scheme = scheme(uri);
    List<byte[]> secrets = List.of();
    try {
      if (!isHmac(uri)) {
        throw new KeyException("cannot seal: session-keys takes hmac: secrets only");
      }
      secrets = secrets(uri, scheme);
      for (byte[] secret : secrets) {
        requireStrong(secret);
      }
      return secrets;
    } catch (KeyException e) {
      wipe(secrets);
      throw located(uri, scheme, e);
    }
  }

  private static void requireStrong(byte[] secret) throws KeyException {
    Optional<String> weakness = Secrets.weakness(secret, SealingKeys.FEWEST_BYTES);
    if (weakness.isPresent()) {
      throw new KeyException(weakness.get());
    }
  }

  /** Secrets that are of no more use here. */
  static void wipe(List<byte[]> secrets) {
    secrets.forEach(one -> Arrays.fill(one, (byte) 0));
  }

  private Keys secrets(String uri, String scheme, Set<JwsAlgorithm> allowed) throws KeyException {
    List<byte[]> secrets = secrets(uri, scheme);
    try {
      List<JwtKey> keys = new ArrayList<>();
      for (byte[] secret : secrets) {
        keys.addAll(bound(KeyMaterial.secret(secret), allowed).keys);
      }
      return new Keys(keys, List.of());
    } finally {
      wipe(secrets);
    }
  }

  private static Keys pem(byte[] content, Set<JwsAlgorithm> allowed) throws KeyException {
    try {
      return bound(KeyFiles.pem(content), allowed);
    } finally {
      Arrays.fill(content, (byte) 0);
    }
  }

  private static Keys bound(KeyMaterial material, Set<JwsAlgorithm> allowed) throws KeyException {
    return new Keys(material.bound(allowed), List.of());
  }

  private Keys keystore(String uri, Set<JwsAlgorithm> allowed) throws KeyException {
    KeystoreFiles.Name name = KeystoreFiles.Name.of(uri.substring("keystore:".length()));
    byte[] content = file("keystore:" + name.path(), "keystore:");
    try {
      KeystoreFiles.Entries entries = keystores.read(content, name.alias(), allowed);
      return new Keys(
          entries.keys(), entries.warnings().stream().map(one -> uri + " " + one).toList());
    } finally {
      Arrays.fill(content, (byte) 0);
    }
  }

  private Keys jwks(String uri, Set<JwsAlgorithm> allowed) throws KeyException {
    return usable(uri, JwkSet.read(file(uri, "jwks:"), allowed));
  }

  private static Keys usable(String uri, JwkSet set) throws KeyException {
    if (set.keys().isEmpty()) {
      throw new KeyException(
          "holds no usable key" + (set.warnings().isEmpty() ? "" : ": " + set.warnings()));
    }
    String shown = shown(uri);
    return new Keys(set.keys(), set.warnings().stream().map(one -> shown + ": " + one).toList());
  }

  /** Public keys in whatever form, as MicroProfile JWT 2.1 section 9.2 lists them. */
  private Keys handedOn(String uri, Set<JwsAlgorithm> allowed) throws KeyException {
    byte[] content = content(uri);
    String text = new String(content, ISO_8859_1).strip();
    if (!text.startsWith("{") && !text.contains("-----BEGIN")) {
      content = base64(text.replaceAll("\\s", "")).orElse(content);
      text = new String(content, ISO_8859_1).strip();
    }
    if (text.contains("-----BEGIN")) {
      Keys keys = bound(KeyFiles.pem(content), allowed);
      if (keys.keys().get(0).canSign()) {
        throw new KeyException(
            "holds a private key: give the public part alone, and keep the other to yourself");
      }
      return keys;
    }
    if (!text.startsWith("{")) {
      throw new KeyException(
          "is no public key: neither PEM (-----BEGIN PUBLIC KEY-----), nor a JWK, a JWK set, or the"
              + " Base64 of one");
    }
    return usable(uri, JwkSet.handedOn(content, allowed));
  }

  private byte[] content(String uri) throws KeyException {
    String rest = uri.substring("public:".length());
    if (rest.startsWith("base64:")) {
      return base64(rest.substring("base64:".length()))
          .orElseThrow(() -> new KeyException("what follows is not Base64"));
    }
    return exists(rest)
        ? file(uri, "public:")
        : file(KeyLoader.Resources.CLASS_PATH + rest.replaceFirst("^/", ""), "");
  }

  private boolean exists(String path) throws KeyException {
    try (InputStream in = resources.open(path).orElse(InputStream.nullInputStream())) {
      return in.read() >= 0;
    } catch (IOException e) {
      throw new KeyException("cannot be read (" + e.getClass().getSimpleName() + ")");
    }
  }

  private List<byte[]> secrets(String uri, String scheme) throws KeyException {
    String rest = uri.substring(scheme.length());
    return switch (scheme) {
      case "hmac:env:" ->
          List.of(
              environment
                  .get(rest)
                  .orElseThrow(
                      () -> new KeyException("the environment has no such variable: set it"))
                  .getBytes(UTF_8));
      case "hmac:file:" -> List.of(withoutNewline(file(uri, scheme)));
      case "hmac:lines:" -> lines(file(uri, scheme));
      case RANDOM -> random(rest);
      default ->
          List.of(base64(rest).orElseThrow(() -> new KeyException("what follows is not Base64")));
    };
  }

  private List<byte[]> random(String rest) throws KeyException {
    if (!rest.isEmpty()) {
      throw new KeyException("takes nothing after that: write " + RANDOM);
    }
    return List.of(random.clone());
  }

  private byte[] file(String uri, String scheme) throws KeyException {
    try (InputStream in =
        resources
            .open(uri.substring(scheme.length()))
            .orElseThrow(() -> new KeyException("there is no such file"))) {
      byte[] content = in.readAllBytes(); // of a snapshot, which is bounded
      if (content.length > FileSnapshot.MOST_BYTES) {
        throw new KeyException("is larger than " + FileSnapshot.MOST_BYTES / 1024 + " kB");
      }
      return content;
    } catch (IOException e) {
      throw new KeyException("cannot be read (" + e.getClass().getSimpleName() + ")");
    }
  }

  /** Editors and {@code echo} end a file with one. */
  private static byte[] withoutNewline(byte[] content) {
    int end = content.length;
    if (end > 0 && content[end - 1] == '\n') {
      end--;
      end -= end > 0 && content[end - 1] == '\r' ? 1 : 0;
    }
    byte[] secret = Arrays.copyOf(content, end);
    Arrays.fill(content, (byte) 0);
    return secret;
  }

  /** One a line; blank lines and those that begin with a hash sign are none. */
  private static List<byte[]> lines(byte[] content) throws KeyException {
    List<byte[]> lines = new ArrayList<>();
    for (int from = 0, at = 0; at <= content.length; at++) {
      if (at == content.length || content[at] == '\n') {
        byte[] line = stripped(content, from, at);
        if (line.length > 0 && line[0] != '#') {
          lines.add(line);
        }
        from = at + 1;
      }
    }
    Arrays.fill(content, (byte) 0);
    if (lines.isEmpty()) {
      throw new KeyException("has no line with a secret");
    }
    return lines;
  }

  private static byte[] stripped(byte[] content, int from, int to) {
    int first = from;
    int end = to;
    while (first < end && content[first] <= ' ' && content[first] >= 0) {
      first++;
    }
    while (first < end && content[end - 1] <= ' ' && content[end - 1] >= 0) {
      end--;
    }
    return Arrays.copyOfRange(content, first, end);
  }

  private static Optional<byte[]> base64(String text) {
    try {
      return Optional.of(
          Base64.getUrlDecoder().decode(text.replace('+', '-').replace('/', '_').strip()));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  /** The known scheme that the URI begins with. A URI without one may be a secret: not shown. */
  private static String scheme(String uri) throws KeyException {
    for (String scheme : SCHEMES) {
      if (uri.startsWith(scheme)) {
        return scheme;
      }
    }
    int colon = uri.indexOf(':');
    throw new KeyException(
        colon < 0
            ? "keys: a value has no scheme: write hmac:env:NAME, hmac:file:PATH, pem:PATH,"
                + " keystore:PATH, public:PATH, jwks:PATH or jwks:https://…"
            : "keys: \"%s\" is not a kind of key: did you mean %s?"
                .formatted(shown(uri, colon), nearest(uri)));
  }

  private static String shown(String uri, int colon) {
    return colon <= 12 ? uri.substring(0, colon + 1) + "…" : "…";
  }

  private static String nearest(String uri) {
    return SCHEMES.stream()
        .min(Comparator.comparingInt(one -> distance(one, beginning(uri, one.length()))))
        .orElseThrow();
  }

  private static String beginning(String uri, int length) {
    return uri.substring(0, Math.min(length, uri.length()));
  }

  /** How many letters must be changed, added or taken away (Levenshtein). */
  private static int distance(String one, String other) {
    int[] row = new int[other.length() + 1];
    for (int j = 0; j <= other.length(); j++) {
      row[j] = j;
    }
    for (int i = 1; i <= one.length(); i++) {
      int diagonal = row[0];
      row[0] = i;
      for (int j = 1; j <= other.length(); j++) {
        int change = diagonal + (one.charAt(i - 1) == other.charAt(j - 1) ? 0 : 1);
        diagonal = row[j];
        row[j] = Math.min(change, 1 + Math.min(row[j], row[j - 1]));
      }
    }
    return row[other.length()];
  }

  private static String shown(String uri) {
    return uri.startsWith("public:base64:") ? "public:base64:…" : uri;
  }

  private static KeyException located(String uri, String scheme, KeyException cause) {
    boolean mayShowSecret =
        scheme.equals("hmac:base64:") || (scheme.equals(RANDOM) && !uri.equals(RANDOM));
    String shown = mayShowSecret ? scheme + "…" : shown(uri);
    return new KeyException(cause.problems().stream().map(one -> shown + " " + one).toList());
  }
}
