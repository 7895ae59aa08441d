package com.example.traps;

import java.io.Serializable;

/** An order that knows a service, which was injected. */
final class Order implements Serializable {
  private static final long serialVersionUID = 1L;

  private final transient PriceService prices = new PriceService();
  private final String article = "tea pot";

  /** Not serializable, as services are. */
  static final class PriceService {
    int price(String article) {
      return article.length();
    }
  }

  int price() {
    return prices.price(article);
  }
}
