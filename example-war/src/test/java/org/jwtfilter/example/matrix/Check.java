package org.jwtfilter.example.matrix;

/**
 * Something that must hold on every server.
 *
 * @param name what it is about, in the words of the document
 */
record Check(Group group, String name, Body body) {
  /** Asks, and fails where it does not hold. */
  interface Body {
    void ask(World world) throws Exception;
  }
}
