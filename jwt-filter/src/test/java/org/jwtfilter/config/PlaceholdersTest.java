package org.jwtfilter.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What ${kind:key} in a value stands for. */
class PlaceholdersTest {
  @Test
  void placeholder_is_replaced_by_what_it_stands_for() {
    assertEquals(SameSite.LAX, Web.value(Options.COOKIE_SAME_SITE, "${env:MODE}"));
    assertEquals("https://login.example", Web.value(Options.ISSUER, "${file:/run/issuer}"));
    assertEquals("/app", Web.value(Options.COOKIE_PATH, "${jndi:java:comp/env/path}"));
  }

  @Test
  void placeholder_may_be_part_of_a_value() {
    assertEquals(
        List.of("hmac:base64:c2VjcmV0LW9mLXRoZS1zaG9w"),
        Web.value(Options.KEYS, "hmac:base64:${sys:shop.key}"));
    assertEquals("lax-/app", Web.value(Options.ISSUER, "${env:MODE}-${jndi:java:comp/env/path}"));
  }

  @Test
  void placeholder_in_what_a_placeholder_stands_for_is_plain_text() {
    assertEquals(List.of("${env:BAD}"), Web.value(Options.AUDIENCE, "${env:TRICK}"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "${env:NOPE} | the environment has no variable NOPE; set it where the server starts",
        "${sys:no.pe} | there is no system property no.pe; start the server with -Dno.pe=…",
        "${file:/nope} | the file /nope cannot be read as text of at most 64 KB; check that the"
            + " path is absolute and that the server may read it",
        "${jndi:java:comp/env/no} | there is no JNDI entry java:comp/env/no; declare an env-entry,"
            + " and begin the name with java:comp/env/"
      })
  void unresolved_placeholder_names_kind_and_key_and_what_to_do(String text, String advice) {
    assertEquals(
        List.of(text + " stands for nothing: " + advice), Web.refusals(Options.KEYS, text));
  }

  @Test
  void unresolved_placeholders_of_one_value_are_all_reported() {
    assertEquals(2, Web.refusals(Options.KEYS, "${env:A} ${env:B}").size());
  }

  @Test
  void unknown_kind_is_refused_with_the_known_ones() {
    assertEquals(
        List.of("${vault:…} is not one of ${env:…}, ${sys:…}, ${file:…}, ${jndi:…}"),
        Web.refusals(Options.ISSUER, "${vault:secret/key}"));
  }

  @ParameterizedTest
  @CsvSource({"${user.home}", "${env:}", "${}"})
  void placeholder_without_kind_or_name_is_refused(String text) {
    assertEquals(
        List.of(text + " needs a kind and a name, as in ${env:NAME}"),
        Web.refusals(Options.ISSUER, text));
  }

  @ParameterizedTest
  @CsvSource({"${env:A", "${", "${env:${sys:b}}"})
  void placeholder_without_end_or_within_another_is_refused(String text) {
    assertEquals(
        List.of("the placeholder in it has no end; write it as ${env:NAME}"),
        Web.refusals(Options.ISSUER, text));
  }

  @Test
  void empty_content_is_a_problem_and_not_the_default() {
    assertEquals(
        List.of("the value is empty; give one or remove the parameter"),
        Web.refusals(Options.PROTECT, "${env:EMPTY}"));
  }

  @Test
  void bad_content_is_not_shown() {
    assertEquals(
        List.of("the value of \"${env:BAD}\" is not one of on, off, allow-missing-origin"),
        Web.refusals(Options.CSRF, "${env:BAD}"));
  }

  @Test
  void system_reads_environment_and_properties() {
    Map.Entry<String, String> variable = System.getenv().entrySet().iterator().next();
    Placeholders system = Placeholders.system();
    assertEquals(Optional.of(variable.getValue()), system.resolve("env", variable.getKey()));
    assertEquals(
        Optional.of(System.getProperty("java.version")), system.resolve("sys", "java.version"));
    assertEquals(Optional.empty(), system.resolve("env", "NO_SUCH_VARIABLE_HERE"));
    assertEquals(Optional.empty(), system.resolve("sys", "no.such.property.here"));
    assertEquals(Optional.empty(), system.resolve("other", "x"));
  }

  @Test
  void system_reads_a_file_without_its_last_line_break(@TempDir Path folder) throws IOException {
    assertEquals(Optional.of("a\nü"), file(folder, "a\nü\n".getBytes(StandardCharsets.UTF_8)));
    assertEquals(Optional.of("a\n"), file(folder, "a\n\r\n".getBytes(StandardCharsets.UTF_8)));
    assertEquals(Optional.of(""), file(folder, new byte[0]));
  }

  @Test
  void system_refuses_files_that_are_no_short_text(@TempDir Path folder) throws IOException {
    byte[] longest = "x".repeat(64 * 1024).getBytes(StandardCharsets.UTF_8);
    byte[] tooLong = "x".repeat(64 * 1024 + 1).getBytes(StandardCharsets.UTF_8);
    assertEquals(64 * 1024, file(folder, longest).orElseThrow().length());
    assertEquals(Optional.empty(), file(folder, tooLong));
    assertEquals(Optional.empty(), file(folder, new byte[] {(byte) 0xff}));
    assertEquals(Optional.empty(), Placeholders.system().resolve("file", folder.toString()));
    assertEquals(Optional.empty(), Placeholders.system().resolve("file", "pom.xml"));
    assertEquals(Optional.empty(), Placeholders.system().resolve("file", "/a\0b"));
    assertFalse(Files.exists(Path.of("/no/such/file")));
    assertEquals(Optional.empty(), Placeholders.system().resolve("file", "/no/such/file"));
  }

  @Test
  void system_asks_jndi_for_names_of_the_server_only() {
    assertEquals(Optional.empty(), Placeholders.system().resolve("jndi", "ldap://evil.example/a"));
    assertEquals(Optional.empty(), Placeholders.system().resolve("jndi", "java:comp/env/none"));
  }

  private static Optional<String> file(Path folder, byte[] content) throws IOException {
    Path file = Files.write(folder.resolve("secret"), content);
    return Placeholders.system().resolve("file", file.toString());
  }
}
