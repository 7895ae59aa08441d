package com.example.probe;

import jakarta.servlet.RequestDispatcher;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;

/** Takes the step that the path names, whatever the method. */
abstract class StepServlet extends HttpServlet {
  private static final long serialVersionUID = 1;

  private final transient Map<String, Step> steps = new LinkedHashMap<>();

  final void on(String name, Step step) {
    steps.put("/" + name, step);
  }

  @Override
  protected final void service(HttpServletRequest request, HttpServletResponse response)
      throws ServletException, IOException {
    Step step = steps.get(path(request));
    if (step == null) {
      response.sendError(HttpServletResponse.SC_NOT_IMPLEMENTED, path(request));
      return;
    }
    try {
      step.take(request, response);
    } catch (ServletException | IOException | RuntimeException thrown) {
      throw thrown;
    } catch (Exception thrown) {
      throw new ServletException(thrown);
    }
  }

  /** An include leaves the request's own path as it is. */
  private static String path(HttpServletRequest request) {
    Object included = request.getAttribute(RequestDispatcher.INCLUDE_PATH_INFO);
    return String.valueOf(included == null ? request.getPathInfo() : included);
  }
}
