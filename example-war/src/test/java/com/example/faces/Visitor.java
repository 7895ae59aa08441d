package com.example.faces;

import jakarta.enterprise.context.SessionScoped;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;

/** What is known of somebody in a session: changed in place, with a service injected. */
@Named
@SessionScoped
public class Visitor implements Serializable {
  private static final long serialVersionUID = 1;

  private final List<String> names = new ArrayList<>();
  private int count;
  @Inject private Clockwork clockwork;

  public void add(String name) {
    count++;
    names.add(name);
  }

  public int getCount() {
    return count;
  }

  public List<String> getNames() {
    return names;
  }

  public String getTick() {
    return clockwork.tick();
  }
}
