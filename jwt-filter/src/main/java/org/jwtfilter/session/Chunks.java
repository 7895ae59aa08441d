package org.jwtfilter.session;

import java.util.ArrayList;
import java.util.List;

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

  private Chunks() {}

  /**
   * What a request's cookies may be put together to.
   *
   * @param candidates each the values of the chunks in their order; usually one, none if they do
   *     not fit
   */
  record Joined(List<List<String>> candidates, String why) {}

  /**
   * Cuts a sealed text.
   *
   * @param attributeBytes of each line besides {@code name=value}
   * @return the cookies' values; more than {@link #MOST_CHUNKS} if it is too long
   */
  static List<String> split(String base, String sealed, int attributeBytes) {
    String generation = sealed.substring(Math.max(0, sealed.length() - GENERATION)) + ".";
    List<String> parts = cut(base, sealed, attributeBytes, generation.length());
    List<String> values = new ArrayList<>(parts.size());
    for (String part : parts) {
      values.add((values.isEmpty() ? parts.size() + "." : "") + generation + part);
    }
    return values;
  }

  private static List<String> cut(String base, String sealed, int attributeBytes, int generation) {
    // "base=16.generation.part" is as long as "base.16=generation.part"
    int room = MOST_LINE_BYTES - attributeBytes - base.length() - generation - "=16.".length();
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

  /** Finds chunks that fit; of duplicates of the first cookie every one that does is given. */
  static Joined join(CookieNames names, PresentedCookies cookies) {
    List<String> firsts = distinct(cookies.values(names.base()));
    if (firsts.size() > MOST_DUPLICATES) {
      return none("there are too many cookies of one name");
    }
    if (firsts.size() == 1) {
      return join(firsts.get(0), names, cookies);
    }
    List<Joined> all = firsts.stream().map(first -> join(first, names, cookies)).toList();
    return new Joined(
        all.stream().flatMap(one -> one.candidates.stream()).toList(),
        all.stream().map(Joined::why).reduce("", (one, next) -> next));
  }

  private static List<String> distinct(List<String> values) {
    return values.size() < 2 ? values : values.stream().distinct().toList();
  }

  private static Joined join(String first, CookieNames names, PresentedCookies cookies) {
    int dot = first.indexOf('.');
    int next = first.indexOf('.', dot + 1);
    int count = next < 0 ? 0 : count(first, dot);
    if (count == 0 || next - dot - 1 > GENERATION) {
      return none("its first cookie is not one of ours");
    }
    if (count > MOST_CHUNKS) {
      return none("it announces more cookies than allowed");
    }
    return count == 1
        ? new Joined(List.of(List.of(first)), "")
        : joinRest(first, first.substring(dot + 1, next + 1), count, names, cookies);
  }

  /** The number before the dot, of one or two digits without a leading zero; anything else is 0. */
  private static int count(String first, int dot) {
    int number = 0;
    for (int i = 0; i < dot; i++) {
      int digit = first.charAt(i) - '0';
      if (digit < 0 || digit > 9 || (number == 0 && digit == 0) || i > 1) {
        return 0;
      }
      number = 10 * number + digit;
    }
    return number;
  }

  private static Joined joinRest(
      String first, String generation, int count, CookieNames names, PresentedCookies cookies) {
    List<String> values = new ArrayList<>(count);
    values.add(first);
    for (int i = 1; i < count; i++) {
      List<String> fitting = fitting(cookies.values(names.chunk(i)), generation);
      if (fitting.size() != 1) {
        String problem = fitting.isEmpty() ? " is missing or of another writing" : " comes twice";
        return none("its cookie " + (i + 1) + " of " + count + problem);
      }
      values.add(fitting.get(0));
    }
    return new Joined(List.of(values), "");
  }

  private static List<String> fitting(List<String> values, String generation) {
    if (values.size() == 1 && values.get(0).startsWith(generation)) {
      return values;
    }
    return values.stream().filter(value -> value.startsWith(generation)).distinct().toList();
  }

  private static Joined none(String why) {
    return new Joined(List.of(), why);
  }

  /** The sealed text of a candidate. */
  static String text(List<String> values) {
    StringBuilder text = new StringBuilder();
    for (String value : values) {
      int dot = value.indexOf('.');
      int start = text.isEmpty() ? value.indexOf('.', dot + 1) : dot;
      text.append(value, start + 1, value.length());
    }
    return text.toString();
  }
}
