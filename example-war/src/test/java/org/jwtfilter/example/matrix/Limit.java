package org.jwtfilter.example.matrix;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jwtfilter.example.servers.ServerKind;

/**
 * What a server does not do, whatever we do. The check must fail there: one day it will not, and
 * then the limit goes.
 */
record Limit(Set<ServerKind> servers, Group group, String check, String reason) {
  /** All of them, in the order of the document. */
  static final List<Limit> ALL = List.of();

  static Optional<Limit> of(ServerKind kind, Check check) {
    return ALL.stream()
        .filter(
            one ->
                one.servers.contains(kind)
                    && one.group == check.group()
                    && one.check.equals(check.name()))
        .findFirst();
  }
}
