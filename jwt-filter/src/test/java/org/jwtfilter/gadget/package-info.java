/**
 * Published ways from deserialization to running code, written anew from their descriptions, with a
 * canary in place of harm: what tests attack sessions with.
 */
package org.jwtfilter.gadget;
