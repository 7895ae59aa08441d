package org.jwtfilter.config;

/** What happens to a session that exceeds {@code session-budget} ({@code on-overflow}). */
public enum OnOverflow {
  /** The response fails and the log names the largest attributes. */
  FAIL,
  /** The session's changes are not kept and the log names the largest attributes. */
  WARN
}
