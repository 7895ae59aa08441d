package org.jwtfilter.migrate;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * Where the elements of a well-formed document stand in its text: comments, sections and
 * instructions, which may hold anything that looks like an element, are stepped over.
 *
 * @param text the document, with an end tag for its root
 * @param start behind the start tag of the root
 * @param children the elements in the root
 */
record Outline(String text, int start, List<Child> children) {
  /** What descriptors before Servlet 2.4 want in front of context parameters. */
  private static final Set<String> HEAD =
      Set.of("icon", "display-name", "description", "distributable");

  /**
   * @param end behind its end tag
   */
  record Child(String name, int end) {}

  static Outline of(String text) {
    return new Walk(text).outline();
  }

  /** Behind the elements that have to come first. */
  int afterHead() {
    return children.stream()
        .takeWhile(child -> HEAD.contains(child.name()))
        .reduce((first, second) -> second)
        .map(Child::end)
        .orElse(start);
  }

  private static final class Walk {
    private String text;
    private final List<Child> children = new ArrayList<>();
    private int at;
    private int depth;
    private int start;

    Walk(String text) {
      this.text = text;
    }

    Outline outline() {
      for (at = text.indexOf('<'); at >= 0; at = text.indexOf('<', at)) {
        step();
      }
      return new Outline(text, start, List.copyOf(children));
    }

    private void step() {
      if (text.startsWith("<!--", at)) {
        behind("-->");
      } else if (text.startsWith("<![CDATA[", at)) {
        behind("]]>");
      } else if (text.startsWith("<?", at)) {
        behind("?>");
      } else if (text.startsWith("<!", at)) {
        doctype();
      } else if (text.startsWith("</", at)) {
        end();
      } else {
        start();
      }
    }

    private void behind(String mark) {
      at = text.indexOf(mark, at) + mark.length();
    }

    /** Its own declarations may hold anything, within quotes and comments. */
    private void doctype() {
      for (int brackets = 0; ; ) {
        char c = text.charAt(++at);
        if (c == '"' || c == '\'') {
          at = text.indexOf(c, at + 1);
        } else if (text.startsWith("<!--", at)) {
          behind("-->");
          at--;
        } else if (text.startsWith("<?", at)) {
          behind("?>");
          at--;
        } else if (c == '<' || c == '[') {
          brackets++;
        } else if (c == ']' || (c == '>' && brackets > 0)) {
          brackets--;
        } else if (c == '>') {
          at++;
          return;
        }
      }
    }

    private void start() {
      String name = name(at + 1);
      boolean empty = tag();
      if (depth == 0 && empty) {
        text = text.substring(0, at - 2) + ">\n</" + name + ">" + text.substring(at);
        at--;
        empty = false;
      }
      if (depth == 0) {
        start = at;
      }
      if (!empty) {
        depth++;
      } else if (depth == 1) {
        children.add(new Child(local(name), at));
      }
    }

    private void end() {
      String name = name(at + 2);
      tag();
      if (--depth == 1) {
        children.add(new Child(local(name), at));
      }
    }

    /** Goes behind the tag; whether it was an empty one. */
    private boolean tag() {
      for (; text.charAt(at) != '>'; at++) {
        char c = text.charAt(at);
        if (c == '"' || c == '\'') {
          at = text.indexOf(c, at + 1);
        }
      }
      at++;
      return text.charAt(at - 2) == '/';
    }

    private String name(int from) {
      int to = from;
      while ("/> \t\r\n".indexOf(text.charAt(to)) < 0) {
        to++;
      }
      return text.substring(from, to);
    }

    private static String local(String name) {
      return name.substring(name.indexOf(':') + 1);
    }
  }
}
