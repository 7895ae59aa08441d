package org.jwtfilter.migrate;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.StringReader;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import javax.xml.parsers.DocumentBuilder;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;
import org.xml.sax.InputSource;
import org.xml.sax.SAXException;

/**
 * A web.xml of any age, as its author wrote it: lines are put into its text, so that everything
 * else in it stays as it is, to the last blank.
 */
final class Descriptor {
  static final String PATH = "WEB-INF/web.xml";

  private static final String NONE =
      """
      <?xml version="1.0" encoding="UTF-8"?>
      <web-app xmlns="https://jakarta.ee/xml/ns/jakartaee" version="6.0">
      </web-app>
      """;

  private static final String FILTER = "org.jwtfilter.servlet.JwtFilter";

  private final String text;
  private final Charset charset;
  private final Element root;

  private Descriptor(String text, Charset charset, Element root) {
    this.text = text;
    this.charset = charset;
    this.root = root;
  }

  /** Of an application that has none. */
  static Descriptor none() throws CannotMigrate {
    return of(NONE.getBytes(StandardCharsets.UTF_8));
  }

  static Descriptor of(byte[] bytes) throws CannotMigrate {
    try {
      Element root = parse(bytes).getDocumentElement();
      Charset charset = charset(bytes);
      if (!"web-app".equals(local(root))) {
        throw new CannotMigrate(
            PATH + " is no descriptor: its root is <" + root.getTagName() + ">");
      }
      return new Descriptor(new String(bytes, charset), charset, root);
    } catch (SAXException | XMLStreamException | IOException e) {
      throw new CannotMigrate(PATH + " cannot be read; mend it first: " + e.getMessage());
    } catch (ParserConfigurationException e) {
      throw new IllegalStateException("this JDK has no XML parser", e);
    }
  }

  private static Charset charset(byte[] bytes) throws XMLStreamException {
    XMLInputFactory factory = XMLInputFactory.newDefaultFactory();
    factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
    XMLStreamReader reader = factory.createXMLStreamReader(new ByteArrayInputStream(bytes));
    String declared = reader.getCharacterEncodingScheme();
    String found = reader.getEncoding();
    return Charset.forName(
        // Of UTF-16 the parser alone has seen which of the two it is.
        declared == null || declared.equalsIgnoreCase("UTF-16") ? found : declared);
  }

  private static Document parse(byte[] bytes)
      throws ParserConfigurationException, SAXException, IOException {
    DocumentBuilderFactory factory = DocumentBuilderFactory.newDefaultInstance();
    factory.setNamespaceAware(true);
    DocumentBuilder builder = factory.newDocumentBuilder();
    // DTDs of the wild are named by addresses that are long gone; none is ever fetched.
    builder.setEntityResolver((name, address) -> new InputSource(new StringReader("")));
    builder.setErrorHandler(null);
    return builder.parse(new ByteArrayInputStream(bytes));
  }

  /** Whether it declares our filter already, or configures it. */
  boolean hasOurs() {
    return texts("filter-class").contains(FILTER)
        || texts("param-name").stream().anyMatch(name -> name.startsWith("jwt."));
  }

  /** Whether filters with {@code async-supported} may stand in it: Servlet 3.0. */
  boolean knowsAsyncFilters() {
    String version = root.getAttribute("version").strip();
    return version.matches("\\d+(\\.\\d+)?") && Double.parseDouble(version) >= 3;
  }

  /** Whether the order of fragments leaves out those that it does not name. */
  boolean leavesOutFragments() {
    return has("absolute-ordering") && !has("others");
  }

  Optional<String> authMethod() {
    return texts("auth-method").stream().findFirst();
  }

  /** The classes and names that it mentions; a class of {@code javax} tells its age. */
  boolean mentionsJavax() {
    return root.getTextContent().contains("javax.servlet.")
        || root.getTextContent().contains("javax.faces.");
  }

  private boolean has(String element) {
    return elements(element).getLength() > 0;
  }

  private Set<String> texts(String element) {
    NodeList found = elements(element);
    return IntStream.range(0, found.getLength())
        .mapToObj(i -> found.item(i).getTextContent().strip())
        .collect(Collectors.toSet());
  }

  private NodeList elements(String name) {
    return root.getElementsByTagNameNS("*", name);
  }

  private static String local(Element element) {
    String local = element.getLocalName();
    return local == null ? element.getTagName() : local;
  }

  /** With these lines in front of everything that could matter to their order. */
  Change with(Lines lines) {
    Outline outline = Outline.of(text);
    String prefix = root.getPrefix() == null ? "" : root.getPrefix() + ":";
    String added =
        knowsAsyncFilters()
            ? lines.filter(prefix, texts("filter-name"))
            : lines.contextParams(prefix);
    int at = knowsAsyncFilters() ? outline.start() : outline.afterHead();
    String broken = text.contains("\r\n") ? added.replace("\n", "\r\n") : added;
    return new Change(outline.text(), at, broken, charset);
  }
}
