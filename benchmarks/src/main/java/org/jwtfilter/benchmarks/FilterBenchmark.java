package org.jwtfilter.benchmarks;

import jakarta.servlet.Filter;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** What whole passes of requests with tokens in their headers have in common. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 5, time = 2)
@Measurement(iterations = 5, time = 1)
@Fork(
    value = 2,
    jvmArgsAppend = {"-Xmx1g", "-Xbatch"})
@SuppressWarnings("NullAway.Init") // by the setUp of each
public abstract class FilterBenchmark {
  final AskingChain chain = new AskingChain();
  Headers headers;

  /** A request with the next token, to an application that asks who it is. */
  final Object pass(Filter one) throws Exception {
    one.doFilter(new Request(headers.next(), null), new Response(), chain);
    return chain;
  }
}
