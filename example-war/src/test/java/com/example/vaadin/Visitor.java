package com.example.vaadin;

import com.vaadin.flow.server.VaadinSession;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;

/** What all views of a session share. */
public class Visitor implements Serializable {
  private static final long serialVersionUID = 1;

  private final List<String> seen = new ArrayList<>();

  static Visitor current() {
    VaadinSession session = VaadinSession.getCurrent();
    Visitor visitor = session.getAttribute(Visitor.class);
    if (visitor == null) {
      visitor = new Visitor();
      session.setAttribute(Visitor.class, visitor);
    }
    return visitor;
  }

  void seen(String what) {
    seen.add(what);
  }

  @Override
  public String toString() {
    return "visitor: " + seen.size() + " since " + seen.get(0);
  }
}
