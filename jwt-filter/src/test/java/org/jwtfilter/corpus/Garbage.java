package org.jwtfilter.corpus;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

/**
 * Clients that send whatever could hurt, without end: random bytes, half requests, huge headers,
 * bodies that drip, garbage in every place of a token, signatures that only look right. They pause
 * after each, since on a machine that they share with the server their own work is no attack.
 */
final class Garbage implements AutoCloseable {
  private static final long PAUSE_NANOS = Duration.ofMillis(100).toNanos();
  private static final int PATIENCE_MILLIS = 2_000;

  private final URI server;
  private final List<Honest> honest;
  private final AtomicLong sent = new AtomicLong();
  private final AtomicLong faults = new AtomicLong();
  private final List<Thread> clients = new ArrayList<>();
  private volatile boolean over;

  private Garbage(URI server, CorpusKeys keys) {
    this.server = server;
    this.honest = Forge.all(keys).stream().map(Honest::of).toList();
  }

  /** Starts so many clients. */
  static Garbage start(URI server, CorpusKeys keys, int clients) {
    Garbage garbage = new Garbage(server, keys);
    for (int i = 0; i < clients; i++) {
      Random random = new Random(i);
      Thread client = new Thread(() -> garbage.run(random), "garbage-" + i);
      client.setDaemon(true);
      garbage.clients.add(client);
      client.start();
    }
    return garbage;
  }

  /** How many requests, or what should look like them, were sent. */
  long sent() {
    return sent.get();
  }

  /** How many were answered with a fault of the server, or let in. */
  long faults() {
    return faults.get();
  }

  private void run(Random random) {
    while (!over) {
      try {
        send(random, kind(random));
      } catch (IOException closed) {
        // The server may refuse by closing.
      }
      LockSupport.parkNanos(PAUSE_NANOS);
    }
  }

  private record Kind(byte[] bytes, boolean drips) {}

  private Kind kind(Random random) {
    return switch (random.nextInt(10)) {
      case 0 -> new Kind(bytes(random, 1 + random.nextInt(4000)), false);
      case 1 -> text("GET /hs256/protected/whoami HTTP/1.1\r\nHost: x\r\nAuthorization: Bea", true);
      case 2 -> text(get("X-A: " + "a".repeat(100_000)), false);
      case 3 -> text(post(2000, "access_token=a"), true);
      case 4 -> text(get("Authorization: Bearer " + letters(random, 7000)), false);
      case 5 -> text(get("Cookie: __Host-jwt=" + letters(random, 3000) + "; __Host-jwt=x"), false);
      case 6 -> text(post(50_013, "access_token=" + letters(random, 50_000)), false);
      case 7 -> text(get("Authorization: Bearer a.b.c\r\nAuthorization: Basic x"), false);
      default -> forged(honest.get(random.nextInt(honest.size())), random);
    };
  }

  /** What is signed in an honest token, and how long its signature is. */
  private record Honest(String profile, String signed, int signature) {
    static Honest of(Forge forge) {
      String token = forge.honest();
      int dot = token.lastIndexOf('.') + 1;
      return new Honest(
          forge.profile().toLowerCase(), token.substring(0, dot), token.length() - dot);
    }
  }

  /** With the right header and the right length: the dearest of all garbage. */
  private static Kind forged(Honest honest, Random random) {
    String token = honest.signed + letters(random, honest.signature - 1) + "A";
    return text(get("Authorization: Bearer " + token).replace("hs256", honest.profile), false);
  }

  private static String get(String header) {
    return "GET /hs256/protected/whoami HTTP/1.1\r\nHost: x\r\nConnection: close\r\n"
        + header
        + "\r\n\r\n";
  }

  private static String post(int length, String body) {
    return "POST /hs256/protected/whoami HTTP/1.1\r\nHost: x\r\nConnection: close\r\n"
        + "Content-Type: application/x-www-form-urlencoded\r\nContent-Length: "
        + length
        + "\r\n\r\n"
        + body;
  }

  private static Kind text(String text, boolean drips) {
    return new Kind(text.getBytes(ISO_8859_1), drips);
  }

  private static byte[] bytes(Random random, int length) {
    byte[] bytes = new byte[length];
    random.nextBytes(bytes);
    return bytes;
  }

  private static String letters(Random random, int length) {
    return CorpusKeys.encode(bytes(random, length)).substring(0, length);
  }

  private void send(Random random, Kind kind) throws IOException {
    try (Socket socket = new Socket()) {
      socket.connect(new InetSocketAddress(server.getHost(), server.getPort()), PATIENCE_MILLIS);
      socket.setSoTimeout(kind.drips ? 100 + random.nextInt(300) : PATIENCE_MILLIS);
      sent.incrementAndGet();
      socket.getOutputStream().write(kind.bytes);
      socket.getOutputStream().flush();
      byte[] start = new byte[12];
      InputStream in = socket.getInputStream();
      if (in.readNBytes(start, 0, start.length) == start.length) {
        judge(new String(start, ISO_8859_1));
      }
      in.readAllBytes();
    }
  }

  private void judge(String start) {
    if (start.endsWith(" 200") || start.contains(" 50")) {
      faults.incrementAndGet();
    }
  }

  @Override
  public void close() throws InterruptedException {
    over = true;
    for (Thread client : clients) {
      client.join();
    }
  }
}
