package org.jwtfilter.session;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Where a session is, as far as one request knows: only the repository that found it looks into it.
 * Immutable.
 */
public final class Place {
  private final SessionSnapshot content;
  private final @Nullable Held held;
  private final @Nullable Inbox inbox;
  private final boolean unsaved;
  private final List<CookieValue> told;

  private Place(
      SessionSnapshot content,
      @Nullable Held held,
      @Nullable Inbox inbox,
      boolean unsaved,
      List<CookieValue> told) {
    this.content = content;
    this.held = held;
    this.inbox = inbox;
    this.unsaved = unsaved;
    this.told = told;
  }

  /** In the client's cookies. */
  static Place token(SessionSnapshot content) {
    return new Place(content, null, null, false, List.of());
  }

  /** In the store. */
  static Place store(Held held) {
    return new Place(held.content().session(), held, null, false, List.of());
  }

  /** With a place for changes that come too late for the cookies; null for none. */
  Place with(@Nullable Inbox next) {
    return new Place(content, held, next, unsaved, told);
  }

  /** The content that should be, but is not yet what others find. */
  Place unsaved(SessionSnapshot next) {
    return new Place(next, held, inbox, true, told);
  }

  /** With cookies that this request has set to lead there. */
  Place told(List<CookieValue> cookies) {
    return new Place(content, held, inbox, unsaved, List.copyOf(cookies));
  }

  /** What is there: what this request has read and written, and what others have beside it. */
  SessionSnapshot content() {
    return content;
  }

  /** The record in the store; null where the session is in the client's cookies. */
  @Nullable Held held() {
    return held;
  }

  @Nullable Inbox inbox() {
    return inbox;
  }

  boolean unsaved() {
    return unsaved;
  }

  List<CookieValue> told() {
    return told;
  }

  /** In what, not where or what. */
  @Override
  public String toString() {
    return held == null ? "in cookies" : "in the store";
  }
}
