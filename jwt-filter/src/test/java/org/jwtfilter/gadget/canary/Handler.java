package org.jwtfilter.gadget.canary;

import java.net.URL;
import java.net.URLConnection;
import java.net.URLStreamHandler;
import org.jwtfilter.gadget.Canary;

/** Of URLs {@code canary://…}: counts where others would ask a name server. */
public final class Handler extends URLStreamHandler {
  @Override
  protected int hashCode(URL url) {
    return Canary.sing();
  }

  @Override
  protected URLConnection openConnection(URL url) {
    throw new UnsupportedOperationException();
  }
}
