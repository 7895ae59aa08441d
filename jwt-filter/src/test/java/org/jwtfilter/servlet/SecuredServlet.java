package org.jwtfilter.servlet;

import jakarta.servlet.annotation.HttpConstraint;
import jakarta.servlet.annotation.HttpMethodConstraint;
import jakarta.servlet.annotation.ServletSecurity;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;

/** Admins may look, customers may post, nobody may put. */
@ServletSecurity(
    value = @HttpConstraint(rolesAllowed = "admin"),
    httpMethodConstraints = {
      @HttpMethodConstraint(value = "POST", rolesAllowed = "customer"),
      @HttpMethodConstraint(
          value = "PUT",
          emptyRoleSemantic = ServletSecurity.EmptyRoleSemantic.DENY)
    })
public class SecuredServlet extends HttpServlet {
  private static final long serialVersionUID = 1L;

  @Override
  protected void service(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    response.getWriter().print("secured " + request.getRemoteUser());
  }
}
