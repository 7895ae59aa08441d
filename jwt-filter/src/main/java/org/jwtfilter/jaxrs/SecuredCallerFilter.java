package org.jwtfilter.jaxrs;

/** Finds callers in the part of an application that is marked. Thread-safe. */
@JwtSecured
final class SecuredCallerFilter extends CallerFilter {
  SecuredCallerFilter(Plan plan) {
    super(plan);
  }
}
