package com.example.shop;

import java.io.Serializable;
import java.util.Date;
import java.util.UUID;

/** So many of one product. */
public class CartLine implements Serializable {

  private static final long serialVersionUID = 1L;

  private final String id = UUID.randomUUID().toString();
  private final Product product;
  private final Date added;
  private int quantity;

  @SuppressWarnings("JavaUtilDate") // as such applications have it
  public CartLine(Product product) {
    this.product = product;
    this.added = new Date();
  }

  public String getId() {
    return id;
  }

  public Product getProduct() {
    return product;
  }

  @SuppressWarnings("JavaUtilDate")
  public Date getAdded() {
    return new Date(added.getTime());
  }

  public int getQuantity() {
    return quantity;
  }

  void setQuantity(int quantity) {
    this.quantity = quantity;
  }

  public String getPrice() {
    return Money.format(getCents());
  }

  long getCents() {
    return product.getCents() * quantity;
  }
}
