package org.jwtfilter.benchmarks;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadInfo;
import java.lang.management.ThreadMXBean;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.openjdk.jmh.infra.BenchmarkParams;
import org.openjdk.jmh.infra.IterationParams;
import org.openjdk.jmh.profile.InternalProfiler;
import org.openjdk.jmh.results.AggregationPolicy;
import org.openjdk.jmh.results.IterationResult;
import org.openjdk.jmh.results.Result;
import org.openjdk.jmh.results.ScalarResult;

/**
 * The CPU time of the benchmark's threads per operation, and of all Java threads: on a machine with
 * other work, the time on the clock is mostly waiting for a core.
 */
public final class CpuProfiler implements InternalProfiler {
  /** Of the benchmark's threads. */
  static final String LABEL = "cpu.norm";

  /** Of all threads but those of the JVM itself: also those that a client of Redis has. */
  static final String ALL = "cpu.all.norm";

  private final ThreadMXBean threads = ManagementFactory.getThreadMXBean();
  private Map<Long, Long> before = Map.of();
  private Map<Long, Long> allBefore = Map.of();

  /** For JMH. */
  public CpuProfiler() {}

  @Override
  public String getDescription() {
    return "CPU time of the benchmark's threads per operation";
  }

  @Override
  public void beforeIteration(BenchmarkParams benchmark, IterationParams iteration) {
    before = times("jmh-worker");
    allBefore = times("");
  }

  @Override
  public Collection<? extends Result<?>> afterIteration(
      BenchmarkParams benchmark, IterationParams iteration, IterationResult result) {
    long operations = Math.max(1, result.getMetadata().getAllOps());
    return List.of(
        perOperation(LABEL, since(before, times("jmh-worker")), operations),
        perOperation(ALL, since(allBefore, times("")), operations));
  }

  private static Result<?> perOperation(String label, long nanos, long operations) {
    return new ScalarResult(label, (double) nanos / operations, "ns/op", AggregationPolicy.AVG);
  }

  private static long since(Map<Long, Long> before, Map<Long, Long> after) {
    long nanos = 0;
    for (Map.Entry<Long, Long> thread : after.entrySet()) {
      nanos += thread.getValue() - before.getOrDefault(thread.getKey(), 0L);
    }
    return nanos;
  }

  private Map<Long, Long> times(String name) {
    Map<Long, Long> times = new HashMap<>();
    for (ThreadInfo thread : threads.getThreadInfo(threads.getAllThreadIds())) {
      if (thread != null && thread.getThreadName().contains(name)) {
        times.put(thread.getThreadId(), threads.getThreadCpuTime(thread.getThreadId()));
      }
    }
    return times;
  }
}
