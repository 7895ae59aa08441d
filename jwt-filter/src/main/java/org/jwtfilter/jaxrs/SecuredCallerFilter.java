package org.jwtfilter.jaxrs;

import java.util.function.Consumer;
import org.jwtfilter.Jwt;

/** Finds callers in the part of an application that is marked. Thread-safe. */
@JwtSecured
final class SecuredCallerFilter extends CallerFilter {
  SecuredCallerFilter(Plan plan, Consumer<Jwt> injection) {
    super(plan, injection);
  }
}
