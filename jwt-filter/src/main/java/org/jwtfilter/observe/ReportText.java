package org.jwtfilter.observe;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The report in a few lines, for the log. */
final class ReportText {
  private ReportText() {}

  static String of(Report report) {
    return Stream.of(
            Stream.of(
                "session=observe: "
                    + report.requests()
                    + " requests used a session; "
                    + needs(report)),
            report.attributes().stream().map(ReportText::line),
            report.remarks().stream().map(one -> "  " + one))
        .flatMap(lines -> lines)
        .collect(Collectors.joining("\n"));
  }

  private static String needs(Report report) {
    String settings = String.join("; ", report.settings());
    return report.verdict() == Verdict.CHANGE
        ? "something must be changed, then: " + settings
        : "it can be migrated with: " + settings;
  }

  private static String line(AttributeReport one) {
    List<String> why = Stream.concat(one.reasons().stream(), one.doubts().stream()).toList();
    return "  "
        + one.name()
        + " ("
        + String.join(", ", one.types())
        + ", "
        + one.largest().stored()
        + " bytes) "
        + one.verdict().words()
        + (why.isEmpty() ? "" : ": " + String.join("; ", why));
  }
}
