package org.jwtfilter.servlet.testkit;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Bytes over a socket of their own, and what came back: nothing is corrected on the way, so that
 * hostile requests can be sent.
 */
public final class RawHttp {
  private static final byte[] END_OF_HEAD = "\r\n\r\n".getBytes(StandardCharsets.ISO_8859_1);

  private RawHttp() {}

  /**
   * Sends the bytes, which should say {@code Connection: close}, and reads until the server closes.
   *
   * @throws java.net.SocketTimeoutException if nothing comes for as long as {@code patience}
   */
  public static Answer exchange(URI target, byte[] request, Duration patience) throws IOException {
    return exchange(target, request, patience, false);
  }

  /**
   * The same, and tells the server that nothing more will come: for requests that say nothing of
   * their end, or the wrong thing.
   */
  public static Answer exchangeWhole(URI target, byte[] request, Duration patience)
      throws IOException {
    return exchange(target, request, patience, true);
  }

  private static Answer exchange(URI target, byte[] request, Duration patience, boolean hangUp)
      throws IOException {
    long start = System.nanoTime();
    byte[] received = roundTrip(target, request, (int) patience.toMillis(), hangUp);
    Duration took = Duration.ofNanos(System.nanoTime() - start);
    boolean withoutBody = startsWith(request, "HEAD ");
    return parse(received, withoutBody, took, target);
  }

  private static byte[] roundTrip(URI target, byte[] request, int patience, boolean hangUp)
      throws IOException {
    try (Socket socket = new Socket()) {
      socket.connect(new InetSocketAddress(target.getHost(), target.getPort()), patience);
      socket.setSoTimeout(patience);
      send(socket, request, hangUp);
      return receive(socket.getInputStream());
    }
  }

  /**
   * A server may refuse before it has read everything: then its answer is there although sending
   * fails.
   */
  private static void send(Socket socket, byte[] request, boolean hangUp) throws IOException {
    try {
      socket.getOutputStream().write(request);
      socket.getOutputStream().flush();
      if (hangUp) {
        socket.shutdownOutput();
      }
    } catch (SocketException closed) {
      // What the server said before it closed is read by the caller.
    }
  }

  private static byte[] receive(InputStream in) throws IOException {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    byte[] buffer = new byte[8192];
    try {
      for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
        all.write(buffer, 0, n);
      }
    } catch (SocketException reset) {
      // As above: what has come until now is the answer.
    }
    return all.toByteArray();
  }

  private static Answer parse(byte[] received, boolean withoutBody, Duration took, URI target)
      throws IOException {
    int end = indexOf(received, END_OF_HEAD, 0);
    if (end < 0) {
      return new Answer(0, List.of(), received, took, target);
    }
    String[] lines = new String(received, 0, end, StandardCharsets.ISO_8859_1).split("\r\n");
    int status = Integer.parseInt(lines[0].split(" ")[1]);
    byte[] rest = Arrays.copyOfRange(received, end + END_OF_HEAD.length, received.length);
    if (status >= 100 && status < 200 && status != 101) {
      return parse(rest, withoutBody, took, target);
    }
    List<Header> headers = headers(lines);
    byte[] body = withoutBody ? new byte[0] : isChunked(headers) ? unchunk(rest) : rest;
    return new Answer(status, headers, body, took, target);
  }

  private static List<Header> headers(String[] lines) {
    List<Header> headers = new ArrayList<>();
    for (String line : Arrays.asList(lines).subList(1, lines.length)) {
      int colon = line.indexOf(':');
      if (colon > 0) {
        headers.add(
            new Header(line.substring(0, colon).trim(), utf8(line.substring(colon + 1).trim())));
      }
    }
    return List.copyOf(headers);
  }

  private static String utf8(String latin1) {
    return new String(latin1.getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8);
  }

  private static boolean isChunked(List<Header> headers) {
    return headers.stream()
        .anyMatch(
            each ->
                each.name().equalsIgnoreCase("Transfer-Encoding")
                    && each.value().equalsIgnoreCase("chunked"));
  }

  private static byte[] unchunk(byte[] chunked) throws IOException {
    ByteArrayOutputStream body = new ByteArrayOutputStream();
    int at = 0;
    while (true) {
      int endOfLine = indexOf(chunked, new byte[] {'\r', '\n'}, at);
      if (endOfLine < 0) {
        throw new IOException("the chunked body ends too early, after " + body.size() + " bytes");
      }
      String size = new String(chunked, at, endOfLine - at, StandardCharsets.ISO_8859_1);
      int length = Integer.parseInt(size.split(";")[0].trim(), 16);
      if (length == 0) {
        return body.toByteArray();
      }
      body.write(chunked, endOfLine + 2, length);
      at = endOfLine + 2 + length + 2;
    }
  }

  private static boolean startsWith(byte[] bytes, String text) {
    return indexOf(bytes, text.getBytes(StandardCharsets.ISO_8859_1), 0) == 0;
  }

  private static int indexOf(byte[] bytes, byte[] part, int from) {
    for (int i = from; i <= bytes.length - part.length; i++) {
      if (Arrays.equals(bytes, i, i + part.length, part, 0, part.length)) {
        return i;
      }
    }
    return -1;
  }
}
