package org.jwtfilter.jaxrs;

import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import jakarta.ws.rs.container.ResourceInfo;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.SecurityContext;
import java.security.Principal;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.jwtfilter.Caller;
import org.jwtfilter.Jwt;
import org.jwtfilter.Reason;
import org.jwtfilter.http.JwtRuntime;
import org.jwtfilter.http.Protection;
import org.jwtfilter.http.Refused;

/**
 * Lets in who may call the resource method that was matched: by its annotations, and by {@code
 * protect} and {@code protect-roles}. Asks the request's {@code SecurityContext}, whoever set it;
 * so it also holds where {@link CallerFilter} does not look. Thread-safe.
 */
final class AccessFilter implements ContainerRequestFilter {
  private final Plan plan;
  private final AccessRules rules = new AccessRules();

  @Context private @Nullable ResourceInfo resource;

  AccessFilter(Plan plan) {
    this.plan = plan;
  }

  @Override
  public void filter(ContainerRequestContext request) {
    ResourceInfo matched = Objects.requireNonNull(resource, "the runtime sets no ResourceInfo");
    Access access = rules.of(matched.getResourceClass(), matched.getResourceMethod());
    JwtRuntime own = Plan.inFront(request) == null ? plan.own() : null;
    Optional<Set<String>> path = Optional.empty();
    if (own != null) {
      String asked = RestExchange.of(request).path();
      if (own.protection().ambiguous(asked)) {
        own.refusal().refuse(RestExchange.of(request), Reason.BAD_REQUEST);
        return;
      }
      path = own.protection().rolesFor(asked);
    }
    if (access.needsCaller() || path.isPresent()) {
      admit(request, access, path.orElse(Set.of(Protection.ANY_CALLER)));
    }
  }

  private void admit(ContainerRequestContext request, Access access, Set<String> path) {
    JwtRuntime runtime = plan.of(request);
    RestExchange exchange = RestExchange.of(request);
    SecurityContext security = request.getSecurityContext();
    Principal caller = security == null ? null : security.getUserPrincipal();
    if (access.needed() == Access.Needed.NOBODY) {
      refuse(runtime, exchange, Reason.MISSING_ROLE);
    } else if (security == null || caller == null) {
      askForLogin(runtime, exchange);
    } else if (!access.permits(security) || !permits(path, security)) {
      refuse(runtime, exchange, Reason.MISSING_ROLE);
    } else if (!scopes(caller).containsAll(access.scopes())) {
      refuse(runtime, exchange, Reason.MISSING_SCOPE);
      exchange.extendChallenge(", scope=\"" + sorted(access.scopes()) + '"');
    } else {
      exchange.personal();
    }
  }

  private static boolean permits(Set<String> path, SecurityContext security) {
    return path.contains(Protection.ANY_CALLER) || path.stream().anyMatch(security::isUserInRole);
  }

  private static String sorted(Set<String> scopes) {
    return scopes.stream().sorted().collect(Collectors.joining(" "));
  }

  private static void refuse(JwtRuntime runtime, RestExchange exchange, Reason reason) {
    runtime.events().rejected(reason);
    runtime.refusal().refuse(exchange, reason);
  }

  private static void askForLogin(JwtRuntime runtime, RestExchange exchange) {
    Refused refused = exchange.forgotten();
    if (refused == null) {
      runtime.refusal().askForLogin(exchange);
    } else {
      runtime.refusal().refuse(exchange, refused);
    }
  }

  /** What the token permits; a caller without a token has no scopes. */
  private static Set<String> scopes(Principal caller) {
    return caller instanceof Caller ours ? ours.jwt().map(Jwt::scopes).orElse(Set.of()) : Set.of();
  }
}
