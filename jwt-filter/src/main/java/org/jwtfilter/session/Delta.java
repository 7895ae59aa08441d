package org.jwtfilter.session;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/**
 * What a request has changed in a session: these attributes and no others, so that it can be
 * applied to what others have written meanwhile. Immutable.
 *
 * @param attributes new values; empty for removed
 * @param maxInactiveSeconds if it was changed
 */
record Delta(Map<String, Optional<Encoded>> attributes, OptionalInt maxInactiveSeconds) {

  /** From what the request was given to what it leaves. */
  static Delta between(SessionSnapshot before, SessionSnapshot after) {
    Map<String, Optional<Encoded>> changed = new LinkedHashMap<>();
    before
        .attributes()
        .keySet()
        .forEach(
            name -> {
              if (!after.attributes().containsKey(name)) {
                changed.put(name, Optional.empty());
              }
            });
    after
        .attributes()
        .forEach(
            (name, value) -> {
              if (!Objects.equals(before.attributes().get(name), value)) {
                changed.put(name, Optional.of(value));
              }
            });
    boolean interval = before.maxInactiveSeconds() != after.maxInactiveSeconds();
    return new Delta(
        changed, interval ? OptionalInt.of(after.maxInactiveSeconds()) : OptionalInt.empty());
  }

  /** That an attribute is removed. */
  static Delta removal(String attribute) {
    return new Delta(Map.of(attribute, Optional.empty()), OptionalInt.empty());
  }

  /**
   * Without those of the named attributes that somebody else has changed in between.
   *
   * @param before what the request has left behind
   * @param now what is there
   */
  Delta yielding(Set<String> names, SessionSnapshot before, SessionSnapshot now) {
    if (names.isEmpty()) {
      return this;
    }
    Map<String, Optional<Encoded>> kept = new LinkedHashMap<>(attributes);
    kept.keySet()
        .removeIf(
            name ->
                names.contains(name)
                    && !Objects.equals(before.attributes().get(name), now.attributes().get(name)));
    return new Delta(kept, maxInactiveSeconds);
  }

  boolean removes() {
    return attributes.containsValue(Optional.<Encoded>empty());
  }

  boolean isEmpty() {
    return attributes.isEmpty() && maxInactiveSeconds.isEmpty();
  }

  /** The session with these changes, one version on. */
  SessionSnapshot applyTo(SessionSnapshot session) {
    Map<String, Encoded> all = new LinkedHashMap<>(session.attributes());
    attributes.forEach(
        (name, value) -> value.ifPresentOrElse(one -> all.put(name, one), () -> all.remove(name)));
    return new SessionSnapshot(
        session.id(),
        session.createdAt(),
        session.lastAccessedAt(),
        maxInactiveSeconds.orElse(session.maxInactiveSeconds()),
        session.version() + 1,
        session.owner(),
        all);
  }

  /** As the other, with the id, the owner and the access of {@code head}. */
  SessionSnapshot applyTo(SessionSnapshot session, SessionSnapshot head) {
    SessionSnapshot changed = applyTo(session);
    Instant one = head.lastAccessedAt();
    Instant other = session.lastAccessedAt();
    return new SessionSnapshot(
        head.id(),
        changed.createdAt(),
        one.isAfter(other) ? one : other,
        changed.maxInactiveSeconds(),
        changed.version(),
        head.owner(),
        changed.attributes());
  }

  void write(Output out) {
    out.unsigned(attributes.size());
    attributes.forEach(
        (name, value) -> {
          out.text(name);
          out.write(value.isPresent() ? 1 : 0);
          value.ifPresent(one -> out.block(one.shared()));
        });
    out.write(maxInactiveSeconds.isPresent() ? 1 : 0);
    maxInactiveSeconds.ifPresent(out::signed);
  }

  static Delta read(Input in) throws Malformed {
    int count = in.count(2);
    Map<String, Optional<Encoded>> attributes = new LinkedHashMap<>();
    for (int i = 0; i < count; i++) {
      String name = in.text();
      attributes.put(
          name, in.octet() == 0 ? Optional.empty() : Optional.of(Encoded.owning(in.block())));
    }
    return new Delta(
        attributes, in.octet() == 0 ? OptionalInt.empty() : OptionalInt.of(in.integer()));
  }

  /** How much, not what. */
  @Override
  public String toString() {
    return attributes.size() + " changes";
  }
}
