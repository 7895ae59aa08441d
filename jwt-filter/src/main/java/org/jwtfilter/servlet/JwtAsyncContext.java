package org.jwtfilter.servlet;

import jakarta.servlet.AsyncContext;
import jakarta.servlet.AsyncEvent;
import jakarta.servlet.AsyncListener;
import jakarta.servlet.ServletContext;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import java.io.IOException;
import java.util.Objects;

/**
 * Saves before an asynchronous request completes: its {@code onComplete} comes when the response
 * has left already.
 */
final class JwtAsyncContext implements AsyncContext {
  private final AsyncContext real;
  private final ServletRequest request;
  private final JwtResponse response;
  private final boolean original;

  /**
   * @param request what the application has started it with
   * @param original whether the application handed on the pair that it was given
   */
  JwtAsyncContext(
      AsyncContext real, ServletRequest request, JwtResponse response, boolean original) {
    this.real = real;
    this.request = request;
    this.response = response;
    this.original = original;
    real.addListener(new Saving(response));
  }

  /** A request that times out or fails is answered by the container, if nobody else does. */
  private record Saving(JwtResponse response) implements AsyncListener {
    @Override
    public void onComplete(AsyncEvent event) {
      response.finish();
    }

    @Override
    public void onTimeout(AsyncEvent event) {
      response.beforeCommit();
    }

    @Override
    public void onError(AsyncEvent event) {
      response.beforeCommit();
    }

    @Override
    public void onStartAsync(AsyncEvent event) {
      event.getAsyncContext().addListener(this);
    }
  }

  /** A listener of the application: what it completes is completed here, so that it is saved. */
  private final class Telling implements AsyncListener {
    private final AsyncListener listener;

    Telling(AsyncListener listener) {
      this.listener = listener;
    }

    @Override
    public void onComplete(AsyncEvent event) throws IOException {
      listener.onComplete(ours(event));
    }

    @Override
    public void onTimeout(AsyncEvent event) throws IOException {
      listener.onTimeout(ours(event));
    }

    @Override
    public void onError(AsyncEvent event) throws IOException {
      listener.onError(ours(event));
    }

    @Override
    public void onStartAsync(AsyncEvent event) throws IOException {
      listener.onStartAsync(ours(event));
    }

    private AsyncEvent ours(AsyncEvent event) {
      return new AsyncEvent(
          JwtAsyncContext.this,
          event.getSuppliedRequest(),
          event.getSuppliedResponse(),
          event.getThrowable());
    }
  }

  /** {@inheritDoc} Fails, as the container does, where this is over. */
  @Override
  public ServletRequest getRequest() {
    Objects.requireNonNull(real.getRequest());
    return request;
  }

  @Override
  public ServletResponse getResponse() {
    return real.getResponse();
  }

  @Override
  public boolean hasOriginalRequestAndResponse() {
    return original;
  }

  @Override
  public void dispatch() {
    real.dispatch();
  }

  @Override
  public void dispatch(String path) {
    real.dispatch(path);
  }

  @Override
  public void dispatch(ServletContext context, String path) {
    real.dispatch(context, path);
  }

  @Override
  public void complete() {
    response.finish();
    real.complete();
  }

  @Override
  public void start(Runnable task) {
    real.start(task);
  }

  @Override
  public void addListener(AsyncListener listener) {
    real.addListener(new Telling(listener));
  }

  @Override
  public void addListener(AsyncListener listener, ServletRequest request, ServletResponse answer) {
    real.addListener(new Telling(listener), request, answer);
  }

  @Override
  public <T extends AsyncListener> T createListener(Class<T> type) throws ServletException {
    return real.createListener(type);
  }

  @Override
  public void setTimeout(long milliseconds) {
    real.setTimeout(milliseconds);
  }

  @Override
  public long getTimeout() {
    return real.getTimeout();
  }
}
