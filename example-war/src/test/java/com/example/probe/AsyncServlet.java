package com.example.probe;

import jakarta.servlet.AsyncContext;
import jakarta.servlet.AsyncEvent;
import jakarta.servlet.AsyncListener;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpServletResponseWrapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.function.Consumer;

/** Goes on asynchronously, changes the session there, and ends in each way there is. */
public class AsyncServlet extends StepServlet {
  private static final long serialVersionUID = 1;

  @Override
  public void init() {
    on("thread", (q, r) -> finishInThread(q.startAsync()));
    on("thread-with-pair", (q, r) -> finishInThread(q.startAsync(q, r)));
    on(
        "thread-with-wrappers",
        (q, r) ->
            finishInThread(
                q.startAsync(new HttpServletRequestWrapper(q), new HttpServletResponseWrapper(r))));
    on("complete-at-once", AsyncServlet::completeAtOnce);
    on("dispatch", (q, r) -> q.startAsync().dispatch("/page?add=dispatch"));
    on("dispatch-with-pair", (q, r) -> q.startAsync(q, r).dispatch("/page?add=dispatch-with-pair"));
    on("dispatch-to-jsp", AsyncServlet::dispatchToJsp);
    on("dispatch-to-itself", AsyncServlet::dispatchToItself);
    on("dispatch-that-fails", AsyncServlet::dispatchThatFails);
    on("timeout", AsyncServlet::timeout);
    on("timeout-completed", AsyncServlet::timeoutCompleted);
    on("timeout-dispatched", AsyncServlet::timeoutDispatched);
    on("error-status", AsyncServlet::errorStatus);
    on("flush-in-thread", AsyncServlet::flushInThread);
  }

  private static void inThread(AsyncContext async, Consumer<AsyncContext> then) {
    async.start(() -> then.accept(async));
  }

  private static void finishInThread(AsyncContext async) {
    inThread(
        async,
        all -> {
          HttpServletRequest request = (HttpServletRequest) all.getRequest();
          Seen.add(request, request.getPathInfo().substring(1));
          show(request, all);
          all.complete();
        });
  }

  private static void show(HttpServletRequest request, AsyncContext async) {
    try {
      Seen.show(request, async.getResponse());
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }

  private static void completeAtOnce(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    AsyncContext async = request.startAsync();
    Seen.add(request, "complete-at-once");
    Seen.show(request, response);
    async.complete();
  }

  private static void dispatchToJsp(HttpServletRequest request, HttpServletResponse response) {
    Seen.add(request, "dispatch-to-jsp");
    request.startAsync().dispatch("/page.jsp");
  }

  private static void dispatchToItself(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    if (request.getDispatcherType() == DispatcherType.ASYNC) {
      Seen.add(request, "dispatch-to-itself");
      Seen.show(request, response);
    } else {
      request.startAsync().dispatch();
    }
  }

  private static void dispatchThatFails(HttpServletRequest request, HttpServletResponse response) {
    if (request.getDispatcherType() == DispatcherType.ASYNC) {
      Seen.add(request, "dispatch-that-fails");
      throw new IllegalArgumentException("in a dispatch");
    }
    request.startAsync().dispatch();
  }

  private static AsyncContext brief(HttpServletRequest request) {
    AsyncContext async = request.startAsync();
    async.setTimeout(200);
    return async;
  }

  /** Nobody listens: the server answers by itself. */
  private static void timeout(HttpServletRequest request, HttpServletResponse response) {
    brief(request);
    Seen.add(request, "timeout");
  }

  private static void timeoutCompleted(HttpServletRequest request, HttpServletResponse response) {
    brief(request)
        .addListener(
            onTimeout(
                async -> {
                  Seen.add(request, "timeout-completed");
                  show(request, async);
                  async.complete();
                }));
  }

  private static void timeoutDispatched(HttpServletRequest request, HttpServletResponse response) {
    brief(request).addListener(onTimeout(async -> async.dispatch("/page?add=timeout-dispatched")));
  }

  private static void errorStatus(HttpServletRequest request, HttpServletResponse response) {
    inThread(
        request.startAsync(),
        all -> {
          Seen.add(request, "error-status");
          response.setStatus(409);
          all.complete();
        });
  }

  private static void flushInThread(HttpServletRequest request, HttpServletResponse response) {
    inThread(
        request.startAsync(),
        all -> {
          try {
            Seen.add(request, "flush-in-thread");
            Seen.show(request, response);
            response.flushBuffer();
            all.complete();
          } catch (IOException failed) {
            throw new UncheckedIOException(failed);
          }
        });
  }

  private static AsyncListener onTimeout(Consumer<AsyncContext> then) {
    return new AsyncListener() {
      @Override
      public void onTimeout(AsyncEvent event) {
        then.accept(event.getAsyncContext());
      }

      @Override
      public void onComplete(AsyncEvent event) {}

      @Override
      public void onError(AsyncEvent event) {}

      @Override
      public void onStartAsync(AsyncEvent event) {}
    };
  }
}
