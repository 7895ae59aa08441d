package org.jwtfilter.servlet;

import jakarta.servlet.annotation.WebListener;

/** Declared by its annotation alone. */
@WebListener
public final class AnnotatedListener extends RecordingListener {}
