/**
 * Keys: what they are, where they come from, and what they seal and sign. Imports nothing of ours.
 */
@org.jspecify.annotations.NullMarked
package org.jwtfilter.key;
