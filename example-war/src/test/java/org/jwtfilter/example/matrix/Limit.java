package org.jwtfilter.example.matrix;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jwtfilter.example.servers.ServerKind;

/**
 * What a server does not do, whatever we do. The checks must fail there: one day they will not, and
 * then the limit goes.
 *
 * @param rare whether the server does it as a rule, and sometimes gives no answer at all: then the
 *     checks must hold the second time at the latest
 */
record Limit(
    Set<ServerKind> servers, Group group, List<String> checks, boolean rare, String reason) {
  /** All of them, in the order of the document. */
  static final List<Limit> ALL =
      List.of(
          new Limit(
              Set.of(ServerKind.WILDFLY_39),
              Group.COMMIT,
              List.of("exception-without-page"),
              false,
              "it clears all headers after an exception, and with them what the request changed in"
                  + " its session. An `<error-page>` for 500 or the exception's type saves it."),
          new Limit(
              Set.of(ServerKind.WILDFLY_39),
              Group.ASYNC,
              List.of("dispatch-that-fails"),
              false,
              "likewise, and it shows no error page for what an asynchronous dispatch throws."),
          new Limit(
              Set.of(ServerKind.WILDFLY_39),
              Group.ASYNC,
              List.of("timeout", "timeout-completed", "timeout-dispatched"),
              true,
              "they hold, but one timeout in thousands comes late, without us as well: a thread of"
                  + " its XNIO may go to sleep just when a timer is set, and then notices that only"
                  + " when it hears from a client."));

  static Optional<Limit> of(ServerKind kind, Check check) {
    return ALL.stream()
        .filter(
            one ->
                one.servers.contains(kind)
                    && one.group == check.group()
                    && one.checks.contains(check.name()))
        .findFirst();
  }
}
