package org.jwtfilter.observe;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;
import org.jwtfilter.http.Json;
import org.jwtfilter.session.Examined;
import org.jwtfilter.session.Obstacle;

/** The report for programs. */
final class ReportJson {
  private ReportJson() {}

  static String of(Report report) {
    Map<String, Object> all = new LinkedHashMap<>();
    all.put("verdict", AttributeReport.word(report.verdict()));
    all.put("settings", report.settings());
    all.put("remarks", report.remarks());
    all.put("requests", report.requests());
    all.put("examined", report.examined());
    all.put("fitting", report.fitting());
    all.put("largestSession", sizes(report.largest().sizes()));
    all.put("largestCookieBytes", report.largest().cookieBytes());
    all.put("sessionsAsKeys", report.inStaticMaps());
    all.put("listeners", report.listeners());
    all.put("attributes", report.attributes().stream().map(ReportJson::attribute).toList());
    return text(all);
  }

  private static Map<String, Object> attribute(AttributeReport one) {
    Map<String, Object> all = new LinkedHashMap<>();
    all.put("name", one.name());
    all.put("verdict", AttributeReport.word(one.verdict()));
    all.put("traps", one.traps());
    all.put("reasons", one.reasons());
    all.put("doubts", one.doubts());
    all.put("types", one.types());
    all.put("classes", one.classes());
    all.put("patterns", one.patterns());
    all.put("obstacles", one.obstacles().stream().map(ReportJson::obstacle).toList());
    all.put("largest", sizes(one.largest()));
    all.put("latest", sizes(one.latest()));
    all.put("listeners", one.listeners());
    Map<String, Object> counts = new LinkedHashMap<>();
    one.counts().forEach((happening, count) -> counts.put(AttributeReport.word(happening), count));
    all.put("counts", counts);
    return all;
  }

  private static Map<String, Object> obstacle(Obstacle one) {
    Map<String, Object> all = new LinkedHashMap<>();
    all.put("kind", AttributeReport.word(one.kind()));
    all.put("path", one.path());
    all.put("what", one.what());
    return all;
  }

  private static Map<String, Object> sizes(Examined.Sizes sizes) {
    Map<String, Object> all = new LinkedHashMap<>();
    all.put("serialized", sizes.serialized());
    all.put("deflated", sizes.deflated());
    all.put("encoded", sizes.encoded());
    all.put("stored", sizes.stored());
    return all;
  }

  private static String text(Object value) {
    if (value instanceof Map<?, ?> map) {
      return map.entrySet().stream()
          .map(one -> Json.quoted(String.valueOf(one.getKey())) + ":" + text(one.getValue()))
          .collect(Collectors.joining(",", "{", "}"));
    }
    if (value instanceof Collection<?> items) {
      return items.stream().map(ReportJson::text).collect(Collectors.joining(",", "[", "]"));
    }
    return value instanceof Number ? value.toString() : Json.quoted(value.toString());
  }
}
