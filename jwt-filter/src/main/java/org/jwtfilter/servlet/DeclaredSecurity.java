package org.jwtfilter.servlet;

import jakarta.servlet.ServletContext;
import jakarta.servlet.ServletRegistration;
import jakarta.servlet.annotation.HttpConstraint;
import jakarta.servlet.annotation.HttpMethodConstraint;
import jakarta.servlet.annotation.ServletSecurity;
import jakarta.servlet.annotation.ServletSecurity.EmptyRoleSemantic;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.lang.annotation.Annotation;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Reads what descriptors and annotations of the application declare about access. Annotations of
 * classes that a container makes no servlet of do not count.
 */
final class DeclaredSecurity {
  private static final Logger LOG = System.getLogger(DeclaredSecurity.class.getName());
  private static final String PACKAGE = "jakarta.annotation.security.";

  private final WebXml web;
  private final Set<String> inWebXml;
  private final List<Constraint> container = new ArrayList<>();
  private final List<Constraint> own = new ArrayList<>();

  private DeclaredSecurity(WebXml web) {
    this.web = web;
    this.container.addAll(web.constraints());
    this.inWebXml =
        web.constraints().stream()
            .flatMap(one -> one.patterns().stream())
            .collect(Collectors.toSet());
  }

  /** The constraints of an application whose servlets are all registered. */
  static Constraints read(ServletContext context, WebXml web) {
    DeclaredSecurity declared = new DeclaredSecurity(web);
    if (!web.metadataComplete()) {
      context.getServletRegistrations().values().forEach(one -> declared.add(one, context));
    }
    return Constraints.of(declared.container, declared.own, declared.roles(), web.denyUncovered());
  }

  private void add(ServletRegistration servlet, ServletContext context) {
    // web.xml wins for a pattern that it names (Servlet specification, 13.4.1).
    List<String> patterns =
        servlet.getMappings().stream().filter(one -> !inWebXml.contains(one)).toList();
    Optional<Class<?>> type = type(servlet.getClassName(), context.getClassLoader());
    if (patterns.isEmpty() || type.isEmpty()) {
      return;
    }
    ServletSecurity security = type.get().getAnnotation(ServletSecurity.class);
    if (security != null) {
      addAll(security, patterns);
    }
    for (Annotation one : type.get().getAnnotations()) {
      roles(one).ifPresent(roles -> own.add(Constraint.of(patterns, roles)));
    }
  }

  @SuppressWarnings("NullAway") // a registration without a class has null for its name
  private static Optional<Class<?>> type(String name, ClassLoader loader) {
    try {
      return name == null ? Optional.empty() : Optional.of(Class.forName(name, false, loader));
    } catch (ClassNotFoundException | LinkageError e) {
      LOG.log(Level.DEBUG, "the annotations of a servlet cannot be read", e);
      return Optional.empty();
    }
  }

  private void addAll(ServletSecurity security, List<String> patterns) {
    Set<String> named = new LinkedHashSet<>();
    for (HttpMethodConstraint one : security.httpMethodConstraints()) {
      named.add(one.value());
      Optional<Set<String>> roles = roles(one.rolesAllowed(), one.emptyRoleSemantic());
      container.add(new Constraint(patterns, Set.of(one.value()), false, roles));
    }
    HttpConstraint others = security.value();
    Optional<Set<String>> roles = roles(others.rolesAllowed(), others.value());
    // Without anything to say about the other methods they stay uncovered.
    if (roles.isPresent() || named.isEmpty()) {
      container.add(new Constraint(patterns, named, true, roles));
    }
  }

  private static Optional<Set<String>> roles(String[] roles, EmptyRoleSemantic none) {
    return roles.length == 0 && none == EmptyRoleSemantic.PERMIT
        ? Optional.empty()
        : Optional.of(new LinkedHashSet<>(Arrays.asList(roles)));
  }

  /**
   * What an annotation of Jakarta Annotations demands; absent for any other. By name: the
   * application may have no such classes, and the JVM then leaves out its annotations.
   */
  private static Optional<Optional<Set<String>>> roles(Annotation annotation) {
    return switch (annotation.annotationType().getName()) {
      case PACKAGE + "DenyAll" -> Optional.of(Optional.of(Set.of()));
      case PACKAGE + "RolesAllowed" -> Optional.of(Optional.of(values(annotation)));
      default -> Optional.empty();
    };
  }

  private static Set<String> values(Annotation rolesAllowed) {
    try {
      Object value = rolesAllowed.annotationType().getMethod("value").invoke(rolesAllowed);
      return value instanceof String[] roles ? new LinkedHashSet<>(Arrays.asList(roles)) : Set.of();
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("@RolesAllowed has no value", e);
    }
  }

  /** The roles that {@code *} stands for: declared, or named in a constraint. */
  private Set<String> roles() {
    return Stream.concat(
            web.roles().stream(),
            Stream.concat(container.stream(), own.stream())
                .flatMap(one -> one.roles().stream())
                .flatMap(Set::stream))
        .filter(role -> !role.equals(Constraints.ANY_ROLE))
        .filter(role -> !role.equals(Constraints.ANY_CALLER))
        .collect(Collectors.toUnmodifiableSet());
  }
}
