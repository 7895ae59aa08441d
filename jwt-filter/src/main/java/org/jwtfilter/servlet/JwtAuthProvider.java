package org.jwtfilter.servlet;

import jakarta.security.auth.message.AuthException;
import jakarta.security.auth.message.MessageInfo;
import jakarta.security.auth.message.config.AuthConfigFactory;
import jakarta.security.auth.message.config.AuthConfigFactory.RegistrationContext;
import jakarta.security.auth.message.config.AuthConfigProvider;
import jakarta.security.auth.message.config.ClientAuthConfig;
import jakarta.security.auth.message.config.ServerAuthConfig;
import jakarta.security.auth.message.config.ServerAuthContext;
import jakarta.servlet.ServletContext;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import javax.security.auth.Subject;
import javax.security.auth.callback.CallbackHandler;
import org.jspecify.annotations.Nullable;

/**
 * Hands the module to the container. Registered as a provider and not as a module, since Jetty
 * knows only providers and every server takes them. Thread-safe.
 */
final class JwtAuthProvider implements AuthConfigProvider {
  private static final String LAYER = "HttpServlet";

  private final AuthModule module;

  private JwtAuthProvider(AuthModule module) {
    this.module = module;
  }

  /**
   * Registers the module for an application.
   *
   * @return takes it back
   * @throws IllegalStateException if somebody else is registered for it
   */
  static Runnable register(ServletContext context, AuthModule module, boolean jetty) {
    AuthConfigFactory factory = AuthConfigFactory.getFactory();
    String application = jetty ? onJetty(context) : application(context);
    if (registered(factory, application).isPresent()) {
      throw new IllegalStateException(
          "somebody else's provider is registered for \"" + application + '"');
    }
    AuthConfigProvider provider = new JwtAuthProvider(module);
    String id = factory.registerConfigProvider(provider, LAYER, application, "jwt-filter: tokens");
    return () -> remove(factory, provider, id);
  }

  private static void remove(AuthConfigFactory factory, AuthConfigProvider ours, String id) {
    if (Stream.of(factory.getRegistrationIDs(ours)).anyMatch(id::equals)) {
      factory.removeRegistration(id);
    }
  }

  private static String application(ServletContext context) {
    return context.getVirtualServerName() + " " + context.getContextPath();
  }

  private static String onJetty(ServletContext context) {
    String path = context.getContextPath();
    return "server " + (path.isEmpty() ? "/" : path);
  }

  /** A provider of exactly this application; ours may be left over from a failed deployment. */
  private static Optional<AuthConfigProvider> registered(
      AuthConfigFactory factory, String application) {
    AuthConfigProvider found = factory.getConfigProvider(LAYER, application, null);
    return found == null || found.getClass().getName().equals(JwtAuthProvider.class.getName())
        ? Optional.empty()
        : Stream.of(factory.getRegistrationIDs(found))
            .map(factory::getRegistrationContext)
            .filter(one -> isOf(one, application))
            .findFirst()
            .map(one -> found);
  }

  private static boolean isOf(@Nullable RegistrationContext context, String application) {
    return context != null && application.equals(context.getAppContext());
  }

  @Override
  public @Nullable ClientAuthConfig getClientAuthConfig(
      @Nullable String layer, @Nullable String application, @Nullable CallbackHandler handler) {
    return null;
  }

  @Override
  public ServerAuthConfig getServerAuthConfig(
      String layer, String application, CallbackHandler handler) {
    module.handler(handler);
    return new Config(layer, application, new JwtAuthModule(module, handler));
  }

  @Override
  public void refresh() {
    // Nothing of this changes.
  }

  private record Config(String layer, String application, JwtAuthModule module)
      implements ServerAuthConfig {
    @Override
    public ServerAuthContext getAuthContext(
        @Nullable String id, @Nullable Subject service, @Nullable Map<String, Object> properties)
        throws AuthException {
      return module;
    }

    @Override
    public String getMessageLayer() {
      return layer;
    }

    @Override
    public String getAppContext() {
      return application;
    }

    @Override
    public String getAuthContextID(@Nullable MessageInfo message) {
      return "jwt-filter";
    }

    @Override
    public void refresh() {
      // Nothing of this changes.
    }

    @Override
    public boolean isProtected() {
      return true;
    }
  }
}
