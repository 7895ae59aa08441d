package org.jwtfilter.servlet;

import jakarta.servlet.ReadListener;
import jakarta.servlet.ServletInputStream;
import jakarta.servlet.http.HttpServletRequest;
import java.io.BufferedReader;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.URLEncoder;
import java.nio.charset.Charset;
import java.nio.charset.IllegalCharsetNameException;
import java.nio.charset.StandardCharsets;
import java.nio.charset.UnsupportedCharsetException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jwtfilter.http.QueryString;

/**
 * A posted form that the container has parsed already, as a body to read once more. Where forms are
 * a source of tokens the container must parse them, and an application that reads the body itself
 * finds it here, rebuilt from the parameters: the same names and values, without the token.
 */
final class FormBody {
  private final byte[] bytes;
  private final Charset charset;

  private FormBody(byte[] bytes, Charset charset) {
    this.bytes = bytes;
    this.charset = charset;
  }

  /** A form in a known encoding. */
  static FormBody of(String body, Charset charset) {
    return new FormBody(body.getBytes(StandardCharsets.ISO_8859_1), charset);
  }

  /**
   * The body of a form that nobody has read, or that the container has parsed; each character is
   * one byte. It is read, if it was not.
   *
   * @param butFor parameters to leave out, where the container has parsed it
   * @return empty where it is longer, or was read by somebody else
   */
  static Optional<String> read(HttpServletRequest request, Set<String> butFor, int mostBytes) {
    try {
      byte[] raw = request.getInputStream().readNBytes(mostBytes + 1);
      long announced = request.getContentLengthLong();
      byte[] body = raw.length == 0 && announced != 0 ? FormBody.of(request, butFor).bytes : raw;
      boolean whole = announced <= 0 || body.length > 0;
      return whole && body.length <= mostBytes
          ? Optional.of(new String(body, StandardCharsets.ISO_8859_1))
          : Optional.empty();
    } catch (IOException | RuntimeException e) {
      // What containers throw at a form that they cannot parse has no common type.
      return Optional.empty();
    }
  }

  /**
   * The body of a form that nobody has read; each character is one byte.
   *
   * @return empty where it was read by somebody else, or is longer, and then lost
   */
  static Optional<String> unread(HttpServletRequest request, int mostBytes) {
    try {
      byte[] raw = request.getInputStream().readNBytes(mostBytes + 1);
      return raw.length == 0 || raw.length > mostBytes
          ? Optional.empty()
          : Optional.of(new String(raw, StandardCharsets.ISO_8859_1));
    } catch (IOException | IllegalStateException e) {
      return Optional.empty();
    }
  }

  static FormBody of(HttpServletRequest request, Set<String> butFor) {
    Charset charset = charset(request);
    List<String> pairs = new ArrayList<>();
    for (Map.Entry<String, String[]> one : request.getParameterMap().entrySet()) {
      if (butFor.contains(one.getKey())) {
        continue;
      }
      int inQuery = QueryString.values(request.getQueryString(), one.getKey()).size();
      for (int i = inQuery; i < one.getValue().length; i++) {
        pairs.add(
            URLEncoder.encode(one.getKey(), charset)
                + '='
                + URLEncoder.encode(one.getValue()[i], charset));
      }
    }
    return new FormBody(String.join("&", pairs).getBytes(StandardCharsets.US_ASCII), charset);
  }

  private static Charset charset(HttpServletRequest request) {
    try {
      String name = request.getCharacterEncoding();
      return name == null ? StandardCharsets.UTF_8 : Charset.forName(name);
    } catch (IllegalCharsetNameException | UnsupportedCharsetException e) {
      return StandardCharsets.UTF_8;
    }
  }

  ServletInputStream stream() {
    return new Stream(new ByteArrayInputStream(bytes));
  }

  BufferedReader reader() {
    return new BufferedReader(new InputStreamReader(new ByteArrayInputStream(bytes), charset));
  }

  private static final class Stream extends ServletInputStream {
    private final ByteArrayInputStream content;

    Stream(ByteArrayInputStream content) {
      this.content = content;
    }

    @Override
    public int read() {
      return content.read();
    }

    @Override
    public int read(byte[] target, int offset, int length) {
      return content.read(target, offset, length);
    }

    @Override
    public boolean isFinished() {
      return content.available() == 0;
    }

    @Override
    public boolean isReady() {
      return true;
    }

    @Override
    public void setReadListener(ReadListener listener) {
      try {
        listener.onDataAvailable();
        listener.onAllDataRead();
      } catch (IOException e) {
        listener.onError(e);
      }
    }
  }
}
