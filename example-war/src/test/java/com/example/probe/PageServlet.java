package com.example.probe;

import jakarta.servlet.RequestDispatcher;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Collections;
import java.util.TreeSet;

/** A page that says who asks, with what; asked to, it adds to the session's list first. */
public class PageServlet extends HttpServlet {
  private static final long serialVersionUID = 1;

  @Override
  protected void service(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    if (request.getParameter("add") != null) {
      Seen.add(request, request.getParameter("add"));
    }
    Seen.print(response, "page=" + request.getServletPath());
    Seen.print(response, "dispatcher=" + request.getDispatcherType());
    Seen.print(response, "query=" + request.getQueryString());
    Seen.print(
        response, "parameters=" + new TreeSet<>(Collections.list(request.getParameterNames())));
    Seen.print(response, "field=" + request.getParameter("field"));
    Seen.print(response, "failed=" + request.getAttribute(RequestDispatcher.ERROR_REQUEST_URI));
    Seen.show(request, response);
  }
}
