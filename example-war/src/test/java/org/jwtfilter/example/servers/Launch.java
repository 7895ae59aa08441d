package org.jwtfilter.example.servers;

import java.util.List;
import java.util.Map;

/**
 * How a node that was laid out is started.
 *
 * @param command the process
 * @param environment what the server itself reads there
 * @param port where it will answer, on 127.0.0.1
 * @param deploysFirst whether its applications are there as soon as the port is open
 */
record Launch(
    List<String> command, Map<String, String> environment, int port, boolean deploysFirst) {
  Launch(List<String> command, int port, boolean deploysFirst) {
    this(command, Map.of(), port, deploysFirst);
  }
}
