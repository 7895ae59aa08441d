/** One application on every server, one table of what must hold there, and what came out. */
package org.jwtfilter.example.matrix;
