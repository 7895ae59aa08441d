/** What a pass of the filter costs, beside what it is to be compared with. */
@NullMarked
package org.jwtfilter.benchmarks;

import org.jspecify.annotations.NullMarked;
