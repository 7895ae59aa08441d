package org.jwtfilter.benchmarks;

import java.io.PrintStream;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.Main;
import org.openjdk.jmh.infra.BenchmarkParams;
import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.results.Result;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.options.CommandLineOptions;
import org.openjdk.jmh.runner.options.Options;
import org.openjdk.jmh.runner.options.OptionsBuilder;

/**
 * Runs the benchmarks with the options of JMH ({@code -h} lists them), and closes with a table: CPU
 * time of the benchmark's thread per operation and how many times the filter's cost that is, CPU
 * time of all threads, time on the clock, and allocated bytes.
 */
public final class Benchmarks {
  private static final String ALLOCATED = "gc.alloc.rate.norm";
  private static final String SUBJECT = "filter";

  private Benchmarks() {}

  /** Runs what the arguments select; everything where there are none. */
  public static void main(String[] args) throws Exception {
    CommandLineOptions asked = new CommandLineOptions(args);
    if (asked.shouldHelp()
        || asked.shouldList()
        || asked.shouldListWithParams()
        || asked.shouldListProfilers()
        || asked.shouldListResultFormats()) {
      Main.main(args);
      return;
    }
    print(new Runner(measured(asked)).run(), System.out);
  }

  private static Options measured(Options asked) {
    return new OptionsBuilder()
        .parent(asked)
        .shouldFailOnError(true)
        .addProfiler(GCProfiler.class)
        .addProfiler(CpuProfiler.class)
        .build();
  }

  private static void print(Collection<RunResult> results, PrintStream out) {
    Map<String, Double> subjects = new TreeMap<>();
    results.stream()
        .filter(one -> method(one).equals(SUBJECT))
        .forEach(one -> subjects.put(group(one), cpu(one)));
    out.println("\n| benchmark | what | CPU ns | × filter | all threads | wall ns | B/op |");
    out.println("| --- | --- | --- | --- | --- | --- | --- |");
    results.forEach(one -> out.println(line(one, subjects.get(group(one)))));
  }

  private static String line(RunResult one, @Nullable Double subject) {
    return String.format(
        Locale.ROOT,
        "| %s | %s | %,.0f | %s | %,.0f | %,.0f | %,.0f |",
        group(one),
        method(one),
        cpu(one),
        subject == null ? "" : String.format(Locale.ROOT, "%.2f", cpu(one) / subject),
        secondary(one, CpuProfiler.ALL),
        one.getPrimaryResult().getScore(),
        secondary(one, ALLOCATED));
  }

  /** The class with the values of its parameters: what is to be compared. */
  private static String group(RunResult one) {
    BenchmarkParams params = one.getParams();
    List<String> values = params.getParamsKeys().stream().map(params::getParam).toList();
    String name = params.getBenchmark();
    String type = name.substring(0, name.lastIndexOf('.'));
    return type.substring(type.lastIndexOf('.') + 1)
        + (values.isEmpty() ? "" : " " + String.join(" ", values));
  }

  private static String method(RunResult one) {
    String name = one.getParams().getBenchmark();
    return name.substring(name.lastIndexOf('.') + 1);
  }

  private static double cpu(RunResult one) {
    return secondary(one, CpuProfiler.LABEL);
  }

  @SuppressWarnings("rawtypes") // of JMH
  private static double secondary(RunResult one, String label) {
    return one.getSecondaryResults().entrySet().stream()
        .filter(entry -> entry.getKey().endsWith(label))
        .findFirst()
        .map(Map.Entry::getValue)
        .map(Result::getScore)
        .orElse(Double.NaN);
  }
}
