package org.jwtfilter.benchmarks;

import jakarta.servlet.Filter;
import jakarta.servlet.http.HttpSession;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
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
 * A request that reads the ten attributes of its session in the server's memory, and maybe sets
 * one: observed, and not. Whole passes of a visitor.
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
public class ObservedSession {
  private static final int VISITORS = 64;

  /** What the request does with its session. */
  @Param({"reads", "changes"})
  public String request;

  private final ContainerSession[] sessions = new ContainerSession[VISITORS];
  private Filter container;
  private Filter sampled;
  private Filter all;
  private CartChain chain;
  private int next;

  /** Starts everybody. */
  @Setup
  public void start() throws Exception {
    for (int visitor = 0; visitor < VISITORS; visitor++) {
      sessions[visitor] = new ContainerSession(visitor);
    }
    container = filter(Map.of());
    sampled = filter(Map.of("session", "observe"));
    all = filter(Map.of("session", "observe", "observe-sample", "1"));
    chain = new CartChain(request.equals("changes"));
    for (Filter each : new Filter[] {container, sampled, all}) {
      chain.sum = 0;
      pass(each);
      Checks.require(Cart.quantities(), chain.sum);
    }
  }

  private static Filter filter(Map<String, String> more) throws Exception {
    Map<String, String> parameters = new HashMap<>(more);
    parameters.put("keys", Container.newKey());
    return Container.start(parameters, "");
  }

  /** Stops what runs. */
  @TearDown
  public void stop() {
    container.destroy();
    sampled.destroy();
    all.destroy();
  }

  /** Nothing is observed. */
  @Benchmark
  public Object container() throws Exception {
    return pass(container);
  }

  /** Observed, as it is by default: hardly any of so many requests is looked at closely. */
  @Benchmark
  public Object sampled() throws Exception {
    return pass(sampled);
  }

  /** Each request is looked at closely. */
  @Benchmark
  public Object all() throws Exception {
    return pass(all);
  }

  private Response pass(Filter filter) throws Exception {
    HttpSession session = sessions[next];
    next = (next + 1) % VISITORS;
    Response response = new Response();
    filter.doFilter(new SessionRequest(session), response, chain);
    return response;
  }

  /** A visitor's request, for whom the server has a session. */
  private static final class SessionRequest extends Request {
    private final HttpSession session;

    SessionRequest(HttpSession session) {
      super(null, null);
      this.session = session;
    }

    @Override
    public HttpSession getSession(boolean create) {
      return session;
    }
  }
}
