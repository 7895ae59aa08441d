package org.jwtfilter.jaxrs;

import jakarta.ws.rs.core.FeatureContext;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.util.function.Consumer;
import org.jwtfilter.Jwt;

/**
 * Makes {@code @Context Jwt} work, for which JAX-RS has no way and each runtime one of its own.
 * Their classes are asked for by name where the runtime is theirs; where that fails, the portable
 * ways are left: {@link JwtParam} and {@link JwtResolver}.
 */
final class Injection {
  private static final Logger LOG = System.getLogger(Injection.class.getName());
  private static final String PACKAGE = Injection.class.getPackageName();

  private Injection() {}

  /** Registers what the runtime needs, and gives who is to be told the token of each request. */
  static Consumer<Jwt> into(FeatureContext context) {
    String runtime = context.getClass().getName();
    try {
      if (runtime.startsWith("org.glassfish.jersey.")) {
        register(context, PACKAGE + ".HkBinder");
      } else if (runtime.startsWith("org.apache.cxf.")) {
        register(context, PACKAGE + ".CxfJwtProvider");
      } else if (runtime.startsWith("org.jboss.resteasy.")) {
        return intoResteasy(context.getClass().getClassLoader());
      }
    } catch (ReflectiveOperationException | LinkageError e) {
      LOG.log(Level.DEBUG, "@Context Jwt does not work here", e);
    }
    return jwt -> {};
  }

  private static void register(FeatureContext context, String name)
      throws ReflectiveOperationException {
    context.register(Class.forName(name).getDeclaredConstructor().newInstance());
  }

  /** Keeps what is injected in a map of the request's thread, which it clears itself. */
  private static Consumer<Jwt> intoResteasy(ClassLoader loader)
      throws ReflectiveOperationException {
    Class<?> contexts = Class.forName("org.jboss.resteasy.core.ResteasyContext", true, loader);
    MethodHandle push =
        MethodHandles.publicLookup()
            .findStatic(
                contexts,
                "pushContext",
                MethodType.methodType(void.class, Class.class, Object.class));
    return jwt -> push(push, jwt);
  }

  private static void push(MethodHandle push, Jwt jwt) {
    try {
      push.invoke(Jwt.class, jwt);
    } catch (RuntimeException | Error e) {
      throw e;
    } catch (Throwable e) {
      throw new IllegalStateException("RESTEasy does not take the token", e);
    }
  }
}
