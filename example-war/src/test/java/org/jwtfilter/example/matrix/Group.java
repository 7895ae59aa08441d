package org.jwtfilter.example.matrix;

/** What belongs together: a column of the document's table. */
enum Group {
  TOKENS("tokens"),
  CALLER("caller"),
  SESSION("session"),
  COMMIT("commit"),
  ASYNC("async"),
  DISPATCH("forward, include"),
  ERRORS("error pages"),
  JSP("JSP"),
  SOCKET("WebSocket"),
  LIMITS("limits"),
  DEATH("a node killed");

  private final String title;

  Group(String title) {
    this.title = title;
  }

  String title() {
    return title;
  }
}
