package org.jwtfilter.benchmarks;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.params.SetParams;

/**
 * The least that a session in Redis can cost: one value for the whole cart, {@code GET} and {@code
 * SET} with an end, one connection. It compares nothing, so the last of two requests wins; it
 * encrypts nothing. Confined to a thread.
 */
final class BlobFloor implements AutoCloseable {
  private static final int SECONDS = 1800;

  private final Jedis redis;
  private final byte[][] compact;
  private final byte[][] serialized;
  private int turn;

  BlobFloor(int port, int visitors) {
    redis = new Jedis("127.0.0.1", port);
    compact = keys("compact:", visitors);
    serialized = keys("serialized:", visitors);
  }

  /** Gives every visitor a fresh cart. */
  void fill() throws IOException {
    CartItem[] items = new CartItem[Cart.LINES];
    Map<String, Object> attributes = new LinkedHashMap<>();
    for (int line = 0; line < Cart.LINES; line++) {
      items[line] = CartItem.numbered(line);
      attributes.put(Cart.name(line), items[line]);
    }
    for (int visitor = 0; visitor < compact.length; visitor++) {
      set(compact[visitor], CompactFloor.encode(items));
      set(serialized[visitor], bytes(attributes));
    }
  }

  private static byte[][] keys(String prefix, int visitors) {
    byte[][] keys = new byte[visitors][];
    for (int visitor = 0; visitor < visitors; visitor++) {
      keys[visitor] = (prefix + visitor).getBytes(StandardCharsets.US_ASCII);
    }
    return keys;
  }

  /** Reads the cart, whose fields are in a fixed order, and sums it up. */
  int compact(boolean changes) throws IOException {
    byte[] key = next(compact);
    CartItem[] items = CompactFloor.decode(redis.get(key));
    int total = 0;
    for (CartItem item : items) {
      total += item.qty;
    }
    if (changes) {
      items[turn % items.length] = items[turn % items.length].with(10 + turn);
      set(key, CompactFloor.encode(items));
    }
    return total;
  }

  /** Reads the attributes, which Java has serialized, and sums them up. */
  @SuppressWarnings({"unchecked", "BanSerializableRead"}) // of our own making
  int serialized(boolean changes) throws IOException, ClassNotFoundException {
    byte[] key = next(serialized);
    Map<String, Object> attributes;
    try (ObjectInputStream in = new ObjectInputStream(new ByteArrayInputStream(redis.get(key)))) {
      attributes = (Map<String, Object>) in.readObject();
    }
    int total = 0;
    for (Object line : attributes.values()) {
      total += Cart.quantity(line);
    }
    if (changes) {
      int quantity = 10 + turn;
      attributes.computeIfPresent(
          Cart.name(turn % Cart.LINES), (name, line) -> Cart.with(line, quantity));
      set(key, bytes(attributes));
    }
    return total;
  }

  private void set(byte[] key, byte[] value) {
    redis.set(key, value, SetParams.setParams().ex(SECONDS));
  }

  private byte[] next(byte[][] keys) {
    turn = (turn + 1) % 1000;
    return keys[turn % keys.length];
  }

  private static byte[] bytes(Map<String, Object> attributes) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(2048);
    try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
      out.writeObject(attributes);
    }
    return bytes.toByteArray();
  }

  @Override
  public void close() {
    redis.close();
  }
}
