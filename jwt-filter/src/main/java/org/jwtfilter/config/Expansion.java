package org.jwtfilter.config;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A text with its placeholders resolved, once: what they stand for is taken as it is.
 *
 * @param text the result; worth nothing if there are complaints
 */
record Expansion(String text, List<String> complaints) {
  private static final Pattern PLACEHOLDER = Pattern.compile("\\$\\{([^}]*)(}?)");

  static Expansion of(String text, Placeholders placeholders) {
    List<String> complaints = new ArrayList<>();
    Matcher matcher = PLACEHOLDER.matcher(text);
    String expanded =
        matcher.replaceAll(
            found -> Matcher.quoteReplacement(resolve(found.group(), placeholders, complaints)));
    return new Expansion(expanded, complaints);
  }

  private static String resolve(String found, Placeholders placeholders, List<String> complaints) {
    int colon = found.indexOf(':');
    if (!found.endsWith("}") || found.lastIndexOf("${") > 0) {
      complaints.add("the placeholder in it has no end; write it as ${env:NAME}");
    } else if (colon < 0 || colon == found.length() - 2) {
      complaints.add(Masks.text(found) + " needs a kind and a name, as in ${env:NAME}");
    } else {
      String kind = found.substring(2, colon);
      String key = found.substring(colon + 1, found.length() - 1);
      Optional<String> value = lookUp(kind, key, placeholders, complaints);
      return value.orElse("");
    }
    return "";
  }

  private static Optional<String> lookUp(
      String kind, String key, Placeholders placeholders, List<String> complaints) {
    String name = Masks.text(key);
    String advice =
        switch (kind) {
          case "env" ->
              "the environment has no variable " + name + "; set it where the server starts";
          case "sys" ->
              "there is no system property " + name + "; start the server with -D" + name + "=…";
          case "file" ->
              "the file "
                  + name
                  + " cannot be read as text of at most 64 KB; check that the path is absolute and"
                  + " that the server may read it";
          case "jndi" ->
              "there is no JNDI entry "
                  + name
                  + "; declare an env-entry, and begin the name with java:comp/env/";
          default -> "";
        };
    if (advice.isEmpty()) {
      complaints.add(
          "${" + Masks.text(kind) + ":…} is not one of ${env:…}, ${sys:…}, ${file:…}, ${jndi:…}");
      return Optional.empty();
    }
    Optional<String> value = placeholders.resolve(kind, key);
    if (value.isEmpty()) {
      complaints.add("${" + kind + ":" + name + "} stands for nothing: " + advice);
    }
    return value;
  }

  /** Leaves the text out, since it may be a secret. */
  @Override
  public String toString() {
    return "Expansion" + complaints;
  }
}
