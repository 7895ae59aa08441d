package org.jwtfilter.observe;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jwtfilter.session.Examined;

/** The report for people: a plain page without scripts, all texts escaped. */
final class ReportPage {
  private static final String HEAD =
      """
      <!DOCTYPE html>
      <html lang="en">
      <head>
      <meta charset="utf-8">
      <meta name="viewport" content="width=device-width, initial-scale=1">
      <meta name="robots" content="noindex">
      <title>Sessions observed</title>
      </head>
      <body>
      <main>
      <h1>Sessions observed</h1>
      """;
  private static final String FOOT = "</main>\n</body>\n</html>\n";

  private ReportPage() {}

  static String of(Report report) {
    StringBuilder page = new StringBuilder(HEAD);
    page.append(paragraph(summary(report)));
    page.append("<h2>What to configure</h2>\n<pre>")
        .append(escaped(String.join("\n", report.settings())))
        .append("</pre>\n");
    page.append(list(report.remarks()));
    if (!report.listeners().isEmpty()) {
      page.append("<h2>Listeners of sessions</h2>\n").append(list(report.listeners()));
    }
    page.append("<h2>Attributes</h2>\n").append(table(report.attributes()));
    return page.append(FOOT).toString();
  }

  private static String summary(Report report) {
    String what =
        switch (report.verdict()) {
          case TOKEN -> "All that was seen goes in tokens.";
          case STORE -> "Something that was seen needs a store.";
          case CHANGE -> "Something that was seen must be changed first.";
        };
    return what
        + (" " + report.requests() + " requests have used a session, ")
        + (report.examined() + " times one was looked at closely. ")
        + "Nothing can be said of what was not seen.";
  }

  private static String table(List<AttributeReport> attributes) {
    return attributes.stream()
        .map(ReportPage::row)
        .collect(
            Collectors.joining(
                "",
                "<table border=\"1\">\n<caption>Sizes in bytes, the largest seen: by Java"
                    + " serialization, the same compressed, and as we would keep it</caption>\n<thead><tr>"
                    + heads("Attribute", "Verdict", "Why", "Classes", "Serialized", "Compressed")
                    + heads("Ours", "What happened", "Listens to")
                    + "</tr></thead>\n<tbody>\n",
                "</tbody>\n</table>\n"));
  }

  private static String heads(String... heads) {
    return Stream.of(heads)
        .map(one -> "<th scope=\"col\">" + one + "</th>")
        .collect(Collectors.joining());
  }

  private static String row(AttributeReport one) {
    Examined.Sizes sizes = one.largest();
    List<String> why = Stream.concat(one.reasons().stream(), one.doubts().stream()).toList();
    return "<tr><th scope=\"row\">"
        + escaped(one.name())
        + "</th>"
        + Stream.of(
                escaped(one.verdict().words()),
                list(why),
                list(one.types()),
                Integer.toString(sizes.serialized()),
                Integer.toString(sizes.deflated()),
                Integer.toString(sizes.stored()),
                list(happenings(one)),
                list(one.listeners()))
            .map(cell -> "<td>" + cell + "</td>")
            .collect(Collectors.joining())
        + "</tr>\n";
  }

  private static List<String> happenings(AttributeReport one) {
    return one.counts().entrySet().stream()
        .filter(entry -> entry.getValue() > 0)
        .sorted(Map.Entry.comparingByKey())
        .map(entry -> AttributeReport.word(entry.getKey()) + ": " + entry.getValue())
        .toList();
  }

  private static String paragraph(String text) {
    return "<p>" + escaped(text) + "</p>\n";
  }

  private static String list(Collection<String> items) {
    return items.isEmpty()
        ? ""
        : items.stream()
            .map(one -> "<li>" + escaped(one) + "</li>")
            .collect(Collectors.joining("", "<ul>", "</ul>\n"));
  }

  private static String escaped(String text) {
    return text.replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;")
        .replace("\"", "&quot;")
        .replace("'", "&#39;");
  }
}
