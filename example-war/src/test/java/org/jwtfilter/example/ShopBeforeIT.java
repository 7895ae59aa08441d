package org.jwtfilter.example;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Set;
import org.junit.jupiter.api.Test;

/** What jwt-filter is for: the same shop without it. */
class ShopBeforeIT {

  @Test
  void beforeOnOneNode_shoppingTrip_losesNothing() throws Exception {
    try (ShopProcess shop = ShopProcess.start("--before", "--nodes", "1")) {
      ShoppingTrip trip = new ShoppingTrip(shop).run(() -> {});
      assertEquals(0, trip.errors());
      assertEquals(0, trip.loginsLost());
      assertEquals(0, trip.linesLost());
    }
  }

  @Test
  void beforeOnThreeNodes_oneKilledHalfway_losesLoginsAndCartLines() throws Exception {
    try (ShopProcess shop = ShopProcess.start("--before")) {
      ShoppingTrip trip = new ShoppingTrip(shop).run(() -> shop.kill(2));
      assertEquals(Set.of("1", "3"), trip.nodes());
      assertEquals(0, trip.errors());
      assertTrue(trip.loginsLost() > 0, "logins lost");
      assertTrue(trip.linesLost() > 0, "cart lines lost");
    }
  }
}
