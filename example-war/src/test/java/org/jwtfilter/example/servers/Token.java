package org.jwtfilter.example.servers;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.stream.Collectors;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** A token that somebody else makes who shares the key, with nothing but the JDK. */
public final class Token {
  private static final Base64.Encoder BASE64 = Base64.getUrlEncoder().withoutPadding();

  private Token() {}

  /** A key as nodes find it in their environment. */
  public static String newKey() {
    byte[] key = new byte[48];
    new SecureRandom().nextBytes(key);
    return Base64.getEncoder().encodeToString(key);
  }

  /**
   * A token with these roles that ends then.
   *
   * @param key as the nodes have it
   * @param issuer the path of the application's context, where nothing else is configured
   */
  public static String of(String key, String issuer, String user, List<String> roles, Instant end)
      throws GeneralSecurityException {
    String groups = roles.stream().map(one -> '"' + one + '"').collect(Collectors.joining(","));
    String claims =
        """
        {"iss":"%s","sub":"%s","groups":[%s],"exp":%d}\
        """
            .formatted(issuer, user, groups, end.getEpochSecond());
    String signed = encode("{\"alg\":\"HS256\",\"typ\":\"at+jwt\"}") + "." + encode(claims);
    Mac mac = Mac.getInstance("HmacSHA256");
    mac.init(new SecretKeySpec(key.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
    byte[] signature = mac.doFinal(signed.getBytes(StandardCharsets.US_ASCII));
    return signed + "." + BASE64.encodeToString(signature);
  }

  private static String encode(String json) {
    return BASE64.encodeToString(json.getBytes(StandardCharsets.UTF_8));
  }
}
