package org.jwtfilter.example.servers;

import java.util.List;

/**
 * How a node that was laid out is started.
 *
 * @param command the process
 * @param port where it will answer, on 127.0.0.1
 * @param deploysFirst whether its applications are there as soon as the port is open
 */
record Launch(List<String> command, int port, boolean deploysFirst) {}
