package org.jwtfilter;

import java.util.EnumMap;
import java.util.Map;

/**
 * A token was presented and is refused. One shared instance per reason, without stack trace:
 * refusing must cost an attacker more than us.
 */
public final class JwtRejected extends Exception {
  private static final long serialVersionUID = 1L;
  private static final Map<Reason, JwtRejected> INSTANCES = instances();

  private final Reason reason;

  private JwtRejected(Reason reason) {
    super(reason.name(), null, false, false);
    this.reason = reason;
  }

  /** The refusal for this reason. */
  public static JwtRejected because(Reason reason) {
    return INSTANCES.getOrDefault(reason, new JwtRejected(reason));
  }

  /** Why. */
  public Reason reason() {
    return reason;
  }

  private static Map<Reason, JwtRejected> instances() {
    Map<Reason, JwtRejected> all = new EnumMap<>(Reason.class);
    for (Reason one : Reason.values()) {
      all.put(one, new JwtRejected(one));
    }
    return all;
  }
}
