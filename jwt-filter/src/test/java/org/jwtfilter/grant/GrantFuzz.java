package org.jwtfilter.grant;

import java.util.Arrays;

/**
 * What stands in the store, once it was opened: read, or refused with some RuntimeException that
 * whoever reads the record expects; what is read is written as it was.
 */
public final class GrantFuzz {
  private GrantFuzz() {}

  /** The kind of the record in the first byte, then its bytes. */
  public static void records(byte[] input) {
    if (input.length > 0) {
      byte[] record = Arrays.copyOfRange(input, 1, input.length);
      byte[] written = written(input[0], record);
      require(written == null || Arrays.equals(written, written(input[0], written)), "and back");
    }
  }

  private static byte[] written(byte kind, byte[] record) {
    try {
      return switch (kind & 3) {
        case 0 -> LogHead.decoded(record).encoded();
        case 1 -> entry(record);
        case 2 -> refreshed(record);
        default -> login(record);
      };
    } catch (RuntimeException e) {
      return null;
    }
  }

  private static byte[] entry(byte[] record) {
    LogEntry entry = LogEntry.decoded(record);
    LogHead head = LogHead.empty(1).with(entry, 0).with(entry, entry.end());
    require(head.number() == 2, "every entry has a number");
    require(LogHead.decoded(head.encoded()).equals(head), "a head comes back");
    require(LogEntry.decoded(entry.encoded()).equals(entry), "an entry comes back");
    return null;
  }

  private static byte[] refreshed(byte[] bytes) {
    RefreshRecord record = RefreshRecord.decoded(bytes);
    RefreshRecord rotated = record.rotated("next", "answer", 0, 1000);
    require(rotated.isCurrent("next"), "the successor is the good one");
    require(rotated.answer(record.current(), 1, 1000).isPresent(), "its predecessor has an answer");
    require(rotated.rotations().size() <= 16, "bounded");
    return record.encoded();
  }

  private static byte[] login(byte[] record) {
    PackReader in = new PackReader(record, 1);
    PackWriter out = new PackWriter(1);
    in.list(() -> Login.read(in)).forEach(one -> one.write(out));
    return null;
  }

  private static void require(boolean holds, String what) {
    if (!holds) {
      throw new AssertionError(what);
    }
  }
}
