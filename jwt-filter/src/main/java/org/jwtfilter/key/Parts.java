package org.jwtfilter.key;

import com.auth0.jwt.interfaces.Claim;
import com.auth0.jwt.interfaces.DecodedJWT;
import java.util.Date;
import java.util.List;
import java.util.Map;

/**
 * A token of which only the three texts are known: what the engine needs to check a signature
 * before anybody parses the payload.
 */
record Parts(String header, String payload, String signature) implements DecodedJWT {
  @Override
  public String getHeader() {
    return header;
  }

  @Override
  public String getPayload() {
    return payload;
  }

  @Override
  public String getSignature() {
    return signature;
  }

  @Override
  public String getToken() {
    return header + '.' + payload + '.' + signature;
  }

  /** The engine hands it to its key provider, which has but one key. */
  @Override
  public String getKeyId() {
    return "";
  }

  @Override
  public String getAlgorithm() {
    throw notParsed();
  }

  @Override
  public String getType() {
    throw notParsed();
  }

  @Override
  public String getContentType() {
    throw notParsed();
  }

  @Override
  public Claim getHeaderClaim(String name) {
    throw notParsed();
  }

  @Override
  public String getIssuer() {
    throw notParsed();
  }

  @Override
  public String getSubject() {
    throw notParsed();
  }

  @Override
  public List<String> getAudience() {
    throw notParsed();
  }

  @Override
  public Date getExpiresAt() {
    throw notParsed();
  }

  @Override
  public Date getNotBefore() {
    throw notParsed();
  }

  @Override
  public Date getIssuedAt() {
    throw notParsed();
  }

  @Override
  public String getId() {
    throw notParsed();
  }

  @Override
  public Claim getClaim(String name) {
    throw notParsed();
  }

  @Override
  public Map<String, Claim> getClaims() {
    throw notParsed();
  }

  /** Not the token. */
  @Override
  public String toString() {
    return "Parts[…]";
  }

  private static UnsupportedOperationException notParsed() {
    return new UnsupportedOperationException("not parsed before the signature is checked");
  }
}
