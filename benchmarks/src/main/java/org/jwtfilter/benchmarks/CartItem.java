package org.jwtfilter.benchmarks;

import java.io.Serializable;

/** A line of a cart as legacy applications write it: a class of their own. */
final class CartItem implements Serializable {
  private static final long serialVersionUID = 1L;

  final String sku;
  final String title;
  final int qty;
  final long price;
  final long addedMillis;

  CartItem(String sku, String title, int qty, long price, long addedMillis) {
    this.sku = sku;
    this.title = title;
    this.qty = qty;
    this.price = price;
    this.addedMillis = addedMillis;
  }

  /** The one of this number. */
  static CartItem numbered(int number) {
    return new CartItem(
        "SKU-" + (4711 + number * 37),
        TITLES[number % TITLES.length],
        1 + number % 3,
        1290 + number * 111L,
        1_795_000_000_000L + number * 61_000L);
  }

  private static final String[] TITLES = {
    "Tea pot, 1.2 l, enamel, blue",
    "Café cups, set of six",
    "Linen towel, 50 × 70",
    "Bread knife, serrated",
    "Salt mill, beech",
    "Cast iron pan, 28 cm",
    "Storage jar with lid, 2 l",
    "Candle, bees wax",
    "Apron, cotton, grey",
    "Cutting board, oak, large"
  };

  CartItem with(int quantity) {
    return new CartItem(sku, title, quantity, price, addedMillis);
  }
}
