package org.jwtfilter.store.redis;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.concurrent.ScheduledExecutorService;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;
import org.jspecify.annotations.Nullable;
import redis.clients.jedis.JedisSocketFactory;
import redis.clients.jedis.exceptions.JedisConnectionException;

/** Makes the one socket of one {@link Link}, and keeps hold of it. For one thread at a time. */
final class LinkSockets implements JedisSocketFactory {
  private final RedisUri.Host host;
  private final @Nullable SSLSocketFactory tls;
  private final Names names;
  private final ScheduledExecutorService closer;
  private Deadline deadline;
  private @Nullable LimitedSocket socket;

  LinkSockets(
      RedisUri.Host host,
      @Nullable SSLSocketFactory tls,
      Names names,
      ScheduledExecutorService closer,
      Deadline deadline) {
    this.host = host;
    this.tls = tls;
    this.names = names;
    this.closer = closer;
    this.deadline = deadline;
  }

  void until(Deadline next) {
    deadline = next;
    if (socket != null) {
      socket.until(next);
    }
  }

  void abort() {
    if (socket != null) {
      socket.abort();
    }
  }

  @Override
  public Socket createSocket() {
    if (socket != null) {
      // Jedis would connect again by itself, and a half-done call would go on as if nothing were.
      throw new JedisConnectionException("the connection was closed");
    }
    try {
      LimitedSocket plain = connected();
      return tls == null ? plain : encrypted(plain, tls);
    } catch (IOException failed) {
      abort();
      throw new JedisConnectionException(
          "cannot connect to " + host + ": " + failed.getMessage(), failed);
    }
  }

  private LimitedSocket connected() throws IOException {
    InetAddress[] addresses = names.addresses(host.name(), deadline);
    for (int i = 0; ; i++) {
      try {
        return connected(addresses[i], deadline.share(addresses.length - i));
      } catch (IOException failed) {
        if (i == addresses.length - 1) {
          throw failed;
        }
      }
    }
  }

  private LimitedSocket connected(InetAddress address, Deadline end) throws IOException {
    LimitedSocket fresh = new LimitedSocket(deadline, closer);
    socket = fresh;
    try {
      fresh.setTcpNoDelay(true);
      fresh.setKeepAlive(true);
      // Nothing of ours is worth waiting for once we close.
      fresh.setSoLinger(true, 0);
      fresh.connect(new InetSocketAddress(address, host.port()), end.millisLeft());
      return fresh;
    } catch (IOException failed) {
      fresh.abort();
      throw failed;
    }
  }

  private SSLSocket encrypted(LimitedSocket plain, SSLSocketFactory factory) throws IOException {
    SSLSocket socket = (SSLSocket) factory.createSocket(plain, host.name(), host.port(), true);
    SSLParameters parameters = socket.getSSLParameters();
    parameters.setEndpointIdentificationAlgorithm("HTTPS");
    socket.setSSLParameters(parameters);
    socket.startHandshake();
    return socket;
  }

  @Override
  public String toString() {
    return host.toString();
  }
}
