package org.jwtfilter.servlet;

import jakarta.servlet.ServletContext;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.w3c.dom.Document;
import org.w3c.dom.Element;

/**
 * Which groups and users of a GlassFish or Payara have which role of the application, as {@code
 * <security-role-mapping>} in its own descriptor says. Where nothing is mapped, a role is the group
 * of its name; where something is, the others are nobody's, as on the server by itself. Immutable
 * and thread-safe.
 */
final class RoleMapping {
  private static final List<String> DESCRIPTORS =
      List.of("/WEB-INF/payara-web.xml", "/WEB-INF/glassfish-web.xml", "/WEB-INF/sun-web.xml");

  /** Of servers that have no such descriptor. */
  static final RoleMapping NONE = new RoleMapping(Map.of());

  private final Map<String, Holders> mapped;

  private RoleMapping(Map<String, Holders> mapped) {
    this.mapped = Map.copyOf(mapped);
  }

  private record Holders(Set<String> groups, Set<String> users) {
    static Holders of(Element mapping) {
      return new Holders(
          Set.copyOf(new LinkedHashSet<>(WebXml.texts(mapping, "group-name"))),
          Set.copyOf(new LinkedHashSet<>(WebXml.texts(mapping, "principal-name"))));
    }

    Holders and(Holders more) {
      return new Holders(union(groups, more.groups), union(users, more.users));
    }

    private static Set<String> union(Set<String> some, Set<String> others) {
      return Stream.concat(some.stream(), others.stream()).collect(Collectors.toUnmodifiableSet());
    }
  }

  /** Of the first descriptor that there is. */
  static RoleMapping read(ServletContext context) {
    Map<String, Holders> mapped = new LinkedHashMap<>();
    Optional<Document> descriptor =
        DESCRIPTORS.stream().flatMap(path -> WebXml.document(context, path).stream()).findFirst();
    for (Element mapping :
        descriptor.map(one -> WebXml.elements(one, "security-role-mapping")).orElse(List.of())) {
      for (String role : WebXml.texts(mapping, "role-name")) {
        mapped.merge(role, Holders.of(mapping), Holders::and);
      }
    }
    return new RoleMapping(mapped);
  }

  /** Whether a user of these groups has a role. */
  boolean has(String role, String user, Collection<String> groups) {
    Holders holders = mapped.get(role);
    return holders == null
        ? mapped.isEmpty() && groups.contains(role)
        : holders.users().contains(user) || !Collections.disjoint(holders.groups(), groups);
  }

  /** The groups to name to the server for somebody with these roles. */
  Set<String> groups(Set<String> roles) {
    return roles.stream().flatMap(this::groups).collect(Collectors.toUnmodifiableSet());
  }

  private Stream<String> groups(String role) {
    Holders holders = mapped.get(role);
    if (holders == null) {
      return mapped.isEmpty() ? Stream.of(role) : Stream.empty();
    }
    return holders.groups().stream();
  }
}
