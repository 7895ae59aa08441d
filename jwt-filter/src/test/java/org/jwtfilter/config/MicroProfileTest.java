package org.jwtfilter.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Where the names of MicroProfile JWT are looked for, and which of two counts. */
class MicroProfileTest {
  private static final String KEY = "mp.jwt.verify.publickey.location";
  private static final String ISSUER = "mp.jwt.verify.issuer";

  private final List<MicroProfileSource> sources = new ArrayList<>();

  @ParameterizedTest
  @CsvSource({
    "verify.publickey.location, /k.pem, keys, public:/k.pem",
    "verify.publickey.location, k.pem, keys, public:k.pem",
    "verify.publickey.location, file:///k.pem, keys, public:/k.pem",
    "verify.publickey.location, file:/k.pem, keys, public:/k.pem",
    "verify.publickey.location, https://a.example/k, keys, jwks:https://a.example/k",
    "verify.publickey.location, HTTP://a.example/k, keys, jwks:HTTP://a.example/k",
    "verify.publickey, abc, keys, public:base64:YWJj",
    "verify.publickey.algorithm, ES256, algorithms, ES256",
    "verify.issuer, https://a, issuer, https://a",
    "verify.audiences, 'a,b', audience, 'a,b'",
    "verify.clock.skew, 30, clock-skew, 30s",
    "verify.token.age, 600, max-token-age, 600s",
    "token.header, authorization, token-from, header",
    "token.cookie, pass, cookie-name, pass",
  })
  void name_of_theirs_is_an_option_of_ours(String theirs, String value, String ours, String read) {
    system("mp.jwt." + theirs, value);
    String where = "system property mp.jwt." + theirs;
    assertEquals(List.of(new Setting(ours, read, where)), complete());
  }

  @Test
  void cookie_in_place_of_a_header_is_called_bearer() {
    system("mp.jwt.token.header", "Cookie");
    assertEquals(
        List.of("token-from=cookie", "cookie-name=Bearer"),
        complete().stream().map(one -> one.name() + "=" + one.value()).toList());
  }

  @Test
  void keys_of_our_own_are_all_that_counts() {
    system(ISSUER, "https://server.example");
    List<Setting> own = List.of(new Setting("keys", "pem:/k", "web.xml"));
    assertSame(own, MicroProfile.complete(own, sources));
  }

  @Test
  void own_name_counts_before_theirs_and_the_report_says_where_each_is_from() {
    system(KEY, "https://a.example/jwks");
    system(ISSUER, "https://a.example");
    system("mp.jwt.verify.audiences", "shop");
    Setting own = new Setting("issuer", "https://b.example", "web.xml");
    String report =
        ConfigReader.read(MicroProfile.complete(List.of(own), sources), Web::outside, Web.SHOP)
            .report();
    assertLine("* issuer = https://b.example [web.xml]", report);
    assertLine("* keys = jwks:https://a.example/jwks [system property " + KEY + "]", report);
    assertLine("* audience = shop [system property mp.jwt.verify.audiences]", report);
  }

  @Test
  void system_properties_count_before_variables_before_files_before_descriptors() {
    sources.add(MicroProfileSource.of(List.of(new Setting(ISSUER, "descriptor", "web.xml"))));
    assertIssuer("descriptor", "web.xml");
    file(ISSUER, "file");
    assertIssuer("file", ISSUER + " in META-INF/microprofile-config.properties");
    environment("MP_JWT_VERIFY_ISSUER", "variable");
    assertIssuer("variable", "environment variable MP_JWT_VERIFY_ISSUER");
    system(ISSUER, "system");
    assertIssuer("system", "system property " + ISSUER);
  }

  @Test
  void ordinal_that_a_source_gives_itself_counts() {
    system(ISSUER, "system");
    file(ISSUER, "file", "config_ordinal", "401");
    assertIssuer("file", ISSUER + " in META-INF/microprofile-config.properties");
    environment("mp_jwt_verify_issuer", "variable", "CONFIG_ORDINAL", "402");
    assertIssuer("variable", "environment variable mp_jwt_verify_issuer");
  }

  @Test
  void ordinal_that_is_no_number_is_none() {
    file(ISSUER, "file", "config_ordinal", "high");
    environment(ISSUER, "variable");
    assertIssuer("variable", "environment variable " + ISSUER);
  }

  @Test
  void exact_name_of_a_variable_counts_before_its_other_spellings() {
    environment("MP_JWT_VERIFY_ISSUER", "upper", "mp_jwt_verify_issuer", "lower", ISSUER, "exact");
    assertIssuer("exact", "environment variable " + ISSUER);
  }

  @Test
  void empty_value_of_what_counts_most_is_none() {
    file(ISSUER, "file");
    system(ISSUER, " ");
    assertEquals(List.of(), complete());
  }

  @Test
  void mistyped_name_in_a_file_is_a_problem_and_a_foreign_one_is_not() {
    file("mp.jwt.verify.isuer", "a", "mp.other", "b", "x", "y");
    List<String> problems =
        ConfigReader.parse(complete(), Web::outside, Web.SHOP).problems().stream()
            .map(ConfigProblem::toString)
            .toList();
    assertEquals(
        "mp.jwt.verify.isuer: MicroProfile JWT has no such option; did you mean"
            + " mp.jwt.verify.issuer? (mp.jwt.verify.isuer in"
            + " META-INF/microprofile-config.properties)",
        problems.get(0));
    assertEquals(2, problems.size()); // and there is no key
  }

  @Test
  void files_of_the_application_are_read_in_their_order(@TempDir Path one, @TempDir Path two)
      throws Exception {
    write(one, ISSUER + "=one\n");
    write(two, ISSUER + "=two\nmp.jwt.verify.audiences=a\n");
    URL[] path = {one.toUri().toURL(), two.toUri().toURL()};
    try (URLClassLoader application = new URLClassLoader(path, null)) {
      assertEquals(
          List.of("issuer=one", "audience=a"),
          MicroProfile.complete(List.of(), List.of(), application).stream()
              .map(setting -> setting.name() + "=" + setting.value())
              .toList());
    }
  }

  @Test
  void file_that_cannot_be_read_stops_the_application(@TempDir Path folder) throws Exception {
    write(folder, ISSUER + "=\\u12");
    try (URLClassLoader application =
        new URLClassLoader(new URL[] {folder.toUri().toURL()}, null)) {
      String message =
          assertThrows(
                  ConfigurationException.class,
                  () -> MicroProfile.complete(List.of(), List.of(), application))
              .getMessage();
      assertTrue(message.contains("META-INF/microprofile-config.properties: cannot be read"));
    }
  }

  private static void write(Path folder, String text) throws Exception {
    Path file = folder.resolve("META-INF/microprofile-config.properties");
    Files.createDirectories(file.getParent());
    Files.writeString(file, text);
  }

  private void system(String name, String value) {
    sources.add(MicroProfileSource.of(properties(name, value)));
  }

  private void file(String... namesAndValues) {
    sources.add(MicroProfileSource.file(properties(namesAndValues)));
  }

  private void environment(String... namesAndValues) {
    sources.add(MicroProfileSource.of(MicroProfile.map(properties(namesAndValues))));
  }

  private static Properties properties(String... namesAndValues) {
    Properties properties = new Properties();
    for (int i = 0; i < namesAndValues.length; i += 2) {
      properties.setProperty(namesAndValues[i], namesAndValues[i + 1]);
    }
    return properties;
  }

  private List<Setting> complete() {
    return MicroProfile.complete(List.of(), sources);
  }

  private void assertIssuer(String value, String where) {
    assertEquals(List.of(new Setting("issuer", value, where)), complete());
  }

  private static void assertLine(String line, String report) {
    assertTrue(report.lines().anyMatch(line::equals), () -> line + "\nis not in\n" + report);
  }
}
