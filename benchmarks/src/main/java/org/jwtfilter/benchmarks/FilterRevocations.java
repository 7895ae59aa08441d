package org.jwtfilter.benchmarks;

import jakarta.servlet.Filter;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/** A whole pass of a request with a token that was seen before, while others have been revoked. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 5, time = 2)
@Measurement(iterations = 5, time = 1)
@Fork(
    value = 2,
    jvmArgsAppend = {"-Xmx1g", "-Xbatch"})
@SuppressWarnings("NullAway.Init") // by setUp
public class FilterRevocations {
  private static final int TOKENS = 256;
  private static final int REVOKED = 10_000;

  private final AskingChain chain = new AskingChain();
  private Headers headers;
  private Filter none;
  private Filter many;

  /** Starts both, and asks whether they are right. */
  @Setup
  public void setUp() throws Exception {
    Tokens tokens = Tokens.of("HS256");
    List<String> good = IntStream.range(0, TOKENS).mapToObj(tokens::token).toList();
    headers = new Headers(good);
    none = tokens.filter();
    Instant expires = Instant.now().plusSeconds(7200);
    String revoked = tokens.token(TOKENS + REVOKED);
    many =
        tokens.filter(
            grants -> {
              for (int number = TOKENS; number <= TOKENS + REVOKED; number++) {
                grants.revokeToken(Tokens.id(number), expires);
              }
            });
    for (Filter one : List.of(none, many)) {
      for (int number = 0; number < TOKENS; number++) {
        Checks.lets(one, good.get(number), Tokens.subject(number));
      }
    }
    Checks.lets(none, revoked, Tokens.subject(TOKENS + REVOKED));
    Checks.refuses(many, revoked);
  }

  /** Ends the filters. */
  @TearDown
  public void stop() {
    none.destroy();
    many.destroy();
  }

  /** Nothing is revoked. */
  @Benchmark
  public Object filter() throws Exception {
    return pass(none);
  }

  /** The node knows of 10 000 tokens that are revoked. */
  @Benchmark
  public Object filterAmongRevoked() throws Exception {
    return pass(many);
  }

  private Object pass(Filter one) throws Exception {
    one.doFilter(new Request(headers.next(), null), new Response(), chain);
    return chain;
  }
}
