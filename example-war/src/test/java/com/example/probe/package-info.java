/**
 * An application that does on demand whatever applications do with requests, responses and
 * sessions, and says what it sees. It knows nothing of tokens. Its WAR is put together by the suite
 * that plays it on all servers.
 */
package com.example.probe;
