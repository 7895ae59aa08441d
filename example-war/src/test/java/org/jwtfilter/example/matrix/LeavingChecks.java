package org.jwtfilter.example.matrix;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.jwtfilter.example.matrix.World.assertSays;

import java.io.IOException;
import java.util.List;
import org.jwtfilter.example.servers.Browser;
import org.jwtfilter.example.servers.Page;

/** Whatever makes a response leave, on whatever thread, the session leaves with it. */
final class LeavingChecks {
  private static final List<String> WAYS =
      List.of(
          "nothing",
          "flush",
          "stream-flush",
          "stream-close",
          "writer-flush",
          "writer-close",
          "writer-check-error",
          "writer-overflow",
          "writer-overflow-by-char",
          "writer-overflow-two-bytes",
          "writer-overflow-three-bytes",
          "writer-overflow-utf16",
          "stream-overflow",
          "stream-overflow-by-byte",
          "stream-overflow-by-block",
          "stream-exactly-full",
          "larger-buffer",
          "smaller-buffer",
          "content-length",
          "content-length-long",
          "content-length-header",
          "content-length-int",
          "content-length-zero",
          "send-error",
          "send-error-without-page",
          "send-redirect",
          "send-redirect-6.1",
          "status-204",
          "status-304",
          "reset",
          "reset-after-much",
          "reset-buffer",
          "include",
          "include-that-flushes",
          "include-that-overflows",
          "include-of-jsp",
          "forward",
          "forward-to-jsp",
          "forward-to-file",
          "forward-that-redirects",
          "forward-that-fails",
          "forward-by-name",
          "include-by-name",
          "exception-with-page",
          "exception-without-page",
          "exception-after-output");

  private static final List<String> ASYNC_WAYS =
      List.of(
          "thread",
          "thread-with-pair",
          "thread-with-wrappers",
          "complete-at-once",
          "dispatch",
          "dispatch-with-pair",
          "dispatch-to-itself",
          "timeout-completed",
          "timeout-dispatched",
          "flush-in-thread");

  private static final List<String> SILENT_ASYNC_WAYS =
      List.of("dispatch-to-jsp", "dispatch-that-fails", "timeout", "error-status");

  private LeavingChecks() {}

  static void addTo(Checks checks) {
    for (String way : WAYS) {
      checks.add(Group.COMMIT, way, world -> saved(world, "/commit/", way));
    }
    checks.add(Group.COMMIT, "head", LeavingChecks::head);
    checks.add(Group.COMMIT, "file", LeavingChecks::file);
    for (String way : ASYNC_WAYS) {
      checks.add(Group.ASYNC, way, world -> savedAndSeen(world, way));
    }
    for (String way : SILENT_ASYNC_WAYS) {
      checks.add(Group.ASYNC, way, world -> saved(world, "/async/", way));
    }
  }

  private static void savedAndSeen(World world, String way) throws Exception {
    Page page = saved(world, "/async/", way);
    assertSays("ann", "principal", page);
    assertSays("true", "member", page);
    assertSays("[before, " + way + "]", "list", page);
  }

  /** A session that was there before, and one that begins with this request. */
  private static Page saved(World world, String path, String way) throws Exception {
    if (!way.startsWith("timeout")) { // servers take their time for these
      Browser stranger = world.stranger();
      stranger.get(path + way);
      assertKept(stranger, "[" + way);
    }
    Browser ann = world.annWithCookie();
    ann.get("/session/add", "entry", "before");
    Page page = ann.get(path + way);
    assertKept(ann, "[before, " + way);
    return page;
  }

  /** An error page may have added to it. */
  private static void assertKept(Browser browser, String list) throws IOException {
    Page page = browser.get("/session/list");
    String kept = World.said(page, "list").replace(", error-page", "");
    assertEquals(list + "]", kept, page::text);
  }

  private static void head(World world) throws Exception {
    Browser browser = world.stranger();
    browser.head("/commit/writer-overflow");
    assertKept(browser, "[writer-overflow");
  }

  /** The server's own servlet for files, which announces a length and may pass streams by. */
  private static void file(World world) throws Exception {
    Browser browser = world.stranger();
    assertEquals("small", browser.get("/files/small.txt").text());
    assertEquals(100_000, browser.get("/files/large.txt").text().length());
    assertKept(browser, "[/files/small.txt, /files/large.txt");
  }
}
