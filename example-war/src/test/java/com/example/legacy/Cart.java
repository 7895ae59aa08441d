package com.example.legacy;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;

/** What somebody wants to buy. */
public class Cart implements Serializable {
  private static final long serialVersionUID = 1;

  private final List<String> items = new ArrayList<>();

  /** Takes one more thing. */
  public void add(String item) {
    items.add(item);
  }

  @Override
  public String toString() {
    return String.join(",", items);
  }
}
