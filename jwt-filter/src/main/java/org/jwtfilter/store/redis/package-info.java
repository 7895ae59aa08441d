/**
 * A store on Redis 6.2 or later, or Valkey: one server, Sentinel, or Cluster. Needs the library
 * Jedis, of which only connection and protocol are used: pool, routes and time limits are ours.
 */
@NullMarked
package org.jwtfilter.store.redis;

import org.jspecify.annotations.NullMarked;
