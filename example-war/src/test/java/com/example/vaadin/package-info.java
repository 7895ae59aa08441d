/** An application with Vaadin, as its authors may have written it. */
package com.example.vaadin;
