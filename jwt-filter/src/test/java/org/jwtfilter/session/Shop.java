package org.jwtfilter.session;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The classes of a legacy application, as they stand in sessions. */
final class Shop {
  private Shop() {}

  static final class Cart implements Serializable {
    private static final long serialVersionUID = 1;
    final List<Item> items = new ArrayList<>();
    Object extra;

    @Override
    public boolean equals(Object other) {
      return other instanceof Cart cart && cart.items.equals(items);
    }

    @Override
    public int hashCode() {
      return items.hashCode();
    }
  }

  record Item(String sku, int quantity) implements Serializable {}

  static final class Engine {}

  static final class Car implements Serializable {
    private static final long serialVersionUID = 1;
    final Object[] parts = {"wheel", new Engine()};
    final Map<String, Object> byName = Map.of("engine", parts[1]);
  }

  /** Has no hashCode of its own: a set of these is in another order each time. */
  static final class Line implements Serializable {
    private static final long serialVersionUID = 1;
    final String text;
    Order order;

    Line(String text) {
      this.text = text;
    }
  }

  static final class Order implements Serializable {
    private static final long serialVersionUID = 1;
    final Set<Line> lines = new HashSet<>();

    Order with(String... texts) {
      for (String text : texts) {
        Line line = new Line(text);
        line.order = this;
        lines.add(line);
      }
      return this;
    }
  }

  static final class WithService implements Serializable {
    private static final long serialVersionUID = 1;
    transient Object service = new Object();
    transient Object empty;
    transient int number = 1;
    String name = "x";
  }

  /** A class of the JDK with something of ours, as servers and frameworks have it for caches. */
  static final class Recent extends java.util.LinkedHashMap<String, String> {
    private static final long serialVersionUID = 1;

    @Override
    protected boolean removeEldestEntry(java.util.Map.Entry<String, String> eldest) {
      return size() > 5;
    }
  }

  static final class Restored implements Serializable {
    private static final long serialVersionUID = 1;
    transient Object service = new Object();

    private void readObject(java.io.ObjectInputStream in)
        throws java.io.IOException, ClassNotFoundException {
      in.defaultReadObject();
      service = new Object();
    }
  }

  static final class Node implements Serializable {
    private static final long serialVersionUID = 1;
    Node next;
  }

  enum Size {
    SMALL,
    LARGE {
      @Override
      public String toString() {
        return "l";
      }
    }
  }
}
