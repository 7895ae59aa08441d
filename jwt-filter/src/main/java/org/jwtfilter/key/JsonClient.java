package org.jwtfilter.key;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpHeaders;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.ResponseInfo;
import java.net.http.HttpTimeoutException;
import java.time.Duration;
import java.util.Locale;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/**
 * Gets JSON from servers that may be slow, huge, or lie: bounded in time and size, no redirects, no
 * cookies, nothing but a whole answer 200 of JSON. Thread-safe.
 */
final class JsonClient {
  private static final Pattern JSON =
      Pattern.compile("application/([!-~&&[^;]]+\\+)?json\\s*(;.*)?", Pattern.CASE_INSENSITIVE);
  private static final Pattern MAX_AGE =
      Pattern.compile("(?:^|[\\s,])max-age\\s*=\\s*\"?(\\d{1,9})");
  private static final Pattern NEVER = Pattern.compile("(?:^|[\\s,])no-(?:store|cache)");
  private static final String LATE =
      "has not answered in time: look whether it can be reached from here";
  private static final Duration FOREVER = Duration.ofDays(36_500);

  /** Made when it is first needed, so that a filter without key sets by URL has no such threads. */
  private volatile @Nullable HttpClient client;

  /**
   * What a server said.
   *
   * @param body one character for each byte (ISO 8859-1)
   * @param age how long it may be used, as {@code Cache-Control} has it
   */
  record Answer(String body, Duration age) {
    @Override
    public String toString() {
      return "Answer[" + body.length() + " bytes]";
    }
  }

  /**
   * The answer.
   *
   * @param deadline by {@link System#nanoTime}
   * @throws KeyException if there is none such; the message continues the address
   */
  Answer get(URI uri, long deadline) throws KeyException {
    Duration left = Duration.ofNanos(Math.max(1, deadline - System.nanoTime()));
    HttpRequest request =
        HttpRequest.newBuilder(uri)
            .timeout(left)
            .header("Accept", "application/json, application/jwk-set+json")
            .build();
    CompletableFuture<HttpResponse<CappedBody.Content>> answer =
        client().sendAsync(request, info -> new CappedBody(refusal(info)));
    try {
      return read(answer.get(left.toNanos(), TimeUnit.NANOSECONDS));
    } catch (ExecutionException e) {
      throw new KeyException(failure(Objects.requireNonNull(e.getCause())));
    } catch (TimeoutException e) {
      throw new KeyException(LATE);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new KeyException("was not read: the thread was interrupted");
    } finally {
      // An answer that drips on must not be read for ever.
      answer.cancel(true);
    }
  }

  private static Answer read(HttpResponse<CappedBody.Content> response) throws KeyException {
    CappedBody.Content content = response.body();
    if (content.problem() != null) {
      throw new KeyException(content.problem());
    }
    return new Answer(content.bytes(), age(response.headers()));
  }

  private HttpClient client() {
    HttpClient known = client;
    if (known == null) {
      known =
          HttpClient.newBuilder()
              .version(HttpClient.Version.HTTP_1_1)
              .followRedirects(HttpClient.Redirect.NEVER)
              .connectTimeout(Duration.ofSeconds(5))
              .build();
      client = known;
    }
    return known;
  }

  /** Why this beginning of an answer is of no use, or null. */
  private static @Nullable String refusal(ResponseInfo info) {
    int status = info.statusCode();
    if (status >= 300 && status < 400) {
      return "answers "
          + status
          + ": redirects are not followed, write the address that it leads to";
    }
    if (status != 200) {
      return "answers " + status;
    }
    String type = info.headers().firstValue("Content-Type").orElse("");
    return JSON.matcher(type.strip()).matches()
        ? null
        : "answers something else than JSON: look whether it is the address of a key set";
  }

  private static String failure(Throwable cause) {
    if (cause instanceof HttpTimeoutException) {
      return LATE;
    }
    String name = cause.getClass().getSimpleName();
    return cause instanceof SSLException
        ? "has no connection that can be trusted (" + name + "): look at its certificate"
        : "does not answer (" + name + "): look whether it can be reached from here";
  }

  private static Duration age(HttpHeaders headers) {
    String control = String.join(",", headers.allValues("Cache-Control")).toLowerCase(Locale.ROOT);
    if (NEVER.matcher(control).find()) {
      return Duration.ZERO;
    }
    Matcher age = MAX_AGE.matcher(control);
    return age.find() ? Duration.ofSeconds(Long.parseLong(age.group(1))) : FOREVER;
  }
}
