package org.jwtfilter.fuzz;

import com.sun.management.ThreadMXBean;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.management.ManagementFactory;
import java.util.Arrays;
import java.util.Locale;

/** Something that takes input from outside. It throws only if an invariant is broken. */
enum FuzzTarget {
  TOKEN("TokenFuzz"),
  CLAIMS("TokenFuzz"),
  REFRESH("TokenFuzz"),
  PROOF("ProofFuzz"),
  JWKS("key.KeyFuzz"),
  PEM("key.KeyFuzz"),
  SEALED("key.KeyFuzz"),
  CONFIG("config.ConfigFuzz"),
  REDIS("store.redis.RedisUriFuzz"),
  RECORDS("grant.GrantFuzz"),
  REQUEST("http.RequestFuzz"),
  HTU("http.HtuFuzz"),
  COOKIES("session.SessionFuzz"),
  RECORD("session.SessionFuzz"),
  ATTRIBUTE("session.SessionFuzz");

  /** What any input may cost, in bytes. */
  private static final long BASE_BYTES = 8L << 20;

  /** What each byte of it may cost beside. */
  private static final long BYTES_PER_BYTE = 8L << 10;

  /** Of a processor, for one input: some thousand times what is usual. */
  private static final long MOST_NANOS = 3_000_000_000L;

  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

  private final String type;
  private MethodHandle method;

  FuzzTarget(String type) {
    this.type = "org.jwtfilter." + type;
  }

  static FuzzTarget named(String name) {
    return Arrays.stream(values()).filter(one -> one.key().equals(name)).findFirst().orElseThrow();
  }

  /** The name of its method, of the folder of its seeds, and on command lines. */
  String key() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** The class that holds the method. */
  String type() {
    return type;
  }

  /**
   * Meets the target with an input.
   *
   * @throws AssertionError if an invariant is broken, or if it takes more memory or time of a
   *     processor than its input justifies
   */
  void meet(byte[] input) throws Throwable {
    // The first time, classes are loaded, and instrumented: only what costs so much again does.
    if (costsTooMuch(input) && costsTooMuch(input)) {
      throw new AssertionError("too much memory or time for " + input.length + " bytes");
    }
  }

  private boolean costsTooMuch(byte[] input) throws Throwable {
    MethodHandle target = method();
    long bytes = THREADS.getCurrentThreadAllocatedBytes();
    long nanos = THREADS.getCurrentThreadCpuTime();
    target.invokeExact(input);
    return THREADS.getCurrentThreadAllocatedBytes() - bytes
            > BASE_BYTES + BYTES_PER_BYTE * input.length
        || THREADS.getCurrentThreadCpuTime() - nanos > MOST_NANOS;
  }

  /** Found when it is met first, so that a run instruments and starts nothing else. */
  private MethodHandle method() throws ReflectiveOperationException {
    if (method == null) {
      method =
          MethodHandles.publicLookup()
              .findStatic(
                  Class.forName(type), key(), MethodType.methodType(void.class, byte[].class));
    }
    return method;
  }
}
