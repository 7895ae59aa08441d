package org.jwtfilter.session;

import java.util.Set;

/**
 * What a request brought along: no session, a live one, one past its time, or something unusable.
 */
public sealed interface Presented {

  /** The names of our session cookies that the request carried, to be deleted or replaced. */
  Set<String> cookies();

  /** No session cookie, or none that matters to this caller. */
  record None(Set<String> cookies) implements Presented {
    public None {
      cookies = Set.copyOf(cookies);
    }
  }

  /**
   * A session in use.
   *
   * @param needsTouch the last access that the client's cookies tell is so old that {@link
   *     SessionRepository#touch} is due, unless the session is written anyway
   */
  record Live(SessionSnapshot snapshot, boolean needsTouch, Set<String> cookies)
      implements Presented {
    public Live {
      cookies = Set.copyOf(cookies);
    }
  }

  /** A session that was not used for too long, or that reached its absolute end. */
  record Expired(SessionSnapshot snapshot, Set<String> cookies) implements Presented {
    public Expired {
      cookies = Set.copyOf(cookies);
    }
  }

  /** Cookies that make no session; {@code why} is for the log and shows nothing of the cookies. */
  record Unreadable(String why, Set<String> cookies) implements Presented {
    public Unreadable {
      cookies = Set.copyOf(cookies);
    }
  }
}
