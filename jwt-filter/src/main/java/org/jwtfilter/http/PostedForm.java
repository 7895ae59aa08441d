package org.jwtfilter.http;

/**
 * The body of a posted form ({@code application/x-www-form-urlencoded}), as it was sent.
 *
 * @param contentType the whole header; it may name a charset
 * @param body each character is one byte of it (ISO 8859-1)
 */
public record PostedForm(String contentType, String body) {
  /** Tells nothing of what was typed. */
  @Override
  public String toString() {
    return "PostedForm[" + body.length() + " bytes]";
  }
}
