package org.jwtfilter.key;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.UnrecoverableKeyException;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.Date;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Reads keystores (PKCS #12, JKS). Private keys sign, the one with the youngest certificate first;
 * certificates of others only verify. Thread-safe.
 */
final class KeystoreFiles {
  private static final int JKS = 0xFEEDFEED;
  private static final int JCEKS = 0xCECECECE;

  private final Optional<String> password;
  private final Clock clock;

  KeystoreFiles(Optional<String> password, Clock clock) {
    this.password = password;
    this.clock = clock;
  }

  /**
   * What follows the scheme.
   *
   * @param alias of the one entry that is meant; empty: all
   */
  record Name(String path, Optional<String> alias) {
    static Name of(String text) {
      int hash = text.lastIndexOf('#');
      return hash < 0
          ? new Name(text, Optional.empty())
          : new Name(text.substring(0, hash), Optional.of(text.substring(hash + 1)));
    }
  }

  /** Keys, and what an operator may wonder about. */
  record Entries(List<JwtKey> keys, List<String> warnings) {}

  /**
   * The keys of a keystore. The message of the exception, and each warning, continues its name.
   *
   * @param alias of the one entry that is meant; empty: all, of which those that cannot be used are
   *     left out
   * @param allowed empty: what the keys say
   */
  Entries read(byte[] content, Optional<String> alias, Set<JwsAlgorithm> allowed)
      throws KeyException {
    char[] opening =
        password
            .orElseThrow(
                () ->
                    new KeyException(
                        "needs a password: set keystore-password, for example to"
                            + " ${env:KEYSTORE_PASSWORD}"))
            .toCharArray();
    try {
      return new Opened(opened(content, opening), opening, allowed).entries(alias);
    } catch (GeneralSecurityException e) {
      throw new KeyException("cannot be read (" + e.getClass().getSimpleName() + ")");
    } finally {
      java.util.Arrays.fill(opening, '\0');
    }
  }

  private static KeyStore opened(byte[] content, char[] password)
      throws KeyException, GeneralSecurityException {
    KeyStore store = KeyStore.getInstance(type(content));
    try {
      store.load(new ByteArrayInputStream(content), password);
      return store;
    } catch (IOException e) {
      throw new KeyException(
          e.getCause() instanceof UnrecoverableKeyException
              ? "is not opened by keystore-password"
              : "is damaged, or neither PKCS #12 nor JKS: keytool -list -keystore … tells more");
    } catch (RuntimeException e) {
      throw new KeyException("is damaged: keytool -list -keystore … tells more");
    }
  }

  private static String type(byte[] content) throws KeyException {
    int magic = content.length < 4 ? 0 : java.nio.ByteBuffer.wrap(content).getInt();
    if (magic == JCEKS) {
      throw new KeyException(
          "is a JCEKS keystore: make a PKCS #12 one of it with keytool -importkeystore"
              + " -deststoretype pkcs12");
    }
    return magic == JKS ? "JKS" : "PKCS12";
  }

  /** An entry that can be used. */
  private record Entry(String alias, boolean signs, Date since, List<JwtKey> keys) {}

  /** One keystore. */
  private final class Opened {
    private final KeyStore store;
    private final char[] password;
    private final Set<JwsAlgorithm> allowed;
    private final List<String> warnings = new ArrayList<>();

    Opened(KeyStore store, char[] password, Set<JwsAlgorithm> allowed) {
      this.store = store;
      this.password = password;
      this.allowed = allowed;
    }

    Entries entries(Optional<String> alias) throws KeyException, GeneralSecurityException {
      List<Entry> entries = alias.isPresent() ? List.of(named(alias.get())) : all();
      List<JwtKey> keys =
          entries.stream()
              .sorted(
                  Comparator.comparing(Entry::signs)
                      .thenComparing(Entry::since)
                      .reversed()
                      .thenComparing(Entry::alias))
              .flatMap(entry -> entry.keys().stream())
              .toList();
      return new Entries(keys, warnings);
    }

    private Entry named(String alias) throws KeyException, GeneralSecurityException {
      if (!store.containsAlias(alias)) {
        throw new KeyException(
            "has no entry \"%s\": it has %s".formatted(shown(alias), shownAliases()));
      }
      try {
        return entry(alias);
      } catch (KeyException e) {
        throw new KeyException(of(alias, e));
      }
    }

    private List<Entry> all() throws KeyException, GeneralSecurityException {
      List<Entry> entries = new ArrayList<>();
      for (String alias : Collections.list(store.aliases())) {
        try {
          entries.add(entry(alias));
        } catch (KeyException e) {
          warnings.add("is used without one entry: " + of(alias, e));
        }
      }
      if (entries.isEmpty()) {
        throw new KeyException("holds no usable key" + (warnings.isEmpty() ? "" : ": " + warnings));
      }
      return entries;
    }

    private Entry entry(String alias) throws KeyException, GeneralSecurityException {
      if (!(store.getCertificate(alias) instanceof X509Certificate certificate)) {
        throw new KeyException(
            "is a secret, or has no certificate: a keystore holds RSA and EC keys here; for secrets"
                + " use hmac:");
      }
      PrivateKey signing = store.isKeyEntry(alias) ? privateKey(alias) : null;
      List<JwtKey> keys =
          KeyMaterial.asymmetric(KeyFiles.supported(certificate.getPublicKey()), signing)
              .bound(allowed);
      warnOfTime(alias, certificate);
      return new Entry(alias, signing != null, certificate.getNotBefore(), keys);
    }

    private @Nullable PrivateKey privateKey(String alias)
        throws KeyException, GeneralSecurityException {
      try {
        return store.getKey(alias, password) instanceof PrivateKey key ? key : null;
      } catch (UnrecoverableKeyException e) {
        throw new KeyException(
            "has another password than the keystore: make them the same with keytool -keypasswd");
      }
    }

    private void warnOfTime(String alias, X509Certificate certificate) {
      Instant now = clock.instant();
      Instant end = certificate.getNotAfter().toInstant();
      Instant begin = certificate.getNotBefore().toInstant();
      if (now.isAfter(end)) {
        warnings.add(
            "has a certificate that ended at %s, in the entry \"%s\"; its key is used nevertheless"
                .formatted(end, shown(alias)));
      } else if (now.isBefore(begin)) {
        warnings.add(
            "has a certificate that begins at %s, in the entry \"%s\"; its key is used nevertheless"
                .formatted(begin, shown(alias)));
      }
    }

    private String shownAliases() throws GeneralSecurityException {
      return Collections.list(store.aliases()).stream()
          .map(KeystoreFiles::shown)
          .sorted()
          .collect(Collectors.joining(", "));
    }
  }

  private static String of(String alias, KeyException found) {
    return "the entry \"" + shown(alias) + "\" " + found.problems().get(0);
  }

  private static String shown(String alias) {
    return alias.replaceAll("[^ -~]", "?");
  }
}
