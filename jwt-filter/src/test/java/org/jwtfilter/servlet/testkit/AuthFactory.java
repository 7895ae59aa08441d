package org.jwtfilter.servlet.testkit;

import jakarta.security.auth.message.config.AuthConfigFactory;
import jakarta.security.auth.message.config.AuthConfigProvider;
import jakarta.security.auth.message.config.RegistrationListener;
import jakarta.security.auth.message.module.ServerAuthModule;
import java.util.Collections;
import java.util.Map;
import java.util.WeakHashMap;
import org.eclipse.jetty.ee10.security.jaspi.DefaultAuthConfigFactory;

/**
 * Jakarta Authentication for several servers in one JVM, which knows only one factory: a factory of
 * its own for each application, told apart by the class loader of the thread.
 */
final class AuthFactory extends AuthConfigFactory {
  private final Map<ClassLoader, AuthConfigFactory> factories =
      Collections.synchronizedMap(new WeakHashMap<>());

  private AuthFactory() {}

  static void install() {
    synchronized (AuthConfigFactory.class) {
      AuthConfigFactory.setFactory(Holder.ONE);
    }
  }

  private static final class Holder {
    static final AuthFactory ONE = new AuthFactory();
  }

  private AuthConfigFactory own() {
    return factories.computeIfAbsent(
        Thread.currentThread().getContextClassLoader(), loader -> new DefaultAuthConfigFactory());
  }

  @Override
  public AuthConfigProvider getConfigProvider(
      String layer, String application, RegistrationListener listener) {
    return own().getConfigProvider(layer, application, listener);
  }

  @Override
  public String registerConfigProvider(
      String className,
      Map<String, String> properties,
      String layer,
      String application,
      String description) {
    return own().registerConfigProvider(className, properties, layer, application, description);
  }

  @Override
  public String registerConfigProvider(
      AuthConfigProvider provider, String layer, String application, String description) {
    return own().registerConfigProvider(provider, layer, application, description);
  }

  @Override
  public String registerServerAuthModule(ServerAuthModule module, Object context) {
    return own().registerServerAuthModule(module, context);
  }

  @Override
  public void removeServerAuthModule(Object context) {
    own().removeServerAuthModule(context);
  }

  @Override
  public boolean removeRegistration(String id) {
    return own().removeRegistration(id);
  }

  @Override
  public String[] detachListener(RegistrationListener listener, String layer, String application) {
    return own().detachListener(listener, layer, application);
  }

  @Override
  public String[] getRegistrationIDs(AuthConfigProvider provider) {
    return own().getRegistrationIDs(provider);
  }

  @Override
  public RegistrationContext getRegistrationContext(String id) {
    return own().getRegistrationContext(id);
  }

  @Override
  public void refresh() {
    own().refresh();
  }
}
