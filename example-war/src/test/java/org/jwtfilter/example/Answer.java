package org.jwtfilter.example;

import java.net.http.HttpHeaders;
import java.net.http.HttpResponse;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** One answer of the shop. */
record Answer(int status, HttpHeaders headers, String body) {

  private static final Pattern LINE =
      Pattern.compile("<li data-item=\"([^\"]*)\" data-quantity=\"(\\d+)\"");
  private static final Pattern USER = Pattern.compile("\"user\":(?:\"([^\"]*)\"|null)");
  private static final Pattern SESSION = Pattern.compile("\"sessionId\":(?:\"([^\"]*)\"|null)");
  private static final Pattern FLASH = Pattern.compile("<p class=\"flash\"[^>]*>([^<]*)</p>");

  static Answer of(HttpResponse<String> response) {
    return new Answer(response.statusCode(), response.headers(), response.body());
  }

  /** The node that answered; empty where the answer does not tell. */
  String node() {
    return headers.firstValue("X-Node").orElse("");
  }

  /** Where the answer redirects to; empty where it does not. */
  String location() {
    return headers.firstValue("Location").orElse("");
  }

  List<String> setCookies() {
    return headers.allValues("Set-Cookie");
  }

  /** Of the cart's page: items and quantities, in order. */
  Map<String, Integer> cart() {
    Map<String, Integer> cart = new LinkedHashMap<>();
    Matcher lines = LINE.matcher(body);
    while (lines.find()) {
      cart.put(lines.group(1), Integer.valueOf(lines.group(2)));
    }
    return cart;
  }

  /** Of {@code /whoami}: the user, or null. */
  String user() {
    return first(USER);
  }

  /** Of {@code /whoami}: the session's id, or null. */
  String sessionId() {
    return first(SESSION);
  }

  /** Of any page: the message that is shown once, or null. */
  String flash() {
    return first(FLASH);
  }

  private String first(Pattern pattern) {
    Matcher matcher = pattern.matcher(body);
    return matcher.find() ? matcher.group(1) : null;
  }
}
