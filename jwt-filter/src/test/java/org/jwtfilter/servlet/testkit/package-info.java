/**
 * Real servers for tests: a {@link org.jwtfilter.servlet.testkit.WebApp} is started on an embedded
 * Tomcat or Jetty as often as wanted, and a {@link org.jwtfilter.servlet.testkit.Client} talks to
 * its nodes in turn, over raw sockets, with an exact cookie jar.
 *
 * <pre>{@code
 * @ParameterizedTest
 * @EnumSource
 * void cart_changedOnOneNode_isSeenOnTheOther(ServerUnderTest server) {
 *   WebApp shop = WebApp.at("/shop")
 *       .filter("jwt", JwtFilter.class, Map.of("keys", KEY, "session", "token"), "/*")
 *       .servlet("/put", (request, response) -> request.getSession().setAttribute("a", "b"))
 *       .servlet("/get", (request, response) -> response.getWriter().print(request.getSession().getAttribute("a")));
 *   try (Node one = server.start(shop); Node two = server.start(shop)) {
 *     Client client = Client.of(one, two); // every request a new connection, to the next node
 *     client.get("/put");
 *     assertEquals("b", client.get("/get").text());
 *   }
 * }
 * }</pre>
 */
package org.jwtfilter.servlet.testkit;
