package org.jwtfilter.jaxrs;

import jakarta.annotation.Priority;
import jakarta.ws.rs.client.ClientRequestContext;
import jakarta.ws.rs.client.ClientRequestFilter;
import java.util.Optional;
import java.util.function.Supplier;
import org.jwtfilter.Downstream;

/**
 * Sends the caller's token along with the requests of a JAX-RS client, where {@code forward-to}
 * lists the target, and nowhere else: {@code client.register(JwtClientFilter.class)}. A request
 * that has an {@code Authorization} of its own is sent as it is.
 *
 * <p>No token is sent by a client that would take it to other hosts when it is redirected. On
 * Jersey redirects come back as answers then; on RESTEasy and CXF, where clients do not follow
 * redirects unless told so, a request of a client that does is refused with {@link
 * IllegalStateException}. {@code docs/downstream.md} has the table. Runs after all other filters.
 * Thread-safe.
 */
@Priority(Integer.MAX_VALUE)
public final class JwtClientFilter implements ClientRequestFilter {
  /**
   * The property of a request that names its caller, as a {@link Downstream}; for asynchronous
   * requests, which runtimes send on other threads: {@code
   * target.request().property(JwtClientFilter.CALLER, mine).async()}.
   */
  public static final String CALLER = "org.jwtfilter.Downstream";

  private static final String AUTHORIZATION = "Authorization";

  private final Supplier<Optional<Downstream>> downstream;

  /** In the name of the caller whose request the sending thread serves. */
  public JwtClientFilter() {
    this.downstream = Downstream::current;
  }

  /** In the name of this caller. */
  public JwtClientFilter(Downstream downstream) {
    this.downstream = () -> Optional.of(downstream);
  }

  /**
   * Adds the token.
   *
   * @throws IllegalStateException if the client would take it to other hosts
   */
  @Override
  public void filter(ClientRequestContext request) {
    if (!request.getHeaders().containsKey(AUTHORIZATION)) {
      caller(request)
          .flatMap(one -> one.tokenFor(request.getUri()))
          .ifPresent(token -> send(request, token));
    }
  }

  private Optional<Downstream> caller(ClientRequestContext request) {
    return request.getProperty(CALLER) instanceof Downstream handed
        ? Optional.of(handed)
        : downstream.get();
  }

  private static void send(ClientRequestContext request, String token) {
    Redirects.prevent(request);
    request.getHeaders().putSingle(AUTHORIZATION, "Bearer " + token);
  }
}
