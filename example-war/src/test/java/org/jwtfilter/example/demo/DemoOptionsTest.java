package org.jwtfilter.example.demo;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;

class DemoOptionsTest {

  @Test
  void nothingAsked_isThreeNodesWithTokensOnThisMachine() {
    assertEquals(
        new DemoOptions(false, 3, 8080, "127.0.0.1", "token", "memory:local"), DemoOptions.parse());
  }

  @Test
  void everythingAsked_isTaken() {
    assertEquals(
        new DemoOptions(true, 20, 65515, "::1", "token", "memory:local"),
        DemoOptions.parse("--port", "65515", "--before", "--nodes", "20", "--host", "::1"));
    assertEquals(
        new DemoOptions(false, 2, 0, "::1", "auto", "redis://127.0.0.1:6379"),
        DemoOptions.parse(
            "--session",
            "auto",
            "--store",
            "redis://127.0.0.1:6379",
            "--nodes",
            "2",
            "--port",
            "0",
            "--host",
            "::1"));
  }

  @Test
  void valueAfterAnEqualsSign_isTakenWhole() {
    assertEquals(
        new DemoOptions(
            false, 1, 0, "::1", "store", "jdbc:postgresql://db/shop?user=u&password=a=b"),
        DemoOptions.parse(
            "--store=jdbc:postgresql://db/shop?user=u&password=a=b",
            "--session=store",
            "--nodes=1",
            "--port=0",
            "--host=::1"));
  }

  @Test
  void memory_ofEachNode_isNoPlaceForSessionsOfSeveral() {
    assertRefused(
        "--session=store on several nodes: each node has a memory:local of its own; give a --store"
            + " that they share, such as redis://127.0.0.1:6379, or --nodes=1",
        "--session=store");
    assertEquals("store", DemoOptions.parse("--session=store", "--nodes=1").session());
    assertEquals(3, DemoOptions.parse("--session=auto", "--store=jcache:shop").nodes());
  }

  @Test
  void nodes_listenOnThePortsAfterTheFrontPort() {
    assertEquals(8083, DemoOptions.parse().portOf(3));
    assertEquals(0, DemoOptions.parse("--port", "0").portOf(3));
  }

  @Test
  void wrongArguments_areNamed() {
    assertRefused("--nodes: give a number from 1 to 20", "--nodes", "0");
    assertRefused("--nodes: give a number from 1 to 20", "--nodes", "21");
    assertRefused("--nodes: \"many\" is not a number", "--nodes", "many");
    assertRefused("--port: give a number from 0 to 65532", "--port", "65533");
    assertRefused("--port: give a number from 0 to 65532", "--port", "-1");
    assertRefused("--host: the value is missing", "--host");
    assertRefused("--after: no such option", "--after");
    assertRefused("--session: \"cookie\" is not one of token, store, auto", "--session", "cookie");
    assertRefused("--store: give a URI such as redis://127.0.0.1:6379", "--store=");
    assertRefused(
        "--before: is without jwt-filter, and so without --session and --store",
        "--before",
        "--store=redis://127.0.0.1:6379");
  }

  private static void assertRefused(String message, String... args) {
    assertEquals(
        message,
        assertThrows(IllegalArgumentException.class, () -> DemoOptions.parse(args)).getMessage());
  }
}
