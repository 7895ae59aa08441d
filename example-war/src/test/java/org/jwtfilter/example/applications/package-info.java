/**
 * Applications that others wrote, as they are and with our jar and lines in them, on two real
 * servers of which one is killed.
 */
package org.jwtfilter.example.applications;
