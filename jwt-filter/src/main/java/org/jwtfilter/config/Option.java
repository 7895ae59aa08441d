package org.jwtfilter.config;

import java.util.Optional;

/**
 * The one declaration of an option: reader, messages, report and documentation come from it.
 * Immutable.
 *
 * @param <T> the type of its value; {@link Optional} where it may be off
 */
public final class Option<T> {
  private final String name;
  private final String group;
  private final Syntax<T> syntax;
  private final String defaultText;
  private final Fallback<T> fallback;
  private final Secrecy secrecy;
  private final String description;

  Option(
      String name,
      String group,
      Syntax<T> syntax,
      String defaultText,
      Fallback<T> fallback,
      Secrecy secrecy,
      String description) {
    this.name = name;
    this.group = group;
    this.syntax = syntax;
    this.defaultText = defaultText;
    this.fallback = fallback;
    this.secrecy = secrecy;
    this.description = description;
  }

  /** The name in web.xml: lower case, words joined by hyphens. */
  public String name() {
    return name;
  }

  /** The default in words, as the documentation shows it. */
  public String defaultText() {
    return defaultText;
  }

  /** What the option does, for somebody who writes a web.xml; Markdown. */
  public String description() {
    return description;
  }

  /** The heading it stands below in the documentation. */
  public String group() {
    return group;
  }

  /** Whether values may hold a secret and are masked wherever they are shown. */
  public boolean secret() {
    return secrecy != Secrecy.NONE;
  }

  /** What of its values may be seen. */
  Secrecy secrecy() {
    return secrecy;
  }

  /** What to do about an empty value. */
  String emptyAdvice() {
    return this == Options.KEYS
        ? "there is no key; make one with: openssl rand -base64 48, put it in an environment"
            + " variable, and write hmac:env:NAME with the name of the variable"
        : "the value is empty; give one or remove the parameter";
  }

  /** How values are written, in words. */
  String form() {
    return syntax.form();
  }

  Syntax<T> syntax() {
    return syntax;
  }

  Fallback<T> fallback() {
    return fallback;
  }

  /** What was stored for this option is of its type, since only its own syntax reads it. */
  @SuppressWarnings("unchecked")
  Optional<T> cast(Optional<Object> value) {
    return (Optional<T>) (Optional<?>) value;
  }

  @Override
  public String toString() {
    return name;
  }
}
