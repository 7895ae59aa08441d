package org.jwtfilter.http;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class UserAgentsTest {
  private static final String WEBKIT = " AppleWebKit/537.36 (KHTML, like Gecko) ";

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "Mozilla/5.0 (Windows NT 10.0; Win64; x64)@Chrome/142.0.0.0 Safari/537.36 | chrome/windows",
        "Mozilla/5.0 (Windows NT 10.0; Win64; x64)@Chrome/150.0.0.0 Safari/537.36 | chrome/windows",
        "Mozilla/5.0 (Windows NT 10.0; Win64; x64)@Chrome/142.0.0.0 Safari/537.36 Edg/142.0.0.0 | edge/windows",
        "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7)@Chrome/142.0.0.0 Safari/537.36 OPR/120.0 | opera/apple",
        "Mozilla/5.0 (Linux; Android 10; K)@Chrome/142.0.0.0 Mobile Safari/537.36 | chrome/linux",
        "Mozilla/5.0 (X11; Linux x86_64)@Chrome/142.0.0.0 Safari/537.36 | chrome/linux",
        "Mozilla/5.0 (iPhone; CPU iPhone OS 18_5 like Mac OS X)@Version/18.5 Mobile/15E148 Safari/604.1 | safari/apple",
        "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7)@Version/18.5 Safari/605.1.15 | safari/apple",
        "Mozilla/5.0 (iPad; CPU OS 18_5 like Mac OS X)@CriOS/142.0 Mobile/15E148 Safari/604.1 | chrome/apple",
        "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0 | firefox/linux",
        "curl/8.5.0 | curl/",
        "curl/8.9.1 | curl/",
        "Apache-HttpClient/5.3 (Java/17.0.9) | apache-httpclient/",
        "'' | /",
      })
  void family_staysOverUpdates_andOverTheDesktopView(String agent, String family) {
    assertEquals(family, UserAgents.family(agent.replace("@", WEBKIT)));
  }

  @Test
  void longAgent_isCut() {
    assertEquals("x".repeat(512) + "/", UserAgents.family("x".repeat(100_000)));
  }
}
