package org.jwtfilter.config;

import java.util.ArrayList;
import java.util.List;

/**
 * A value as written, with its placeholders resolved, and the complaints about it. Not thread-safe.
 */
final class Written {
  private final Setting setting;
  private final String text;
  private final List<String> complaints = new ArrayList<>();

  Written(Setting setting, String text) {
    this.setting = setting;
    this.text = text;
  }

  String text() {
    return text;
  }

  Setting setting() {
    return setting;
  }

  List<String> complaints() {
    return complaints;
  }
}
