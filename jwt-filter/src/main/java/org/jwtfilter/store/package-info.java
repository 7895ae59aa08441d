/** Expiring bytes that nodes share. Imports nothing of ours. */
@NullMarked
package org.jwtfilter.store;

import org.jspecify.annotations.NullMarked;
