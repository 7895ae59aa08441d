package org.jwtfilter.jaxrs;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Names scopes that the token must have, all of them, besides any roles that the caller needs. They
 * are read from the claim {@code scope}, with spaces between them (RFC 8693, 4.2), or {@code scp}.
 * What a method says counts in place of what its class says. Where one is missing, the answer is
 * 403 with {@code insufficient_scope} and the scopes that are needed (RFC 6750, 3.1).
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.TYPE, ElementType.METHOD})
public @interface ScopesRequired {
  /** The scopes; characters of RFC 6749, 3.3 only. */
  String[] value();
}
