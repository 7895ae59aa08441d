package org.jwtfilter.session;

import java.util.List;
import java.util.stream.Collectors;

/** A session does not fit into the cookies. Names the largest attributes, worst first. */
public final class SessionTooLarge extends Exception {
  private static final long serialVersionUID = 1;

  private final int total;
  private final int budget;
  private final transient List<AttributeSize> largest;

  /** An attribute's name with its encoded size in bytes, before encryption. */
  public record AttributeSize(String name, int bytes) {
    @Override
    public String toString() {
      return "\"" + name + "\" " + bytes + " bytes";
    }
  }

  SessionTooLarge(int total, int budget, List<AttributeSize> largest) {
    super(message(total, budget, largest), null, false, false);
    this.total = total;
    this.budget = budget;
    this.largest = List.copyOf(largest);
  }

  private static String message(int total, int budget, List<AttributeSize> largest) {
    return "the session takes "
        + total
        + " bytes of cookies, "
        + budget
        + " are allowed; its largest attributes: "
        + largest.stream().map(AttributeSize::toString).collect(Collectors.joining(", "))
        + "; keep less in them, or raise session-budget together with the header limits of container"
        + " and proxies";
  }

  /** Bytes of all cookie lines that the session would have taken, with other cookies of ours. */
  public int total() {
    return total;
  }

  /** Bytes allowed. */
  public int budget() {
    return budget;
  }

  /** The largest attributes, worst first, ten at most. */
  public List<AttributeSize> largest() {
    return largest;
  }
}
