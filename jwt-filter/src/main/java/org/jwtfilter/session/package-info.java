/** What an {@code HttpSession} holds, as values, and how it travels. Free of the servlet API. */
@org.jspecify.annotations.NullMarked
package org.jwtfilter.session;
