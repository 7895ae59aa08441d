/** From a request to a caller: the straight line, free of the servlet API. */
@org.jspecify.annotations.NullMarked
package org.jwtfilter.http;
