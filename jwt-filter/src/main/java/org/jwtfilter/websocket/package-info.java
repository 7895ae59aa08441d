/** Open WebSockets: closed when the login of their caller ends. */
@org.jspecify.annotations.NullMarked
package org.jwtfilter.websocket;
