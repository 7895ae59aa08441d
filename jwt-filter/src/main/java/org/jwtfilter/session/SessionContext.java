package org.jwtfilter.session;

import java.time.Clock;
import java.time.Duration;

/**
 * What all sessions of an application share.
 *
 * @param defaultMaxInactiveSeconds of new sessions; 0 or less: no limit
 * @param absoluteTimeout from creation to the end, however busy; zero: no limit
 */
public record SessionContext(
    SessionCodec codec,
    Clock clock,
    int defaultMaxInactiveSeconds,
    Duration absoluteTimeout,
    SessionEvents events) {}
