package com.example.legacy.ee;

import jakarta.annotation.security.PermitAll;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.SecurityContext;

/** A resource that the container guards. */
@Path("/report")
@Produces("text/plain")
public class ReportResource {
  @Context private SecurityContext security;

  /** For members. */
  @GET
  @RolesAllowed("member")
  public String report() {
    return "report for " + security.getUserPrincipal().getName();
  }

  /** For administrators. */
  @GET
  @Path("/secret")
  @RolesAllowed("admin")
  public String secret() {
    return "secret for " + security.getUserPrincipal().getName();
  }

  /** For everybody. */
  @GET
  @Path("/open")
  @PermitAll
  public String open() {
    return "open for "
        + (security.getUserPrincipal() == null ? null : security.getUserPrincipal().getName());
  }
}
