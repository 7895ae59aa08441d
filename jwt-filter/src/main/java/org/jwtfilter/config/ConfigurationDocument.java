package org.jwtfilter.config;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** {@code docs/configuration.md}: prose, then one table for each group of options. */
final class ConfigurationDocument {
  private static final String INTRODUCTION =
      """
      # Configuration

      <!-- Generated from Options.java; edit there, then run
           mvn -pl jwt-filter test -Dtest=ConfigurationDocumentTest -Ddocs.write=true -->

      The filter is configured in `web.xml`; no line of Java changes. Only `keys` is required.
      This is a shop whose pages and sessions work on any of several nodes:

      ```xml
      <filter>
        <filter-name>jwt</filter-name>
        <filter-class>org.jwtfilter.servlet.JwtFilter</filter-class>
        <init-param>
          <param-name>keys</param-name>
          <param-value>hmac:env:JWT_KEY</param-value>
        </init-param>
        <init-param>
          <param-name>session</param-name>
          <param-value>token</param-value>
        </init-param>
        <init-param>
          <param-name>protect</param-name>
          <param-value>/account/*, /checkout/*</param-value>
        </init-param>
        <init-param>
          <param-name>protect-roles</param-name>
          <param-value>
            /admin/*=admin
            /reports/*=admin, accountant
          </param-value>
        </init-param>
        <init-param>
          <param-name>login-page</param-name>
          <param-value>/login.jsp</param-value>
        </init-param>
        <init-param>
          <param-name>login-error-page</param-name>
          <param-value>/login.jsp?failed=true</param-value>
        </init-param>
      </filter>
      <filter-mapping>
        <filter-name>jwt</filter-name>
        <url-pattern>/*</url-pattern>
      </filter-mapping>
      ```

      Every node gets the same key, made once with `openssl rand -base64 48`, in its environment
      variable `JWT_KEY`.

      ## How options are written

      **Where.** As `<init-param>` of the filter, or as `<context-param>` with the prefix `jwt.`, such
      as `jwt.keys`. The same option in both places is an error.

      **Values from elsewhere.** A value, or a part of it, may come from outside: `${env:NAME}` is an
      environment variable, `${sys:NAME}` a system property of the server (`-DNAME=…`),
      `${file:/run/secrets/name}` the content of a text file (absolute path, at most 64 KB, a line
      break at its end does not count), and `${jndi:java:comp/env/name}` a JNDI entry. What is not
      there, or empty, is an error.

      **Lists** are separated by commas, spaces or line breaks; names of roles, which may contain
      spaces, by commas or line breaks only. A list replaces the default.

      **Durations** are `90s`, `15m`, `2h`, `14d`, `1h30m` or `PT15M`; **sizes** are `6k` or `6144`.

      **Errors.** Unknown names, bad values and contradictions are all reported together, each with
      the place where it stands, and the application does not start. At start the log shows every
      option with its value; secrets are never shown. Dangerous settings are logged as warnings.
      """;

  private ConfigurationDocument() {}

  static String markdown() {
    return INTRODUCTION
        + byGroup().entrySet().stream()
            .map(group -> section(group.getKey(), group.getValue()))
            .collect(Collectors.joining());
  }

  private static Map<String, List<Option<?>>> byGroup() {
    return Options.all().stream()
        .collect(Collectors.groupingBy(Option::group, LinkedHashMap::new, Collectors.toList()));
  }

  private static String section(String group, List<Option<?>> options) {
    return options.stream()
        .map(ConfigurationDocument::row)
        .collect(
            Collectors.joining(
                "",
                "\n## " + group + "\n\n| option | value | default | meaning |\n|---|---|---|---|\n",
                ""));
  }

  private static String row(Option<?> option) {
    return List.of(
            "`" + option.name() + "`", option.form(), option.defaultText(), option.description())
        .stream()
        .map(cell -> cell.replace("|", "\\|").strip())
        .collect(Collectors.joining(" | ", "| ", " |\n"));
  }
}
