package org.jwtfilter.example.tomcat;

import java.io.IOException;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.stream.Stream;
import javax.xml.parsers.DocumentBuilder;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.transform.TransformerFactory;
import javax.xml.transform.dom.DOMSource;
import javax.xml.transform.stream.StreamResult;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.Node;
import org.xml.sax.InputSource;

/**
 * A folder with the examples twice: with our jar and lines as {@code /examples}, untouched as
 * {@code /before}.
 */
final class ExamplesFolder {
  /** All that a user adds to {@code web.xml}. */
  private static final String OUR_LINES =
      """
      <lines xmlns="%s">
        <filter>
          <filter-name>jwt</filter-name>
          <filter-class>org.jwtfilter.servlet.JwtFilter</filter-class>
          <async-supported>true</async-supported>
          <init-param>
            <param-name>keys</param-name>
            <param-value>hmac:env:JWT_KEY</param-value>
          </init-param>
          <init-param>
            <param-name>session</param-name>
            <param-value>token</param-value>
          </init-param>
        </filter>
        <filter-mapping>
          <filter-name>jwt</filter-name>
          <url-pattern>/*</url-pattern>
        </filter-mapping>
      </lines>
      """;

  private ExamplesFolder() {}

  /** Prepares the folder from an unpacked distribution. */
  static Path prepare(Path distribution, Path jar, Path folder) throws Exception {
    Path examples = distribution.resolve("webapps/examples");
    copy(examples, folder.resolve("before"));
    copy(examples, folder.resolve("examples"));
    Path lib = Files.createDirectories(folder.resolve("examples/WEB-INF/lib"));
    Files.copy(jar, lib.resolve(jar.getFileName()), StandardCopyOption.REPLACE_EXISTING);
    addOurLines(folder.resolve("examples/WEB-INF/web.xml"));
    return folder;
  }

  private static void copy(Path from, Path to) throws IOException {
    try (Stream<Path> all = Files.walk(from)) {
      all.forEach(each -> copyOne(each, to.resolve(from.relativize(each).toString())));
    }
  }

  private static void copyOne(Path from, Path to) {
    try {
      if (Files.isDirectory(from)) {
        Files.createDirectories(to);
      } else {
        Files.copy(from, to, StandardCopyOption.REPLACE_EXISTING);
      }
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }

  /**
   * By a parser, since descriptors of the wild have commented-out elements before the real ones.
   */
  private static void addOurLines(Path webXml) throws Exception {
    Document document = parser().parse(webXml.toFile());
    Element root = document.getDocumentElement();
    String lines = OUR_LINES.formatted(root.getNamespaceURI());
    Node ours = parser().parse(new InputSource(new StringReader(lines))).getDocumentElement();
    Node first = root.getElementsByTagName("filter").item(0);
    for (Node each = ours.getFirstChild(); each != null; each = each.getNextSibling()) {
      root.insertBefore(document.importNode(each, true), first);
    }
    TransformerFactory.newInstance()
        .newTransformer()
        .transform(new DOMSource(document), new StreamResult(webXml.toFile()));
  }

  private static DocumentBuilder parser() throws Exception {
    DocumentBuilderFactory factory = DocumentBuilderFactory.newInstance();
    factory.setNamespaceAware(true);
    factory.setFeature("http://apache.org/xml/features/nonvalidating/load-external-dtd", false);
    return factory.newDocumentBuilder();
  }
}
