package org.jwtfilter.session;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The place in the store for changes that come too late for the client's cookies, as the client's
 * own cookie names it. Nothing need be there. Immutable.
 *
 * @param openUntil until then nobody closes it: a request that reserved it may not have ended
 * @param seen how many of the changes in it are in the client's session already
 * @param told whether the client knows this: all of it came with its cookie
 * @param provisional whether this request alone has made it, in case it goes on after its response
 * @param found what was there when this request looked; null if it was empty, or it has not looked
 */
record Inbox(
    String sessionId,
    RecordKey key,
    Instant openUntil,
    int seen,
    boolean told,
    boolean provisional,
    @Nullable Held found) {

  /** Another one, that nobody has heard of. */
  static Inbox reserved(String sessionId, RecordKey key, Instant openUntil) {
    return new Inbox(sessionId, key, openUntil, 0, false, true, null);
  }

  Inbox openUntil(Instant next) {
    return new Inbox(sessionId, key, next, seen, false, provisional, found);
  }

  Inbox found(Held next) {
    return new Inbox(sessionId, key, openUntil, seen, told, false, next);
  }

  /** What was found and is not in the client's session yet. */
  List<Delta> unseen() {
    if (found == null) {
      return List.of();
    }
    List<Delta> late = found.content().late();
    return late.subList(Math.min(seen, late.size()), late.size());
  }

  /** Everything that was found is in the client's session from now on. */
  Inbox taken() {
    return found == null || seen == found.content().late().size()
        ? this
        : new Inbox(sessionId, key, openUntil, found.content().late().size(), false, false, found);
  }

  Inbox toldNow() {
    return new Inbox(sessionId, key, openUntil, seen, true, provisional, found);
  }

  boolean open(Instant now) {
    return now.isBefore(openUntil);
  }

  @Override
  public String toString() {
    return "inbox(" + seen + " seen)";
  }
}
