package org.jwtfilter.jaxrs;

import jakarta.annotation.security.DenyAll;
import jakarta.annotation.security.PermitAll;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.container.AsyncResponse;
import jakarta.ws.rs.container.Suspended;
import jakarta.ws.rs.core.Application;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.SecurityContext;
import jakarta.ws.rs.sse.Sse;
import jakarta.ws.rs.sse.SseEventSink;
import java.util.Map;
import java.util.Set;
import org.jwtfilter.Jwt;

/** The application that runs on every runtime. */
public class Api extends Application {
  static final Map<String, String> OPTIONS =
      Map.of(
          "keys", RestTokens.KEYS,
          "issuer", RestTokens.ISSUER,
          "token-from", "header, cookie, query",
          "roles-claim", "groups",
          "protect", "/protected/*, /guarded/*",
          "allowed-origins", "https://shop.example",
          "cookie-name", "jwt",
          "forward-to", Calls.SERVICE);

  /** The same, where a filter in front has found the caller: nothing is configured here. */
  public static final class BehindFilter extends Api {
    @Override
    @SuppressWarnings("deprecation") // gone for good only in JAX-RS 5
    public Set<Object> getSingletons() {
      return Set.of(new JwtFeature());
    }
  }

  /** Alone, so that no runtime scans for more. */
  @Override
  public Set<Class<?>> getClasses() {
    return Set.of(Open.class, Roles.class, Inherited.class, Marked.class, Tree.class, Calls.class);
  }

  @Override
  @SuppressWarnings("deprecation") // gone for good only in JAX-RS 5
  public Set<Object> getSingletons() {
    return Set.of(JwtFeature.with(OPTIONS));
  }

  /** Says nothing about callers. */
  @Path("open")
  @Produces("text/plain")
  public static class Open {
    @GET
    public String who(@Context SecurityContext security) {
      return security.getUserPrincipal() == null
          ? "nobody"
          : security.getUserPrincipal().getName() + " " + security.getAuthenticationScheme();
    }

    @GET
    @Path("jwt")
    public String jwt(@BeanParam JwtParam caller) {
      return caller.jwt().flatMap(Jwt::subject).orElse("nobody");
    }

    @GET
    @Path("role")
    public String role(@Context SecurityContext security) {
      return security.isUserInRole("clerk") + " " + security.isUserInRole("admin");
    }

    @GET
    @Path("async")
    @RolesAllowed("clerk")
    public void async(@Suspended AsyncResponse answer) {
      new Thread(() -> answer.resume("later")).start();
    }

    @GET
    @Path("events")
    @RolesAllowed("clerk")
    @Produces("text/event-stream")
    public void events(@Context SseEventSink sink, @Context Sse sse) throws Exception {
      sink.send(sse.newEvent("tick")).toCompletableFuture().join();
      sink.close();
    }

    @POST
    @JwtSecured
    public String post(String body) {
      return body;
    }
  }

  /** A class for clerks whose methods differ. */
  @Path("roles")
  @Produces("text/plain")
  @RolesAllowed("clerk")
  public static class Roles {
    @GET
    public String ofClass() {
      return "class";
    }

    @GET
    @Path("admin")
    @RolesAllowed({"admin", "owner"})
    public String admin() {
      return "admin";
    }

    @GET
    @Path("all")
    @PermitAll
    public String all() {
      return "all";
    }

    @GET
    @Path("none")
    @DenyAll
    public String none() {
      return "none";
    }

    @GET
    @Path("both")
    @DenyAll
    @PermitAll
    public String both() {
      return "both";
    }

    @GET
    @Path("any")
    @RolesAllowed("**")
    public String any() {
      return "any";
    }

    @GET
    @Path("marked")
    @JwtSecured
    public String marked() {
      return "marked";
    }

    @GET
    @Path("scope")
    @PermitAll
    @ScopesRequired({"orders:write", "orders:read"})
    public String scope() {
      return "scope";
    }
  }

  /** What a resource inherits. */
  @PermitAll
  public abstract static class Base {
    @GET
    @Path("declared-above")
    public String above() {
      return "above";
    }

    @GET
    @Path("overridden")
    @RolesAllowed("admin")
    public String overridden() {
      return "above";
    }
  }

  /** Its own word counts for its own methods. */
  @Path("inherited")
  @Produces("text/plain")
  @RolesAllowed("clerk")
  public static class Inherited extends Base {
    @GET
    @Path("own")
    public String own() {
      return "own";
    }

    @Override
    public String overridden() {
      return "below";
    }
  }

  /** Any caller. */
  @Path("marked")
  @Produces("text/plain")
  @JwtSecured
  public static class Marked {
    @GET
    public String get(@Context SecurityContext security) {
      return security.getUserPrincipal().getName();
    }
  }

  /** Locators. */
  @Path("tree")
  public static class Tree {
    @Path("leaf")
    public Leaf leaf() {
      return new Leaf();
    }
  }

  /** A sub-resource. */
  @Produces("text/plain")
  @RolesAllowed("clerk")
  public static class Leaf {
    @GET
    public String get() {
      return "leaf";
    }

    @GET
    @Path("all")
    @PermitAll
    public String all() {
      return "all";
    }
  }
}
