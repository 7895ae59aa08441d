package org.jwtfilter.servlet;

import jakarta.servlet.ServletContext;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.lang.annotation.Annotation;
import java.lang.reflect.Field;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Modifier;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Services in transient fields of session attributes: whoever injected them does it again when an
 * attribute was read, since the object has not lived on this node. By reflection, since Spring and
 * Stripes are the application's. Thread-safe.
 */
final class Reinjection {
  private static final Logger LOG = System.getLogger(Reinjection.class.getName());
  private static final String STRIPES = "net.sourceforge.stripes.integration.spring.";
  private static final String CONTEXTS =
      "org.springframework.web.servlet.FrameworkServlet.CONTEXT.";
  private static final String ROOT = "org.springframework.web.context.WebApplicationContext.ROOT";
  private static final Set<String> OF_SPRING =
      Set.of(
          "org.springframework.beans.factory.annotation.Autowired",
          "org.springframework.beans.factory.annotation.Value",
          "jakarta.annotation.Resource",
          "jakarta.inject.Inject");

  private final ServletContext context;
  private final ClassValue<Way> ways =
      new ClassValue<>() {
        @Override
        protected Way computeValue(Class<?> type) {
          return way(type);
        }
      };

  /** Who injects. */
  private enum Way {
    NOBODY,
    STRIPES,
    SPRING
  }

  Reinjection(ServletContext context) {
    this.context = context;
  }

  private static Way way(Class<?> type) {
    List<Way> all =
        Stream.<Class<?>>iterate(type, Objects::nonNull, Class::getSuperclass)
            .flatMap(one -> Arrays.stream(one.getDeclaredFields()))
            .map(Reinjection::way)
            .toList();
    return all.stream().max(Way::compareTo).orElse(Way.NOBODY);
  }

  private static Way way(Field field) {
    if (!Modifier.isTransient(field.getModifiers())) {
      return Way.NOBODY;
    }
    List<String> annotations =
        Arrays.stream(field.getAnnotations())
            .map(Annotation::annotationType)
            .map(Class::getName)
            .toList();
    if (annotations.contains(STRIPES + "SpringBean")) {
      return Way.STRIPES;
    }
    return Collections.disjoint(annotations, OF_SPRING) ? Way.NOBODY : Way.SPRING;
  }

  /** Gives an attribute that was read its services. */
  void restore(Object attribute) {
    Way way = ways.get(attribute.getClass());
    if (way == Way.NOBODY) {
      return;
    }
    try {
      inject(way, attribute);
    } catch (ReflectiveOperationException | RuntimeException | LinkageError e) {
      LOG.log(
          Level.WARNING,
          "the transient fields of " + attribute.getClass().getName() + " were not injected again",
          e instanceof InvocationTargetException ? e.getCause() : e);
    }
  }

  private void inject(Way way, Object attribute) throws ReflectiveOperationException {
    Object spring = spring();
    if (spring == null) {
      return;
    }
    ClassLoader loader = context.getClassLoader();
    if (way == Way.STRIPES) {
      Class.forName(STRIPES + "SpringHelper", true, loader)
          .getMethod("injectBeans", Object.class, ServletContext.class)
          .invoke(null, attribute, context);
      return;
    }
    Object factory =
        Class.forName("org.springframework.context.ApplicationContext", true, loader)
            .getMethod("getAutowireCapableBeanFactory")
            .invoke(spring);
    Class.forName(
            "org.springframework.beans.factory.config.AutowireCapableBeanFactory", true, loader)
        .getMethod("autowireBean", Object.class)
        .invoke(factory, attribute);
  }

  /** The application's Spring: that of its one servlet, which knows the root's too, or the root. */
  private @Nullable Object spring() {
    List<String> own =
        Collections.list(context.getAttributeNames()).stream()
            .filter(name -> name.startsWith(CONTEXTS))
            .toList();
    return context.getAttribute(own.size() == 1 ? own.get(0) : ROOT);
  }

  /** Whether a transient field gets its value back. */
  boolean restores(String className, String field) {
    try {
      Class<?> type = Class.forName(className, false, context.getClassLoader());
      return way(type.getDeclaredField(field)) != Way.NOBODY && spring() != null;
    } catch (ReflectiveOperationException | LinkageError e) {
      return false;
    }
  }
}
