package org.jwtfilter.example;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The switchboard and the proxy on the front port, with the shop as it was before. */
class DemoIT {

  private static ShopProcess shop;

  @BeforeAll
  static void start() throws Exception {
    shop = ShopProcess.start("--before", "--nodes", "2");
  }

  @AfterAll
  static void stop() throws Exception {
    if (shop != null) {
      shop.close();
    }
  }

  @Test
  void nodes_killedAndRevived_areListedSo() throws Exception {
    Visitor operator = shop.visitor();
    assertEquals(List.of("up", "up"), states(operator));
    shop.kill(2);
    shop.kill(2);
    assertEquals(List.of("up", "down"), states(operator));
    shop.revive(2);
    assertEquals(List.of("up", "up"), states(operator));
  }

  @Test
  void everyNodeDown_request_isToldSoAndServedAfterTheRevival() throws Exception {
    Visitor visitor = shop.visitor();
    shop.kill(1);
    shop.kill(2);
    Answer down = visitor.get("/");
    shop.revive(1);
    Answer up = visitor.post("/cart/add", "item", "mug", "quantity", "1");
    shop.revive(2);
    assertEquals(503, down.status());
    assertTrue(down.body().contains("POST /_demo/nodes/1/start"), down.body());
    assertEquals(302, up.status());
  }

  @Test
  void nodeDown_everyPost_goesToTheOther() throws Exception {
    Visitor visitor = shop.visitor();
    shop.kill(1);
    for (int i = 1; i <= 4; i++) {
      assertEquals("2", visitor.post("/cart/add", "item", "mug", "quantity", "1").node());
      assertEquals(i, visitor.get("/cart").cart().get("mug"));
    }
    shop.revive(1);
  }

  @Test
  void switchboard_wrongUse_isRefused() throws Exception {
    Visitor operator = shop.visitor();
    assertEquals(404, operator.post("/_demo/nodes/9/stop").status());
    assertEquals(404, operator.post("/_demo/nodes/1/explode").status());
    assertEquals(405, operator.get("/_demo/nodes/1/stop").status());
    assertEquals(405, operator.post("/_demo/nodes").status());
  }

  @Test
  void everyAnswer_carriesItsNode() throws Exception {
    for (String path : List.of("/", "/shop.css", "/nothing-here", "/account", "/WEB-INF/web.xml")) {
      Answer answer = shop.visitor().get(path);
      assertTrue(List.of("1", "2").contains(answer.node()), () -> path + ": " + answer);
    }
  }

  @Test
  void proxy_addsNoSecondHeaderOfItsOwn() throws Exception {
    shop.visitor()
        .get("/")
        .headers()
        .map()
        .forEach((name, all) -> assertEquals(1, all.size(), name));
  }

  @Test
  void redirects_leadToTheFrontPort() throws Exception {
    Visitor visitor = shop.visitor();
    String container = visitor.get("/account").location();
    String application = visitor.post("/cart/add", "item", "mug").location();
    for (String location : List.of(container, application)) {
      assertFalse(location.isEmpty());
      assertEquals(shop.uri().getAuthority(), shop.uri().resolve(location).getAuthority());
    }
  }

  @Test
  void badInput_isAnsweredPolitely() throws Exception {
    Visitor visitor = shop.visitor();
    List<String[]> forms =
        List.of(
            new String[] {},
            new String[] {"item", ""},
            new String[] {"item", "mug", "quantity", ""},
            new String[] {"item", "mug", "quantity", "many"},
            new String[] {"item", "mug", "quantity", "-3"},
            new String[] {"item", "mug", "quantity", "99999999999999"},
            new String[] {"item", "x".repeat(81), "quantity", "1"},
            new String[] {"item", "a\u0000b", "quantity", "1"});
    for (String[] form : forms) {
      Answer answer = visitor.post("/cart/add", form);
      assertEquals(302, answer.status(), () -> String.join(" ", form));
      assertTrue(answer.location().contains("/catalogue"), answer::toString);
    }
  }

  @Test
  void specialOrder_withMarkup_isEscaped() throws Exception {
    Visitor visitor = shop.visitor();
    shop.kill(2);
    visitor.post("/cart/add", "item", "<script>\"'&", "quantity", "2");
    Answer page = visitor.get("/cart");
    shop.revive(2);
    assertFalse(page.body().contains("<script>"), page.body());
    assertTrue(page.cart().containsKey("&lt;script&gt;&#034;&#039;&amp;"), page.body());
  }

  private static List<String> states(Visitor operator) throws Exception {
    String nodes = operator.get("/_demo/nodes").body();
    return List.of(nodes.split("\\},\\{")).stream()
        .map(node -> node.contains("\"state\":\"up\"") ? "up" : "down")
        .toList();
  }
}
