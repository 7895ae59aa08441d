package com.example.probe;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

/** One thing that an application may do with a request. */
interface Step {
  void take(HttpServletRequest request, HttpServletResponse response) throws Exception;
}
