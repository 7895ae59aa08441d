package org.jwtfilter.servlet;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.when;

import jakarta.servlet.ServletContext;
import jakarta.servlet.SessionCookieConfig;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.jwtfilter.config.Setting;

/** What of {@code <cookie-config>} becomes an option of ours (Servlet 6.0, 7.1.1). */
class DeclaredCookiesTest {
  private final ServletContext context = mock(ServletContext.class);
  private final SessionCookieConfig config = mock(SessionCookieConfig.class);

  @BeforeEach
  void nothingIsDeclared() {
    when(context.getContextPath()).thenReturn("/shop");
    when(context.getSessionCookieConfig()).thenReturn(config);
    when(config.getName()).thenReturn("JSESSIONID");
    when(config.getMaxAge()).thenReturn(-1);
  }

  /** Options such as {@code cookie-path=/}, with those that follow. */
  private List<String> completed(String... options) {
    List<Setting> settings =
        Arrays.stream(options)
            .map(one -> one.split("=", 2))
            .map(one -> new Setting(one[0], one[1], "here"))
            .toList();
    return DeclaredCookies.complete(settings, context).stream()
        .map(one -> one.name() + "=" + one.value())
        .toList();
  }

  @Test
  void nothing_followsFromNothing() {
    assertEquals(List.of(), completed());
    when(context.getSessionCookieConfig()).thenReturn(null);
    assertEquals(List.of(), completed());
    when(context.getSessionCookieConfig()).thenThrow(new UnsupportedOperationException());
    assertEquals(List.of("keys=x"), completed("keys=x"));
  }

  private void everythingIsDeclared() {
    when(config.getDomain()).thenReturn("shop.example");
    when(config.getPath()).thenReturn("/shop/admin");
    when(config.isSecure()).thenReturn(true);
    when(config.getMaxAge()).thenReturn(3600);
    when(config.getAttribute("SameSite")).thenReturn("strict");
    when(config.getAttribute("Partitioned")).thenReturn("");
  }

  @Test
  void everythingButTheName_isFollowed() {
    everythingIsDeclared();
    when(config.getName()).thenReturn("SHOP");
    assertEquals(
        List.of(
            "cookie-domain=shop.example",
            "cookie-path=/shop/admin",
            "cookie-secure=always",
            "cookie-max-age=3600s",
            "cookie-same-site=Strict",
            "cookie-partitioned=on"),
        completed());
  }

  @Test
  void options_goBeforeIt() {
    everythingIsDeclared();
    String[] options = {
      "cookie-domain=example",
      "cookie-path=/",
      "cookie-secure=auto",
      "cookie-max-age=1h",
      "cookie-same-site=Lax",
      "cookie-partitioned=off"
    };
    assertEquals(List.of(options), completed(options));
  }

  @ParameterizedTest
  @CsvSource({"/shop, true", "/shop/, true", "/shop/a, true", "/, false", "/shopping, false"})
  void path_isFollowedBelowTheApplicationsOwn(String path, boolean followed) {
    when(config.getPath()).thenReturn(path);
    assertEquals(followed ? List.of("cookie-path=" + path) : List.of(), completed());
  }

  /** Browsers keep cookies 400 days at most (RFC 6265bis, 5.5). */
  @ParameterizedTest
  @CsvSource({"-1, ''", "0, ''", "1, 1s", "34560000, 34560000s", "34560001, 34560000s"})
  void maxAge_isFollowed_asFarAsBrowsersDo(int declared, String option) {
    when(config.getMaxAge()).thenReturn(declared);
    assertEquals(option.isEmpty() ? List.of() : List.of("cookie-max-age=" + option), completed());
  }

  /** What contradicts an option would keep the application from starting. */
  @Test
  void whatContradictsAnOption_isNotFollowed() {
    everythingIsDeclared();
    when(config.getAttribute("SameSite")).thenReturn("None");
    assertEquals(
        List.of("cookie-name=__Host-x", "cookie-secure=never", "cookie-max-age=3600s"),
        completed("cookie-name=__Host-x", "cookie-secure=never"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"Unset", "", "__SAME_SITE_LAX__"})
  void wordsOfServers_areNoSameSite(String value) {
    when(config.getAttribute("SameSite")).thenReturn(value);
    when(config.getAttribute("Partitioned")).thenReturn("false");
    assertEquals(List.of(), completed());
  }
}
