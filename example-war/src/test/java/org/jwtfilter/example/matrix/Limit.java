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
  static final List<Limit> ALL =
      List.of(
          new Limit(
              Set.of(ServerKind.WILDFLY_39),
              Group.COMMIT,
              "exception-without-page",
              "it clears all headers after an exception, and with them what the request changed in"
                  + " its session. An `<error-page>` for 500 or the exception's type saves it."),
          new Limit(
              Set.of(ServerKind.WILDFLY_39),
              Group.ASYNC,
              "dispatch-that-fails",
              "likewise, and it shows no error page for what an asynchronous dispatch throws."));

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
