package org.jwtfilter.websocket;

import jakarta.websocket.Session;
import java.util.Collection;

/** The sockets of an application that are open, as its server knows them. Thread-safe. */
@FunctionalInterface
interface SocketTable {
  /** The open ones and perhaps some that have just been closed; not to be changed. */
  Collection<? extends Session> open();
}
