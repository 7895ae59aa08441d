package com.example.faces;

import jakarta.faces.application.FacesMessage;
import jakarta.faces.context.FacesContext;
import jakarta.faces.view.ViewScoped;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;

/** Lives as long as its page, which may become so long that it is sent before its state is kept. */
@Named
@ViewScoped
public class Wizard implements Serializable {
  private static final long serialVersionUID = 1;

  private final List<String> rows = new ArrayList<>();
  private int step;
  private String name;
  @Inject private Visitor visitor;

  public int getStep() {
    return step;
  }

  public String getName() {
    return name;
  }

  public void setName(String name) {
    this.name = name;
  }

  public List<String> getRows() {
    return rows;
  }

  public void next() {
    step++;
    visitor.add(name);
  }

  public void grow() {
    for (int row = 0; row < 2500; row++) {
      rows.add("row " + row + ", with enough text in it to make the page a long one");
    }
  }

  public String done() {
    FacesContext faces = FacesContext.getCurrentInstance();
    faces.getExternalContext().getFlash().setKeepMessages(true);
    faces.addMessage(null, new FacesMessage("done with " + name));
    return "index?faces-redirect=true";
  }
}
