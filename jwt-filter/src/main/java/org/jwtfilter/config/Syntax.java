package org.jwtfilter.config;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * How the values of an option are written.
 *
 * @param form the form in words, for the documentation; Markdown
 * @param parser reads a whole value
 */
record Syntax<T>(String form, Parser<T> parser) {
  private static final Pattern COMMA_OR_SPACE = Pattern.compile("[\\s,]+");
  private static final Pattern COMMA_OR_LINE = Pattern.compile("[\\r\\n,]+");
  private static final Pattern COMMA_OR_ANY_LINE = Pattern.compile("[\\r\\n;,]+");
  private static final Pattern LINE = Pattern.compile("[\\r\\n;]+");
  private static final Pattern ISSUER =
      Pattern.compile("([^\\s,]+?)\\s*=\\s*((?:hmac|pem|jwks|public|keystore):.*)", Pattern.DOTALL);

  /** Reads a value; what is wrong with it, it says to the value, and gives empty. */
  @FunctionalInterface
  interface Parser<T> {
    Optional<T> parse(Written value);
  }

  /** One item and nothing else. */
  static <T> Syntax<T> one(String form, Item<T> item) {
    return new Syntax<>(form, value -> item.read(value.text(), value));
  }

  /** One item, for an option that is off unless set. */
  static <T> Syntax<Optional<T>> optional(String form, Item<T> item) {
    return new Syntax<>(form, value -> wrap(item.read(value.text(), value)));
  }

  /** One item, or the word {@code none}. */
  static <T> Syntax<Optional<T>> oneOrNone(String form, Item<T> item) {
    Parser<Optional<T>> one = optional(form, item).parser();
    return new Syntax<>(
        form,
        value -> value.text().equals("none") ? Optional.of(Optional.empty()) : one.parse(value));
  }

  /** Items separated by commas, spaces or line breaks; in their order, each once. */
  static <T> Syntax<List<T>> list(String form, Item<T> item) {
    return new Syntax<>(form, value -> items(value, COMMA_OR_SPACE, item).map(List::copyOf));
  }

  /** The same as a set, in the order written. */
  static <T> Syntax<Set<T>> set(String form, Item<T> item) {
    return new Syntax<>(form, value -> items(value, COMMA_OR_SPACE, item));
  }

  /** The same, or the word {@code none} for none of them. */
  static <T> Syntax<Set<T>> setOrNone(String form, Item<T> item) {
    Parser<Set<T>> some = set(form, item).parser();
    return new Syntax<>(
        form, value -> value.text().equals("none") ? Optional.of(Set.of()) : some.parse(value));
  }

  /** Names that may contain spaces, separated by commas or line breaks. */
  static Syntax<Set<String>> names(String form) {
    return new Syntax<>(
        form, value -> items(value, COMMA_OR_LINE, (name, in) -> Optional.of(name)));
  }

  /** {@code from=to} pairs, separated by commas or line breaks. */
  static Syntax<Map<String, String>> pairs(String form) {
    return new Syntax<>(
        form,
        value -> items(value, COMMA_OR_LINE, Syntax::pair).flatMap(pairs -> map(pairs, value)));
  }

  /** {@code key=role,role} lines. */
  static Syntax<Map<String, Set<String>>> lines(String form, Item<String> key) {
    return new Syntax<>(
        form,
        value ->
            items(value, LINE, (text, in) -> line(text, in, key))
                .flatMap(lines -> map(lines, value)));
  }

  /** Lines of {@code audience=permission,permission}. */
  static Syntax<Map<String, Set<String>>> permissions(String form) {
    return new Syntax<>(
        form,
        value -> items(value, LINE, Syntax::permissionLine).flatMap(lines -> map(lines, value)));
  }

  private static Optional<Map.Entry<String, Set<String>>> permissionLine(
      String text, Written value) {
    return pair(text, value)
        .flatMap(
            pair ->
                permissions(text, pair.getValue(), value)
                    .flatMap(
                        permissions ->
                            Items.audience()
                                .read(pair.getKey(), value)
                                .map(audience -> Map.entry(audience, permissions))));
  }

  private static Optional<Set<String>> permissions(String line, String text, Written value) {
    Set<String> permissions = new LinkedHashSet<>();
    for (String one : split(text, COMMA_OR_LINE)) {
      Items.permission().read(one, value).ifPresent(permissions::add);
    }
    if (!value.accepted()) {
      return Optional.empty();
    }
    return permissions.contains("*") && permissions.size() > 1
        ? value.refuse(line, "names permissions beside *, which stands for all that the caller has")
        : Optional.of(Collections.unmodifiableSet(permissions));
  }

  /** {@code origin} or {@code origin=audience}, separated by commas or line breaks. */
  static Syntax<Map<Origin, Optional<String>>> targets(String form) {
    return new Syntax<>(
        form,
        value ->
            items(value, COMMA_OR_ANY_LINE, Syntax::target).flatMap(lines -> map(lines, value)));
  }

  private static Optional<Map.Entry<Origin, Optional<String>>> target(String text, Written value) {
    int equals = text.indexOf('=');
    if (equals < 0) {
      return Items.target().read(text, value).map(origin -> Map.entry(origin, Optional.empty()));
    }
    return pair(text, value)
        .flatMap(
            pair ->
                Items.audience()
                    .read(pair.getValue(), value)
                    .flatMap(
                        audience ->
                            Items.target()
                                .read(pair.getKey(), value)
                                .map(origin -> Map.entry(origin, Optional.of(audience)))));
  }

  /** {@code issuer=key,key} lines. */
  static Syntax<Map<String, List<String>>> issuers(String form) {
    return new Syntax<>(
        form, value -> items(value, LINE, Syntax::issuer).flatMap(lines -> map(lines, value)));
  }

  private static Optional<Map.Entry<String, List<String>>> issuer(String text, Written value) {
    Matcher line = ISSUER.matcher(text);
    return line.matches()
        ? Items.issuer()
            .read(line.group(1), value)
            .map(issuer -> Map.entry(issuer, List.copyOf(split(line.group(2), COMMA_OR_SPACE))))
        : value.refuse(text, "is not a line such as https://login.example=jwks:https://…");
  }

  private static <T> Optional<Optional<T>> wrap(Optional<T> read) {
    return read.isPresent() ? Optional.of(read) : Optional.empty();
  }

  private static <T> Optional<Set<T>> items(Written value, Pattern separator, Item<T> item) {
    Set<T> items = new LinkedHashSet<>();
    for (String part : split(value.text(), separator)) {
      item.read(part, value).ifPresent(items::add);
    }
    if (items.isEmpty() && value.accepted()) {
      return value.refuse(value.text(), "lists nothing");
    }
    return value.accepted() ? Optional.of(Collections.unmodifiableSet(items)) : Optional.empty();
  }

  private static Set<String> split(String text, Pattern separator) {
    return separator
        .splitAsStream(text)
        .map(String::strip)
        .filter(part -> !part.isEmpty())
        .collect(Collectors.toCollection(LinkedHashSet::new));
  }

  /** Splits at the first equals sign; both sides say something. */
  private static Optional<Map.Entry<String, String>> pair(String text, Written value) {
    int equals = text.indexOf('=');
    String left = text.substring(0, Math.max(equals, 0)).strip();
    String right = text.substring(equals + 1).strip();
    return left.isEmpty() || right.isEmpty()
        ? value.refuse(text, "needs something on both sides of an equals sign")
        : Optional.of(Map.entry(left, right));
  }

  private static Optional<Map.Entry<String, Set<String>>> line(
      String text, Written value, Item<String> key) {
    return pair(text, value)
        .flatMap(
            pair ->
                roles(text, pair.getValue(), value)
                    .flatMap(
                        roles ->
                            key.read(pair.getKey(), value).map(read -> Map.entry(read, roles))));
  }

  /** {@code **} is what the Servlet specification calls any caller (section 13.4). */
  private static Optional<Set<String>> roles(String line, String text, Written value) {
    Set<String> roles = split(text, COMMA_OR_LINE);
    if (roles.remove("**")) {
      roles.add("*");
    }
    if (roles.isEmpty()) {
      return value.refuse(line, "names no role");
    }
    if (text.contains("=")) {
      return value.refuse(line, "has two equals signs; put each pattern on a line of its own");
    }
    return roles.contains("*") && roles.size() > 1
        ? value.refuse(line, "names roles beside *, which lets in anybody who is logged in")
        : Optional.of(Collections.unmodifiableSet(roles));
  }

  private static <K, V> Optional<Map<K, V>> map(Set<Map.Entry<K, V>> entries, Written value) {
    Map<K, V> map = new LinkedHashMap<>();
    for (Map.Entry<K, V> entry : entries) {
      if (map.putIfAbsent(entry.getKey(), entry.getValue()) != null) {
        return value.refuse(entry.getKey().toString(), "stands there twice; join the two");
      }
    }
    return Optional.of(Collections.unmodifiableMap(map));
  }
}
