package org.jwtfilter.example.applications;

import java.io.IOException;
import org.jwtfilter.example.servers.Browser;
import org.jwtfilter.example.servers.Page;

/**
 * Vaadin Flow as its script in the browser speaks to it: a view with its components, its listeners
 * and columns that are lambdas, all of it in the session, changed in place by every request.
 */
final class Vaadin {
  private static final String NAVIGATE =
      event(
          "1",
          "ui-navigate",
          "\"route\":\"\",\"query\":\"\",\"appShellTitle\":\"\",\"historyState\":null,\"trigger\":\"\"");
  private static final String POINTER =
      "\"event.shiftKey\":false,\"event.metaKey\":false,\"event.ctrlKey\":false,"
          + "\"event.altKey\":false,\"event.detail\":1,\"event.button\":0,\"event.clientX\":1,"
          + "\"event.clientY\":1,\"event.screenX\":1,\"event.screenY\":1";

  private final Visit visit;
  private final Browser browser;
  private String key = "";
  private String window = "";
  private String button = "";
  private String field = "";
  private int sent;
  private int received;

  private Vaadin(Visit visit) {
    this.visit = visit;
    this.browser = visit.browser();
  }

  static void travel(Visit visit) throws Exception {
    new Vaadin(visit).travel();
  }

  private void travel() throws Exception {
    Page page = browser.get("/");
    visit.check("vaadin: it is there", page, page.has("outlet"));
    page = browser.get("/", "v-r", "init", "location", "", "query", "");
    key = page.pick("\"Vaadin-Security-Key\":\"([^\"]+)\"");
    window = page.pick("\"v-uiId\":(\\d+)");
    visit.check("vaadin: a window is opened", page, !key.isEmpty());
    page = send(NAVIGATE);
    button = node(page, "vaadin-button");
    field = node(page, "vaadin-text-field");
    visit.check("vaadin: the view is shown", page, page.has("count: 0"));
    for (int click = 1; click <= 6; click++) {
      click(click);
      if (click == 3) {
        visit.halfway();
      }
    }
  }

  private void click(int number) throws IOException {
    String text = "hello " + number;
    Page page = send(value(text) + "," + event(field, "change", ""));
    visit.check("vaadin: " + text + " is heard", page, page.has("said: " + text));
    page = send(event(button, "click", POINTER));
    String counted =
        "count: " + number + " of " + number + ", visitor: " + number + " since click 1";
    visit.check("vaadin: click " + number + " is counted", page, page.has(counted));
    visit.check("vaadin: the form is filled", page, page.has("noted " + text));
    visit.check("vaadin: row " + number + " is shown", page, page.has("person " + number));
  }

  private Page send(String calls) throws IOException {
    String message =
        "{\"csrfToken\":\"%s\",\"rpc\":[%s],\"syncId\":%d,\"clientId\":%d}"
            .formatted(key, calls, received, sent++);
    Page page = browser.postJson("/?v-r=uidl&v-uiId=" + window, message);
    received = Integer.parseInt("0" + page.pick("\"syncId\":(\\d+)"));
    return page;
  }

  private String value(String text) {
    return "{\"type\":\"mSync\",\"node\":%s,\"feature\":1,\"property\":\"value\",\"value\":\"%s\"}"
        .formatted(field, text);
  }

  private static String event(String node, String name, String data) {
    return "{\"type\":\"event\",\"node\":%s,\"event\":\"%s\",\"data\":{%s}}"
        .formatted(node, name, data);
  }

  /** The number of the element of this name, or one that there is not. */
  private static String node(Page page, String tag) {
    return "0"
        + page.pick(
            "\"node\":(\\d+),\"type\":\"put\",\"key\":\"tag\",\"feat\":0,\"value\":\"" + tag);
  }
}
