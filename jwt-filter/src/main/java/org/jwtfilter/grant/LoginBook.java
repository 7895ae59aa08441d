package org.jwtfilter.grant;

import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.jwtfilter.grant.Vault.Found;
import org.jwtfilter.store.StoreException;

/**
 * Who is logged in where: one record per user, changed by compare-and-set. It holds the hundred
 * logins that were renewed last. Thread-safe.
 */
final class LoginBook {
  static final int MOST_LOGINS = 100;

  private static final int FORMAT = 1;
  private static final int MOST_ATTEMPTS = 100;
  private static final int LOCKS = 64;
  private static final long RENEWAL_MILLIS = GrantRegistry.LISTED_EVERY.toMillis();

  private final Vault vault;
  private final Clock clock;

  // On one node threads queue rather than undo each other's work: load tests log in as one user.
  private final List<ReentrantLock> locks =
      Stream.generate(ReentrantLock::new).limit(LOCKS).toList();

  LoginBook(Vault vault, Clock clock) {
    this.vault = vault;
    this.clock = clock;
  }

  /** The logins of a user that have not ended, the one that was renewed last first. */
  List<Login> of(String user) {
    return logins(vault.read(key(user), LoginBook::decoded));
  }

  /** Enters a login, or what is new about it. */
  void enter(String user, Login login) {
    update(user, logins -> with(logins, login));
  }

  /** Enters a renewal, unless the login was renewed a few minutes ago. */
  void renew(String user, Login login) {
    update(
        user,
        logins ->
            logins.stream().anyMatch(one -> isSame(one, login) && recent(one, login))
                ? logins
                : with(logins, login));
  }

  /** Strikes logins out. */
  void strike(String user, Set<String> grants) {
    update(user, logins -> logins.stream().filter(one -> !grants.contains(one.grant())).toList());
  }

  private static boolean recent(Login known, Login login) {
    return login.renewed() - known.renewed() < RENEWAL_MILLIS;
  }

  private static boolean isSame(Login one, Login other) {
    return one.grant().equals(other.grant());
  }

  private static List<Login> with(List<Login> logins, Login login) {
    List<Login> all = new ArrayList<>(logins);
    Optional<Login> known = all.stream().filter(one -> isSame(one, login)).findFirst();
    known.ifPresent(all::remove);
    all.add(0, known.map(one -> one.continuedBy(login)).orElse(login));
    return all.subList(0, Math.min(all.size(), MOST_LOGINS));
  }

  private void update(String user, UnaryOperator<List<Login>> change) {
    ReentrantLock lock = locks.get(Math.floorMod(user.hashCode(), LOCKS));
    lock.lock();
    try {
      updateLocked(key(user), change);
    } finally {
      lock.unlock();
    }
  }

  private void updateLocked(String key, UnaryOperator<List<Login>> change) {
    for (int attempt = 0; attempt < MOST_ATTEMPTS; attempt++) {
      Optional<Found<List<Login>>> found = vault.read(key, LoginBook::decoded);
      List<Login> before = logins(found);
      List<Login> after = change.apply(before);
      if (after.equals(before)
          || vault.replace(key, found, after, LoginBook::encoded, end(after)).isPresent()) {
        return;
      }
    }
    throw new StoreException("too many nodes change the logins of one user at once; try again");
  }

  /** A record that cannot be opened is of keys that are gone: nobody can read it any more. */
  private List<Login> logins(Optional<Found<List<Login>>> found) {
    long now = clock.millis();
    return found.flatMap(Found::value).orElse(List.of()).stream()
        .filter(one -> one.end() > now)
        .sorted(Comparator.comparingLong(Login::renewed).reversed())
        .toList();
  }

  /** An empty record ends at once: the store deletes it. */
  private Instant end(List<Login> logins) {
    return Instant.ofEpochMilli(
        logins.stream().mapToLong(Login::end).max().orElseGet(clock::millis));
  }

  private String key(String user) {
    return vault.key("user", user);
  }

  private static byte[] encoded(List<Login> logins) {
    PackWriter out = new PackWriter(FORMAT).number(logins.size());
    logins.forEach(one -> one.write(out));
    return out.done();
  }

  private static List<Login> decoded(byte[] bytes) {
    PackReader in = new PackReader(bytes, FORMAT);
    return in.list(() -> Login.read(in));
  }
}
