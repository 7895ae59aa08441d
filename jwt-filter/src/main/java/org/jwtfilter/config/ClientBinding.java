package org.jwtfilter.config;

import java.util.List;
import java.util.Optional;

/**
 * What a token is bound to, and what happens to another client that presents it.
 *
 * @param to what must be the same as at the login
 * @param mode what happens where it is not
 */
public record ClientBinding(To to, Mode mode) {
  /** What must be the same as at the login. */
  public enum To {
    /** The browser's family and platform, not their versions. */
    USER_AGENT,
    /** The address. */
    IP,
    /** The network: the first 24 bits of an IPv4 address, the first 64 of an IPv6 address. */
    IP_PREFIX,
    /** A random value in a cookie of its own. */
    FINGERPRINT;

    /** As it is written in the configuration. */
    public String word() {
      return Words.text(this);
    }
  }

  /** What happens to another client. */
  public enum Mode {
    /** It is reported, and goes on. */
    LOG,
    /** It has to log in (RFC 9470); the token goes on being good for the client that it is of. */
    STEP_UP,
    /** It is refused. */
    REJECT
  }

  /** {@code kind} or {@code kind:mode}. */
  static Item<ClientBinding> item() {
    return (item, value) -> {
      int colon = item.indexOf(':');
      Optional<To> to =
          Words.oneOf(To.class).read(colon < 0 ? item : item.substring(0, colon), value);
      Optional<Mode> mode =
          colon < 0
              ? Optional.of(Mode.STEP_UP)
              : Words.oneOf(Mode.class).read(item.substring(colon + 1), value);
      return to.isPresent() && mode.isPresent()
          ? Optional.of(new ClientBinding(to.get(), mode.get()))
          : Optional.empty();
    };
  }

  /** Each kind once, or the word {@code none}. */
  static Syntax<List<ClientBinding>> list(String form) {
    Syntax.Parser<List<ClientBinding>> some = Syntax.list(form, item()).parser();
    return new Syntax<>(
        form,
        value ->
            value.text().equals("none")
                ? Optional.of(List.of())
                : some.parse(value).flatMap(all -> each(all, value)));
  }

  private static Optional<List<ClientBinding>> each(List<ClientBinding> all, Written value) {
    long kinds = all.stream().map(ClientBinding::to).distinct().count();
    return kinds == all.size()
        ? Optional.of(all)
        : value.refuse(value.text(), "names a kind twice; keep the one whose mode you mean");
  }

  @Override
  public String toString() {
    return Words.text(to) + ":" + Words.text(mode);
  }
}
