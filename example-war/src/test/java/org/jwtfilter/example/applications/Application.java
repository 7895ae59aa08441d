package org.jwtfilter.example.applications;

import java.nio.file.Path;
import java.util.List;
import org.jwtfilter.example.servers.ServerKind;

/** An application of others, or with the frameworks of others, and how it is migrated. */
enum Application {
  EXAMPLES("webapps/examples", Examples::travel),
  EXAMPLES_LOGIN("webapps/examples", ExamplesLogin::travel),
  MANAGER("webapps/manager", Manager::travel, "session-classes=org.apache.catalina.**"),
  HAWTIO(
      "hawtio.war",
      Hawtio::travel,
      "session-classes=javax.security.auth.**, io.hawt.**, org.apache.catalina.**"),
  CONTACTS(
      "contacts.war",
      Contacts::travel,
      "session-classes=org.springframework.**, jakarta.servlet.**"),
  WICKET(
      "wicket.war",
      Wicket::travel,
      "session-classes=org.apache.wicket.**",
      "session=auto",
      "store="),
  FACES(
      "faces",
      Faces::travel,
      "session-classes=/WEB-INF/classes, com.sun.faces.**, jakarta.faces.**, org.jboss.weld.**",
      "session=auto",
      "store="),
  SPRING(
      "spring",
      Spring::travel,
      "session-classes=/WEB-INF/classes, org.springframework.web.servlet.FlashMap,"
          + " org.springframework.util.*, org.springframework.security.**"),
  VAADIN(
      "vaadin",
      Vaadin::travel,
      "session-classes=/WEB-INF/classes, com.vaadin.flow.**, com.fasterxml.jackson.**,"
          + " elemental.json.**, jakarta.servlet.**, java.util.Comparator",
      "session=store",
      "store="),
  OPEN_WEB_BEANS(
      "owb",
      OpenWebBeans::travel,
      "session-classes=/WEB-INF/classes, org.apache.webbeans.**, jakarta.enterprise.context.**"),
  SHOWCASE(
      "showcase.war", Showcase::travel, "session-classes=/WEB-INF/classes, org.apache.struts2.**"),
  PET_STORE(
      "jpetstore.war",
      PetStore::travel,
      "session-classes=/WEB-INF/classes, net.sourceforge.stripes.**",
      "session=auto",
      "store=");

  /** The folder of those that no repository has. */
  private static final String MORE = "applications.more";

  private final String source;
  private final Visit.Journey journey;
  private final List<String> settings;

  Application(String source, Visit.Journey journey, String... settings) {
    this.source = source;
    this.journey = journey;
    this.settings = List.of(settings);
  }

  Visit.Journey journey() {
    return journey;
  }

  /** What it needs, with the store at this address where it needs one. */
  List<String> settings(String store) {
    return settings.stream().map(one -> one.equals("store=") ? one + store : one).toList();
  }

  /** What stands in the sessions of those that were measured without us. */
  List<Kept> kept() {
    return switch (this) {
      case EXAMPLES ->
          List.of(
              Kept.some("java.lang.String"),
              new Kept("sessions.DummyCart", 426, 287),
              new Kept("num.NumberGuessBean", 248, 194));
      case EXAMPLES_LOGIN, FACES, SPRING, OPEN_WEB_BEANS, SHOWCASE, PET_STORE -> List.of();
      case VAADIN ->
          List.of(
              Kept.some("com.vaadin.flow.server.VaadinSession"),
              Kept.some("java.util.concurrent.locks.ReentrantLock"));
      case MANAGER ->
          List.of(new Kept("org.apache.catalina.filters.CsrfPreventionFilter$LruCache", 585, 396));
      case HAWTIO ->
          List.of(
              Kept.some("java.lang.String"),
              Kept.some("java.lang.Long"),
              new Kept("javax.security.auth.Subject", 633, 400));
      case CONTACTS ->
          List.of(
              new Kept("org.springframework.security.core.context.SecurityContextImpl", 1437, 767),
              new Kept(
                  "org.springframework.security.web.savedrequest.DefaultSavedRequest", 1303, 733),
              new Kept(
                  "org.springframework.security.authentication.BadCredentialsException",
                  4638,
                  1565));
      case WICKET ->
          List.of(
              Kept.between("org.apache.wicket.protocol.http.WebSession", 1000, 19_000, 600, 5800),
              Kept.between(
                  "org.apache.wicket.examples.library.LibrarySession", 1000, 19_000, 600, 5800),
              Kept.between(
                  "org.apache.wicket.examples.authentication1.SignInSession",
                  1000,
                  19_000,
                  600,
                  5800));
    };
  }

  /** What is said of it as a whole. */
  String verdict() {
    return this == WICKET || this == VAADIN ? "store" : "token";
  }

  /**
   * An attribute.
   *
   * @param type the class of its value
   * @param serialized bytes of Java serialization
   * @param deflated bytes of that, compressed
   */
  record Kept(String type, Bytes serialized, Bytes deflated) {
    Kept(String type, int serialized, int deflated) {
      this(type, new Bytes(serialized, serialized), new Bytes(deflated, deflated));
    }

    /** Of a size that nobody has measured. */
    static Kept some(String type) {
      return between(type, 1, Integer.MAX_VALUE, 1, Integer.MAX_VALUE);
    }

    /** Of a size that depends on the page. */
    static Kept between(String type, int least, int most, int leastDeflated, int mostDeflated) {
      return new Kept(type, new Bytes(least, most), new Bytes(leastDeflated, mostDeflated));
    }
  }

  /** Within which limits; a tenth more or less is as good. */
  record Bytes(int least, int most) {
    boolean isNear(int bytes) {
      return bytes * 10L >= least * 9L && bytes * 10L <= most * 11L;
    }
  }

  /** What two servers lose of it that share nothing, among other things. */
  List<String> losses() {
    return switch (this) {
      case EXAMPLES ->
          List.of(
              "session: its id stays",
              "session: alpha is kept",
              "was put (200",
              "guess: number 2 is counted");
      case EXAMPLES_LOGIN -> List.of("login: still in", "login: k1 is kept");
      case MANAGER -> List.of("manager: the number of the page is taken");
      case HAWTIO -> List.of("hawtio: still logged in", "hawtio: the subject is there");
      case CONTACTS -> List.of("contacts: still logged in");
      case FACES -> List.of("faces: step 2 is kept", "faces: the visitor is known");
      case SPRING ->
          List.of(
              "spring: line 2 is kept",
              "spring: the login leads to what was asked for",
              "spring: the basket counts and has its service");
      case OPEN_WEB_BEANS -> List.of("owb: 2 is counted", "owb: 9 is counted");
      case SHOWCASE -> List.of("showcase: AE are known", "showcase: form 1 is taken");
      case PET_STORE -> List.of("pets: 2 of one in the cart", "pets: still signed in");
      case VAADIN ->
          List.of("vaadin: hello 2 is heard", "vaadin: click 2 is counted", "vaadin: row 2");
      case WICKET -> List.of("wicket: click 1 is counted", "wicket: click 4 is counted");
    };
  }

  /** Whether it is of the time of {@code javax}. */
  boolean old() {
    return this == CONTACTS || this == WICKET || this == PET_STORE;
  }

  /** Whether every Tomcat brings it. */
  boolean ofTomcat() {
    return source.startsWith("webapps/");
  }

  /** As its authors made it: in the distribution of the server, or a WAR of its own. */
  Path source(ServerKind tomcat) {
    if (ofTomcat()) {
      return tomcat.distribution().resolve(source);
    }
    return Path.of(System.getProperty(madeByHand() ? MORE : "applications")).resolve(source);
  }

  /** Whether it has to be built from its source. */
  private boolean madeByHand() {
    return this == SHOWCASE || this == PET_STORE;
  }

  /** Whether somebody has said where it is. */
  boolean isThere() {
    return !madeByHand() || System.getProperty(MORE) != null;
  }
}
