package org.jwtfilter.example.demo;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * What differs from the web.xml in the WAR, as a descriptor of its own that Jetty reads after it:
 * what one would edit there.
 */
final class Choice {

  private static final String WEB_XML =
      """
      <web-app xmlns="https://jakarta.ee/xml/ns/jakartaee" version="6.0">
        <filter>
          <filter-name>jwt</filter-name>
          <init-param>
            <param-name>session</param-name>
            <param-value>%s</param-value>
          </init-param>
          <init-param>
            <param-name>store</param-name>
            <param-value>%s</param-value>
          </init-param>
        </filter>
      %s</web-app>
      """;

  private Choice() {}

  static void write(Path file, String session, NodeStore store) throws IOException {
    String webXml = WEB_XML.formatted(session, escaped(store.uri()), store.webXml());
    Files.writeString(file, webXml);
  }

  private static String escaped(String text) {
    return text.replace("&", "&amp;").replace("<", "&lt;").replace("\"", "&quot;");
  }
}
