package org.jwtfilter;

import java.time.Instant;

/**
 * A login that is under way: what began when somebody proved who they are, and goes on in renewed
 * and refreshed tokens.
 *
 * @param id the {@code grant} claim of its tokens
 * @param user the name of the caller
 * @param began when the caller proved who they are
 * @param lastRenewed when it last got a token
 * @param device what the client says it is ({@code User-Agent}), shortened; from the client, so
 *     encode it where it is shown; may be empty
 * @param address the client's address as the server sees it; may be empty
 */
public record Grant(
    String id, String user, Instant began, Instant lastRenewed, String device, String address) {

  /** Names nobody: neither user, device nor address. */
  @Override
  public String toString() {
    return "Grant[began " + began + "]";
  }
}
