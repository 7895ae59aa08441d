/**
 * What the application has more on a server of the whole Jakarta EE: a session bean, a resource.
 */
package com.example.legacy.ee;
