package org.jwtfilter.benchmarks;

import jakarta.servlet.http.Cookie;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A request that keeps its attributes, as containers do and Spring Session needs. */
final class AttributedRequest extends Request {
  private final Map<String, Object> attributes = new HashMap<>();

  AttributedRequest(Cookie @Nullable [] cookies) {
    super(null, cookies);
  }

  @Override
  public @Nullable Object getAttribute(String name) {
    return attributes.get(name);
  }

  @Override
  public void setAttribute(String name, @Nullable Object value) {
    if (value == null) {
      attributes.remove(name);
    } else {
      attributes.put(name, value);
    }
  }

  @Override
  public void removeAttribute(String name) {
    attributes.remove(name);
  }
}
