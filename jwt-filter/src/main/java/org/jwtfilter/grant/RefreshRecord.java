package org.jwtfilter.grant;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Which refresh token of a login is good, and what those gave that were used a moment ago.
 *
 * @param user the caller's name
 * @param current hash of the {@code jti} of the good one
 * @param rotations the latest first
 */
record RefreshRecord(String user, String current, List<Rotation> rotations) {
  private static final int FORMAT = 1;
  private static final int MOST_ROTATIONS = 16;

  RefreshRecord {
    rotations = List.copyOf(rotations);
  }

  boolean isCurrent(String token) {
    return current.equals(token);
  }

  /** What a used token gave, if it was used within the grace period. */
  Optional<String> answer(String token, long now, long grace) {
    return rotations.stream()
        .filter(one -> one.within(now, grace) && one.token().equals(token))
        .findFirst()
        .map(Rotation::answer);
  }

  /** The record once the current token was used for this answer. */
  RefreshRecord rotated(String successor, String answer, long now, long grace) {
    List<Rotation> kept = new ArrayList<>();
    kept.add(new Rotation(current, now, answer));
    rotations.stream()
        .filter(one -> one.within(now, grace))
        .limit(MOST_ROTATIONS - 1)
        .forEach(kept::add);
    return new RefreshRecord(user, successor, kept);
  }

  byte[] encoded() {
    PackWriter out = new PackWriter(FORMAT).text(user).text(current).number(rotations.size());
    rotations.forEach(one -> out.text(one.token()).number(one.at()).text(one.answer()));
    return out.done();
  }

  static RefreshRecord decoded(byte[] bytes) {
    PackReader in = new PackReader(bytes, FORMAT);
    return new RefreshRecord(
        in.text(), in.text(), in.list(() -> new Rotation(in.text(), in.number(), in.text())));
  }

  @Override
  public String toString() {
    return "RefreshRecord[" + rotations.size() + "]";
  }

  /**
   * The use of a token.
   *
   * @param token hash of its {@code jti}
   * @param at when, in milliseconds since 1970
   * @param answer the tokens that it gave, sealed for who has it
   */
  record Rotation(String token, long at, String answer) {
    private boolean within(long now, long grace) {
      return now - at < grace;
    }

    @Override
    public String toString() {
      return "Rotation[" + at + "]";
    }
  }
}
