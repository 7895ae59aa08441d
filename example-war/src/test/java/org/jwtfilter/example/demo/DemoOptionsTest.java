package org.jwtfilter.example.demo;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;

class DemoOptionsTest {

  @Test
  void nothingAsked_isThreeNodesWithJwtFilterOnThisMachine() {
    assertEquals(new DemoOptions(false, 3, 8080, "127.0.0.1"), DemoOptions.parse());
  }

  @Test
  void everythingAsked_isTaken() {
    assertEquals(
        new DemoOptions(true, 20, 65515, "::1"),
        DemoOptions.parse("--port", "65515", "--before", "--nodes", "20", "--host", "::1"));
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
  }

  private static void assertRefused(String message, String... args) {
    assertEquals(
        message,
        assertThrows(IllegalArgumentException.class, () -> DemoOptions.parse(args)).getMessage());
  }
}
