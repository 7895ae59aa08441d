package org.jwtfilter.example.servers;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/** A WAR that a test puts together. */
public final class WarFile {
  private static final String WEB_APP =
      "<web-app xmlns='https://jakarta.ee/xml/ns/jakartaee' version='6.0'>\n%s</web-app>\n";

  /** What Jetty asks for besides: other servers do not read it. */
  private static final String JETTY_WEB_XML =
      """
      <!DOCTYPE Configure PUBLIC "-//Jetty//Configure//EN" "https://jetty.org/configure_10_0.dtd">
      <Configure>
        <Get name="hiddenClassMatcher">
          <Call name="add"><Arg>-jakarta.security.auth.message.</Arg></Call>
        </Get>
      </Configure>
      """;

  private final Map<String, byte[]> entries = new LinkedHashMap<>();

  /** Adds a text file. */
  public WarFile add(String path, String text) {
    entries.put(path, text.getBytes(StandardCharsets.UTF_8));
    return this;
  }

  /** Adds what stands in {@code web.xml}. */
  public WarFile webXml(String elements) {
    return add("WEB-INF/web.xml", WEB_APP.formatted(elements));
  }

  /** Adds classes, each without those inside it. */
  public WarFile addClasses(Class<?>... classes) {
    for (Class<?> each : classes) {
      String path = each.getName().replace('.', '/') + ".class";
      try (InputStream in = each.getClassLoader().getResourceAsStream(path)) {
        entries.put("WEB-INF/classes/" + path, in.readAllBytes());
      } catch (IOException failed) {
        throw new IllegalStateException(failed);
      }
    }
    return this;
  }

  /** Adds a jar. */
  public WarFile addLibrary(Path jar) throws IOException {
    entries.put("WEB-INF/lib/" + jar.getFileName(), Files.readAllBytes(jar));
    return this;
  }

  /** Adds our jar, and the file with which Jetty lets its auth module in. */
  public WarFile addOurs() throws IOException {
    add("WEB-INF/jetty-web.xml", JETTY_WEB_XML);
    return addLibrary(Path.of(System.getProperty("jwt-filter.jar")));
  }

  /** Writes it. */
  public Path writeTo(Path file) throws IOException {
    try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(file))) {
      for (Map.Entry<String, byte[]> each : entries.entrySet()) {
        zip.putNextEntry(new ZipEntry(each.getKey()));
        zip.write(each.getValue());
      }
    }
    return file;
  }
}
