package org.jwtfilter.benchmarks;

import jakarta.servlet.Filter;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Setup;

/** A whole pass of a request with a token that was seen before, 256 tokens in turn. */
@SuppressWarnings("NullAway.Init") // by setUp
public class FilterPass extends FilterBenchmark {
  private static final int TOKENS = 256;

  /** The tokens' algorithm. */
  @Param({"HS256", "RS256", "ES256"})
  public String algorithm;

  private final Filter empty = new EmptyFilter();
  private Filter filter;
  private Filter javaJwt;
  private Filter map;
  private Filter signatureHash;

  /** Starts everybody, and asks whether they are right. */
  @Setup
  public void setUp() throws Exception {
    Tokens tokens = Tokens.of(algorithm);
    List<String> good = IntStream.range(0, TOKENS).mapToObj(tokens::token).toList();
    headers = new Headers(good);
    filter = tokens.filter();
    javaJwt = new JavaJwtFilter(tokens.verifier());
    caches(tokens, good);
    for (Filter one : List.of(filter, javaJwt, map, signatureHash)) {
      for (int number = 0; number < TOKENS; number++) {
        Checks.lets(one, good.get(number), Tokens.subject(number));
      }
    }
    for (Filter one : List.of(filter, javaJwt)) {
      Checks.refuses(one, new Forgeries().resigned(good.get(0)));
    }
  }

  private void caches(Tokens tokens, List<String> good) {
    Map<String, CallerFacts> byToken = new HashMap<>();
    Map<String, CallerFacts> byHeader = new HashMap<>();
    for (String token : good) {
      CallerFacts caller = CallerFacts.of(tokens.verifier().verify(token));
      byToken.put(token, caller);
      byHeader.put(JavaJwtFilter.SCHEME + token, caller);
    }
    map = new MapFloor(byToken);
    signatureHash = new SignatureHashFloor(byHeader);
  }

  /** The filter. */
  @Benchmark
  public Object filter() throws Exception {
    return pass(filter);
  }

  /** No filter to speak of. */
  @Benchmark
  public Object empty() throws Exception {
    return pass(empty);
  }

  /** java-jwt, each time anew. */
  @Benchmark
  public Object javaJwt() throws Exception {
    return pass(javaJwt);
  }

  /** A map from tokens to callers. */
  @Benchmark
  public Object mapFloor() throws Exception {
    return pass(map);
  }

  /** A table from headers to callers that hashes ten characters. */
  @Benchmark
  public Object signatureHashFloor() throws Exception {
    return pass(signatureHash);
  }
}
