package org.jwtfilter.example.demo;

import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.HttpStream;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/**
 * Writes {@code X-Node} on answers that never reach the shop's own filter: the container's redirect
 * to the login page, errors, and everything that an answer's reset has swept away.
 */
final class NodeHeader extends Handler.Wrapper {

  private final String node;

  NodeHeader(String node, Handler next) {
    super(next);
    this.node = node;
  }

  @Override
  public boolean handle(Request request, Response response, Callback callback) throws Exception {
    request.addHttpStreamWrapper(NodeStream::new);
    return super.handle(request, response, callback);
  }

  private final class NodeStream extends HttpStream.Wrapper {

    private NodeStream(HttpStream stream) {
      super(stream);
    }

    @Override
    public void prepareResponse(HttpFields.Mutable headers) {
      headers.put("X-Node", node);
      super.prepareResponse(headers);
    }
  }
}
