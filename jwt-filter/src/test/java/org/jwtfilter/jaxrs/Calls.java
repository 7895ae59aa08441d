package org.jwtfilter.jaxrs;

import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.container.AsyncResponse;
import jakarta.ws.rs.container.Suspended;
import java.net.URI;
import java.util.Optional;
import org.jwtfilter.Downstream;
import org.jwtfilter.Jwt;

/** A resource that calls another service, and says in whose name it would. */
@Path("calls")
@Produces("text/plain")
public class Calls {
  static final String SERVICE = "https://service.example";

  /** Whose token would go to the service. */
  static String called() {
    return Downstream.current().flatMap(Calls::called).orElse("nobody");
  }

  private static Optional<String> called(Downstream mine) {
    Optional<String> token = mine.tokenFor(URI.create(SERVICE + "/x"));
    return token.isPresent() && token.equals(mine.caller().jwt().map(Jwt::token))
        ? Optional.of(mine.caller().getName())
        : Optional.empty();
  }

  @GET
  public String call() {
    return called();
  }

  @GET
  @Path("fail")
  public String fail() {
    throw new IllegalStateException("on purpose, for " + called());
  }

  @GET
  @Path("error")
  public String error() {
    throw new StackOverflowError("on purpose, for " + called());
  }

  /** Answers from another thread, which was handed the caller, and then was not. */
  @GET
  @Path("later")
  public void later(@Suspended AsyncResponse answer) {
    Downstream mine = Downstream.current().orElseThrow();
    StringBuilder names = new StringBuilder();
    new Thread(
            () -> {
              mine.wrap(() -> names.append(called()).append(' ')).run();
              answer.resume(names.append(called()).toString());
            })
        .start();
  }
}
