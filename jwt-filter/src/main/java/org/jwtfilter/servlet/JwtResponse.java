package org.jwtfilter.servlet;

import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpServletResponseWrapper;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.Writer;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.jwtfilter.http.Handshake;

/**
 * A response that saves login and session just before its first byte leaves, whatever makes it
 * leave: a flush, a full buffer, the announced length, an error, a redirect, the end.
 */
final class JwtResponse extends HttpServletResponseWrapper {
  /** Where a server does not tell the size of its buffer once it is in use (Open Liberty). */
  private static final int USUAL_BUFFER = 8192;

  private final RequestState state;
  private @Nullable CommitStream stream;
  private @Nullable PrintWriter writer;
  private @Nullable JwtAsyncContext async;
  private long written;
  private long nextMark = Long.MAX_VALUE;
  private boolean savedAtMark;
  private long announced = -1;
  private boolean complete;
  private boolean discarding;

  JwtResponse(HttpServletResponse response, RequestState state) {
    super(response);
    this.state = state;
  }

  /**
   * Saves what must go along with the response, at a point where it may leave, and where hardly any
   * application changes its session any more.
   */
  void beforeCommit() {
    save(state.expectsLateChanges());
  }

  /**
   * Saves at the end of a forward. Tomcat then closes the response, through us and underneath: the
   * application goes on, but has said that its page is complete.
   */
  void forwarded() {
    complete = true;
    beforeCommit();
  }

  /** Saves as the response leaves, while the application goes on. */
  void leaving() {
    save(!complete || state.expectsLateChanges());
  }

  private void save(boolean goesOn) {
    if (!discarding && !isCommitted()) {
      state.save(goesOn).ifPresent(this::answer);
    }
  }

  /** A dispatch has ended and nothing goes on but, perhaps, an error page. */
  void finish() {
    save(false);
    state.finish(!discarding);
  }

  /** Says what happened instead of what the application says, which would not be true. */
  private void answer(Unsaved why) {
    try {
      super.reset();
      discarding = true;
      state.exchange().ensureCookies();
      byte[] text = why.text().getBytes(StandardCharsets.UTF_8);
      super.setStatus(why.status());
      super.setHeader("Cache-Control", "no-store");
      if (why.retryAfterSeconds() > 0) {
        super.setIntHeader("Retry-After", why.retryAfterSeconds());
      }
      super.setContentType("text/plain;charset=utf-8");
      super.setContentLength(text.length);
      super.getOutputStream().write(text);
      super.flushBuffer();
    } catch (IOException e) {
      throw new AnswerFailed(e);
    }
  }

  /** Whether what the application writes goes nowhere, since another answer was given. */
  boolean discarding() {
    return discarding;
  }

  /**
   * The application is about to write this many bytes. From a first mark on any write may be the
   * one that commits; to save before every one of them would encode a session hundreds of times a
   * page, so it is done where the session was used since, at the size of the buffer, and at each
   * doubling. What still slips through is found at the end, and reported.
   */
  void writing(long bytes) {
    written += bytes;
    boolean announcedReached = announced >= 0 && written >= announced;
    if ((written >= nextMark || announcedReached || (savedAtMark && state.sessionUsed()))
        && !isCommitted()) {
      nextMark = markAfter(written);
      savedAtMark = true;
      leaving();
    }
  }

  /** The size is asked anew each time: Tomcat hands out recycled responses with grown buffers. */
  private long markAfter(long bytes) {
    int buffer = getBufferSize();
    return bytes < buffer ? Math.min(2 * bytes, buffer) : 2 * bytes;
  }

  private long firstMark() {
    int buffer = getBufferSize();
    return buffer <= 0 ? 1 : Math.min(buffer, USUAL_BUFFER);
  }

  /** Keeps what the application has started, for whichever wrapper of the request is asked. */
  void started(JwtAsyncContext started) {
    async = started;
  }

  /** What the application has started; null where it has not. */
  @Nullable JwtAsyncContext async() {
    return async;
  }

  // What makes a response leave

  @Override
  public void flushBuffer() throws IOException {
    leaving();
    if (!discarding) {
      super.flushBuffer();
    }
  }

  @Override
  public void sendError(int status) throws IOException {
    beforeError();
    if (!discarding) {
      super.sendError(status);
    }
  }

  @Override
  public void sendError(int status, @Nullable String message) throws IOException {
    beforeError();
    if (!discarding) {
      super.sendError(status, message);
    }
  }

  private void beforeError() {
    leaving();
    state.leaveForErrorPage();
  }

  @Override
  public void sendRedirect(String location) throws IOException {
    leaving();
    if (!discarding) {
      super.sendRedirect(location);
    }
  }

  // The next three are of Servlet 6.1. This compiles against 6.0, so they cannot be marked as
  // overriding, and the real ones are looked up.

  /** As {@code HttpServletResponse.sendRedirect} of Servlet 6.1. */
  public void sendRedirect(String location, int status) throws IOException {
    redirect(Redirects.STATUS, location, status);
  }

  /** As {@code HttpServletResponse.sendRedirect} of Servlet 6.1. */
  public void sendRedirect(String location, boolean clearBuffer) throws IOException {
    redirect(Redirects.CLEAR, location, clearBuffer);
  }

  /** As {@code HttpServletResponse.sendRedirect} of Servlet 6.1. */
  public void sendRedirect(String location, int status, boolean clearBuffer) throws IOException {
    redirect(Redirects.BOTH, location, status, clearBuffer);
  }

  private void redirect(@Nullable MethodHandle real, Object... arguments) throws IOException {
    leaving();
    if (!discarding) {
      Redirects.call(real, (HttpServletResponse) getResponse(), arguments);
    }
  }

  /** The overloads of the running container; null on Servlet 6.0, where nobody can call them. */
  private static final class Redirects {
    static final @Nullable MethodHandle STATUS = find(int.class);
    static final @Nullable MethodHandle CLEAR = find(boolean.class);
    static final @Nullable MethodHandle BOTH = find(int.class, boolean.class);

    private Redirects() {}

    private static @Nullable MethodHandle find(Class<?>... more) {
      try {
        MethodType type =
            MethodType.methodType(void.class, String.class).appendParameterTypes(more);
        return MethodHandles.publicLookup()
            .findVirtual(HttpServletResponse.class, "sendRedirect", type);
      } catch (NoSuchMethodException | IllegalAccessException e) {
        return null;
      }
    }

    static void call(@Nullable MethodHandle real, HttpServletResponse response, Object... arguments)
        throws IOException {
      if (real == null) {
        throw new NoSuchMethodError("this container's sendRedirect takes a location only");
      }
      try {
        real.bindTo(response).invokeWithArguments(arguments);
      } catch (IOException | RuntimeException | Error e) {
        throw e;
      } catch (Throwable e) {
        throw new IllegalStateException(e);
      }
    }
  }

  @Override
  public void reset() {
    super.reset();
    forgetWritten();
    announced = -1;
    stream = null;
    writer = null;
  }

  @Override
  public void resetBuffer() {
    super.resetBuffer();
    forgetWritten();
  }

  private void forgetWritten() {
    written = 0;
    savedAtMark = false;
    nextMark = firstMark();
  }

  // The announced length: Jetty serves files past the stream that it hands out, so announcing
  // must save already; it may be announced by any of these

  @Override
  public void setContentLength(int length) {
    announce(length);
    super.setContentLength(length);
  }

  @Override
  public void setContentLengthLong(long length) {
    announce(length);
    super.setContentLengthLong(length);
  }

  @Override
  public void setHeader(String name, @Nullable String value) {
    announce(name, value);
    super.setHeader(name, value);
  }

  @Override
  public void addHeader(String name, @Nullable String value) {
    announce(name, value);
    if (Handshake.PROTOCOLS.equalsIgnoreCase(name)) {
      super.setHeader(name, value); // there is one: Tyrus adds the application's choice to ours
    } else {
      super.addHeader(name, value);
    }
  }

  @Override
  public void setIntHeader(String name, int value) {
    announce(name, Integer.toString(value));
    super.setIntHeader(name, value);
  }

  @Override
  public void addIntHeader(String name, int value) {
    announce(name, Integer.toString(value));
    super.addIntHeader(name, value);
  }

  private void announce(@Nullable String name, @Nullable String value) {
    if (name != null && value != null && name.toLowerCase(Locale.ROOT).equals("content-length")) {
      try {
        announce(Long.parseLong(value.trim()));
      } catch (NumberFormatException e) {
        announced = -1; // the container decides what such a header means
      }
    }
  }

  private void announce(long length) {
    announced = length;
    if (length >= 0) {
      leaving();
    }
  }

  // What the application writes to

  @Override
  public ServletOutputStream getOutputStream() throws IOException {
    if (stream == null) {
      nextMark = firstMark();
      stream = new CommitStream(super.getOutputStream(), this);
    }
    return stream;
  }

  @Override
  public PrintWriter getWriter() throws IOException {
    if (discarding) { // the container's stream is in use, by what was said instead
      return new PrintWriter(Writer.nullWriter());
    }
    if (writer == null) {
      nextMark = firstMark();
      boolean wide = CommitWriter.wide(getCharacterEncoding());
      writer = new PrintWriter(new CommitWriter(super.getWriter(), this, wide));
    }
    return writer;
  }

  // Links carry no session id: the session is in the cookie

  @Override
  public String encodeURL(String url) {
    return state.sessions() == null ? super.encodeURL(url) : url;
  }

  @Override
  public String encodeRedirectURL(String url) {
    return state.sessions() == null ? super.encodeRedirectURL(url) : url;
  }
}
