package org.jwtfilter.observe;

import java.util.regex.Pattern;

/** Names of attributes as they may be shown and counted: without ids and numbers. */
final class AttributeNames {
  private static final int LONGEST = 200;
  private static final int SHORTEST_ID = 8;
  private static final Pattern NUMBERS =
      Pattern.compile("(?=[0-9a-fA-F-]*[0-9])[0-9a-fA-F-]{16,}|[0-9]{4,}");

  private static final Pattern CONTROLS = Pattern.compile("[\\p{Cc}\\p{Cf}\\p{Zl}\\p{Zp}]");

  private AttributeNames() {}

  static String shown(String name, String sessionId) {
    String shown =
        sessionId.length() >= SHORTEST_ID ? name.replace(sessionId, "{session id}") : name;
    shown = NUMBERS.matcher(shown).replaceAll("{n}");
    shown = CONTROLS.matcher(shown).replaceAll("?"); // would forge lines of the log
    return shown.length() <= LONGEST ? shown : shown.substring(0, LONGEST) + '…';
  }
}
