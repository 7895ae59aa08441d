package org.jwtfilter.example.tomcat;

import java.net.URI;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A page that a node answered with. */
record Page(URI node, String path, int status, String text) {
  boolean has(String part) {
    return text.contains(part);
  }

  boolean matches(String regex) {
    return Pattern.compile(regex).matcher(text).find();
  }

  /** The first group of the first match, or nothing. */
  String pick(String regex) {
    Matcher matcher = Pattern.compile(regex).matcher(text);
    return matcher.find() ? matcher.group(1) : "";
  }

  @Override
  public String toString() {
    return status + " from " + node + path;
  }
}
