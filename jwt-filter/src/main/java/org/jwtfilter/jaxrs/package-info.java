/** The entry point for JAX-RS applications: a feature whose filters find callers in tokens. */
@org.jspecify.annotations.NullMarked
package org.jwtfilter.jaxrs;
