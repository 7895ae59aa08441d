package org.jwtfilter.jaxrs;

import jakarta.annotation.security.DenyAll;
import jakarta.annotation.security.PermitAll;
import jakarta.annotation.security.RolesAllowed;
import java.lang.annotation.Annotation;
import java.lang.reflect.AnnotatedElement;
import java.lang.reflect.Method;
import java.lang.reflect.TypeVariable;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.jwtfilter.jaxrs.Access.Needed;

/**
 * Who may call which resource method, by the annotations of Jakarta Annotations: what a method says
 * counts in place of what its class says, and on one element {@code @DenyAll} before
 * {@code @RolesAllowed} before {@code @PermitAll}. Read once for each method; thread-safe.
 *
 * <p>Asked of the method that was matched and not laid out by a {@code DynamicFeature}, since
 * sub-resources are known only when a locator has returned them.
 */
final class AccessRules {
  /** RFC 6749, 3.3. */
  private static final Pattern SCOPE = Pattern.compile("[!#-\\[\\]-~]+");

  private final Map<Target, Access> known = new ConcurrentHashMap<>();

  private record Target(@Nullable Class<?> resource, @Nullable Method method) {}

  /**
   * Fails at start where the annotations are missing, not at the first request.
   *
   * @throws IllegalStateException with what to do
   */
  static void requireAnnotations() {
    try {
      Objects.requireNonNull(RolesAllowed.class);
    } catch (NoClassDefFoundError e) {
      throw new IllegalStateException(
          "JwtFeature needs jakarta.annotation:jakarta.annotation-api, 2.1 or later, for"
              + " @RolesAllowed, @PermitAll and @DenyAll: put it where the JAX-RS runtime is, in"
              + " WEB-INF/lib or in the server ("
              + e
              + ")",
          e);
    }
  }

  /**
   * Who may call a method.
   *
   * @param resource the class of the resource; null where the runtime answers itself
   * @param method the method that was matched; null where the runtime answers itself
   */
  Access of(@Nullable Class<?> resource, @Nullable Method method) {
    return known.computeIfAbsent(new Target(resource, method), AccessRules::read);
  }

  private static Access read(Target target) {
    List<Method> methods = methods(target);
    List<Class<?>> classes = classes(target, methods);
    Set<String> scopes =
        first(methods, AccessRules::scopes)
            .or(() -> first(classes, AccessRules::scopes))
            .orElse(Set.of());
    return first(methods, element -> verdict(element, scopes))
        .orElseGet(() -> ofClass(methods, classes, scopes));
  }

  private static Access ofClass(List<Method> methods, List<Class<?>> classes, Set<String> scopes) {
    Optional<Access> said = first(classes, element -> verdict(element, scopes));
    boolean stricter = said.isPresent() && said.get().needed() != Needed.NOTHING;
    boolean marked = secured(methods) || (said.isEmpty() && secured(classes));
    return !stricter && marked
        ? new Access(Needed.CALLER, Set.of(), scopes)
        : said.orElse(new Access(Needed.NOTHING, Set.of(), scopes));
  }

  private static Optional<Access> verdict(AnnotatedElement element, Set<String> scopes) {
    if (element.isAnnotationPresent(DenyAll.class)) {
      return Optional.of(new Access(Needed.NOBODY, Set.of(), scopes));
    }
    RolesAllowed roles = element.getDeclaredAnnotation(RolesAllowed.class);
    if (roles != null) {
      return Optional.of(new Access(Needed.ROLES, Set.copyOf(List.of(roles.value())), scopes));
    }
    return element.isAnnotationPresent(PermitAll.class)
        ? Optional.of(new Access(Needed.NOTHING, Set.of(), scopes))
        : Optional.empty();
  }

  private static Optional<Set<String>> scopes(AnnotatedElement element) {
    ScopesRequired required = element.getDeclaredAnnotation(ScopesRequired.class);
    if (required == null) {
      return Optional.empty();
    }
    for (String scope : required.value()) {
      if (!SCOPE.matcher(scope).matches()) {
        throw new IllegalArgumentException(
            "@ScopesRequired of "
                + element
                + " names a scope that cannot be one (RFC 6749, 3.3); remove spaces and quotes");
      }
    }
    return Optional.of(new LinkedHashSet<>(List.of(required.value())));
  }

  private static boolean secured(List<? extends AnnotatedElement> elements) {
    Class<? extends Annotation> mark = JwtSecured.class;
    return elements.stream().anyMatch(element -> element.isAnnotationPresent(mark));
  }

  private static <E, T> Optional<T> first(
      List<? extends E> elements, Function<? super E, Optional<T>> reader) {
    return elements.stream().map(reader).flatMap(Optional::stream).findFirst();
  }

  /** The method that runs, and those that it overrides or implements, nearest first. */
  private static List<Method> methods(Target target) {
    Method method = target.method;
    if (method == null) {
      return List.of();
    }
    Class<?> start = target.resource == null ? method.getDeclaringClass() : target.resource;
    List<Method> found = new ArrayList<>();
    for (Class<?> type : family(start)) {
      Stream.of(type.getDeclaredMethods())
          .filter(one -> !one.isBridge() && (one.equals(method) || related(one, method)))
          .forEach(found::add);
    }
    if (!found.contains(method)) {
      found.add(method);
    }
    return found;
  }

  /** The same signature, also where one of them has a type parameter in place of a class. */
  private static boolean related(Method one, Method method) {
    Class<?>[] ours = one.getParameterTypes();
    Class<?>[] theirs = method.getParameterTypes();
    boolean same = one.getName().equals(method.getName()) && ours.length == theirs.length;
    for (int i = 0; same && i < ours.length; i++) {
      same = ours[i].equals(theirs[i]) || open(one, i) || open(method, i);
    }
    return same;
  }

  private static boolean open(Method method, int parameter) {
    return method.getGenericParameterTypes()[parameter] instanceof TypeVariable;
  }

  /** The classes that the methods are declared in, then the resource's own and those above it. */
  private static List<Class<?>> classes(Target target, List<Method> methods) {
    Set<Class<?>> all = new LinkedHashSet<>();
    methods.stream()
        .map(Method::getDeclaringClass)
        .filter(type -> !type.isInterface())
        .forEach(all::add);
    if (target.resource != null) {
      all.addAll(family(target.resource));
    }
    return List.copyOf(all);
  }

  /** A class with its superclasses, then all their interfaces. */
  private static List<Class<?>> family(Class<?> start) {
    Set<Class<?>> all = new LinkedHashSet<>();
    for (Class<?> type = start; type != null && type != Object.class; type = type.getSuperclass()) {
      all.add(type);
    }
    for (Class<?> type : List.copyOf(all)) {
      interfaces(type, all);
    }
    return List.copyOf(all);
  }

  private static void interfaces(Class<?> type, Set<Class<?>> all) {
    for (Class<?> one : type.getInterfaces()) {
      if (all.add(one)) {
        interfaces(one, all);
      }
    }
  }
}
