/** A store in a table of a database. Imports {@code store} only. */
@NullMarked
package org.jwtfilter.store.jdbc;

import org.jspecify.annotations.NullMarked;
