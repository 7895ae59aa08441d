package org.jwtfilter.example.matrix;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.net.URI;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jwtfilter.example.servers.Browser;
import org.jwtfilter.example.servers.Page;
import org.jwtfilter.example.servers.ServerNode;
import org.jwtfilter.example.servers.Token;

/** What one check sees: an application on two nodes, and everybody who visits it. */
final class World {
  private final List<ServerNode> nodes;
  private final String application;
  private final String key;
  private final List<Browser> browsers = new ArrayList<>();

  World(List<ServerNode> nodes, String application, String key) {
    this.nodes = nodes;
    this.application = application;
    this.key = key;
  }

  /** Whether the session's data is in the store. */
  boolean stored() {
    return application.equals("store");
  }

  /** A stranger, whose requests go to both nodes in turn. */
  Browser stranger() {
    return visitor(nodes.stream().map(this::at).toList());
  }

  /** A stranger who goes to one node only. */
  Browser strangerOfOneNode() {
    return visitor(List.of(at(nodes.get(0))));
  }

  /** Ann, a member, with her token in the header. */
  Browser ann() throws GeneralSecurityException {
    return stranger().with("Authorization", "Bearer " + token("ann", "member"));
  }

  /** Ann, with her token in the cookie. */
  Browser annWithCookie() throws GeneralSecurityException {
    return stranger().withCookie("jwt", token("ann", "member"));
  }

  String token(String user, String... roles) throws GeneralSecurityException {
    return token(key, user, Instant.now().plus(Duration.ofMinutes(10)), roles);
  }

  String token(String signedWith, String user, Instant end, String... roles)
      throws GeneralSecurityException {
    return Token.of(signedWith, "/" + application, user, List.of(roles), end);
  }

  String key() {
    return key;
  }

  /** The application's address on the first node. */
  URI first() {
    return at(nodes.get(0));
  }

  private URI at(ServerNode node) {
    return node.at("/" + application);
  }

  private Browser visitor(List<URI> addresses) {
    Browser browser = new Browser(addresses);
    browsers.add(browser);
    return browser;
  }

  /** What must hold of every answer, whatever was asked. */
  void endSoundly() {
    for (Browser each : browsers) {
      assertEquals(List.of(), each.containerSessionsSeen(), "sessions of the container");
      assertEquals(List.of(), each.repeatedCookiesSeen(), "cookies set twice in one answer");
    }
  }

  /** What a page says after this name and an equals sign. */
  static String said(Page page, String name) {
    return page.pick("(?m)^" + name + "=(.*?)\\s*$");
  }

  /** That it says so; otherwise, the whole page is shown. */
  static void assertSays(String expected, String name, Page page) {
    assertEquals(expected, said(page, name), () -> name + " of " + page + ":\n" + page.text());
  }

  static void assertStatus(int expected, Page page) {
    assertEquals(expected, page.status(), () -> page + ":\n" + page.text());
  }
}
