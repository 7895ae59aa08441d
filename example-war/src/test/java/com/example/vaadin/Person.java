package com.example.vaadin;

import java.io.Serializable;

/** A row of the table. */
public class Person implements Serializable {
  private static final long serialVersionUID = 1;

  private final String name;
  private int age;

  Person(String name, int age) {
    this.name = name;
    this.age = age;
  }

  public String getName() {
    return name;
  }

  public int getAge() {
    return age;
  }

  void birthday() {
    age++;
  }
}
