package org.jwtfilter.servlet;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.when;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.jwtfilter.http.Proxies;

/** What sends a client on after a form: HTTP/1.0 knows no 303 (RFC 9110, 15.4.4). */
class SeeOtherTest {
  @ParameterizedTest
  @CsvSource({"HTTP/1.0, 302", "HTTP/1.1, 303", "HTTP/2.0, 303"})
  void status_isOneThatTheProtocolOfTheClientKnows(String protocol, int status) {
    HttpServletRequest request = mock(HttpServletRequest.class);
    when(request.getProtocol()).thenReturn(protocol);
    ServletExchange exchange =
        new ServletExchange(
            request, mock(HttpServletResponse.class), Set.of(), mock(Proxies.class));
    assertEquals(status, exchange.seeOther());
  }
}
