package org.jwtfilter.key;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.ByteArrayOutputStream;
import java.net.http.HttpResponse.BodySubscriber;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow;
import org.jspecify.annotations.Nullable;

/** Takes the body of an answer, up to a size; of one that is refused, nothing. */
final class CappedBody implements BodySubscriber<CappedBody.Content> {
  static final int MOST_BYTES = 256 * 1024;

  private final @Nullable String refusal;
  private final CompletableFuture<Content> result = new CompletableFuture<>();
  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
  private Flow.@Nullable Subscription subscription;

  /**
   * What came.
   *
   * @param bytes one character each (ISO 8859-1)
   * @param problem why it is of no use; null where it is whole
   */
  record Content(String bytes, @Nullable String problem) {
    @Override
    public String toString() {
      return "Content[" + bytes.length() + " bytes]";
    }
  }

  /**
   * @param refusal why the body is not even read; null: it is
   */
  CappedBody(@Nullable String refusal) {
    this.refusal = refusal;
  }

  @Override
  public CompletionStage<Content> getBody() {
    return result;
  }

  @Override
  public void onSubscribe(Flow.Subscription given) {
    subscription = given;
    if (refusal == null) {
      given.request(Long.MAX_VALUE);
    } else {
      refuse(refusal);
    }
  }

  @Override
  public void onNext(List<ByteBuffer> parts) {
    for (ByteBuffer part : parts) {
      if (bytes.size() + part.remaining() > MOST_BYTES) {
        refuse("is larger than " + MOST_BYTES / 1024 + " kB");
        return;
      }
      byte[] chunk = new byte[part.remaining()];
      part.get(chunk);
      bytes.writeBytes(chunk);
    }
  }

  @Override
  public void onError(Throwable failure) {
    result.completeExceptionally(failure);
  }

  @Override
  public void onComplete() {
    result.complete(new Content(bytes.toString(ISO_8859_1), null));
  }

  private void refuse(String why) {
    result.complete(new Content("", why));
    if (subscription != null) {
      subscription.cancel();
    }
  }
}
