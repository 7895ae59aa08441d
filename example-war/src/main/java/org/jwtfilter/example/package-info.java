/** What makes the WAR start by itself. Not part of the web application. */
@NullMarked
package org.jwtfilter.example;

import org.jspecify.annotations.NullMarked;
