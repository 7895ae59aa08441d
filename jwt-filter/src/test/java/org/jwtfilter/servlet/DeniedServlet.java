package org.jwtfilter.servlet;

import jakarta.annotation.security.DenyAll;
import jakarta.servlet.http.HttpServlet;

/** For nobody, by an annotation that containers do not look at. */
@DenyAll
public class DeniedServlet extends HttpServlet {
  private static final long serialVersionUID = 1L;
}
