package org.jwtfilter.session;

/** A transient field that held something when its object was encoded. */
record LostField(String className, String field) {}
