package org.jwtfilter.jaxrs;

import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerResponseContext;
import jakarta.ws.rs.container.ContainerResponseFilter;

/** Puts cookies, challenges and cache rules into the answer. Stateless. */
final class AnswerFilter implements ContainerResponseFilter {
  @Override
  public void filter(ContainerRequestContext request, ContainerResponseContext response) {
    RestExchange exchange = RestExchange.in(request);
    if (exchange != null) {
      exchange.complete(response.getHeaders());
    }
  }
}
