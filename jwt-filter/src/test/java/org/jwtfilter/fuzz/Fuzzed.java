package org.jwtfilter.fuzz;

/** What the fuzzer calls. */
public final class Fuzzed {
  /** The one target of this process; none: the first byte of each input names one. */
  private static final String ONLY = System.getProperty("fuzz.target", "");

  private static final FuzzTarget[] ALL = FuzzTarget.values();

  private Fuzzed() {}

  /** Found by its name. */
  public static void fuzzerTestOneInput(byte[] input) throws Throwable {
    if (!ONLY.isEmpty()) {
      FuzzTarget.named(ONLY).meet(input);
    } else if (input.length > 0) {
      byte[] rest = java.util.Arrays.copyOfRange(input, 1, input.length);
      ALL[(input[0] & 0xFF) % ALL.length].meet(rest);
    }
  }
}
