package org.jwtfilter.example.matrix;

import java.io.DataInputStream;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * The opening of a WebSocket, as it is on the wire.
 *
 * @param cookies the lines that set some
 * @param message the first one, if it was opened
 */
record Handshake(int status, List<String> cookies, String message) {
  private static final String REQUEST =
      """
      GET %s HTTP/1.1
      Host: %s
      Connection: Upgrade
      Upgrade: websocket
      Sec-WebSocket-Version: 13
      Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==
      """;

  /** Opens one, hears the first message, and leaves. */
  static Handshake of(URI application, String path, String... headers) throws IOException {
    StringBuilder request =
        new StringBuilder(
            REQUEST.formatted(application.getPath() + path, application.getAuthority()));
    for (String each : headers) {
      request.append(each).append('\n');
    }
    String text = request.append('\n').toString().replace("\n", "\r\n");
    try (Socket socket = new Socket(application.getHost(), application.getPort())) {
      socket.setSoTimeout(20_000);
      socket.getOutputStream().write(text.getBytes(StandardCharsets.ISO_8859_1));
      return answer(new DataInputStream(socket.getInputStream()));
    }
  }

  private static Handshake answer(DataInputStream in) throws IOException {
    int status = Integer.parseInt(line(in).split(" ")[1]);
    List<String> cookies = new ArrayList<>();
    for (String line = line(in); !line.isEmpty(); line = line(in)) {
      if (line.toLowerCase().startsWith("set-cookie:")) {
        cookies.add(line.substring("set-cookie:".length()).strip());
      }
    }
    return new Handshake(status, cookies, status == 101 ? message(in) : "");
  }

  private static String line(DataInputStream in) throws IOException {
    StringBuilder line = new StringBuilder();
    for (int each = in.readUnsignedByte(); each != '\n'; each = in.readUnsignedByte()) {
      line.append((char) each);
    }
    return line.toString().strip();
  }

  /** A frame of text: servers send them unmasked. */
  private static String message(DataInputStream in) throws IOException {
    in.readUnsignedByte();
    int length = in.readUnsignedByte();
    byte[] text = new byte[length == 126 ? in.readUnsignedShort() : length];
    in.readFully(text);
    return new String(text, StandardCharsets.UTF_8);
  }
}
