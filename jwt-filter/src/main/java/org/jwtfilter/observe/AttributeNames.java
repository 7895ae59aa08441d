package org.jwtfilter.observe;

import java.util.List;
import java.util.regex.Pattern;

/** Names of attributes as they may be shown and counted: without ids and numbers. */
final class AttributeNames {
  private static final int LONGEST = 200;
  private static final int SHORTEST_ID = 8;
  private static final Pattern NUMBERS =
      Pattern.compile("(?=[0-9a-fA-F-]*[0-9])[0-9a-fA-F-]{16,}|[0-9]{4,}");

  private static final Pattern CONTROLS = Pattern.compile("[\\p{Cc}\\p{Cf}\\p{Zl}\\p{Zp}]");

  private AttributeNames() {}

  /** Without the ids that the session has, and has had. */
  static String shown(String name, String id, List<String> ids) {
    String shown = withoutId(name, id);
    for (String one : ids) {
      shown = withoutId(shown, one);
    }
    shown = NUMBERS.matcher(shown).replaceAll("{n}");
    shown = CONTROLS.matcher(shown).replaceAll("?"); // would forge lines of the log
    return shown.length() <= LONGEST ? shown : shown.substring(0, LONGEST) + '…';
  }

  private static String withoutId(String name, String id) {
    return id.length() >= SHORTEST_ID ? name.replace(id, "{session id}") : name;
  }
}
