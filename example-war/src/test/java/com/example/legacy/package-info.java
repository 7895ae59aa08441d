/**
 * A small application as they were written for years: declarative security, a form login, a cart in
 * the session that is changed in place. It knows nothing of tokens. Its WAR is put together by the
 * tests of real servers.
 */
package com.example.legacy;
