package org.jwtfilter.servlet;

import jakarta.servlet.AsyncContext;
import jakarta.servlet.ReadListener;
import jakarta.servlet.ServletInputStream;
import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.WriteListener;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.jwtfilter.servlet.testkit.Handler;
import org.jwtfilter.servlet.testkit.Request;

/**
 * Chapters 3.7, 5.8 and what both say of trailers: streams that do not block are the same with us
 * and without.
 */
@ExtendWith(Contract.Servers.class)
class StreamContractTest {
  private static final int CHUNK = 1000;

  /** Much more than a server reads or writes at once. */
  private static final String LARGE =
      new Random(1)
          .ints(300_000, 'a', 'z')
          .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
          .toString();

  /** Reads all, as it comes, then writes all, as it can be sent. */
  private static final class Echo implements ReadListener, WriteListener {
    private final HttpServletRequest request;
    private final boolean keeping;
    private final AsyncContext async;
    private final ServletInputStream in;
    private final ServletOutputStream out;
    private final ByteArrayOutputStream all = new ByteArrayOutputStream();
    private int written;

    private Echo(HttpServletRequest request, HttpServletResponse response, boolean keeping)
        throws IOException {
      this.request = request;
      this.keeping = keeping;
      this.async = request.startAsync();
      this.in = request.getInputStream();
      this.out = response.getOutputStream();
    }

    static Handler keeping(boolean keeping) {
      return (q, r) -> {
        Echo echo = new Echo(q, r, keeping);
        echo.in.setReadListener(echo);
      };
    }

    @Override
    public void onDataAvailable() throws IOException {
      byte[] some = new byte[CHUNK];
      while (in.isReady() && !in.isFinished()) {
        int length = in.read(some);
        if (length > 0) {
          all.write(some, 0, length);
        }
      }
    }

    @Override
    public void onAllDataRead() {
      if (keeping) {
        request.getSession().setAttribute("a", all.size() + " " + in.isFinished());
      }
      out.setWriteListener(this);
    }

    @Override
    public void onWritePossible() throws IOException {
      while (out.isReady()) {
        if (written == all.size()) {
          async.complete();
          return;
        }
        int length = Math.min(CHUNK, all.size() - written);
        out.write(all.toByteArray(), written, length);
        written += length;
      }
    }

    @Override
    public void onError(Throwable failure) {
      async.complete();
    }
  }

  private static Request posted(Handler script, String body) {
    return Request.of("POST", Cluster.path(script))
        .header("Content-Type", "application/octet-stream")
        .body(body);
  }

  @ParameterizedTest
  @EnumSource
  void body_isReadAndWrittenWithoutBlocking(Contract server) {
    for (String body : new String[] {"", "short", LARGE}) {
      server.same(b -> Contract.transcript(b.client().send(posted(Echo.keeping(false), body))));
    }
  }

  @ParameterizedTest
  @EnumSource
  void session_changedWhileABodyIsRead_isKept(Contract server) {
    server.same(
        b -> {
          b.client().send(posted(Echo.keeping(true), LARGE));
          return b.attribute("a");
        });
  }

  @ParameterizedTest
  @EnumSource
  void listener_isTakenOnce_andOnlyForAnAsynchronousRequest(Contract server) {
    server.sameAnswer(
        (q, r) -> {
          Object read = Thrown.doing(() -> q.getInputStream().setReadListener(null));
          Object write = Thrown.doing(() -> r.getOutputStream().setWriteListener(null));
          r.getOutputStream().print(read + " " + write);
        });
    server.sameAnswer(
        (q, r) -> {
          Echo echo = new Echo(q, r, false);
          echo.out.setWriteListener(echo);
          Object twice = Thrown.doing(() -> echo.out.setWriteListener(echo));
          echo.all.writeBytes(String.valueOf(twice).getBytes(StandardCharsets.UTF_8));
        });
  }

  /** Sends a body in chunks, with a trailer, and shows the whole answer without its head. */
  private static Contract.Scenario withTrailer(Handler script) {
    return b -> {
      URI address = b.client().get("/page.txt").from();
      try (Socket socket = new Socket(address.getHost(), address.getPort())) {
        socket.setSoTimeout(15_000);
        String head =
            "POST /app%s HTTP/1.1\r\nHost: host\r\nConnection: close\r\nTransfer-Encoding: chunked\r\n"
                .formatted(Cluster.path(script));
        String body = "Trailer: X-Sum\r\n\r\n5\r\nhello\r\n0\r\nX-Sum: 42\r\n\r\n";
        socket.getOutputStream().write((head + body).getBytes(StandardCharsets.ISO_8859_1));
        String answer =
            new String(socket.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
        return answer.substring(0, 12) + answer.substring(answer.indexOf("\r\n\r\n"));
      }
    };
  }

  @ParameterizedTest
  @EnumSource
  void trailersOfARequest_areThereWhenItsBodyWasRead(Contract server) {
    server.same(
        withTrailer(
            (q, r) -> {
              Object before = Thrown.by(q::isTrailerFieldsReady);
              int length = q.getInputStream().readAllBytes().length;
              Map<String, String> trailers = new TreeMap<>(q.getTrailerFields());
              r.getWriter()
                  .print(before + " " + length + q.isTrailerFieldsReady() + " " + trailers);
            }));
  }

  @ParameterizedTest
  @EnumSource
  void trailersOfAnAnswer_areSentAfterItsBody(Contract server) {
    server.same(
        withTrailer(
            (q, r) -> {
              r.setTrailerFields(() -> Map.of("X-Sum", "43"));
              r.getWriter().print(r.getTrailerFields().get() + "0123456789".repeat(2000));
            }));
    server.same(
        withTrailer(
            (q, r) -> {
              r.flushBuffer();
              Object late = Thrown.doing(() -> r.setTrailerFields(Map::of));
              r.getWriter().print(late + " " + r.getTrailerFields());
            }));
  }
}
