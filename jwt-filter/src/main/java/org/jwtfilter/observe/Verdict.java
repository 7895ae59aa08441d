package org.jwtfilter.observe;

/** Where an attribute can live when it leaves the container. */
enum Verdict {
  TOKEN("goes in a token"),
  STORE("goes in a store"),
  CHANGE("must be changed");

  private final String words;

  Verdict(String words) {
    this.words = words;
  }

  String words() {
    return words;
  }
}
