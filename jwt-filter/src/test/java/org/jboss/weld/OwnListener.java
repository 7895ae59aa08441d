package org.jboss.weld;

import jakarta.servlet.http.HttpSessionListener;

/** Stands for the listener that Weld puts into an application. */
public final class OwnListener implements HttpSessionListener {}
