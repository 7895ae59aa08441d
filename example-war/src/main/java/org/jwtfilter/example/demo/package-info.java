/** The shop on several nodes behind a round-robin proxy, all of it Jetty in one process. */
@NullMarked
package org.jwtfilter.example.demo;

import org.jspecify.annotations.NullMarked;
