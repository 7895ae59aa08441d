package org.jwtfilter.config;

/** How pages are given the token that they send back with what they post ({@code csrf-token}). */
public enum CsrfTokenWay {
  /** As the request attribute {@code _csrf}, for JSP and Faces. */
  ATTRIBUTE,
  /** In the cookie {@code XSRF-TOKEN}, which scripts of the page can read. */
  COOKIE
}
