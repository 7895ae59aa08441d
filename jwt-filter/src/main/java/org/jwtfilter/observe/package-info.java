/** What an application keeps in its sessions, and what would become of it elsewhere. */
@org.jspecify.annotations.NullMarked
package org.jwtfilter.observe;
