package org.jwtfilter.benchmarks;

import jakarta.servlet.Filter;
import jakarta.servlet.FilterChain;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * A request that reads the ten attributes of its session, and maybe sets one, or does not ask for
 * its session at all; with sessions in cookies and in a real Redis on loopback. Whole passes of a
 * visitor, but for the floors, which only read and write one value of Redis.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 5, time = 2)
@Measurement(iterations = 5, time = 1)
@Fork(
    value = 2,
    jvmArgsAppend = {"-Xmx1g", "-Xbatch"})
@SuppressWarnings("NullAway.Init") // by start
public class StoreSession {
  private static final int VISITORS = 64;

  /** What the request does with its session. */
  @Param({"reads", "changes", "ignores"})
  public String request;

  private SpringFilter spring;
  private BlobFloor blobs;
  private Filter store;
  private Filter auto;
  private Filter token;
  private SessionCookieJar stored;
  private SessionCookieJar storedPlain;
  private SessionCookieJar inBoth;
  private SessionCookieJar inToken;
  private SessionCookieJar inSpring;
  private CartChain cart;
  private FilterChain chain;

  /** Starts everybody. */
  @Setup
  public void start() throws Exception {
    String key = Container.newKey();
    store = filter("store", key);
    auto = filter("auto", key);
    token = filter("token", key);
    spring = new SpringFilter(Redis.shared().port());
    blobs = new BlobFloor(Redis.shared().port(), VISITORS);
    cart = new CartChain(request.equals("changes"));
    chain = request.equals("ignores") ? (asked, answered) -> {} : cart;
  }

  private Filter filter(String session, String key) throws Exception {
    return Container.start(
        Map.of(
            "keys",
            key,
            "session",
            session,
            "store",
            Redis.shared().uri(),
            "session-classes",
            CartItem.class.getName()),
        "");
  }

  /** Fresh sessions: one that is a minute old would be touched by a reading request too. */
  @Setup(Level.Iteration)
  public void fill() throws Exception {
    stored = new SessionCookieJar(store, VISITORS, CartItem::numbered);
    storedPlain = new SessionCookieJar(store, VISITORS, Cart::plain);
    inBoth = new SessionCookieJar(auto, VISITORS, CartItem::numbered);
    inToken = new SessionCookieJar(token, VISITORS, CartItem::numbered);
    inSpring = new SessionCookieJar(spring.filter(), VISITORS, CartItem::numbered);
    blobs.fill();
    for (Object sum : List.of(blobs.compact(false), blobs.serialized(false))) {
      Checks.require(Cart.quantities(), sum);
    }
    if (!request.equals("ignores")) {
      check();
    }
  }

  private void check() throws Exception {
    Runnable[] passes = {
      () -> pass(store, stored),
      () -> pass(store, storedPlain),
      () -> pass(auto, inBoth),
      () -> pass(token, inToken),
      () -> pass(spring.filter(), inSpring)
    };
    for (Runnable pass : passes) {
      cart.sum = 0;
      pass.run();
      Checks.require(Cart.quantities(), cart.sum);
    }
  }

  /** Stops what runs. */
  @TearDown
  public void stop() {
    store.destroy();
    auto.destroy();
    token.destroy();
    spring.close();
    blobs.close();
  }

  /** The filter with sessions in the store. */
  @Benchmark
  public Object filter() {
    return pass(store, stored);
  }

  /** The filter with sessions in the store; the attributes are maps of plain values. */
  @Benchmark
  public Object filterPlain() {
    return pass(store, storedPlain);
  }

  /** The filter with sessions in both, of which these fit into cookies. */
  @Benchmark
  public Object filterAuto() {
    return pass(auto, inBoth);
  }

  /** The filter with sessions in cookies. */
  @Benchmark
  public Object filterToken() {
    return pass(token, inToken);
  }

  /** Spring Session, as it is by default. */
  @Benchmark
  public Object springSession() {
    return pass(spring.filter(), inSpring);
  }

  /** One value of Redis for the whole cart, in Java's serialization: what one writes first. */
  @Benchmark
  public Object blobSerialized() throws Exception {
    return request.equals("ignores") ? request : blobs.serialized(request.equals("changes"));
  }

  /** One value of Redis for the whole cart, in as few bytes as it can be. */
  @Benchmark
  public Object blobFloor() throws Exception {
    return request.equals("ignores") ? request : blobs.compact(request.equals("changes"));
  }

  private Response pass(Filter filter, SessionCookieJar jar) {
    Response response = new Response();
    try {
      filter.doFilter(new AttributedRequest(jar.next()), response, chain);
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
    return response;
  }
}
