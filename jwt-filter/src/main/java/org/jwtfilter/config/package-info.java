/** From text to one immutable, checked configuration. Imports nothing of ours. */
@org.jspecify.annotations.NullMarked
package org.jwtfilter.config;
