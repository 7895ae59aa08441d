package org.jwtfilter.example.servers;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;

/** One visitor's way through all pages of the legacy application, and what each answered. */
final class Round {
  private final Browser browser;
  private final Map<String, String> seen = new LinkedHashMap<>();

  private Round(Browser browser) {
    this.browser = browser;
  }

  /** What somebody sees, by request. */
  static Map<String, String> of(Browser browser) throws IOException {
    Round round = new Round(browser);
    round.get("/open", "/member/list", "/admin/list", "/any/list", "/posted", "/nobody");
    round.get("/annotated", "/absent", "/member");
    round.post("/open", "/member/list", "/admin/list", "/posted", "/nobody", "/annotated");
    return round.seen;
  }

  private void get(String... paths) throws IOException {
    for (String path : paths) {
      seen.put("GET " + path, seen(browser.get(path)));
    }
  }

  private void post(String... paths) throws IOException {
    for (String path : paths) {
      Page page = browser.post(path, "field", "value");
      // Whether a refused POST gets the application's error page is chance on Jetty 12.1.
      seen.put("POST " + path, page.status() == 403 ? "403" : seen(page));
    }
  }

  /** The page in a few words that do not differ from one server to the other. */
  static String seen(Page page) {
    if (page.has("Please log in")) {
      return "the login page";
    }
    if (page.has("That was wrong")) {
      return "the login error page";
    }
    return page.has("principal=")
        ? page.status() + " " + String.join(" ", page.text().strip().split("\\R"))
        : page.status() + " (no page of the application)";
  }
}
