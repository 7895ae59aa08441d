package org.jwtfilter.session;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * A session at one moment, with its attributes in encoded form. Immutable, so that one snapshot may
 * serve any number of requests. Instants are whole milliseconds.
 *
 * @param maxInactiveSeconds the longest pause between two requests; 0 or less: no limit
 * @param version grows with each write of this session
 * @param owner the login that the session belongs to; empty for a visitor
 */
public record SessionSnapshot(
    String id,
    Instant createdAt,
    Instant lastAccessedAt,
    int maxInactiveSeconds,
    long version,
    Optional<String> owner,
    Map<String, Encoded> attributes)
    implements Content {

  /** Copies the attributes, in their order. */
  public SessionSnapshot {
    attributes = Attributes.copyOf(attributes);
  }

  SessionSnapshot accessedAt(Instant instant) {
    return new SessionSnapshot(
        id, createdAt, instant, maxInactiveSeconds, version, owner, attributes);
  }

  /** So many versions on. */
  SessionSnapshot ahead(int versions) {
    return new SessionSnapshot(
        id, createdAt, lastAccessedAt, maxInactiveSeconds, version + versions, owner, attributes);
  }

  /** Without one of its attributes; the same version. */
  public SessionSnapshot without(String attribute) {
    Map<String, Encoded> others = new LinkedHashMap<>(attributes);
    others.remove(attribute);
    return new SessionSnapshot(
        id, createdAt, lastAccessedAt, maxInactiveSeconds, version, owner, others);
  }

  /** With the id and the owner of another. */
  SessionSnapshot as(SessionSnapshot head) {
    return new SessionSnapshot(
        head.id, createdAt, lastAccessedAt, maxInactiveSeconds, version, head.owner, attributes);
  }

  /** Names and sizes: neither the id nor a value. */
  @Override
  public String toString() {
    return "session(version "
        + version
        + (owner.isPresent() ? ", of a login, " : ", of a visitor, ")
        + attributes
        + ")";
  }
}
