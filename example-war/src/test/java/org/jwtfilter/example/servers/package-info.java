/**
 * Real servers from their full distributions, each node in a process of its own, and what their
 * declarative security says with and without the filter.
 */
package org.jwtfilter.example.servers;
