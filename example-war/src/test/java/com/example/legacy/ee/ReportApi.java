package com.example.legacy.ee;

import jakarta.ws.rs.ApplicationPath;
import jakarta.ws.rs.core.Application;

/** The resources, below {@code /api}. */
@ApplicationPath("/api")
public class ReportApi extends Application {}
