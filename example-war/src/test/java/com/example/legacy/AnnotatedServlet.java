package com.example.legacy;

import jakarta.servlet.annotation.HttpConstraint;
import jakarta.servlet.annotation.HttpMethodConstraint;
import jakarta.servlet.annotation.ServletSecurity;
import jakarta.servlet.annotation.WebServlet;

/** For members; only an administrator may post. */
@WebServlet("/annotated")
@ServletSecurity(
    value = @HttpConstraint(rolesAllowed = "member"),
    httpMethodConstraints = @HttpMethodConstraint(value = "POST", rolesAllowed = "admin"))
public class AnnotatedServlet extends WhoServlet {}
