package org.jwtfilter;

/**
 * What a page puts into its forms and scripts, so that they work in browsers that do not tell where
 * a request comes from. A request of somebody who is logged in by cookie has one as its attribute
 * {@link #ATTRIBUTE}, made when somebody asks for it: {@code ${_csrf.token}} in JSP, {@code
 * #{_csrf.token}} in Faces. It belongs to the login and is good until that ends, on all nodes; each
 * request has another text. Immutable; a secret of the page, which does not show itself when
 * printed.
 *
 * <p>Final and yet no record: expression languages look for getters.
 *
 * @see <a
 *     href="https://cheatsheetseries.owasp.org/cheatsheets/Cross-Site_Request_Forgery_Prevention_Cheat_Sheet.html">OWASP,
 *     signed double-submit</a>
 */
public final class CsrfToken {
  /** The name of the request attribute. */
  public static final String ATTRIBUTE = "_csrf";

  /** The field of a posted form ({@code application/x-www-form-urlencoded}) that carries it. */
  public static final String PARAMETER = "_csrf";

  /** The header that carries it; {@code X-XSRF-TOKEN} is as good. */
  public static final String HEADER = "X-CSRF-TOKEN";

  private final String token;

  /**
   * A token of this text.
   *
   * @param token letters, digits, hyphens and underscores
   */
  public CsrfToken(String token) {
    this.token = token;
  }

  /** The text to send back. */
  public String getToken() {
    return token;
  }

  /** {@link #PARAMETER}. */
  public String getParameterName() {
    return PARAMETER;
  }

  /** {@link #HEADER}. */
  public String getHeaderName() {
    return HEADER;
  }

  /** Does not show the token. */
  @Override
  public String toString() {
    return "CsrfToken[…]";
  }
}
