package org.jwtfilter.example;

import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * 200 requests of one customer, of which every fourth puts something into the cart; after half of
 * them something may happen to the nodes. Counts what the shop forgot.
 */
final class ShoppingTrip {

  static final int REQUESTS = 200;

  private static final List<String> ITEMS = List.of("teapot", "mug", "lantern", "globe", "ink");

  private final Visitor visitor;
  private final Map<String, Integer> bought = new LinkedHashMap<>();
  private final Set<String> nodes = new HashSet<>();
  private int loginsLost;
  private int linesLost;
  private int errors;

  ShoppingTrip(ShopProcess shop) {
    this.visitor = shop.visitor();
  }

  /** Something that can go wrong. */
  interface Incident {
    void happen() throws Exception;
  }

  ShoppingTrip run(Incident halfway) throws Exception {
    visitor.logIn("ann");
    for (int request = 0; request < REQUESTS; request++) {
      if (request == REQUESTS / 2) {
        halfway.happen();
        nodes.clear();
      }
      step(request);
    }
    return this;
  }

  int loginsLost() {
    return loginsLost;
  }

  int linesLost() {
    return linesLost;
  }

  /** Answers with a status of 500 and above. */
  int errors() {
    return errors;
  }

  /** Who answered after the incident. */
  Set<String> nodes() {
    return nodes;
  }

  private void step(int request) throws Exception {
    switch (request % 4) {
      case 0 -> buy(ITEMS.get(request / 4 % ITEMS.size()));
      case 1 -> linesLost += note(visitor.get("/cart")).cart().equals(bought) ? 0 : 1;
      case 2 -> loginsLost += "ann".equals(note(visitor.get("/whoami")).user()) ? 0 : 1;
      default -> loginsLost += note(visitor.get("/checkout/address")).status() == 200 ? 0 : 1;
    }
  }

  private void buy(String item) throws Exception {
    note(visitor.post("/cart/add", "item", item, "quantity", "1"));
    bought.merge(item, 1, Integer::sum);
  }

  private Answer note(Answer answer) {
    nodes.add(answer.node());
    errors += answer.status() >= 500 ? 1 : 0;
    return answer;
  }
}
