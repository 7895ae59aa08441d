package org.jwtfilter.example.servers;

import java.net.URI;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A page that a node answered with, after all redirects. */
public record Page(URI node, String path, int status, String challenges, String text) {
  public boolean has(String part) {
    return text.contains(part);
  }

  public boolean matches(String regex) {
    return Pattern.compile(regex).matcher(text).find();
  }

  /** The first group of the first match, or nothing. */
  public String pick(String regex) {
    Matcher matcher = Pattern.compile(regex).matcher(text);
    return matcher.find() ? matcher.group(1) : "";
  }

  @Override
  public String toString() {
    return status + " from " + node + path;
  }
}
