/** Real servers, clocks and contracts for tests of stores. */
@NullMarked
package org.jwtfilter.store.testkit;

import org.jspecify.annotations.NullMarked;
