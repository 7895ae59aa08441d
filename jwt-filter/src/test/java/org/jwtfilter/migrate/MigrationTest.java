package org.jwtfilter.migrate;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MigrationTest {
  private static final String JAKARTA =
      """
      <?xml version="1.0" encoding="UTF-8"?>
      <web-app xmlns="https://jakarta.ee/xml/ns/jakartaee" version="6.0">
        <filter>
          <filter-name>first</filter-name>
          <filter-class>shop.First</filter-class>
        </filter>
      </web-app>
      """;

  /** Not one of ours until somebody says so: javac would write the same into its constants. */
  private static final byte[] OLD_CLASS = bytes("....javax/servlet/http/HttpServlet....");

  private static final byte[] NEW_CLASS = bytes("....jakarta/servlet/http/HttpServlet....");

  @TempDir private Path folder;
  private final Map<String, byte[]> files = new LinkedHashMap<>();
  private Path app;
  private Path out;
  private OwnJar jar;

  @BeforeEach
  void world() throws IOException {
    app = folder.resolve("shop.war");
    out = folder.resolve("new").resolve("shop.war");
    jar = new OwnJar(folder.resolve("jwt-filter-1-all.jar"));
    pack(
        jar.file(),
        Map.of(
            "org/jwtfilter/servlet/JwtFilter.class",
            bytes("filter"),
            "org/jwtfilter/shaded/auth0/JWT.class",
            bytes("engine"),
            "org/jwtfilter/migrate/Main.class",
            bytes("command"),
            OwnJar.JAKARTA,
            bytes("library")));
    files.put("index.jsp", bytes("<html/>"));
    files.put("WEB-INF/classes/shop/Shop.class", NEW_CLASS);
  }

  @Test
  void filter_comes_before_all_others_for_requests_of_every_kind() throws Exception {
    String webXml = migrated(JAKARTA);

    assertEquals(
        """
        <?xml version="1.0" encoding="UTF-8"?>
        <web-app xmlns="https://jakarta.ee/xml/ns/jakartaee" version="6.0">
          <filter>
            <filter-name>jwt</filter-name>
            <filter-class>org.jwtfilter.servlet.JwtFilter</filter-class>
            <async-supported>true</async-supported>
            <init-param><param-name>keys</param-name><param-value>hmac:env:JWT_KEY</param-value></init-param>
            <init-param><param-name>session</param-name><param-value>token</param-value></init-param>
          </filter>
          <filter-mapping>
            <filter-name>jwt</filter-name>
            <url-pattern>/*</url-pattern>
            <dispatcher>REQUEST</dispatcher>
            <dispatcher>FORWARD</dispatcher>
            <dispatcher>INCLUDE</dispatcher>
            <dispatcher>ERROR</dispatcher>
            <dispatcher>ASYNC</dispatcher>
          </filter-mapping>
          <filter>
            <filter-name>first</filter-name>
            <filter-class>shop.First</filter-class>
          </filter>
        </web-app>
        """,
        webXml);
  }

  @Test
  void everything_else_stays_as_it_is_in_its_order() throws Exception {
    migrated(JAKARTA);

    try (War war = War.open(out)) {
      assertEquals(
          List.of(
              "index.jsp",
              "WEB-INF/classes/shop/Shop.class",
              Descriptor.PATH,
              "WEB-INF/lib/jwt-filter-1-all.jar"),
          war.names());
      assertArrayEquals(NEW_CLASS, war.read("WEB-INF/classes/shop/Shop.class").orElseThrow());
    }
  }

  @Test
  void jar_by_another_name_gets_one_that_says_whose_it_is() throws Exception {
    jar = new OwnJar(Files.move(jar.file(), folder.resolve("tool.jar")));
    migrated(JAKARTA);

    try (War war = War.open(out)) {
      assertEquals(Optional.of("WEB-INF/lib/jwt-filter-tool.jar"), war.ours());
    }
  }

  @Test
  void application_itself_is_not_touched() throws Exception {
    files.put(Descriptor.PATH, bytes(JAKARTA));
    pack(app, files);
    byte[] before = Files.readAllBytes(app);

    run();

    assertArrayEquals(before, Files.readAllBytes(app));
  }

  @Test
  void command_and_library_stay_out_of_the_application() throws Exception {
    migrated(JAKARTA);

    try (War war = War.open(out)) {
      Path inner = folder.resolve("inner.jar");
      Files.write(inner, war.read("WEB-INF/lib/jwt-filter-1-all.jar").orElseThrow());
      try (War ours = War.open(inner)) {
        assertEquals(
            List.of(
                "org/jwtfilter/servlet/JwtFilter.class", "org/jwtfilter/shaded/auth0/JWT.class"),
            ours.names().stream().sorted().toList());
      }
    }
  }

  @Test
  void settings_are_written_as_they_are_said_and_replace_the_usual_ones() throws Exception {
    String webXml =
        migrated(JAKARTA, "--set", "session=auto", "--set", "protect-roles=/a/*=x & <y>");

    assertTrue(webXml.contains("<param-name>session</param-name><param-value>auto</param-value>"));
    assertTrue(webXml.contains("<param-value>/a/*=x &amp; &lt;y&gt;</param-value>"));
    assertTrue(webXml.contains("hmac:env:JWT_KEY"));
  }

  @Test
  void settings_that_are_wrong_are_all_said_before_anything_is_written() {
    CannotMigrate e =
        assertThrows(
            CannotMigrate.class,
            () -> migrated(JAKARTA, "--set", "sesion=token", "--set", "lifetime=soon"));

    assertTrue(e.getMessage().contains("did you mean session?"), e.getMessage());
    assertTrue(e.getMessage().contains("lifetime"), e.getMessage());
    assertFalse(Files.exists(out));
  }

  @Test
  void values_that_only_the_node_knows_are_left_to_it() throws Exception {
    String webXml = migrated(JAKARTA, "--set", "lifetime=${env:NOT_KNOWN_HERE}");

    assertTrue(webXml.contains("${env:NOT_KNOWN_HERE}"));
  }

  /** As old descriptors are written, with a DTD that nobody serves any more. */
  @Test
  void descriptor_of_servlet_2_3_gets_what_it_can_hold_where_it_may_stand() throws Exception {
    String webXml =
        migrated(
            """
            <?xml version="1.0" encoding="ISO-8859-1"?>
            <!-- <web-app><filter/></web-app> -->
            <!DOCTYPE web-app PUBLIC "-//Sun Microsystems, Inc.//DTD Web Application 2.3//EN"
              "http://java.sun.com/dtd/web-app_2_3.dtd" [ <!ENTITY x "a>b"> <!-- ]> --> ]>
            <web-app>
              <display-name>Shop</display-name>
              <description>über <![CDATA[</web-app>]]></description>
              <context-param><param-name>a</param-name><param-value>b</param-value></context-param>
            </web-app>
            """,
            StandardCharsets.ISO_8859_1);

    assertTrue(
        webXml
            .replace("\n  ", "\n")
            .contains(
                """
              <description>über <![CDATA[</web-app>]]></description>
              <context-param><param-name>jwt.keys</param-name><param-value>hmac:env:JWT_KEY</param-value></context-param>
              <context-param><param-name>jwt.session</param-name><param-value>token</param-value></context-param>
              <context-param><param-name>a</param-name>"""),
        webXml);
    assertFalse(webXml.contains("async-supported"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"2.4", "2.5"})
  void descriptor_that_knows_no_asynchronous_filters_gets_context_parameters(String version)
      throws Exception {
    String webXml =
        migrated("<web-app xmlns='http://java.sun.com/xml/ns/javaee' version='" + version + "'/>");

    assertTrue(webXml.contains("<context-param><param-name>jwt.keys</param-name>"), webXml);
    assertTrue(webXml.endsWith("</web-app>"), webXml);
  }

  @ParameterizedTest
  @ValueSource(strings = {"3.0", "3.1", "4.0", "5.0", "6.1"})
  void descriptor_since_servlet_3_0_gets_the_filter(String version) throws Exception {
    String webXml = migrated("<web-app version=\"" + version + "\" a='>' ></web-app>");

    assertTrue(webXml.startsWith("<web-app version=\"" + version + "\" a='>' >\n  <filter>"));
  }

  @Test
  void application_without_descriptor_gets_one_of_our_time() throws Exception {
    pack(app, files);
    run();

    String webXml = written();
    assertTrue(webXml.contains("version=\"6.0\""));
    assertTrue(webXml.contains("org.jwtfilter.servlet.JwtFilter"));
  }

  @Test
  void prefix_of_the_document_is_kept() throws Exception {
    String webXml =
        migrated("<j:web-app xmlns:j='https://jakarta.ee/xml/ns/jakartaee' version='6.0'/>");

    assertTrue(webXml.contains("<j:filter-name>jwt</j:filter-name>"), webXml);
    assertTrue(webXml.endsWith("</j:web-app>"), webXml);
  }

  @Test
  void name_of_another_filter_is_not_taken() throws Exception {
    String webXml = migrated(JAKARTA.replace("first", "jwt"));

    assertTrue(webXml.contains("<filter-name>jwt2</filter-name>"));
  }

  @Test
  void line_breaks_and_encoding_stay() throws Exception {
    String webXml =
        migrated(
            "<?xml version='1.0' encoding='UTF-16'?>\r\n<web-app version='6.0'>\r\n<!-- € -->"
                + "\r\n</web-app>",
            StandardCharsets.UTF_16);

    assertTrue(webXml.contains("<web-app version='6.0'>\r\n  <filter>\r\n"), webXml);
    assertTrue(webXml.contains("€"));
  }

  @Test
  void old_application_is_refused_with_the_hint() {
    files.put("WEB-INF/classes/shop/Shop.class", OLD_CLASS);

    CannotMigrate e = assertThrows(CannotMigrate.class, () -> migrated(JAKARTA));

    assertEquals(
        "it was made for Java EE, before javax.servlet became jakarta.servlet (see"
            + " WEB-INF/classes/shop/Shop.class); add --jakarta to have it converted first.",
        e.getMessage());
  }

  @Test
  void old_descriptor_tells_the_age_of_an_application_without_classes() {
    files.remove("WEB-INF/classes/shop/Shop.class");

    assertThrows(
        CannotMigrate.class,
        () ->
            migrated(
                "<web-app version='3.0'><servlet><servlet-class>javax.faces.webapp.FacesServlet"
                    + "</servlet-class></servlet></web-app>"));
  }

  @Test
  void old_library_beside_new_ones_is_no_sign_of_age() throws Exception {
    files.remove("WEB-INF/classes/shop/Shop.class");
    files.put("WEB-INF/lib/log.jar", zip(Map.of("log/Old.class", OLD_CLASS)));
    files.put("WEB-INF/lib/web.jar", zip(Map.of("web/New.class", NEW_CLASS)));

    assertTrue(migrated(JAKARTA).contains("JwtFilter"));
  }

  @Test
  void old_libraries_alone_are() {
    files.remove("WEB-INF/classes/shop/Shop.class");
    files.put("WEB-INF/lib/web.jar", zip(Map.of("web/Old.class", OLD_CLASS)));

    CannotMigrate e = assertThrows(CannotMigrate.class, () -> migrated(JAKARTA));

    assertTrue(e.getMessage().contains("WEB-INF/lib/web.jar!/web/Old.class"), e.getMessage());
  }

  @Test
  void application_that_has_us_already_is_refused() throws Exception {
    String first = migrated(JAKARTA);

    CannotMigrate byLines = assertThrows(CannotMigrate.class, () -> migrated(first));
    assertTrue(byLines.getMessage().contains("has jwt-filter already"), byLines.getMessage());
    files.put("WEB-INF/lib/jwt-filter-0-all.jar", bytes("old"));
    assertThrows(CannotMigrate.class, () -> migrated(JAKARTA));
  }

  @Test
  void file_that_is_not_from_us_is_not_overwritten_and_one_from_us_is() throws Exception {
    migrated(JAKARTA);
    migrated(JAKARTA);
    Files.write(out, zip(Map.of("precious", bytes("1"))));

    CannotMigrate e = assertThrows(CannotMigrate.class, () -> migrated(JAKARTA));

    assertTrue(e.getMessage().contains("is there already"), e.getMessage());
    try (War war = War.open(out)) {
      assertEquals(List.of("precious"), war.names());
    }
  }

  @Test
  void application_is_never_its_own_target() throws Exception {
    files.put(Descriptor.PATH, bytes(JAKARTA));
    pack(app, files);
    out = folder.resolve("new/../shop.war");
    Files.createDirectories(folder.resolve("new"));

    assertThrows(CannotMigrate.class, this::run);
  }

  @Test
  void what_is_no_application_is_refused() throws Exception {
    Files.write(app, bytes("text"));
    assertThrows(CannotMigrate.class, this::run);
    pack(app, Map.of("META-INF/application.xml", bytes("<application/>")));
    assertTrue(assertThrows(CannotMigrate.class, this::run).getMessage().contains("EAR"));
    Files.delete(app);
    assertThrows(CannotMigrate.class, this::run);
    assertFalse(Files.exists(out));
  }

  @ParameterizedTest
  @ValueSource(strings = {"<web-app>", "<application/>", "", "\0", "<web-app/><x/>"})
  void descriptor_that_is_none_is_refused(String text) {
    assertThrows(CannotMigrate.class, () -> migrated(text));
    assertFalse(Files.exists(out));
  }

  @Test
  void folder_of_an_application_is_taken_as_well() throws Exception {
    app = Files.createDirectories(folder.resolve("unpacked"));
    Files.createDirectories(app.resolve("WEB-INF"));
    Files.writeString(app.resolve(Descriptor.PATH), JAKARTA);

    run();

    assertTrue(written().contains("JwtFilter"));
  }

  @Test
  void signature_of_the_application_as_it_was_is_left_out() throws Exception {
    files.put("META-INF/MANIFEST.MF", bytes("Manifest-Version: 1.0\n"));
    files.put("META-INF/SHOP.SF", bytes("x"));
    files.put("META-INF/SHOP.RSA", bytes("x"));
    migrated(JAKARTA);

    try (War war = War.open(out)) {
      assertTrue(war.has("META-INF/MANIFEST.MF"));
      assertFalse(war.has("META-INF/SHOP.SF"));
      assertFalse(war.has("META-INF/SHOP.RSA"));
    }
  }

  @Test
  void report_shows_the_lines_and_what_is_left_to_do() throws Exception {
    files.put(
        Descriptor.PATH,
        bytes(
            "<web-app version='6.0'>\n<absolute-ordering/>\n<login-config><auth-method>FORM"
                + "</auth-method></login-config></web-app>"));
    pack(app, files);

    String report = run();

    assertTrue(report.contains("WEB-INF/lib/jwt-filter-1-all.jar added"), report);
    assertTrue(report.contains("    + <filter>\n    +   <filter-name>jwt</filter-name>"), report);
    assertTrue(report.contains("JWT_KEY=\"$(openssl rand -base64 48)\""), report);
    assertTrue(report.contains("it logs in by FORM"), report);
    assertTrue(report.contains("<absolute-ordering> leaves our jar out"), report);
  }

  @Test
  void another_jar_than_the_one_with_everything_in_it_is_refused() throws Exception {
    pack(jar.file(), Map.of("org/jwtfilter/servlet/JwtFilter.class", bytes("filter")));

    CannotMigrate e = assertThrows(CannotMigrate.class, () -> migrated(JAKARTA));

    assertTrue(e.getMessage().contains("all-in-one"), e.getMessage());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "move a.war --to b.war",
        "migrate",
        "migrate a.war",
        "migrate --to b.war",
        "migrate a.war b.war --to c.war",
        "migrate a.war --to",
        "migrate a.war --to b.war --set",
        "migrate a.war --to b.war --set session",
        "migrate a.war --to b.war --sets a=b"
      })
  void command_that_is_not_understood_shows_how_it_is_used(String line) {
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    PrintStream print = new PrintStream(err, true, StandardCharsets.UTF_8);

    assertEquals(2, Main.run(List.of(line.split(" ")), print, print));
    assertTrue(err.toString(StandardCharsets.UTF_8).contains("migrate APP.war --to OUT.war"));
  }

  private String migrated(String webXml, String... arguments) throws Exception {
    return migrated(webXml, StandardCharsets.UTF_8, arguments);
  }

  private String migrated(String webXml, Charset charset, String... arguments) throws Exception {
    files.put(Descriptor.PATH, webXml.getBytes(charset));
    pack(app, files);
    run(arguments);
    try (War war = War.open(out)) {
      return new String(war.read(Descriptor.PATH).orElseThrow(), charset);
    }
  }

  private String run(String... arguments) throws Exception {
    List<String> all = new ArrayList<>(List.of("migrate", app.toString(), "--to", out.toString()));
    all.addAll(List.of(arguments));
    return new Migration(Order.of(all), jar).run();
  }

  private String written() throws Exception {
    try (War war = War.open(out)) {
      return new String(war.read(Descriptor.PATH).orElseThrow(), StandardCharsets.UTF_8);
    }
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static void pack(Path file, Map<String, byte[]> files) throws IOException {
    Files.write(file, zip(files));
  }

  private static byte[] zip(Map<String, byte[]> files) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ZipOutputStream out = new ZipOutputStream(bytes)) {
      for (Map.Entry<String, byte[]> file : files.entrySet()) {
        out.putNextEntry(new ZipEntry(file.getKey()));
        out.write(file.getValue());
        out.closeEntry();
      }
    } catch (IOException e) {
      throw new AssertionError(e);
    }
    return bytes.toByteArray();
  }
}
