package com.example.legacy.ee;

import jakarta.annotation.Resource;
import jakarta.annotation.security.PermitAll;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ejb.SessionContext;
import jakarta.ejb.Stateless;

/** A session bean that the container guards. */
@Stateless
public class Ledger {
  @Resource private SessionContext context;

  /** For members. */
  @RolesAllowed("member")
  public String entries() {
    return "entries for " + context.getCallerPrincipal().getName();
  }

  /** For administrators. */
  @RolesAllowed("admin")
  public String close() {
    return "closed by " + context.getCallerPrincipal().getName();
  }

  /** For everybody. */
  @PermitAll
  public String caller() {
    return context.getCallerPrincipal().getName() + " admin=" + context.isCallerInRole("admin");
  }
}
