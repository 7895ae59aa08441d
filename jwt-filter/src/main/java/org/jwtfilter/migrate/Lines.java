package org.jwtfilter.migrate;

import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** The lines that a web.xml gets. */
record Lines(Map<String, String> settings) {
  private static final String NAME = "jwt";

  /** The filter, before all others, for requests of every kind. */
  String filter(String prefix, Set<String> taken) {
    String name = free(taken);
    return tagged(
        prefix,
        """

          <filter>
            <filter-name>%s</filter-name>
            <filter-class>org.jwtfilter.servlet.JwtFilter</filter-class>
            <async-supported>true</async-supported>
        %s  </filter>
          <filter-mapping>
            <filter-name>%s</filter-name>
            <url-pattern>/*</url-pattern>
            <dispatcher>REQUEST</dispatcher>
            <dispatcher>FORWARD</dispatcher>
            <dispatcher>INCLUDE</dispatcher>
            <dispatcher>ERROR</dispatcher>
            <dispatcher>ASYNC</dispatcher>
          </filter-mapping>\
        """
            .formatted(name, parameters("    ", "init-param", ""), name));
  }

  /**
   * For descriptors that know no asynchronous filters: the filter registers itself, before all
   * others and for requests of every kind.
   */
  String contextParams(String prefix) {
    return tagged(prefix, "\n" + parameters("  ", "context-param", "jwt.").stripTrailing());
  }

  private String parameters(String indent, String element, String before) {
    return settings.entrySet().stream()
        .map(
            one ->
                "%s<%s><param-name>%s</param-name><param-value>%s</param-value></%s>\n"
                    .formatted(
                        indent, element, before + one.getKey(), escaped(one.getValue()), element))
        .collect(Collectors.joining());
  }

  private static String tagged(String prefix, String lines) {
    return lines.replace("</", "\0").replace("<", "<" + prefix).replace("\0", "</" + prefix);
  }

  private static String free(Set<String> taken) {
    return Stream.concat(Stream.of(NAME), IntStream.iterate(2, i -> i + 1).mapToObj(i -> NAME + i))
        .filter(name -> !taken.contains(name))
        .findFirst()
        .orElseThrow();
  }

  private static String escaped(String value) {
    return value.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
  }
}
