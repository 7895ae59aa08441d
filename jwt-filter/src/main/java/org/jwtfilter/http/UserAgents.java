package org.jwtfilter.http;

import java.util.List;
import java.util.Locale;

/**
 * What stays of a {@code User-Agent} over updates: the browser's family and the platform. A browser
 * that shows the desktop's version of a page says another system of the same maker, so iPhone, iPad
 * and Mac are one platform, and so are Android, ChromeOS and Linux.
 */
final class UserAgents {
  private static final int LONGEST = 512;

  /** A word and what it stands for; the first that is there counts, since many claim to be many. */
  private record Sign(String word, String meaning) {}

  private static final List<Sign> FAMILIES =
      List.of(
          new Sign("edg", "edge"),
          new Sign("opr/", "opera"),
          new Sign("samsungbrowser/", "samsung"),
          new Sign("vivaldi/", "vivaldi"),
          new Sign("yabrowser/", "yandex"),
          new Sign("fxios/", "firefox"),
          new Sign("firefox/", "firefox"),
          new Sign("crios/", "chrome"),
          new Sign("chrome/", "chrome"),
          new Sign("chromium/", "chrome"),
          new Sign("safari/", "safari"),
          new Sign("applewebkit/", "webkit"));

  private static final List<Sign> PLATFORMS =
      List.of(
          new Sign("windows", "windows"),
          new Sign("android", "linux"),
          new Sign("iphone", "apple"),
          new Sign("ipad", "apple"),
          new Sign("ipod", "apple"),
          new Sign("macintosh", "apple"),
          new Sign("mac os x", "apple"),
          new Sign("cros ", "linux"),
          new Sign("linux", "linux"));

  private UserAgents() {}

  /** Family and platform, such as {@code chrome/windows}; for others the first product's name. */
  static String family(String userAgent) {
    String agent =
        userAgent
            .substring(0, Math.min(userAgent.length(), LONGEST))
            .toLowerCase(Locale.ROOT)
            .strip();
    return first(FAMILIES, agent, agent.split("[/ ]", 2)[0]) + '/' + first(PLATFORMS, agent, "");
  }

  private static String first(List<Sign> signs, String agent, String otherwise) {
    return signs.stream()
        .filter(one -> agent.contains(one.word))
        .map(Sign::meaning)
        .findFirst()
        .orElse(otherwise);
  }
}
