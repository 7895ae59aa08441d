/**
 * A store on a cache of JCache (JSR 107), as Hazelcast, Infinispan and Ehcache are. Needs an
 * implementation of JCache, which servers often bring.
 */
@NullMarked
package org.jwtfilter.store.jcache;

import org.jspecify.annotations.NullMarked;
