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
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import javax.xml.XMLConstants;
import javax.xml.parsers.DocumentBuilder;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.Node;
import org.w3c.dom.NodeList;
import org.xml.sax.InputSource;
import org.xml.sax.SAXException;

/**
 * What the application's descriptors say that the Servlet API does not tell: listeners, roles,
 * constraints, and how the container would log in. Descriptors of any age are read, also those with
 * a DTD; nothing outside of them is ever fetched.
 *
 * @param listeners class names, in the order of their declaration
 * @param roles of {@code <security-role>}
 * @param loginPage {@code <form-login-page>}
 * @param loginErrorPage {@code <form-error-page>}
 * @param authMethod {@code <auth-method>}
 * @param realm {@code <realm-name>}
 * @param constraints of {@code <security-constraint>}
 * @param denyUncovered whether there is {@code <deny-uncovered-http-methods>}
 * @param metadataComplete whether annotations do not count
 * @param roleLinks by servlet, what its {@code <security-role-ref>}s call roles, and their names
 */
record WebXml(
    List<String> listeners,
    Set<String> roles,
    Optional<String> loginPage,
    Optional<String> loginErrorPage,
    Optional<String> authMethod,
    Optional<String> realm,
    List<Constraint> constraints,
    boolean denyUncovered,
    boolean metadataComplete,
    Map<String, Map<String, String>> roleLinks) {
  private static final Logger LOG = System.getLogger(WebXml.class.getName());
  private static final String MAIN = "/WEB-INF/web.xml";
  private static final String FRAGMENT = "META-INF/web-fragment.xml";

  static WebXml read(ServletContext context) {
    List<String> listeners = new ArrayList<>();
    Set<String> roles = new LinkedHashSet<>();
    List<Constraint> constraints = new ArrayList<>();
    Optional<Document> main = document(context, MAIN);
    boolean complete =
        main.map(one -> one.getDocumentElement().getAttribute("metadata-complete"))
            .filter("true"::equals)
            .isPresent();
    List<Document> all = new ArrayList<>(main.stream().toList());
    if (!complete) {
      all.addAll(fragments(context));
    }
    all.forEach(
        one -> {
          collect(one, listeners, roles);
          elements(one, "security-constraint")
              .forEach(element -> constraints.addAll(constraints(element)));
        });
    return new WebXml(
        List.copyOf(listeners),
        Collections.unmodifiableSet(roles),
        first(all, "form-login-page"),
        first(all, "form-error-page"),
        first(all, "auth-method"),
        first(all, "realm-name"),
        List.copyOf(constraints),
        main.stream().anyMatch(one -> !texts(one, "deny-uncovered-http-methods").isEmpty()),
        complete,
        roleLinks(all));
  }

  private static Map<String, Map<String, String>> roleLinks(List<Document> documents) {
    Map<String, Map<String, String>> links = new HashMap<>();
    for (Document document : documents) {
      for (Element servlet : elements(document, "servlet")) {
        Map<String, String> own = new HashMap<>();
        for (Element reference : elements(servlet, "security-role-ref")) {
          // Without a link the name is the role's own.
          String name = first(reference, "role-name");
          own.putIfAbsent(name, texts(reference, "role-link").stream().findFirst().orElse(name));
        }
        if (!own.isEmpty()) {
          links.putIfAbsent(first(servlet, "servlet-name"), Map.copyOf(own));
        }
      }
    }
    return Map.copyOf(links);
  }

  /** Whether {@code <auth-method>} is this one. */
  boolean logsInBy(String method) {
    return authMethod.filter(method::equalsIgnoreCase).isPresent();
  }

  private static String first(Element within, String element) {
    return texts(within, element).stream().findFirst().orElse("");
  }

  private static Optional<String> first(List<Document> documents, String element) {
    return documents.stream().flatMap(one -> texts(one, element).stream()).findFirst();
  }

  private static List<Constraint> constraints(Element element) {
    Optional<Set<String>> roles =
        elements(element, "auth-constraint").stream()
            .findFirst()
            .map(one -> Set.copyOf(new LinkedHashSet<>(texts(one, "role-name"))));
    return elements(element, "web-resource-collection").stream()
        .map(one -> constraint(one, roles))
        .toList();
  }

  private static Constraint constraint(Element collection, Optional<Set<String>> roles) {
    Set<String> methods = new LinkedHashSet<>(texts(collection, "http-method"));
    Set<String> omitted = new LinkedHashSet<>(texts(collection, "http-method-omission"));
    List<String> patterns = texts(collection, "url-pattern");
    return methods.isEmpty()
        ? new Constraint(patterns, omitted, true, roles)
        : new Constraint(patterns, methods, false, roles);
  }

  private static void collect(Document document, List<String> listeners, Set<String> roles) {
    listeners.addAll(texts(document, "listener-class"));
    elements(document, "security-role").forEach(role -> roles.addAll(texts(role, "role-name")));
  }

  static List<Element> elements(Node within, String name) {
    NodeList nodes = named(within, name);
    List<Element> elements = new ArrayList<>();
    for (int i = 0; i < nodes.getLength(); i++) {
      if (nodes.item(i) instanceof Element element) {
        elements.add(element);
      }
    }
    return elements;
  }

  private static NodeList named(Node within, String name) {
    return within instanceof Document document
        ? document.getElementsByTagNameNS("*", name)
        : ((Element) within).getElementsByTagNameNS("*", name);
  }

  static List<String> texts(Node within, String element) {
    return texts(named(within, element));
  }

  private static List<String> texts(NodeList nodes) {
    List<String> texts = new ArrayList<>();
    for (int i = 0; i < nodes.getLength(); i++) {
      texts.add(nodes.item(i).getTextContent().strip());
    }
    return texts;
  }

  /** A descriptor; empty where there is none, or none that can be read. */
  static Optional<Document> document(ServletContext context, String path) {
    try (InputStream in = context.getResourceAsStream(path)) {
      return in == null ? Optional.empty() : Optional.of(parse(in));
    } catch (IOException | SAXException | ParserConfigurationException e) {
      LOG.log(Level.WARNING, path + " cannot be read, so listeners and roles in it are unknown", e);
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
