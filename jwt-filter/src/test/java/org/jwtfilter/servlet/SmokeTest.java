package org.jwtfilter.servlet;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.jwtfilter.servlet.testkit.Client;
import org.jwtfilter.servlet.testkit.Node;
import org.jwtfilter.servlet.testkit.ServerUnderTest;
import org.jwtfilter.servlet.testkit.WebApp;

/** The first sentence of the product: a session that two nodes share without sharing anything. */
class SmokeTest {
  private static final String KEYS =
      "hmac:base64:aGVyZSBhcmUgc29tZSByYW5kb20gYnl0ZXMgb2YgYSBrZXkgMTIzNDU2Nzg5MA==";

  @ParameterizedTest
  @EnumSource
  void cart_changedInPlaceOnOneNode_isSeenOnTheOther(ServerUnderTest server) {
    WebApp shop =
        WebApp.at("/shop")
            .basicLogin()
            .securityRole("customer")
            .filter(
                "jwt",
                JwtFilter.class,
                Map.of(
                    "keys", KEYS, "session", "token", "protect", "/mine/*", "login-page", "/login"),
                "/*")
            .servlet(
                "/put",
                (request, response) -> {
                  List<String> cart = cart(request.getSession().getAttribute("cart"));
                  if (cart.isEmpty()) {
                    request.getSession().setAttribute("cart", cart);
                  }
                  cart.add(request.getParameter("item"));
                })
            .servlet(
                "/mine/who",
                (request, response) -> response.getWriter().print(request.getRemoteUser()))
            .servlet(
                "/get",
                (request, response) ->
                    response.getWriter().print(request.getSession().getAttribute("cart")));
    try (Node one = server.start(shop);
        Node two = server.start(shop)) {
      Client client = Client.of(one, two);
      client.get("/put?item=a");
      client.get("/put?item=b");
      client.get("/put?item=c");
      assertEquals("[a, b, c]", client.get("/get").text());
      assertEquals(List.of(), client.get("/get").setCookies());
      assertEquals("/login", client.target(client.get("/mine/who")));
      assertEquals(
          303,
          client.post("/mine/j_security_check", "j_username", "ann", "j_password", "ann").status());
      assertEquals("ann", client.get("/mine/who").text());
      assertEquals("[a, b, c]", client.get("/get").text());
    }
  }

  @SuppressWarnings("unchecked")
  private static List<String> cart(Object attribute) {
    return attribute == null ? new ArrayList<>() : (List<String>) attribute;
  }
}
