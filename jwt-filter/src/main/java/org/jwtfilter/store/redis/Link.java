package org.jwtfilter.store.redis;

import java.util.ArrayList;
import java.util.List;
import redis.clients.jedis.CommandArguments;
import redis.clients.jedis.Connection;
import redis.clients.jedis.JedisClientConfig;

/** A connection that obeys the deadline of the call that has it. For one thread at a time. */
final class Link extends Connection {
  private final LinkSockets sockets;
  private long lastUse = System.nanoTime();
  private boolean used;

  /** Connects, and says who we are. */
  Link(LinkSockets sockets, JedisClientConfig config) {
    super(sockets, config);
    this.sockets = sockets;
  }

  void until(Deadline deadline) {
    sockets.until(deadline);
  }

  /** Sends all commands before it reads the answers; an answer may be an exception. */
  List<Object> all(List<CommandArguments> commands) {
    commands.forEach(this::sendCommand);
    return new ArrayList<>(getMany(commands.size()));
  }

  void rest() {
    lastUse = System.nanoTime();
    used = true;
  }

  long nanosAtRest() {
    return System.nanoTime() - lastUse;
  }

  /** Whether it has served a call before: then it may have died since. */
  boolean used() {
    return used;
  }

  void abort() {
    sockets.abort();
  }
}
