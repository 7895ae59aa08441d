package com.example.shop;

import java.io.Serializable;

/** What the checkout's three pages have collected so far. */
public class Checkout implements Serializable {

  private static final long serialVersionUID = 1L;

  private String name = "";
  private String address = "";
  private String payment = "";

  public String getName() {
    return name;
  }

  public void setName(String name) {
    this.name = name;
  }

  public String getAddress() {
    return address;
  }

  public void setAddress(String address) {
    this.address = address;
  }

  public String getPayment() {
    return payment;
  }

  public void setPayment(String payment) {
    this.payment = payment;
  }

  boolean hasAddress() {
    return !address.isEmpty();
  }

  boolean hasPayment() {
    return !payment.isEmpty();
  }
}
