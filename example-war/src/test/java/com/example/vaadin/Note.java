package com.example.vaadin;

import java.io.Serializable;

/** What a form fills. */
public class Note implements Serializable {
  private static final long serialVersionUID = 1;

  private String text = "";

  public String getText() {
    return text;
  }

  public void setText(String text) {
    this.text = text;
  }
}
