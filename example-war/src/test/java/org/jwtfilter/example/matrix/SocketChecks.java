package org.jwtfilter.example.matrix;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.jwtfilter.example.matrix.World.assertSays;

import org.jwtfilter.example.servers.Browser;

/** What a WebSocket's handshake knows of caller and session. */
final class SocketChecks {
  private static final String ANN = "handshake=ann member=true list=none session=ann";

  private SocketChecks() {}

  static void addTo(Checks checks) {
    checks.add(
        Group.SOCKET,
        "header",
        world -> assertOpened(ANN, open(world, "", "Authorization: Bearer " + token(world))));
    checks.add(
        Group.SOCKET,
        "cookie",
        world -> assertOpened(ANN, open(world, "", "Cookie: jwt=" + token(world), origin(world))));
    checks.add(
        Group.SOCKET,
        "URL parameter",
        world -> assertOpened(ANN, open(world, "?access_token=" + token(world))));
    checks.add(
        Group.SOCKET,
        "sub-protocol",
        world ->
            assertOpened(ANN, open(world, "", "Sec-WebSocket-Protocol: bearer, " + token(world))));
    checks.add(
        Group.SOCKET,
        "stranger",
        world ->
            assertOpened("handshake=null member=false list=none session=null", open(world, "")));
    checks.add(Group.SOCKET, "forged", SocketChecks::forged);
    checks.add(Group.SOCKET, "cookie from another site", SocketChecks::foreign);
    checks.add(Group.SOCKET, "session", SocketChecks::session);
    checks.add(Group.SOCKET, "session changed by the handshake", SocketChecks::changed);
  }

  private static String token(World world) throws Exception {
    return world.token("ann", "member");
  }

  private static String origin(World world) {
    return "Origin: http://" + world.first().getAuthority();
  }

  private static Handshake open(World world, String query, String... headers) throws Exception {
    return Handshake.of(world.first(), "/socket" + query, headers);
  }

  private static void assertOpened(String message, Handshake handshake) {
    assertEquals(101, handshake.status(), handshake::toString);
    assertEquals(message, handshake.message());
  }

  private static void forged(World world) throws Exception {
    Handshake refused = open(world, "", "Authorization: Bearer " + token(world) + "x");
    assertEquals(401, refused.status(), refused::toString);
  }

  private static void foreign(World world) throws Exception {
    Handshake refused =
        open(world, "", "Cookie: jwt=" + token(world), "Origin: http://elsewhere.test");
    assertEquals(403, refused.status(), refused::toString);
  }

  private static Browser annWithList(World world) throws Exception {
    Browser ann = world.annWithCookie();
    ann.get("/session/add", "entry", "a");
    return ann;
  }

  private static void session(World world) throws Exception {
    Browser ann = annWithList(world);
    Handshake opened = open(world, "", "Cookie: " + ann.cookies(), origin(world));
    assertOpened("handshake=ann member=true list=[a] session=ann", opened);
    assertTrue(opened.cookies().stream().noneMatch(one -> one.startsWith("JSESSIONID")));
  }

  private static void changed(World world) throws Exception {
    Browser ann = annWithList(world);
    Handshake opened = open(world, "", "Cookie: " + ann.cookies(), origin(world));
    for (String cookie : opened.cookies()) {
      String[] pair = cookie.split(";")[0].split("=", 2);
      ann.withCookie(pair[0], pair[1]);
    }
    assertSays("[a, handshake]", "list", ann.get("/session/list"));
  }
}
