package org.jwtfilter;

/**
 * Why a request or its token was refused: one constant per kind of refusal. What the client may
 * hear is {@link #error()} and {@link #description()}; the constant itself is for logs and
 * counters.
 */
public enum Reason {
  /** More than one way of presenting a token, or one way twice (RFC 6750 section 2). */
  TWO_TOKENS(400, "More than one token was presented"),
  /** Not an Authorization header, parameter or cookie as it must be. */
  BAD_REQUEST(400, "The way the token was presented is malformed"),

  /** Longer than the limit. */
  TOO_LONG(401, "The token is too long"),
  /** Not three canonical base64url parts of strict JSON. */
  MALFORMED(401, "The token is malformed"),
  /** A header parameter that is refused: crit, b64, zip, enc, epk, p2c, p2s, cty, a bad kid. */
  HEADER(401, "The token has a header that is not accepted"),
  /** {@code typ} is not that of the kind of token that is expected here. */
  WRONG_TYPE(401, "The token is of another type"),
  /** {@code alg} is not that of any key. */
  ALGORITHM(401, "The token cannot be verified"),
  /** {@code kid} names no key, or there is none and more than one key would do. */
  UNKNOWN_KEY(401, "The token cannot be verified"),
  /** No key made this signature. */
  SIGNATURE(401, "The token cannot be verified"),
  /** A claim of the wrong type or out of range; or none that names the caller. */
  CLAIM(401, "The token has a claim that is missing or malformed"),
  /** {@code exp} is past. */
  EXPIRED(401, "The token has expired"),
  /** {@code nbf} or {@code iat} lies in the future. */
  NOT_YET_VALID(401, "The token is not valid yet"),
  /** {@code iss} is not an accepted one. */
  WRONG_ISSUER(401, "The token is of another issuer"),
  /** {@code aud} has none of ours. */
  WRONG_AUDIENCE(401, "The token is for another audience"),
  /**
   * The token is bound to a key of its sender ({@code cnf}), and it was presented in a way in which
   * nobody proves to have that key.
   */
  SENDER_CONSTRAINED(401, "The token is bound to its sender"),
  /** The token is bound to no key, where only such are accepted (RFC 9449). */
  NOT_BOUND(401, "The token is not bound to a key"),
  /**
   * There is no DPoP proof, or it is not of this request, this token or its key (RFC 9449, 4.3).
   */
  PROOF(401, "The DPoP proof is missing or not valid for this request"),
  /** The DPoP proof was used before (RFC 9449, 11.1). */
  PROOF_USED(401, "The DPoP proof was used before"),
  /** The DPoP proof must have the nonce that the answer brings (RFC 9449, 8 and 9). */
  PROOF_NONCE(401, "The DPoP proof needs the nonce of this answer"),
  /** The token, its grant or its user was revoked. */
  REVOKED(401, "The token was revoked"),
  /** The login that the token belongs to was ended. */
  LOGGED_OUT(401, "The login has ended"),
  /** Not the client that the token was issued to ({@code bind} with {@code reject}). */
  OTHER_CLIENT(401, "The token is of another client"),
  /** The same with {@code step-up}: who logs in again may go on (RFC 9470). */
  STEP_UP(401, "A new login is needed here"),

  /** A caller without a role that the page demands. */
  MISSING_ROLE(403, "The caller lacks a role"),
  /** A token without a scope that the resource demands (RFC 6750 section 3.1). */
  MISSING_SCOPE(403, "The token lacks a scope"),
  /** A change that a browser was perhaps tricked into. */
  CSRF(403, "The request came from another site");

  private final int status;
  private final String description;

  Reason(int status, String description) {
    this.status = status;
    this.description = description;
  }

  /** The HTTP status: 400, 401 or 403. */
  public int status() {
    return status;
  }

  /** The error code of RFC 6750 section 3.1, RFC 9449 sections 5 to 9, or RFC 9470 section 3. */
  public String error() {
    return switch (this) {
      case STEP_UP -> "insufficient_user_authentication";
      case PROOF, PROOF_USED -> "invalid_dpop_proof";
      case PROOF_NONCE -> "use_dpop_nonce";
      default -> errorOfStatus();
    };
  }

  private String errorOfStatus() {
    return switch (status) {
      case 400 -> "invalid_request";
      case 401 -> "invalid_token";
      default -> "insufficient_scope";
    };
  }

  /** Whether it is the DPoP proof that is refused, and not what it belongs to. */
  public boolean ofProof() {
    return this == PROOF || this == PROOF_USED || this == PROOF_NONCE;
  }

  /**
   * Whether the token is good, though not for this request, or one of two is and nobody knows
   * which: then a browser keeps it.
   */
  public boolean sparesToken() {
    return this == CSRF || this == STEP_UP || this == TWO_TOKENS;
  }

  /** A sentence for the client, free of request data and fit for {@code error_description}. */
  public String description() {
    return description;
  }
}
