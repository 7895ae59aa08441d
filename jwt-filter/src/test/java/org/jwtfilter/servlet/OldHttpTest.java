package org.jwtfilter.servlet;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.never;
import static org.mockito.Mockito.verify;
import static org.mockito.Mockito.when;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.jwtfilter.http.Proxies;

/** Clients of HTTP/1.0, and proxies that speak it for the browsers of today. */
class OldHttpTest {
  private static final String TARGET = "/shop/mine";

  private final HttpServletRequest request = mock(HttpServletRequest.class);
  private final HttpServletResponse response = mock(HttpServletResponse.class);

  private ServletExchange exchange(String protocol) {
    when(request.getProtocol()).thenReturn(protocol);
    return new ServletExchange(request, response, Set.of(), mock(Proxies.class));
  }

  private void sent(String header, String value) {
    when(request.getHeaders(header)).thenReturn(Collections.enumeration(List.of(value)));
  }

  private List<String> cookies(String protocol, String name, String sent) {
    sent("Cookie", sent);
    return exchange(protocol).cookies(name);
  }

  private void redirectedToThePath(int status) throws IOException {
    verify(response).setHeader("Location", TARGET);
    verify(response).setStatus(status);
    verify(response, never()).sendRedirect(any());
  }

  @ParameterizedTest
  @ValueSource(strings = {"HTTP/1.1", "HTTP/2.0", "HTTP/3.0"})
  void redirect_isAPathWithStatus303(String protocol) throws IOException {
    exchange(protocol).redirect(TARGET);
    redirectedToThePath(303);
  }

  /** Only the server knows the whole URL, and 303 is not known in HTTP/1.0 (RFC 9110, 15.4.4). */
  @Test
  void redirectOfAnOldClient_isTheServersOwn() throws IOException {
    exchange("HTTP/1.0").redirect(TARGET);
    verify(response).sendRedirect(TARGET);
    verify(response, never()).setHeader("Location", TARGET);
  }

  /** The server behind it may know nothing of TLS in front, and would lead out of it. */
  @ParameterizedTest
  @CsvSource({
    "Sec-Fetch-Mode, navigate",
    "Upgrade-Insecure-Requests, 1",
    "Forwarded, for=192.0.2.7;proto=https",
    "X-Forwarded-For, 192.0.2.7",
    "X-Forwarded-Proto, https",
    "X-Real-IP, 192.0.2.7",
    "Via, 1.1 proxy"
  })
  void redirectThroughAProxyThatSpeaksOldHttp_isAPathAllTheSame(String header, String value)
      throws IOException {
    sent(header, value);
    exchange("HTTP/1.0").redirect(TARGET);
    redirectedToThePath(302);
  }

  @Test
  void cookieOfAnOldClient_isFoundInCapitals() {
    assertEquals(List.of("1"), cookies("HTTP/1.0", "jwt-visitor.1", "A=0; JWT-VISITOR.1=1"));
  }

  @Test
  void cookieInCapitals_isNotLookedAtBesideTheExactName() {
    assertEquals(List.of("1"), cookies("HTTP/1.0", "jwt", "JWT=2; jwt=1; JWT=3"));
  }

  @Test
  void cookieInCapitals_isNobodysInHttpOfToday() {
    assertEquals(List.of(), cookies("HTTP/1.1", "jwt", "JWT=1"));
  }

  @Test
  void cookieInCapitals_isNobodysThroughAProxyThatSpeaksOldHttp() {
    sent("X-Forwarded-For", "192.0.2.7");
    assertEquals(List.of(), cookies("HTTP/1.0", "jwt", "JWT=1"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"__Host-jwt", "__Secure-jwt"})
  void cookieWithAPrefix_hasThatNameOnly(String name) {
    assertEquals(List.of(), cookies("HTTP/1.0", name, "__HOST-JWT=1; __SECURE-JWT=1; JWT=1"));
  }
}
