package org.jwtfilter.servlet.testkit;

/** One header line as it came. */
public record Header(String name, String value) {}
