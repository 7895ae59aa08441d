/** The life of logins in the store: revocation, refresh, who is logged in where, changed roles. */
@NullMarked
package org.jwtfilter.grant;

import org.jspecify.annotations.NullMarked;
