package org.jwtfilter.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** docs/configuration.md says what the table of options says. */
class ConfigurationDocumentTest {
  /** Words of options, not names of such. */
  private static final List<String> OTHER_WORDS =
      List.of(
          "allow-missing-origin",
          "allow-verified",
          "x-forwarded",
          "user-agent",
          "ip-prefix",
          "step-up");

  private static final Path FILE = Path.of("../docs/configuration.md");

  @Test
  void document_says_what_the_options_say() throws IOException {
    if (Boolean.getBoolean("docs.write")) {
      Files.createDirectories(FILE.getParent());
      Files.writeString(FILE, ConfigurationDocument.markdown());
    }
    assertEquals(
        ConfigurationDocument.markdown(),
        Files.exists(FILE) ? Files.readString(FILE) : "",
        "docs/configuration.md is not what Options.java says; run: mvn -pl jwt-filter test"
            + " -Dtest=ConfigurationDocumentTest -Ddocs.write=true");
  }

  @Test
  void document_has_one_row_for_every_option() {
    for (Option<?> option : Options.all()) {
      long rows =
          ConfigurationDocument.markdown()
              .lines()
              .filter(line -> line.startsWith("| `" + option.name() + "` |"))
              .count();
      assertEquals(1, rows, option.name());
    }
  }

  @Test
  void document_has_tables_of_four_columns_only() {
    List<String> rows =
        ConfigurationDocument.markdown().lines().filter(line -> line.startsWith("|")).toList();
    for (String row : rows) {
      assertEquals(5, row.replace("\\|", "").chars().filter(c -> c == '|').count(), row);
    }
  }

  @Test
  void example_of_the_document_is_a_configuration() {
    JwtConfig config = ConfigReader.read(example(), Web::outside, Web.SHOP);
    assertEquals(SessionMode.TOKEN, config.get(Options.SESSION));
    assertEquals(List.of("/account/*", "/checkout/*"), config.get(Options.PROTECT));
    assertEquals(2, config.get(Options.PROTECT_ROLES).size());
    assertEquals(List.of(), config.warnings());
  }

  @Test
  void document_names_no_option_that_does_not_exist() {
    Matcher name = Pattern.compile("`([a-z]+-[a-z-]+)`").matcher(ConfigurationDocument.markdown());
    while (name.find()) {
      String word = name.group(1);
      assertTrue(
          Options.names().contains(word) || OTHER_WORDS.contains(word) || word.equals("session-"),
          word);
    }
  }

  private static List<Setting> example() {
    List<Setting> settings = new ArrayList<>();
    Matcher parameter =
        Pattern.compile(
                "<param-name>(.*?)</param-name>\\s*<param-value>(.*?)</param-value>",
                Pattern.DOTALL)
            .matcher(ConfigurationDocument.markdown());
    while (parameter.find()) {
      settings.add(new Setting(parameter.group(1), parameter.group(2), Web.WHERE));
    }
    return settings;
  }
}
