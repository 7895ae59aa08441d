/**
 * The command of the all-in-one jar, which puts the jar and its lines into a WAR: {@code java -jar
 * jwt-filter-…-all.jar migrate APP.war --to OUT.war}. No part of it goes along into the WAR.
 */
@NullMarked
package org.jwtfilter.migrate;

import org.jspecify.annotations.NullMarked;
