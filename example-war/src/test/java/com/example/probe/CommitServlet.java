package com.example.probe;

import static java.nio.charset.StandardCharsets.UTF_8;

import jakarta.servlet.RequestDispatcher;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.PrintWriter;
import java.util.LinkedHashMap;
import java.util.Map;

/** Changes the session in place, and then lets the response leave in each way there is. */
public class CommitServlet extends StepServlet {
  private static final long serialVersionUID = 1;

  /** The ways, by name. */
  static Map<String, Step> ways() {
    Map<String, Step> ways = new LinkedHashMap<>();
    ways.put("nothing", (q, r) -> {});
    ways.put("flush", (q, r) -> r.flushBuffer());
    ways.put("stream-flush", (q, r) -> r.getOutputStream().flush());
    ways.put("stream-close", (q, r) -> r.getOutputStream().close());
    ways.put("writer-flush", (q, r) -> r.getWriter().flush());
    ways.put("writer-close", (q, r) -> r.getWriter().close());
    ways.put("writer-check-error", (q, r) -> r.getWriter().checkError());
    ways.put("writer-overflow", (q, r) -> r.getWriter().print("x".repeat(100_000)));
    ways.put("writer-overflow-by-char", (q, r) -> chars(r, 'x', 100_000));
    ways.put("writer-overflow-two-bytes", (q, r) -> chars(encoded(r, "UTF-8"), 'ü', 60_000));
    ways.put("writer-overflow-three-bytes", (q, r) -> chars(encoded(r, "UTF-8"), '€', 12_000));
    ways.put("writer-overflow-utf16", (q, r) -> chars(encoded(r, "UTF-16"), 'x', 60_000));
    ways.put("stream-overflow", (q, r) -> r.getOutputStream().write(new byte[100_000]));
    ways.put("stream-overflow-by-byte", (q, r) -> bytes(r, 1, 100_000));
    ways.put("stream-overflow-by-block", (q, r) -> bytes(r, 1_000, 100));
    ways.put("stream-exactly-full", (q, r) -> r.getOutputStream().write(new byte[buffer(r)]));
    ways.put("larger-buffer", (q, r) -> buffered(r, 64_000, 100_000));
    ways.put("smaller-buffer", (q, r) -> buffered(r, 100, 9_000));
    ways.put("content-length", (q, r) -> announced(r, () -> r.setContentLength(5)));
    ways.put("content-length-long", (q, r) -> announced(r, () -> r.setContentLengthLong(5)));
    ways.put(
        "content-length-header", (q, r) -> announced(r, () -> r.setHeader("Content-Length", "5")));
    ways.put(
        "content-length-int", (q, r) -> announced(r, () -> r.addIntHeader("Content-Length", 5)));
    ways.put("content-length-zero", (q, r) -> r.setContentLength(0));
    ways.put("send-error", (q, r) -> r.sendError(404));
    ways.put("send-error-without-page", (q, r) -> r.sendError(503, "later"));
    ways.put("send-redirect", (q, r) -> r.sendRedirect("../page"));
    ways.put("send-redirect-6.1", CommitServlet::newRedirect);
    ways.put("status-204", (q, r) -> r.setStatus(204));
    ways.put("status-304", (q, r) -> r.setStatus(304));
    ways.put("reset", (q, r) -> reset(r, 10));
    ways.put("reset-after-much", (q, r) -> reset(r, 8_000));
    ways.put("reset-buffer", (q, r) -> resetBuffer(r));
    ways.put("include", (q, r) -> q.getRequestDispatcher("/page").include(q, r));
    ways.put(
        "include-that-flushes", (q, r) -> q.getRequestDispatcher("/leave/flush").include(q, r));
    ways.put(
        "include-that-overflows",
        (q, r) -> q.getRequestDispatcher("/leave/writer-overflow").include(q, r));
    ways.put("include-of-jsp", (q, r) -> q.getRequestDispatcher("/page.jsp").include(q, r));
    ways.put("forward", (q, r) -> q.getRequestDispatcher("/page").forward(q, r));
    ways.put("forward-to-jsp", (q, r) -> q.getRequestDispatcher("/page.jsp").forward(q, r));
    ways.put("forward-to-file", (q, r) -> q.getRequestDispatcher("/files/small.txt").forward(q, r));
    ways.put(
        "forward-that-redirects",
        (q, r) -> q.getRequestDispatcher("/leave/send-redirect").forward(q, r));
    ways.put(
        "forward-that-fails", (q, r) -> q.getRequestDispatcher("/leave/send-error").forward(q, r));
    ways.put("forward-by-name", (q, r) -> named(q).forward(q, r));
    ways.put("include-by-name", (q, r) -> named(q).include(q, r));
    ways.put("exception-with-page", (q, r) -> thrown(new IllegalArgumentException("with a page")));
    ways.put(
        "exception-without-page", (q, r) -> thrown(new UnsupportedOperationException("without")));
    ways.put(
        "exception-after-output",
        (q, r) -> {
          r.getWriter().print("half a page");
          thrown(new IllegalArgumentException("with a page"));
        });
    return ways;
  }

  @Override
  public void init() {
    ways()
        .forEach(
            (name, way) ->
                on(
                    name,
                    (q, r) -> {
                      Seen.add(q, name);
                      way.take(q, r);
                    }));
  }

  private static RequestDispatcher named(HttpServletRequest request) {
    return request.getServletContext().getNamedDispatcher("page");
  }

  private static HttpServletResponse encoded(HttpServletResponse response, String charset) {
    response.setContentType("text/plain;charset=" + charset);
    return response;
  }

  private static void chars(HttpServletResponse response, char one, int times) throws Exception {
    PrintWriter writer = response.getWriter();
    for (int i = 0; i < times; i++) {
      writer.write(one);
    }
  }

  private static void bytes(HttpServletResponse response, int length, int times) throws Exception {
    for (int i = 0; i < times; i++) {
      if (length == 1) {
        response.getOutputStream().write('x');
      } else {
        response.getOutputStream().write(new byte[length]);
      }
    }
  }

  /** Open Liberty knows of none while it has written nothing. */
  private static int buffer(HttpServletResponse response) {
    return Math.max(response.getBufferSize(), 1024);
  }

  private static void buffered(HttpServletResponse response, int size, int content)
      throws Exception {
    response.setBufferSize(size);
    response.getOutputStream().write(new byte[content]);
  }

  private static void announced(HttpServletResponse response, Runnable announcement)
      throws Exception {
    announcement.run();
    response.getOutputStream().write("12345".getBytes(UTF_8));
  }

  private static void reset(HttpServletResponse response, int bytes) throws Exception {
    response.getOutputStream().write(new byte[bytes]);
    response.reset();
    response.getWriter().print("another page");
  }

  private static void resetBuffer(HttpServletResponse response) throws Exception {
    response.getOutputStream().write(new byte[8_000]);
    response.resetBuffer();
    response.getOutputStream().print("another page");
  }

  /** Where the server has it. */
  private static void newRedirect(HttpServletRequest request, HttpServletResponse response)
      throws Exception {
    try {
      HttpServletResponse.class
          .getMethod("sendRedirect", String.class, int.class, boolean.class)
          .invoke(response, "../page", 303, true);
    } catch (NoSuchMethodException servlet60) {
      response.sendRedirect("../page");
    }
  }

  private static void thrown(RuntimeException one) {
    throw one;
  }
}
