package com.example.probe;

/** Fails, with a caller and a session that the error page should see. */
public class FailingServlet extends StepServlet {
  private static final long serialVersionUID = 1;

  @Override
  public void init() {
    on("send-error", (q, r) -> r.sendError(404));
    on("send-error-to-jsp", (q, r) -> r.sendError(410));
    on("exception", (q, r) -> thrown());
    on(
        "changed-then-send-error",
        (q, r) -> {
          Seen.add(q, "before-error");
          r.sendError(404);
        });
    on(
        "exception-after-output",
        (q, r) -> {
          r.getWriter().print("half a page");
          thrown();
        });
    on("in-forward", (q, r) -> q.getRequestDispatcher("/failing/send-error").forward(q, r));
    on(
        "begun-then-exception",
        (q, r) -> {
          Seen.add(q, "begun");
          thrown();
        });
  }

  private static void thrown() {
    throw new IllegalArgumentException("as applications do");
  }
}
