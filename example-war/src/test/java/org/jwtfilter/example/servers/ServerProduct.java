package org.jwtfilter.example.servers;

import java.nio.file.Path;

/** A server product, which can lay out any number of nodes. */
interface ServerProduct {
  /** Writes what a node needs below {@code base}, and leaves the distribution as it is. */
  Launch layOut(Site site, Path base) throws Exception;
}
