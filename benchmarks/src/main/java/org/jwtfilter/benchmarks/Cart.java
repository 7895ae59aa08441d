package org.jwtfilter.benchmarks;

import java.util.LinkedHashMap;
import java.util.Map;

/** Ten attributes of a session, each a line of a cart. */
final class Cart {
  static final int LINES = 10;

  private Cart() {}

  static String name(int line) {
    return "item" + line;
  }

  /** A line as plain values. */
  static Map<String, Object> plain(int number) {
    CartItem item = CartItem.numbered(number);
    Map<String, Object> plain = new LinkedHashMap<>();
    plain.put("sku", item.sku);
    plain.put("title", item.title);
    plain.put("qty", item.qty);
    plain.put("price", item.price);
    plain.put("addedMillis", item.addedMillis);
    return plain;
  }

  /** The quantity of a line in either form. */
  static int quantity(Object line) {
    if (line instanceof CartItem item) {
      return item.qty;
    }
    return ((Map<?, ?>) line).get("qty") instanceof Number quantity ? quantity.intValue() : 0;
  }

  /** The line with another quantity. */
  static Object with(Object line, int quantity) {
    if (line instanceof CartItem item) {
      return item.with(quantity);
    }
    Map<Object, Object> changed = new LinkedHashMap<>((Map<?, ?>) line);
    changed.put("qty", quantity);
    return changed;
  }

  /** The sum of all quantities of a cart that {@link #plain} and {@link CartItem#numbered} make. */
  static int quantities() {
    int sum = 0;
    for (int line = 0; line < LINES; line++) {
      sum += CartItem.numbered(line).qty;
    }
    return sum;
  }
}
