/**
 * The {@code examples} application of Apache Tomcat, as it stands in the distribution, on two
 * Tomcats: nobody's code here, so what goes on here goes on elsewhere.
 */
package org.jwtfilter.example.tomcat;
