/** Tokens, callers, reasons and events: the words an application uses. */
@org.jspecify.annotations.NullMarked
package org.jwtfilter;
