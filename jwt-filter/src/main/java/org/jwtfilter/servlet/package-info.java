/** The servlet filter: thin adapters between the container and the layers below. */
@org.jspecify.annotations.NullMarked
package org.jwtfilter.servlet;
