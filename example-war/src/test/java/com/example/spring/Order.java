package com.example.spring;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;

/** What a wizard collects over several pages. */
public class Order implements Serializable {
  private static final long serialVersionUID = 1;

  private final List<String> lines = new ArrayList<>();

  List<String> lines() {
    return lines;
  }
}
