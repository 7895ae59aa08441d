package org.jwtfilter.benchmarks;

import jakarta.servlet.Filter;
import java.util.List;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Setup;

/** A whole pass of a request that is refused, the answer included. */
@SuppressWarnings("NullAway.Init") // by setUp
public class FilterRefusal extends FilterBenchmark {
  /** What is presented; {@code forged-} is a signature that the key did not make. */
  @Param({
    "random",
    "expired",
    "megabyte",
    "forged-HS256",
    "forged-RS256",
    "forged-ES256",
    "same-forged-ES256"
  })
  public String presented;

  private Filter filter;
  private Filter javaJwt;

  /** Starts both, and asks whether they refuse. */
  @Setup
  public void setUp() throws Exception {
    Tokens tokens =
        Tokens.of(presented.contains("forged") ? presented.replaceAll(".*forged-", "") : "HS256");
    List<String> bad = presented(tokens);
    headers = new Headers(bad);
    filter = tokens.filter();
    javaJwt = new JavaJwtFilter(tokens.verifier());
    for (Filter one : List.of(filter, javaJwt)) {
      Checks.lets(one, tokens.token(7), Tokens.subject(7));
      Checks.refuses(one, bad.get(0));
    }
  }

  private List<String> presented(Tokens tokens) {
    Forgeries forgeries = new Forgeries();
    String good = tokens.token(1);
    return switch (presented) {
      case "random" -> many(256, number -> forgeries.text(400));
      case "expired" -> many(256, tokens::expired);
      case "megabyte" -> List.of(good + forgeries.text(1024 * 1024));
      case "same-forged-ES256" -> List.of(forgeries.resigned(good));
      default -> many(32_768, number -> forgeries.resigned(good));
    };
  }

  private static List<String> many(int count, IntFunction<String> one) {
    return IntStream.range(0, count).mapToObj(one).toList();
  }

  /** The filter. */
  @Benchmark
  public Object filter() throws Exception {
    return refusal(filter);
  }

  /** java-jwt. */
  @Benchmark
  public Object javaJwt() throws Exception {
    return refusal(javaJwt);
  }

  private Object refusal(Filter one) throws Exception {
    Response response = new Response();
    one.doFilter(new Request(headers.next(), null), response, chain);
    return response;
  }
}
