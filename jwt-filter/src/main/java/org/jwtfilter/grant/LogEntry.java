package org.jwtfilter.grant;

import java.util.List;
import java.util.Set;
import org.jwtfilter.grant.Change.GrantEnded;
import org.jwtfilter.grant.Change.RolesChanged;
import org.jwtfilter.grant.Change.TokenEnded;
import org.jwtfilter.grant.Change.UserEnded;

/**
 * What one writer appends to the log at once.
 *
 * @param id random: tells it from the entry of another that had the same place
 */
record LogEntry(long id, List<Change> changes) {
  private static final int FORMAT = 1;
  private static final int TOKEN = 1;
  private static final int GRANT = 2;
  private static final int USER = 3;
  private static final int ROLES = 4;

  LogEntry {
    changes = List.copyOf(changes);
  }

  /** When the last of it ends. */
  long end() {
    return changes.stream().mapToLong(Change::end).max().orElse(0);
  }

  byte[] encoded() {
    PackWriter out = new PackWriter(FORMAT).number(id).number(changes.size());
    changes.forEach(change -> write(out, change));
    return out.done();
  }

  static LogEntry decoded(byte[] bytes) {
    PackReader in = new PackReader(bytes, FORMAT);
    return new LogEntry(in.number(), in.list(() -> read(in)));
  }

  private static void write(PackWriter out, Change change) {
    if (change instanceof TokenEnded one) {
      out.number(TOKEN).text(one.id());
    } else if (change instanceof GrantEnded one) {
      out.number(GRANT).text(one.grant());
    } else if (change instanceof UserEnded one) {
      out.number(USER).text(one.name()).number(one.second());
    } else if (change instanceof RolesChanged one) {
      out.number(ROLES).text(one.name()).number(one.second()).number(one.roles().size());
      one.roles().forEach(out::text);
    }
    out.number(change.end());
  }

  private static Change read(PackReader in) {
    long kind = in.number();
    String name = in.text();
    if (kind == TOKEN) {
      return new TokenEnded(name, in.number());
    }
    if (kind == GRANT) {
      return new GrantEnded(name, in.number());
    }
    long second = in.number();
    if (kind == USER) {
      return new UserEnded(name, second, in.number());
    }
    if (kind == ROLES) {
      return new RolesChanged(name, Set.copyOf(in.list(in::text)), second, in.number());
    }
    throw new IllegalArgumentException("a kind that is not known");
  }

  @Override
  public String toString() {
    return "LogEntry[" + changes.size() + "]";
  }
}
