package com.example.shop;

import java.io.Serializable;

/** Something that the shop sells. */
public class Product implements Serializable {

  private static final long serialVersionUID = 1L;

  private final String name;
  private final String description;
  private final long cents;

  public Product(String name, String description, long cents) {
    this.name = name;
    this.description = description;
    this.cents = cents;
  }

  public String getName() {
    return name;
  }

  public String getDescription() {
    return description;
  }

  public long getCents() {
    return cents;
  }

  public String getPrice() {
    return Money.format(cents);
  }
}
