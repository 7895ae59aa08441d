package org.jwtfilter.example.tomcat;

import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import javax.xml.parsers.DocumentBuilder;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.transform.TransformerFactory;
import javax.xml.transform.dom.DOMSource;
import javax.xml.transform.stream.StreamResult;
import org.jwtfilter.example.servers.Layout;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.Node;
import org.xml.sax.InputSource;

/**
 * A folder with the examples twice: with our jar and lines as {@code /examples}, untouched as
 * {@code /before}.
 */
final class ExamplesFolder {
  private ExamplesFolder() {}

  /** Prepares the folder from an unpacked distribution. */
  static Path prepare(Path distribution, Path jar, Path folder) throws Exception {
    Path examples = distribution.resolve("webapps/examples");
    Layout.copyTree(examples, folder.resolve("before"));
    Layout.copyTree(examples, folder.resolve("examples"));
    Path lib = Files.createDirectories(folder.resolve("examples/WEB-INF/lib"));
    Files.copy(jar, lib.resolve(jar.getFileName()), StandardCopyOption.REPLACE_EXISTING);
    addOurLines(folder.resolve("examples/WEB-INF/web.xml"));
    return folder;
  }

  /**
   * By a parser, since descriptors of the wild have commented-out elements before the real ones.
   */
  private static void addOurLines(Path webXml) throws Exception {
    Document document = parser().parse(webXml.toFile());
    Element root = document.getDocumentElement();
    String lines =
        "<lines xmlns='%s'>".formatted(root.getNamespaceURI()) + Layout.OUR_LINES + "</lines>";
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
