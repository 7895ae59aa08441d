package org.jwtfilter;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.jwtfilter.key.Base64Url;

/** Reads what is in a tree of claims. Nothing here fails because a claim has another shape. */
final class Claims {
  private static final int THUMBPRINT_BYTES = 32;

  private Claims() {}

  /** The claim at this path: the whole path as a name first, then name by name. */
  static Optional<Object> at(Map<?, ?> claims, String path) {
    Object whole = claims.get(path);
    if (whole != null) {
      return Optional.of(whole);
    }
    int dot = path.indexOf('.');
    return dot > 0 && claims.get(path.substring(0, dot)) instanceof Map<?, ?> inner
        ? at(inner, path.substring(dot + 1))
        : Optional.empty();
  }

  /** What stands at the first of these paths where anything does. */
  static Optional<Object> first(Map<?, ?> claims, List<String> paths) {
    for (String path : paths) {
      Optional<Object> found = at(claims, path);
      if (found.isPresent()) {
        return found;
      }
    }
    return Optional.empty();
  }

  /**
   * The thumbprint of the key that a token is bound to ({@code cnf.jkt}, RFC 9449 section 6.1);
   * empty for any other {@code cnf}, also one that names a second thing to be verified.
   */
  static Optional<String> keyThumbprint(Map<?, ?> claims) {
    return claims.get("cnf") instanceof Map<?, ?> cnf
            && cnf.size() == 1
            && cnf.get("jkt") instanceof String jkt
            && Base64Url.decode(jkt).filter(one -> one.length == THUMBPRINT_BYTES).isPresent()
        ? Optional.of(jkt)
        : Optional.empty();
  }

  /** A string, or a list of nothing else, as a list; empty for any other shape. */
  static Optional<List<String>> strings(@Nullable Object value) {
    if (value instanceof String one) {
      return Optional.of(List.of(one));
    }
    if (!(value instanceof List<?> list)) {
      return Optional.empty();
    }
    List<String> strings = new ArrayList<>(list.size());
    for (Object one : list) {
      if (!(one instanceof String text)) {
        return Optional.empty();
      }
      strings.add(text);
    }
    return Optional.of(strings);
  }
}
