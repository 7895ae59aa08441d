package org.jwtfilter.servlet.testkit;

import java.io.IOException;
import java.net.URL;
import java.util.Collections;
import java.util.Enumeration;
import java.util.function.Predicate;

/**
 * What a server shows to an application: the JDK, and of the class path of the test only what its
 * own {@code lib} folder would hold. Services are hidden: they are the application's own.
 */
final class ServerClasses extends ClassLoader {
  private final ClassLoader all = ServerClasses.class.getClassLoader();
  private final Predicate<String> shown;

  /**
   * Shows some classes.
   *
   * @param shown told the name of a class
   */
  ServerClasses(Predicate<String> shown) {
    super(ClassLoader.getPlatformClassLoader());
    this.shown = shown;
  }

  @Override
  protected Class<?> findClass(String name) throws ClassNotFoundException {
    if (!shown.test(name)) {
      throw new ClassNotFoundException(name);
    }
    return all.loadClass(name);
  }

  @Override
  protected URL findResource(String name) {
    return shows(name) ? all.getResource(name) : null;
  }

  @Override
  protected Enumeration<URL> findResources(String name) throws IOException {
    return shows(name) ? all.getResources(name) : Collections.emptyEnumeration();
  }

  /** Such as {@code jndi.properties}, and what lies beside classes. */
  private boolean shows(String resource) {
    return resource.indexOf('/') < 0
        || !resource.startsWith("META-INF/") && shown.test(resource.replace('/', '.'));
  }
}
