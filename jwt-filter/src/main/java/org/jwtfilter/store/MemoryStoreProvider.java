package org.jwtfilter.store;

import java.util.Map;
import java.util.Set;

/** Opens {@code memory:local}: see {@link MemoryStore}. */
public final class MemoryStoreProvider implements StoreProvider {
  private static final String MAX_SIZE = "max-size";
  private static final String MAX_ENTRIES = "max-entries";

  /** For {@link java.util.ServiceLoader}. */
  public MemoryStoreProvider() {}

  @Override
  public Set<String> schemes() {
    return Set.of("memory");
  }

  @Override
  public Store open(StoreSettings settings) {
    if (!settings.address().equals("local")) {
      throw settings.wrong("the memory that there is, is memory:local");
    }
    Map<String, String> given = settings.parameters(Set.of(MAX_SIZE, MAX_ENTRIES));
    long bytes = number(settings, MAX_SIZE, given.getOrDefault(MAX_SIZE, "64m"));
    if (bytes < 2L * Store.MAX_VALUE) {
      throw settings.wrong(MAX_SIZE + " must be 2m at least, so that the largest value fits");
    }
    long entries = number(settings, MAX_ENTRIES, given.getOrDefault(MAX_ENTRIES, "1m"));
    return new MemoryStore(settings.clock(), entries, bytes);
  }

  private static long number(StoreSettings settings, String name, String text) {
    if (!text.matches("[1-9][0-9]{0,8}[kKmMgG]?")) {
      throw settings.wrong(name + " must be a number such as 1000, 8k or 64m, and not zero");
    }
    int end = text.length() - 1;
    return switch (text.charAt(end)) {
      case 'k', 'K' -> Long.parseLong(text.substring(0, end)) << 10;
      case 'm', 'M' -> Long.parseLong(text.substring(0, end)) << 20;
      case 'g', 'G' -> Long.parseLong(text.substring(0, end)) << 30;
      default -> Long.parseLong(text);
    };
  }
}
