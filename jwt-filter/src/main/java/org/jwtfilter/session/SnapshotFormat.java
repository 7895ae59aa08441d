package org.jwtfilter.session;

import java.time.DateTimeException;
import java.time.Instant;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The binary form of a session: a format number, then its fields, then its attributes, each with
 * its length, so that what is not understood can be carried along.
 */
final class SnapshotFormat {
  private static final int FORMAT = 1;

  /** Bytes of one session; far beyond what any cookies hold. */
  private static final int MOST_BYTES = 16 << 20;

  private static final int RANDOM_ID = 0;
  private static final int OTHER_ID = 1;
  private static final HexFormat HEX = HexFormat.of().withUpperCase();

  private SnapshotFormat() {}

  static byte[] write(SessionSnapshot session) {
    Output out = new Output(MOST_BYTES);
    out.write(FORMAT);
    writeId(out, session.id());
    long created = session.createdAt().toEpochMilli();
    out.signed(created);
    out.signed(session.lastAccessedAt().toEpochMilli() - created);
    out.signed(session.maxInactiveSeconds());
    out.unsigned(session.version());
    out.write(session.owner().isPresent() ? 1 : 0);
    session.owner().ifPresent(out::text);
    out.unsigned(session.attributes().size());
    session
        .attributes()
        .forEach(
            (name, value) -> {
              out.text(name);
              out.block(value.shared());
            });
    return out.toBytes();
  }

  static SessionSnapshot read(byte[] bytes) throws Malformed {
    Input in = new Input(bytes);
    if (in.octet() != FORMAT) {
      throw new Malformed("it has a format that is not known here");
    }
    try {
      return readFields(in);
    } catch (DateTimeException | ArithmeticException e) {
      throw new Malformed("a time is out of range");
    }
  }

  private static SessionSnapshot readFields(Input in) throws Malformed {
    String id = readId(in);
    long created = in.signed();
    long accessed = Math.addExact(created, in.signed());
    int maxInactive = in.integer();
    long version = in.unsigned();
    Optional<String> owner = in.octet() == 0 ? Optional.empty() : Optional.of(in.text());
    Map<String, Encoded> attributes = readAttributes(in);
    in.end();
    return new SessionSnapshot(
        id,
        Instant.ofEpochMilli(created),
        Instant.ofEpochMilli(accessed),
        maxInactive,
        version,
        owner,
        attributes);
  }

  private static Map<String, Encoded> readAttributes(Input in) throws Malformed {
    int count = in.count(2);
    Map<String, Encoded> attributes = new LinkedHashMap<>();
    for (int i = 0; i < count; i++) {
      String name = in.text();
      if (attributes.put(name, Encoded.owning(in.block())) != null) {
        throw new Malformed("an attribute comes twice");
      }
    }
    return attributes;
  }

  /** Our own ids are 128 random bits in hexadecimal: half as long in binary. */
  static void writeId(Output out, String id) {
    if (SessionId.isOurs(id)) {
      out.write(RANDOM_ID);
      byte[] bits = HEX.parseHex(id);
      out.write(bits, 0, bits.length);
    } else {
      out.write(OTHER_ID);
      out.text(id);
    }
  }

  static String readId(Input in) throws Malformed {
    return switch (in.octet()) {
      case RANDOM_ID -> HEX.formatHex(in.take(SessionId.BYTES));
      case OTHER_ID -> in.text();
      default -> throw new Malformed("it has an id of an unknown kind");
    };
  }
}
