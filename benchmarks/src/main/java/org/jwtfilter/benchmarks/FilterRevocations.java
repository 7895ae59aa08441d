package org.jwtfilter.benchmarks;

import jakarta.servlet.Filter;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.TearDown;

/** A whole pass of a request with a token that was seen before, while others have been revoked. */
@SuppressWarnings("NullAway.Init") // by setUp
public class FilterRevocations extends FilterBenchmark {
  private static final int TOKENS = 256;
  private static final int REVOKED = 10_000;

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
}
