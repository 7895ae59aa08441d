package org.jwtfilter.session;

import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;

/**
 * A session fits neither into the cookies nor, where there is one, the store. Names the largest
 * attributes, worst first.
 */
public final class SessionTooLarge extends Exception {
  private static final long serialVersionUID = 1;
  private static final int MOST_NAMED = 10;

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

  private SessionTooLarge(String message, int total, int budget, List<AttributeSize> largest) {
    super(message, null, false, false);
    this.total = total;
    this.budget = budget;
    this.largest = List.copyOf(largest);
  }

  static SessionTooLarge forCookies(SessionSnapshot session, int total, int budget) {
    List<AttributeSize> largest = largest(session);
    return new SessionTooLarge(
        message("cookies", total, budget, largest)
            + ", or raise session-budget together with the header limits of container and proxies",
        total,
        budget,
        largest);
  }

  static SessionTooLarge forStore(SessionSnapshot session, int total, int budget) {
    List<AttributeSize> largest = largest(session);
    return new SessionTooLarge(
        message("the store", total, budget, largest) + ", or elsewhere", total, budget, largest);
  }

  /** One attribute is larger than any session may be; nobody has measured by how much. */
  static SessionTooLarge forAttribute(String name, int allowed) {
    List<AttributeSize> largest = List.of(new AttributeSize(name, allowed + 1));
    return new SessionTooLarge(
        "the session attribute \""
            + name
            + "\" takes more than the "
            + allowed
            + " bytes that are allowed; keep less in it, or elsewhere",
        allowed + 1,
        allowed,
        largest);
  }

  private static String message(String where, int total, int budget, List<AttributeSize> largest) {
    return "the session takes "
        + total
        + " bytes of "
        + where
        + ", "
        + budget
        + " are allowed; its largest attributes: "
        + largest.stream().map(AttributeSize::toString).collect(Collectors.joining(", "))
        + "; keep less in them";
  }

  private static List<AttributeSize> largest(SessionSnapshot session) {
    return session.attributes().entrySet().stream()
        .map(one -> new AttributeSize(one.getKey(), one.getValue().size()))
        .sorted(Comparator.comparingInt(AttributeSize::bytes).reversed())
        .limit(MOST_NAMED)
        .toList();
  }

  /** Bytes of the values of all attributes. */
  static int content(SessionSnapshot session) {
    long bytes = session.attributes().values().stream().mapToLong(Encoded::size).sum();
    return (int) Math.min(Integer.MAX_VALUE / 2, bytes);
  }

  /** Bytes that the session would have taken, at least: all cookie lines of ours, or a record. */
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
