package org.jwtfilter.key;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Tells secrets that nobody guesses from those that somebody has on a list (RFC 8725, 3.5). */
final class Secrets {
  private static final String NEXT = "make one with: openssl rand -base64 48";
  private static final int FEWEST_DIFFERENT_BYTES = 8;

  /** Of these the defaults in tutorials, samples and templates are made. */
  private static final List<String> WORDS =
      List.of(
          ("a access admin an and at auth authentication bar base be bit bits bytes change changeit"
                  + " changeme changethis character characters code default demo dev development"
                  + " dont dummy enough example extremely fake foo for hello here hmac hs i in"
                  + " insecure is it java json jwt jwts key keys least letmein local long me mine"
                  + " must my need needs not of only or pass passphrase password placeholder please"
                  + " private prod production put qwerty random really replace replaceme safe salt"
                  + " sample secret secretkey secrets secure server session sha shared should sign"
                  + " signature signing spring springboot string strong super test testing text that"
                  + " the this to todo token tokens top treat used very web with world you your")
              .split(" "));

  private Secrets() {}

  /** What is wrong with a secret and what to do, without showing it; empty if it is strong. */
  static Optional<String> weakness(byte[] secret, int fewestBytes) {
    if (secret.length < fewestBytes) {
      return Optional.of(
          "has %d bytes, but %d are needed: %s".formatted(secret.length, fewestBytes, NEXT));
    }
    if (looksLikeKeyFile(secret)) {
      return Optional.of(
          "is the text of a key or certificate, which others may know: a secret is random bytes;"
              + " for public keys use pem: or jwks:");
    }
    return guessable(secret) ? Optional.of("is easily guessed: " + NEXT) : Optional.empty();
  }

  private static boolean guessable(byte[] secret) {
    return secret.length > 0
        && (differentBytes(secret) < FEWEST_DIFFERENT_BYTES
            || repeats(secret)
            || counts(secret)
            || madeOfWords(secret));
  }

  private static boolean looksLikeKeyFile(byte[] secret) {
    String text = new String(secret, ISO_8859_1);
    return text.contains("-----BEGIN ")
        || (text.stripLeading().startsWith("{") && text.contains("\"kty\""))
        || KeyFiles.isEncodedKey(secret);
  }

  private static long differentBytes(byte[] secret) {
    return new String(secret, ISO_8859_1).chars().distinct().count();
  }

  /** A pattern that is there twice or more, the last time perhaps cut. */
  private static boolean repeats(byte[] secret) {
    for (int period = 1; period <= secret.length / 2; period++) {
      if (repeatsAfter(secret, period)) {
        return true;
      }
    }
    return false;
  }

  private static boolean repeatsAfter(byte[] secret, int period) {
    for (int i = period; i < secret.length; i++) {
      if (secret[i] != secret[i - period]) {
        return false;
      }
    }
    return true;
  }

  /** Bytes in order, such as 0, 1, 2 … */
  private static boolean counts(byte[] secret) {
    for (int i = 2; i < secret.length; i++) {
      if ((byte) (secret[i] - secret[i - 1]) != (byte) (secret[1] - secret[0])) {
        return false;
      }
    }
    return true;
  }

  /** Words of the list, with digits and punctuation between them, but hardly anything else. */
  private static boolean madeOfWords(byte[] secret) {
    String letters =
        new String(secret, ISO_8859_1).toLowerCase(Locale.ROOT).replaceAll("[^a-z]", "");
    return letters.length() * 2 >= secret.length && isChainOfWords(letters);
  }

  private static boolean isChainOfWords(String letters) {
    boolean[] reached = new boolean[letters.length() + 1];
    reached[0] = true;
    for (int from = 0; from < letters.length(); from++) {
      if (reached[from]) {
        markEndsOfWords(letters, from, reached);
      }
    }
    return reached[letters.length()];
  }

  private static void markEndsOfWords(String letters, int from, boolean[] reached) {
    for (String word : WORDS) {
      if (letters.startsWith(word, from)) {
        reached[from + word.length()] = true;
      }
    }
  }
}
