package org.jwtfilter.benchmarks;

import jakarta.servlet.Filter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The least that a cache can cost: it knows every header already, hashes ten characters of it,
 * compares it whole, and cuts nothing out. It has no bound, no transports, no checks.
 */
final class SignatureHashFloor implements Filter {
  private static final int HASHED = 10;

  private record Entry(String header, CallerFacts caller) {}

  private final @Nullable Entry[] table;

  SignatureHashFloor(Map<String, CallerFacts> byHeader) {
    table = new Entry[Integer.highestOneBit(byHeader.size()) * 16];
    byHeader.forEach((header, caller) -> table[free(header)] = new Entry(header, caller));
  }

  private int free(String header) {
    int slot = slot(header);
    while (table[slot] != null) {
      slot = (slot + 1) & (table.length - 1);
    }
    return slot;
  }

  private int slot(String header) {
    int hash = 0;
    for (int i = header.length() - HASHED; i < header.length(); i++) {
      hash = 31 * hash + header.charAt(i);
    }
    return (hash ^ (hash >>> 16)) & (table.length - 1);
  }

  private @Nullable CallerFacts find(String header) {
    int slot = slot(header);
    Entry entry = table[slot];
    while (entry != null && !entry.header.equals(header)) {
      slot = (slot + 1) & (table.length - 1);
      entry = table[slot];
    }
    return entry == null ? null : entry.caller;
  }

  @Override
  public void doFilter(ServletRequest request, ServletResponse response, FilterChain chain)
      throws IOException, ServletException {
    HttpServletRequest http = (HttpServletRequest) request;
    CallerFacts caller = find(http.getHeader("Authorization"));
    if (caller != null && caller.expiresMillis() > System.currentTimeMillis()) {
      chain.doFilter(new CallerRequest(http, caller), response);
    }
  }
}
