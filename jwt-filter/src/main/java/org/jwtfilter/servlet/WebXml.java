package org.jwtfilter.servlet;

import jakarta.servlet.ServletContext;
import java.io.IOException;
import java.io.InputStream;
import java.io.StringReader;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.net.URL;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import javax.xml.XMLConstants;
import javax.xml.parsers.DocumentBuilder;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.w3c.dom.Document;
import org.w3c.dom.NodeList;
import org.xml.sax.InputSource;
import org.xml.sax.SAXException;

/**
 * What the application's descriptors say that the Servlet API does not tell: listeners, roles, and
 * the pages of a form login. Descriptors of any age are read, also those with a DTD; nothing
 * outside of them is ever fetched.
 *
 * @param listeners class names, in the order of their declaration
 * @param roles of {@code <security-role>}
 * @param loginPage {@code <form-login-page>}
 * @param loginErrorPage {@code <form-error-page>}
 * @param formLogin whether {@code <auth-method>} is FORM
 * @param constraints whether a {@code <security-constraint>} asks for a login
 * @param metadataComplete whether annotations do not count
 */
record WebXml(
    List<String> listeners,
    Set<String> roles,
    Optional<String> loginPage,
    Optional<String> loginErrorPage,
    boolean formLogin,
    boolean constraints,
    boolean metadataComplete) {
  private static final Logger LOG = System.getLogger(WebXml.class.getName());
  private static final String MAIN = "/WEB-INF/web.xml";
  private static final String FRAGMENT = "META-INF/web-fragment.xml";

  static WebXml read(ServletContext context) {
    List<String> listeners = new ArrayList<>();
    Set<String> roles = new LinkedHashSet<>();
    Optional<Document> main = main(context);
    boolean complete =
        main.map(one -> one.getDocumentElement().getAttribute("metadata-complete"))
            .filter("true"::equals)
            .isPresent();
    main.ifPresent(one -> collect(one, listeners, roles));
    if (!complete) {
      fragments(context).forEach(one -> collect(one, listeners, roles));
    }
    return new WebXml(
        List.copyOf(listeners),
        Collections.unmodifiableSet(roles),
        main.flatMap(one -> texts(one, "form-login-page").stream().findFirst()),
        main.flatMap(one -> texts(one, "form-error-page").stream().findFirst()),
        main.stream().anyMatch(one -> texts(one, "auth-method").contains("FORM")),
        main.stream().anyMatch(one -> !texts(one, "auth-constraint").isEmpty()),
        complete);
  }

  private static void collect(Document document, List<String> listeners, Set<String> roles) {
    listeners.addAll(texts(document, "listener-class"));
    NodeList declared = document.getElementsByTagNameNS("*", "security-role");
    for (int i = 0; i < declared.getLength(); i++) {
      if (declared.item(i) instanceof org.w3c.dom.Element role) {
        roles.addAll(texts(role.getElementsByTagNameNS("*", "role-name")));
      }
    }
  }

  private static List<String> texts(Document document, String element) {
    return texts(document.getElementsByTagNameNS("*", element));
  }

  private static List<String> texts(NodeList nodes) {
    List<String> texts = new ArrayList<>();
    for (int i = 0; i < nodes.getLength(); i++) {
      texts.add(nodes.item(i).getTextContent().strip());
    }
    return texts;
  }

  private static Optional<Document> main(ServletContext context) {
    try (InputStream in = context.getResourceAsStream(MAIN)) {
      return in == null ? Optional.empty() : Optional.of(parse(in));
    } catch (IOException | SAXException | ParserConfigurationException e) {
      LOG.log(Level.WARNING, MAIN + " cannot be read, so listeners and roles in it are unknown", e);
      return Optional.empty();
    }
  }

  private static List<Document> fragments(ServletContext context) {
    List<Document> fragments = new ArrayList<>();
    try {
      for (URL url : Collections.list(context.getClassLoader().getResources(FRAGMENT))) {
        try (InputStream in = url.openStream()) {
          fragments.add(parse(in));
        }
      }
    } catch (IOException | SAXException | ParserConfigurationException e) {
      LOG.log(Level.WARNING, "a " + FRAGMENT + " cannot be read; its listeners are unknown", e);
    }
    return fragments;
  }

  private static Document parse(InputStream in)
      throws IOException, SAXException, ParserConfigurationException {
    DocumentBuilderFactory factory = DocumentBuilderFactory.newDefaultInstance();
    factory.setNamespaceAware(true);
    factory.setFeature(XMLConstants.FEATURE_SECURE_PROCESSING, true);
    factory.setFeature("http://xml.org/sax/features/external-general-entities", false);
    factory.setFeature("http://xml.org/sax/features/external-parameter-entities", false);
    factory.setFeature("http://apache.org/xml/features/nonvalidating/load-external-dtd", false);
    DocumentBuilder builder = factory.newDocumentBuilder();
    builder.setEntityResolver((publicId, systemId) -> new InputSource(new StringReader("")));
    return builder.parse(in);
  }
}
