/** What hostile input meets: targets for the fuzzer, their seeds, and the commands that run it. */
package org.jwtfilter.fuzz;
