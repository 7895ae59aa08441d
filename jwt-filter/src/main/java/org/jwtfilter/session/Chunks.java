package org.jwtfilter.session;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.regex.Pattern;

/**
 * A sealed text in as many cookies as it needs. The first, {@code name}, holds {@code
 * count.generation.part}; the others, {@code name.1} and so on, {@code generation.part}. The
 * generation tells the chunks of one writing from those of another: it is the end of the sealed
 * text, which no two texts share.
 */
final class Chunks {
  /** For writing and for reading alike: what is written can be read. */
  static final int MOST_CHUNKS = 16;

  /** Bytes of one {@code Set-Cookie} line that browsers keep, name and attributes included. */
  static final int MOST_LINE_BYTES = 4096;

  private static final int GENERATION = 6;
  private static final int MOST_DUPLICATES = 4;
  private static final Pattern COUNT = Pattern.compile("[1-9][0-9]?");

  private Chunks() {}

  /** What a request's cookies may be put together to; usually one text, none if they do not fit. */
  record Joined(List<String> texts, String why) {}

  static String name(String base, int index) {
    return index == 0 ? base : base + "." + index;
  }

  /**
   * Cuts a sealed text.
   *
   * @param attributeBytes of each line besides {@code name=value}
   * @return the cookies; more than {@link #MOST_CHUNKS} if it is too long
   */
  static List<CookieValue> split(String base, String sealed, int attributeBytes) {
    String generation = sealed.substring(Math.max(0, sealed.length() - GENERATION));
    List<String> parts = cut(base, sealed, attributeBytes, generation.length());
    List<CookieValue> cookies = new ArrayList<>(parts.size());
    for (int i = 0; i < parts.size(); i++) {
      String count = i == 0 ? parts.size() + "." : "";
      cookies.add(CookieValue.set(name(base, i), count + generation + "." + parts.get(i)));
    }
    return cookies;
  }

  private static List<String> cut(String base, String sealed, int attributeBytes, int generation) {
    // "base=16.generation.part" is as long as "base.16=generation.part"
    int room = MOST_LINE_BYTES - attributeBytes - base.length() - generation - "=16..".length();
    if (room < 1) {
      throw new IllegalArgumentException(
          "a cookie name of " + base.length() + " characters leaves no room for a value");
    }
    List<String> parts = new ArrayList<>();
    for (int from = 0; from < sealed.length(); from += room) {
      parts.add(sealed.substring(from, Math.min(sealed.length(), from + room)));
    }
    return parts;
  }

  /** Puts the chunks together; of duplicates of the first cookie every one that fits is given. */
  static Joined join(String base, Function<String, List<String>> cookies) {
    List<String> firsts = distinct(cookies.apply(base));
    if (firsts.size() > MOST_DUPLICATES) {
      return new Joined(List.of(), "there are too many cookies of one name");
    }
    List<String> texts = new ArrayList<>();
    String why = "";
    for (String first : firsts) {
      Joined one = join(first, base, cookies);
      texts.addAll(one.texts);
      why = one.why;
    }
    return new Joined(texts, why);
  }

  private static List<String> distinct(List<String> values) {
    return values.size() < 2 ? values : values.stream().distinct().toList();
  }

  private static Joined join(String first, String base, Function<String, List<String>> cookies) {
    int dot = first.indexOf('.');
    int next = first.indexOf('.', dot + 1);
    int count = next < 0 ? 0 : count(first.substring(0, dot));
    if (count == 0 || next - dot - 1 > GENERATION) {
      return none("its first cookie is not one of ours");
    }
    if (count > MOST_CHUNKS) {
      return none("it announces more cookies than allowed");
    }
    String start = first.substring(next + 1);
    return count == 1
        ? new Joined(List.of(start), "")
        : joinRest(start, first.substring(dot + 1, next + 1), count, base, cookies);
  }

  /** A number of one or two digits without a leading zero; anything else is 0. */
  private static int count(String digits) {
    return COUNT.matcher(digits).matches() ? Integer.parseInt(digits) : 0;
  }

  private static Joined joinRest(
      String start,
      String generation,
      int count,
      String base,
      Function<String, List<String>> cookies) {
    StringBuilder text = new StringBuilder(start);
    for (int i = 1; i < count; i++) {
      List<String> parts =
          distinct(cookies.apply(name(base, i))).stream()
              .filter(part -> part.startsWith(generation))
              .toList();
      if (parts.size() != 1) {
        String problem = parts.isEmpty() ? " is missing or of another writing" : " comes twice";
        return none("its cookie " + (i + 1) + " of " + count + problem);
      }
      text.append(parts.get(0), generation.length(), parts.get(0).length());
    }
    return new Joined(List.of(text.toString()), "");
  }

  private static Joined none(String why) {
    return new Joined(List.of(), why);
  }
}
