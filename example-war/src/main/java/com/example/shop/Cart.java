package com.example.shop;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;

/** What the visitor is about to buy. Lives in the session, where it is changed in place. */
public class Cart implements Serializable {

  private static final long serialVersionUID = 1L;

  /** More of one thing than anybody buys by the way. */
  static final int MAX_QUANTITY = 9999;

  private final List<CartLine> lines = new ArrayList<>();

  /** Adds so many of a product, at most {@link #MAX_QUANTITY} altogether. */
  public synchronized void add(Product product, int quantity) {
    CartLine line = find(product.getName());
    if (line == null) {
      line = new CartLine(product);
      lines.add(line);
    }
    line.setQuantity(Math.min(MAX_QUANTITY, line.getQuantity() + quantity));
  }

  public synchronized boolean remove(String name) {
    for (Iterator<CartLine> i = lines.iterator(); i.hasNext(); ) {
      if (i.next().getProduct().getName().equals(name)) {
        i.remove();
        return true;
      }
    }
    return false;
  }

  public synchronized void clear() {
    lines.clear();
  }

  public synchronized List<CartLine> getLines() {
    return new ArrayList<>(lines);
  }

  public synchronized boolean isEmpty() {
    return lines.isEmpty();
  }

  public synchronized int getPieces() {
    int pieces = 0;
    for (CartLine line : lines) {
      pieces += line.getQuantity();
    }
    return pieces;
  }

  public synchronized String getTotal() {
    long cents = 0;
    for (CartLine line : lines) {
      cents += line.getCents();
    }
    return Money.format(cents);
  }

  private CartLine find(String name) {
    for (CartLine line : lines) {
      if (line.getProduct().getName().equals(name)) {
        return line;
      }
    }
    return null;
  }
}
