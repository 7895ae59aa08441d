package org.jwtfilter.servlet;

import jakarta.servlet.ServletInputStream;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import java.io.BufferedReader;
import java.io.UnsupportedEncodingException;
import java.nio.charset.Charset;
import java.nio.charset.IllegalCharsetNameException;
import java.nio.charset.StandardCharsets;
import java.nio.charset.UnsupportedCharsetException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Enumeration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.jwtfilter.http.PostedForm;
import org.jwtfilter.http.QueryString;

/**
 * The page that a browser asks for after a login, as the form that was posted there before: method,
 * body, parameters and headers of the form, everything else of the request that came. Confined to
 * the request.
 */
final class ResumedRequest extends HttpServletRequestWrapper {
  /** What is said of a cached page, of a part of it, or of a body that is not there. */
  private static final Set<String> OF_PAGES =
      Set.of(
          "if-modified-since",
          "if-none-match",
          "if-match",
          "if-unmodified-since",
          "if-range",
          "range",
          "transfer-encoding");

  private static final String TYPE = "content-type";
  private static final String LENGTH = "content-length";

  private final PostedForm form;
  private @Nullable String encoding;
  private @Nullable Map<String, String[]> parameters;
  private @Nullable ServletInputStream stream;
  private @Nullable BufferedReader reader;

  ResumedRequest(HttpServletRequest request, PostedForm form) {
    super(request);
    this.form = form;
    this.encoding = charsetOf(form.contentType());
  }

  private static @Nullable String charsetOf(String contentType) {
    int at = contentType.toLowerCase(Locale.ROOT).indexOf("charset=");
    return at < 0
        ? null
        : contentType.substring(at + "charset=".length()).split(";", 2)[0].replace("\"", "").trim();
  }

  @Override
  public String getMethod() {
    return "POST";
  }

  @Override
  public String getContentType() {
    return form.contentType();
  }

  @Override
  public int getContentLength() {
    return form.body().length();
  }

  @Override
  public long getContentLengthLong() {
    return form.body().length();
  }

  // The encoding may be set until the body is read, as in a container

  @Override
  public @Nullable String getCharacterEncoding() {
    return encoding == null ? super.getCharacterEncoding() : encoding;
  }

  @Override
  public void setCharacterEncoding(String name) throws UnsupportedEncodingException {
    if (!supported(name)) {
      throw new UnsupportedEncodingException(name);
    }
    if (parameters == null && reader == null) {
      encoding = name;
    }
  }

  private static boolean supported(String name) {
    try {
      return Charset.isSupported(name);
    } catch (IllegalCharsetNameException e) {
      return false;
    }
  }

  private Charset charset() {
    String name = getCharacterEncoding();
    try {
      return name == null ? StandardCharsets.UTF_8 : Charset.forName(name);
    } catch (IllegalCharsetNameException | UnsupportedCharsetException e) {
      return StandardCharsets.UTF_8;
    }
  }

  // The body: a stream, a reader, or parameters

  @Override
  public ServletInputStream getInputStream() {
    if (reader != null) {
      throw new IllegalStateException("getReader was called before");
    }
    if (stream == null) {
      stream = body().stream();
    }
    return stream;
  }

  @Override
  public BufferedReader getReader() {
    if (stream != null) {
      throw new IllegalStateException("getInputStream was called before");
    }
    if (reader == null) {
      reader = body().reader();
    }
    return reader;
  }

  /** Parameters consume a body in a container, and who has the body finds no parameters in it. */
  private FormBody body() {
    return FormBody.of(parameters == null ? form.body() : "", charset());
  }

  @Override
  public @Nullable String getParameter(String name) {
    String[] values = getParameterValues(name);
    return values == null ? null : values[0];
  }

  @Override
  public String @Nullable [] getParameterValues(String name) {
    String[] values = getParameterMap().get(name);
    return values == null ? null : values.clone();
  }

  @Override
  public Enumeration<String> getParameterNames() {
    return Collections.enumeration(getParameterMap().keySet());
  }

  @Override
  public Map<String, String[]> getParameterMap() {
    if (parameters == null) {
      boolean taken = stream != null || reader != null;
      parameters =
          Collections.unmodifiableMap(
              taken
                  ? super.getParameterMap()
                  : QueryString.joined(super.getParameterMap(), form.body(), charset()));
    }
    return parameters;
  }

  // Headers

  private @Nullable String own(String name) {
    return switch (name.toLowerCase(Locale.ROOT)) {
      case TYPE -> form.contentType();
      case LENGTH -> Integer.toString(form.body().length());
      default -> null;
    };
  }

  private static boolean ofPages(String name) {
    return OF_PAGES.contains(name.toLowerCase(Locale.ROOT));
  }

  private <T> T header(String name, T none, Supplier<T> sent) {
    return ofPages(name) ? none : sent.get();
  }

  @Override
  public @Nullable String getHeader(String name) {
    String own = own(name);
    return own != null || ofPages(name) ? own : super.getHeader(name);
  }

  @Override
  public Enumeration<String> getHeaders(String name) {
    String own = own(name);
    return own != null
        ? Collections.enumeration(List.of(own))
        : header(name, Collections.emptyEnumeration(), () -> super.getHeaders(name));
  }

  @Override
  public int getIntHeader(String name) {
    String own = own(name);
    return own != null ? Integer.parseInt(own) : header(name, -1, () -> super.getIntHeader(name));
  }

  @Override
  public long getDateHeader(String name) {
    return header(name, -1L, () -> super.getDateHeader(name));
  }

  @Override
  public Enumeration<String> getHeaderNames() {
    Map<String, String> names = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    List<String> sent = new ArrayList<>(List.of(TYPE, LENGTH));
    super.getHeaderNames().asIterator().forEachRemaining(sent::add);
    sent.stream().filter(name -> !ofPages(name)).forEach(name -> names.putIfAbsent(name, name));
    return Collections.enumeration(names.values());
  }
}
