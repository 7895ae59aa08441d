package org.jwtfilter.grant;

import java.util.ArrayList;
import java.util.List;

/**
 * Where the log ends, and which part of it can still matter.
 *
 * @param epoch random: another log has another one
 * @param number of the latest entry; the first is 1
 * @param until when the last of the entries ends, in milliseconds since 1970
 * @param recent ids of the latest entries, the latest last
 * @param blocks runs of entries that have not all ended, in order; others need not be read
 */
record LogHead(long epoch, long number, long until, List<Long> recent, List<Block> blocks) {
  private static final int FORMAT = 1;
  private static final int RECENT = 32;
  private static final int MOST_BLOCKS = 64;

  LogHead {
    recent = List.copyOf(recent);
    blocks = List.copyOf(blocks);
  }

  /** A log without entries. */
  static LogHead empty(long epoch) {
    return new LogHead(epoch, 0, 0, List.of(), List.of());
  }

  /** The head once this entry has got the next number. */
  LogHead with(LogEntry entry, long now) {
    List<Long> ids = new ArrayList<>(recent);
    ids.add(entry.id());
    List<Block> alive = new ArrayList<>(blocks);
    alive.removeIf(block -> block.end() <= now);
    alive.add(new Block(number + 1, number + 1, entry.end()));
    while (alive.size() > MOST_BLOCKS) {
      mergeCheapest(alive, now);
    }
    return new LogHead(
        epoch,
        number + 1,
        Math.max(until, entry.end()),
        ids.subList(Math.max(0, ids.size() - RECENT), ids.size()),
        alive);
  }

  private static void mergeCheapest(List<Block> blocks, long now) {
    int cheapest = 0;
    for (int i = 1; i + 1 < blocks.size(); i++) {
      if (cost(blocks, i, now) < cost(blocks, cheapest, now)) {
        cheapest = i;
      }
    }
    Block merged = blocks.get(cheapest).merged(blocks.remove(cheapest + 1));
    blocks.set(cheapest, merged);
  }

  /** For how many entries, and how long, a merged block would have to be read in vain. */
  private static double cost(List<Block> blocks, int i, long now) {
    Block one = blocks.get(i);
    Block next = blocks.get(i + 1);
    Block merged = one.merged(next);
    return merged.weight(now) - one.weight(now) - next.weight(now);
  }

  byte[] encoded() {
    PackWriter out = new PackWriter(FORMAT).number(epoch).number(number).number(until);
    out.number(recent.size());
    recent.forEach(out::number);
    out.number(blocks.size());
    blocks.forEach(block -> out.number(block.from()).number(block.to()).number(block.end()));
    return out.done();
  }

  static LogHead decoded(byte[] bytes) {
    PackReader in = new PackReader(bytes, FORMAT);
    return new LogHead(
        in.number(),
        in.number(),
        in.number(),
        in.list(in::number),
        in.list(() -> new Block(in.number(), in.number(), in.number())));
  }

  /**
   * A run of entries.
   *
   * @param end when the last of them ends, in milliseconds since 1970
   */
  record Block(long from, long to, long end) {
    private Block merged(Block next) {
      return new Block(from, next.to, Math.max(end, next.end));
    }

    private double weight(long now) {
      return (double) (to - from + 1) * Math.max(0, end - now);
    }
  }
}
