package org.jwtfilter.jaxrs;

import jakarta.ws.rs.NameBinding;
import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Marks what needs a caller, whatever the caller's roles: a resource class or a resource method.
 * {@code @RolesAllowed} and {@code @DenyAll} of the same method or its class demand more and count;
 * {@code @PermitAll} on the method lets everybody in. With {@link JwtFeature#onlySecured()} it also
 * names the part of the application where tokens are read at all.
 */
@NameBinding
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.TYPE, ElementType.METHOD})
public @interface JwtSecured {}
