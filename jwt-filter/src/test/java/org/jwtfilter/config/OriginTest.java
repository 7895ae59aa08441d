package org.jwtfilter.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Where a request goes: beyond doubt, or nowhere. */
class OriginTest {
  @ParameterizedTest
  @CsvSource({
    "https://api.example, https://api.example",
    "https://api.example/, https://api.example",
    "https://api.example/orders?to=https://evil.example#x, https://api.example",
    "https://api.example?@evil.example, https://api.example",
    "https://api.example#@evil.example, https://api.example",
    "https://api.example/@evil.example, https://api.example",
    "https://api.example/..//evil.example, https://api.example",
    "HTTPS://API.Example/, https://api.example",
    "https://api.example:443/, https://api.example",
    "http://api.example:80/, http://api.example",
    "https://api.example:80/, https://api.example:80",
    "http://api.example:443/, http://api.example:443",
    "https://api.example:8443/x, https://api.example:8443",
    "https://xn--bcher-kva.example/, https://xn--bcher-kva.example",
    "https://3com.example/, https://3com.example",
    "https://10.0.0.7:8443/, https://10.0.0.7:8443",
    "http://127.0.0.1:1/, http://127.0.0.1:1",
    "http://[::1]:8080/, http://[::1]:8080",
    "https://[2001:DB8::7]/, https://[2001:db8::7]",
    "http://orders/, http://orders",
  })
  void origin_isSchemeHostAndPort(String url, String origin) {
    assertEquals(Optional.of(origin), of(url).map(Origin::text));
  }

  /** Each looks to somebody like https://api.example, https://127.0.0.1 or https://[::1]. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        // users
        "https://api.example@evil.example/",
        "https://api.example:443@evil.example/",
        "https://api.example%40evil.example/",
        "https://evil.example@api.example/",
        "https://@api.example/",
        "https://:@api.example/",
        "https://api.example;@evil.example/",
        "https://api.example%2F@evil.example/",
        "https://api.example%23@evil.example/",
        "https://api.example&@evil.example#@api.example/",
        "https://a@b@api.example/",
        // slashes, spaces, controls
        "https://api.example\\@evil.example/",
        "https://evil.example\\.api.example/",
        "https:\\\\api.example/",
        "https:/api.example/",
        "https:///api.example/",
        "https:////api.example/",
        "https:api.example/",
        "//api.example/",
        "/api.example/",
        "api.example/",
        " https://api.example/",
        "https://api.example /",
        "https://api.example\t.evil.example/",
        "https://api\n.example/",
        "ht\ttps://api.example/",
        "https://api.example\0.evil.example/",
        "https://api.example%00.evil.example/",
        "https://api.example%2eevil.example/",
        "https://%61pi.example/",
        // dots and labels
        "https://api.example./",
        "https://api.example.:443/",
        "https://.api.example/",
        "https://api..example/",
        "https://-api.example/",
        "https://api-.example/",
        "https://api_.example/",
        "https://*.example/",
        "https://api,example/",
        "https:///",
        "https://",
        // other alphabets
        "https://\u0430pi.example/",
        "https://api\u3002example/",
        "https://api\uff0eexample/",
        "https://\uff41pi.example/",
        "https://api.example\uff0fevil.example/",
        "https://api.example\u2044evil.example/",
        "https://\u212Aey.example/",
        "https://api.exampl\u0117/",
        "https://\u24d0pi.example/",
        "https://api\u00ad.example/",
        "https://api\u200b.example/",
        "https://b\u00fccher.example/",
        "https://api.example\u2025/",
        // addresses
        "https://2130706433/",
        "https://0x7f000001/",
        "https://0x7f.0x0.0x0.0x1/",
        "https://0X7F.1/",
        "https://017700000001/",
        "https://0177.0.0.1/",
        "https://127.0.0.01/",
        "https://127.0.1/",
        "https://127.1/",
        "https://127.0.0.1./",
        "https://127.0.0.256/",
        "https://127.0.0.0.1/",
        "https://1.2.3.4.5/",
        "https://api.0x1/",
        "https://api.1/",
        "https://api.0x/",
        "https://\u0661\u0662\u0667.0.0.1/",
        "https://[::1%25lo]/",
        "https://[::1%lo]/",
        "https://[fe80::1%25eth0]/",
        "https://[::1/",
        "https://::1/",
        "https://[::1].evil.example/",
        "https://[::1]evil/",
        "https://[v1.api]/",
        "https://[]/",
        "https://[:::]/",
        "https://[1:2:3:4:5:6:7:8:9]/",
        "https://[::127.0.0.256]/",
        // ports
        "https://api.example:/",
        "https://api.example:0/",
        "https://api.example:0443/",
        "https://api.example:00443/",
        "https://api.example:65536/",
        "https://api.example:99999/",
        "https://api.example:443443/",
        "https://api.example:+443/",
        "https://api.example:-1/",
        "https://api.example:44a/",
        "https://api.example:443:443/",
        // schemes
        "ws://api.example/",
        "wss://api.example/",
        "ftp://api.example/",
        "httpss://api.example/",
        "jar:https://api.example/",
        "view-source:https://api.example/",
        "javascript://api.example/",
      })
  void trick_hasNoOrigin(String url) {
    assertEquals(Optional.empty(), of(url));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "https://api.example/",
        "https://api.example?",
        "https://api.example#",
        "https://api",
        "https://api.example/x",
        "https://a.example https://b.example",
        "*",
        "null",
        "",
      })
  void text_withMoreThanAnOrigin_isNone(String text) {
    assertEquals(text.equals("https://api"), Origin.of(text).isPresent());
  }

  @ParameterizedTest
  @CsvSource({
    "https://api.example, true",
    "http://localhost, true",
    "http://localhost:8080, true",
    "http://127.0.0.1, true",
    "http://127.255.1.2:81, true",
    "http://[::1]:81, true",
    "http://api.example, false",
    "http://localhost.example, false",
    "http://127.0.0.1.example, false",
    "http://127.example, false",
    "http://10.0.0.1, false",
    "http://[::2], false",
    "http://[::ffff:127.0.0.1], false",
  })
  void http_isPrivateOnThisMachineAlone(String origin, boolean isPrivate) {
    assertEquals(isPrivate, Origin.of(origin).orElseThrow().isPrivate());
  }

  @ParameterizedTest
  @ValueSource(ints = {64, 254, 300, 301, 100_000})
  void longNames_areNone_andTakeNoTime(int length) {
    assertEquals(Optional.empty(), Origin.of("https://" + "a".repeat(length)));
    assertEquals(Optional.empty(), Origin.of("https://" + "a-".repeat(length)));
    assertTrue(Origin.of("https://" + "a".repeat(63)).isPresent());
  }

  private static Optional<Origin> of(String url) {
    try {
      return Origin.of(new URI(url));
    } catch (URISyntaxException e) {
      return Optional.empty(); // no client can be asked to go there
    }
  }
}
