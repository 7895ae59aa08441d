package org.jwtfilter.servlet;

import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.mockito.ArgumentMatchers.contains;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.verify;
import static org.mockito.Mockito.verifyNoInteractions;
import static org.mockito.Mockito.when;

import jakarta.servlet.FilterChain;
import jakarta.servlet.FilterConfig;
import jakarta.servlet.ServletContext;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.jwtfilter.servlet.testkit.ServerLog;

/** A filter that cannot start, on servers that go on without it, and on others. */
class FailedStartTest {
  private final JwtFilter filter = new JwtFilter();

  /** Of an application that says nothing to us, where a key would be needed. */
  private static FilterConfig without(String server) {
    ServletContext context = mock(ServletContext.class);
    when(context.getServerInfo()).thenReturn(server);
    when(context.getContextPath()).thenReturn("/shop");
    when(context.getClassLoader()).thenReturn(FailedStartTest.class.getClassLoader());
    when(context.getInitParameterNames()).thenReturn(Collections.emptyEnumeration());
    FilterConfig config = mock(FilterConfig.class);
    when(config.getFilterName()).thenReturn("jwt");
    when(config.getServletContext()).thenReturn(context);
    when(config.getInitParameterNames()).thenReturn(Collections.emptyEnumeration());
    return config;
  }

  @ParameterizedTest
  @ValueSource(strings = {"Payara Server 6.2025.9 #badassfish", "Eclipse GlassFish 7.0.21"})
  void requests_areRefused_whereTheServerWouldDeployInSpiteOfAFailedFilter(String server)
      throws Exception {
    try (ServerLog log = ServerLog.of("org.jwtfilter")) {
      filter.init(without(server));
      assertTrue(
          log.text().contains("every request is refused, since jwt-filter has not started: "),
          log::text);
    }
    HttpServletResponse response = mock(HttpServletResponse.class);
    ServletOutputStream out = mock(ServletOutputStream.class);
    when(response.getOutputStream()).thenReturn(out);
    FilterChain chain = mock(FilterChain.class);
    filter.doFilter(mock(HttpServletRequest.class), response, chain);
    verify(response).setStatus(503);
    verify(out).print(contains("the server's log says what is wrong"));
    verifyNoInteractions(chain);
    filter.destroy();
  }

  @Test
  void deployment_fails_elsewhere() {
    for (String server : List.of("Apache Tomcat/10.1.59", "jetty/12.0.31")) {
      assertThrows(ServletException.class, () -> filter.init(without(server)), server);
    }
  }
}
