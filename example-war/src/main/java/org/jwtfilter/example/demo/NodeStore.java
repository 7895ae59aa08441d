package org.jwtfilter.example.demo;

import org.eclipse.jetty.ee10.webapp.WebAppContext;

/**
 * What the server of one node brings for the store, as an application that is deployed on it finds
 * it: a pool of connections to a database, a member of a cluster. It begins and ends with the node.
 */
interface NodeStore {

  /** The value of the filter's option {@code store} on this node. */
  String uri();

  /** Lines that this node's application needs in web.xml beside the option. */
  default String webXml() {
    return "";
  }

  /** Before the application starts. */
  default void start(WebAppContext shop) throws Exception {}

  /** With the node, without a farewell. */
  default void kill() {}
}
