package org.jwtfilter.key;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Keys that are read from files, and read again when those have changed. Where they cannot be used,
 * the former ones stay. Confined to the thread that looks, after the start.
 *
 * @param <T> the keys
 */
final class Reloading<T> {
  private static final Logger LOG = System.getLogger(Reloading.class.getName());

  private final String option;
  private final KeyReader reader;
  private final Kind<T> kind;
  private final Duration delay;
  private final KeyListener listener;
  private final Clock clock;

  private Set<String> paths = Set.of();
  private String inUse = "";
  private String judged = "";
  private String seen = "";
  private @Nullable T current;
  private @Nullable T next;
  private long nextAt;

  /**
   * What is read, and where it goes.
   *
   * @param <T> the keys
   */
  interface Kind<T> {
    /**
     * Reads all of it.
     *
     * @throws KeyException with everything that is wrong
     */
    T read(KeyReader reader) throws KeyException;

    /**
     * What is to be used instead of the keys that were read, until all nodes have read them: the
     * same, except that the key signs or seals which did before. Empty where that would be no
     * other.
     *
     * @throws KeyException if the former keys could do something that these cannot
     */
    Optional<T> meanwhile(T former, T read) throws KeyException;

    /** Uses these from now on. */
    void use(T keys);

    /** Names them, and shows no secret. */
    String describe(T keys);
  }

  /**
   * @param option that names the files, for messages
   * @param delay until a key that was read signs or seals in the place of another
   */
  Reloading(
      String option,
      KeyReader reader,
      Kind<T> kind,
      Duration delay,
      KeyListener listener,
      Clock clock) {
    this.option = option;
    this.reader = reader;
    this.kind = kind;
    this.delay = delay;
    this.listener = listener;
    this.clock = clock;
  }

  /**
   * Reads the keys for the first time; who called uses them.
   *
   * @throws KeyException with everything that is wrong
   */
  T begin() throws KeyException {
    try (FileSnapshot files = new FileSnapshot(reader.resources())) {
      T read = kind.read(reader.over(files));
      current = read;
      paths = files.paths();
      inUse = files.fingerprint();
      judged = inUse;
      seen = inUse;
      return read;
    }
  }

  /** Whether there are files that can change. */
  boolean hasFiles() {
    return !paths.isEmpty();
  }

  /**
   * Looks whether the files have changed, and whether it is time for a key to sign.
   *
   * @return whether to look again in a moment: what has just changed may be half written, and
   *     counts only when it is found the same twice
   */
  boolean look() {
    T due = next;
    if (due != null && clock.millis() >= nextAt) {
      use(due);
      next = null;
      LOG.log(Level.INFO, option + ": all nodes know the new keys now: " + kind.describe(due));
    }
    try (FileSnapshot files = FileSnapshot.of(reader.resources(), paths)) {
      return changed(files);
    }
  }

  private boolean changed(FileSnapshot files) {
    String found = files.fingerprint();
    if (!found.equals(seen)) {
      seen = found;
      return true;
    }
    if (!found.equals(judged)) {
      judged = found;
      judge(found, files);
    }
    return false;
  }

  private void judge(String found, FileSnapshot files) {
    T former = current;
    if (former != null && found.equals(inUse)) {
      heard(kind.describe(former));
      return;
    }
    try {
      T read = kind.read(reader.over(files));
      Optional<T> meanwhile = former == null ? Optional.empty() : kind.meanwhile(former, read);
      next = meanwhile.isPresent() ? read : null;
      nextAt = clock.millis() + delay.toMillis();
      use(meanwhile.orElse(read));
      inUse = found;
      paths = files.paths();
      heard(kind.describe(read));
    } catch (KeyException e) {
      refused(String.join("; ", e.problems()));
    }
  }

  private void use(T keys) {
    current = keys;
    kind.use(keys);
  }

  private void heard(String keys) {
    String wait =
        next == null
            ? ""
            : "; the first of them signs and seals in " + delay + ", when all nodes know it";
    LOG.log(Level.INFO, option + ": the files have changed and were read again: " + keys + wait);
    listener.reloaded(option, keys);
  }

  private void refused(String why) {
    LOG.log(
        Level.WARNING,
        option
            + ": the files have changed and cannot be used, so the former keys still are: "
            + why
            + "; correct the files, which are looked at again and again");
    listener.notReloaded(option, why);
  }
}
