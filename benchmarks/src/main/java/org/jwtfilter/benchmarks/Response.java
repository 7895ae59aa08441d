package org.jwtfilter.benchmarks;

import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.WriteListener;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpServletResponseWrapper;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A response that keeps its status and headers and swallows its body. */
final class Response extends HttpServletResponseWrapper {
  private static final HttpServletResponse REST = Container.nothing(HttpServletResponse.class);

  private record Header(String name, @Nullable String value) {}

  private @Nullable List<Header> headers;
  private int status = SC_OK;
  private boolean committed;

  Response() {
    super(REST);
  }

  @Override
  public int getStatus() {
    return status;
  }

  @Override
  public void setStatus(int status) {
    this.status = status;
  }

  @Override
  public boolean isCommitted() {
    return committed;
  }

  @Override
  public void flushBuffer() {
    committed = true;
  }

  @Override
  public void sendError(int status) {
    this.status = status;
    committed = true;
  }

  @Override
  public boolean containsHeader(String name) {
    return !getHeaders(name).isEmpty();
  }

  @Override
  public List<String> getHeaders(String name) {
    if (headers == null) {
      return List.of();
    }
    List<String> values = new ArrayList<>();
    for (Header header : headers) {
      if (header.value != null && header.name.equalsIgnoreCase(name)) {
        values.add(header.value);
      }
    }
    return values;
  }

  @Override
  public void setHeader(String name, @Nullable String value) {
    if (headers != null) {
      headers.removeIf(header -> header.name.equalsIgnoreCase(name));
    }
    addHeader(name, value);
  }

  @Override
  public void addHeader(String name, @Nullable String value) {
    if (headers == null) {
      headers = new ArrayList<>();
    }
    headers.add(new Header(name, value));
  }

  @Override
  public void setContentType(@Nullable String type) {}

  @Override
  public void setCharacterEncoding(@Nullable String encoding) {}

  @Override
  public void setContentLength(int length) {}

  @Override
  public int getBufferSize() {
    return 8192;
  }

  @Override
  public ServletOutputStream getOutputStream() {
    return Sink.ONLY;
  }

  private static final class Sink extends ServletOutputStream {
    static final Sink ONLY = new Sink();

    @Override
    public boolean isReady() {
      return true;
    }

    @Override
    public void setWriteListener(WriteListener listener) {
      throw new UnsupportedOperationException();
    }

    @Override
    public void write(int one) {}

    @Override
    public void write(byte[] bytes, int from, int length) {}
  }
}
