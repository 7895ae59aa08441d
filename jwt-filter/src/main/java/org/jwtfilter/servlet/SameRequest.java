package org.jwtfilter.servlet;

import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletRequestWrapper;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import org.jspecify.annotations.Nullable;

/**
 * A wrapper of ours that equals what it wraps: the container hands its own request to the
 * application's listeners, and to the application both are one.
 */
abstract class SameRequest extends HttpServletRequestWrapper {
  SameRequest(HttpServletRequest request) {
    super(request);
  }

  private static ServletRequest lowest(ServletRequest request) {
    ServletRequest one = request;
    while (one instanceof ServletRequestWrapper wrapper) {
      one = wrapper.getRequest();
    }
    return one;
  }

  @Override
  public boolean equals(@Nullable Object other) {
    ServletRequest lowest = lowest(this);
    return other == this
        || other == lowest
        || (other instanceof SameRequest same && lowest(same) == lowest);
  }

  @Override
  public int hashCode() {
    return lowest(this).hashCode();
  }
}
