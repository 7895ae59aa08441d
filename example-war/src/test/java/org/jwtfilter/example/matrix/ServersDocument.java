package org.jwtfilter.example.matrix;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collector;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jwtfilter.example.servers.ServerKind;

/** The table in {@code docs/servers.md}, of which each server that runs writes its own row. */
final class ServersDocument {
  static final Path FILE = Path.of("../docs/servers.md");

  private static final String BEGIN = "<!-- written by ServersIT: begin -->\n";
  private static final String END = "<!-- written by ServersIT: end -->\n";

  private final String text;

  private ServersDocument(String text) {
    this.text = text;
  }

  static ServersDocument read() throws IOException {
    return new ServersDocument(Files.readString(FILE));
  }

  /** The document, where this server's row says what came out, and the others what they said. */
  String with(ServerKind kind, Results results) {
    int begin = text.indexOf(BEGIN) + BEGIN.length();
    int end = text.indexOf(END);
    List<String> rows =
        Stream.of(ServerKind.values())
            .map(one -> one == kind ? row(kind, results) : row(one, begin, end))
            .filter(one -> !one.isEmpty())
            .toList();
    String table = head() + String.join("", rows) + "\n" + limits();
    return text.substring(0, begin) + table + text.substring(end);
  }

  private static String head() {
    String titles = Arrays.stream(Group.values()).map(Group::title).collect(cells());
    String lines = Arrays.stream(Group.values()).map(one -> "---").collect(cells());
    return "| server " + titles + "|---" + lines.replace(" ", "");
  }

  private static String row(ServerKind kind, Results results) {
    return start(kind) + Arrays.stream(Group.values()).map(results::cell).collect(cells());
  }

  private static Collector<CharSequence, ?, String> cells() {
    return Collectors.joining(" | ", "| ", " |\n");
  }

  private static String start(ServerKind kind) {
    return "| " + kind.title() + " ";
  }

  private String row(ServerKind kind, int begin, int end) {
    return text.substring(begin, end)
        .lines()
        .filter(line -> line.startsWith(start(kind) + "|"))
        .map(line -> line + "\n")
        .findFirst()
        .orElse("");
  }

  private static String limits() {
    StringBuilder list = new StringBuilder();
    for (Limit each : Limit.ALL) {
      list.append(Limit.ALL.indexOf(each) + 1).append(". ").append(servers(each));
      list.append(", ").append(each.group().title()).append(", *");
      list.append(String.join("*, *", each.checks()));
      list.append("*: ").append(each.reason()).append('\n');
    }
    return list.toString();
  }

  private static String servers(Limit limit) {
    return Stream.of(ServerKind.values())
        .filter(limit.servers()::contains)
        .map(ServerKind::title)
        .collect(Collectors.joining(", "));
  }
}
