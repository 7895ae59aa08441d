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
          + " org.springframework.util.*");

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

  List<String> settings() {
    return settings;
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
      case SPRING -> List.of("spring: line 2 is kept", "spring: the basket counts and has its service");
      case WICKET -> List.of("wicket: click 1 is counted", "wicket: click 4 is counted");
    };
  }

  /** Whether it is of the time of {@code javax}. */
  boolean old() {
    return this == CONTACTS || this == WICKET;
  }

  /** Whether every Tomcat brings it. */
  boolean ofTomcat() {
    return source.startsWith("webapps/");
  }

  /** As its authors made it: in the distribution of the server, or a WAR of its own. */
  Path source(ServerKind tomcat) {
    Path folder = ofTomcat() ? tomcat.distribution() : Path.of(System.getProperty("applications"));
    return folder.resolve(source);
  }
}
