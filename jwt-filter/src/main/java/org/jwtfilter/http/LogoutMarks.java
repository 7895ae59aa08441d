package org.jwtfilter.http;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jwtfilter.Jwt;
import org.jwtfilter.JwtRejected;
import org.jwtfilter.Reason;
import org.jwtfilter.key.Digests;

/**
 * Remembers at the client which logins and sessions have ended, so that a late response of a
 * request that was under way cannot bring one back: it may set the old cookie again, but it cannot
 * take the mark away. Any node sees the mark, and none keeps state. The mark is a hash, so it tells
 * nothing; who removes it only gives back to his own browser what that browser still had.
 */
public final class LogoutMarks implements Check {
  private static final String SUFFIX = "-out";
  private static final int MOST = 8;
  private static final int BYTES = 9;
  private static final int LENGTH = 12;

  private final CookieRules rules;
  private final Duration life;

  /**
   * @param life how long a mark is kept: as long as what it ends could live
   */
  LogoutMarks(CookieRules rules, Duration life) {
    this.rules = rules;
    this.life = life;
  }

  /** Refuses a token whose login was ended in this browser. */
  @Override
  public void check(Exchange exchange, Jwt jwt, TokenTransport transport) throws JwtRejected {
    if (transport.ambient()) {
      Optional<String> grant = jwt.grant();
      if (grant.isPresent() && ended(exchange, grant.get())) {
        throw JwtRejected.because(Reason.LOGGED_OUT);
      }
    }
  }

  /** Whether this browser has ended the login or session with this id. */
  public boolean ended(Exchange exchange, String id) {
    List<String> values = rules.values(exchange, SUFFIX);
    return !values.isEmpty() && marks(values).contains(mark(id));
  }

  /**
   * Marks logins and sessions as ended, beside those that were marked before: in earlier requests,
   * or in this one.
   */
  public void end(Exchange exchange, Set<String> ids) {
    Set<String> marks = new LinkedHashSet<>(marks(known(exchange)));
    ids.forEach(
        id -> {
          marks.remove(mark(id));
          marks.add(mark(id));
        });
    List<String> latest = new ArrayList<>(marks);
    String value =
        String.join(".", latest.subList(Math.max(0, latest.size() - MOST), latest.size()));
    exchange.setCookie(rules.set(SUFFIX, value, life, exchange.secure()));
  }

  /** What this answer marks already counts too: a logout ends a login and its session. */
  private List<String> known(Exchange exchange) {
    SetCookie set = exchange.cookieSet(name(exchange));
    return set == null ? exchange.cookies(name(exchange)) : List.of(set.value());
  }

  private String name(Exchange exchange) {
    return rules.name(SUFFIX, exchange.secure());
  }

  private static Set<String> marks(List<String> values) {
    Set<String> marks = new LinkedHashSet<>();
    for (String value : values) {
      String bounded = value.substring(0, Math.min(value.length(), MOST * (LENGTH + 1)));
      Arrays.stream(bounded.split("\\.", -1))
          .filter(one -> one.length() == LENGTH)
          .forEach(marks::add);
    }
    return marks;
  }

  private static String mark(String id) {
    return Digests.sha256(id, BYTES);
  }
}
