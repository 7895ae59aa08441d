package com.example.probe;

import java.io.Serializable;

/** Something of the application's own. */
public class Bean implements Serializable {
  private static final long serialVersionUID = 1;

  private int count;

  /** Counts. */
  public int next() {
    return ++count;
  }
}
