package org.jwtfilter.benchmarks;

import jakarta.servlet.Filter;
import java.util.List;
import java.util.stream.IntStream;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Setup;

/**
 * A whole pass of a request whose HS256 token must be verified: there are four times as many as the
 * filter remembers, so that all but one in a hundred were forgotten since they were last seen.
 */
@SuppressWarnings("NullAway.Init") // by setUp
public class FilterMiss extends FilterBenchmark {
  private static final int TOKENS = 65_536;

  private Filter filter;
  private Filter javaJwt;

  /** Starts both, and asks whether they are right. */
  @Setup
  public void setUp() throws Exception {
    Tokens tokens = Tokens.of("HS256");
    List<String> good = IntStream.range(0, TOKENS).mapToObj(tokens::token).toList();
    headers = new Headers(good);
    filter = tokens.filter();
    javaJwt = new JavaJwtFilter(tokens.verifier());
    for (Filter one : List.of(filter, javaJwt)) {
      Checks.lets(one, good.get(1), Tokens.subject(1));
    }
  }

  /** The filter. */
  @Benchmark
  public Object filter() throws Exception {
    return pass(filter);
  }

  /** java-jwt. */
  @Benchmark
  public Object javaJwt() throws Exception {
    return pass(javaJwt);
  }
}
