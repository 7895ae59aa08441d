package com.example.probe;

/** Lets a response leave without a change of its own: what others forward to and include. */
public class LeaveServlet extends StepServlet {
  private static final long serialVersionUID = 1;

  @Override
  public void init() {
    CommitServlet.ways().forEach(this::on);
  }
}
