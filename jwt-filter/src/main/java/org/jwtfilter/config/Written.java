package org.jwtfilter.config;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A value as somebody wrote it, with its placeholders resolved, and the complaints about it.
 * Decides what of it may be shown. Not thread-safe; lives while the settings are read.
 */
final class Written {
  private final Setting setting;
  private final String text;
  private final Secrecy secrecy;
  private final List<String> complaints = new ArrayList<>();

  Written(Setting setting, String text, Secrecy secrecy) {
    this.setting = setting;
    this.text = text.strip();
    this.secrecy = secrecy;
  }

  /** The whole value, trimmed; may be a secret. */
  String text() {
    return text;
  }

  /** Complains about an item of the value, and gives the empty result. */
  <T> Optional<T> refuse(String item, String words) {
    complain(quote(item) + " " + words);
    return Optional.empty();
  }

  void complain(String words) {
    complaints.add(words);
  }

  boolean accepted() {
    return complaints.isEmpty();
  }

  List<String> complaints() {
    return List.copyOf(complaints);
  }

  /** What came through a placeholder is not shown: that is how secrets come. */
  private String quote(String item) {
    if (secrecy != Secrecy.NONE) {
      return "\"" + secrecy.masked(item) + "\"";
    }
    if (Masks.holdsSecret(text)) {
      return "\"…\"";
    }
    return Masks.holdsPlaceholder(setting.value())
        ? "the value of \"" + Masks.text(setting.value()) + "\""
        : "\"" + Masks.text(item) + "\"";
  }
}
