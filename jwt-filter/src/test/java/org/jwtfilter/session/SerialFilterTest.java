package org.jwtfilter.session;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.IOException;
import java.io.ObjectOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.logging.Level;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** A filter that the server's operator has set for the whole JVM: it holds for sessions too. */
class SerialFilterTest {
  private static final String ITEM = "org.jwtfilter.session.Shop$Item";

  @Test
  void whatTheJvmRejects_isRejected_inSessionsToo() throws Exception {
    assertEquals(
        "session attribute \"a\" cannot be read: the filter of this JVM (jdk.serialFilter) rejects"
            + " it",
        read("-Djdk.serialFilter=!" + ITEM));
  }

  @Test
  void whatTheJvmAllows_isNotAllowedInSessions_byThat() throws Exception {
    assertEquals(
        "session attribute \"b\" cannot be read: the class java.util.logging.Level is not among"
            + " those that sessions may hold: add it, or its package as java.util.logging.**, to"
            + " session-classes",
        read("-Djdk.serialFilter=java.util.logging.*;" + ITEM));
  }

  @Test
  void limitsOfTheJvm_holdToo() throws Exception {
    assertEquals(
        "session attribute \"a\" cannot be read: the filter of this JVM (jdk.serialFilter) rejects"
            + " it",
        read("-Djdk.serialFilter=maxdepth=1;maxrefs=1"));
  }

  @Test
  void withoutAFilterOfTheJvm_oursDecides() throws Exception {
    assertEquals(
        "session attribute \"b\" cannot be read: the class java.util.logging.Level is not among"
            + " those that sessions may hold: add it, or its package as java.util.logging.**, to"
            + " session-classes",
        read());
  }

  private static String read(String... options) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-Xshare:auto"));
    command.addAll(List.of(options));
    command.addAll(List.of("-cp", classPath(), SerialFilterTest.class.getName()));
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    try {
      return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).trim();
    } finally {
      process.destroyForcibly();
    }
  }

  private static String classPath() {
    return location(SessionCodec.class)
        + File.pathSeparator
        + location(SerialFilterTest.class)
        + File.pathSeparator
        + location(Nullable.class);
  }

  private static String location(Class<?> type) {
    return Path.of(type.getProtectionDomain().getCodeSource().getLocation().getPath()).toString();
  }

  /** The other JVM: what becomes of two attributes, the first problem first. */
  public static void main(String[] arguments) throws Exception {
    ClassLoader loader = SerialFilterTest.class.getClassLoader();
    SessionCodec codec =
        new SessionCodec(
            loader, ClassRules.of(List.of("org.jwtfilter.session.Shop"), loader), true);
    Object[] cups = {new Shop.Item("cup", 1)};
    try {
      codec.decode("a", Encoded.of(Forgery.attribute(serialized(cups))));
      codec.decode("b", Encoded.of(Forgery.attribute(serialized(Level.INFO))));
      System.out.println("read");
    } catch (UndecodableException e) {
      System.out.println(e.getMessage());
    }
  }

  private static byte[] serialized(Object value) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
      out.writeObject(value);
    }
    return bytes.toByteArray();
  }
}
