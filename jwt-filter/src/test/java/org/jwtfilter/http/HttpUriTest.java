package org.jwtfilter.http;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** RFC 3986, 6.2.2 and 6.2.3. */
class HttpUriTest {
  private static String of(String text) {
    return HttpUri.of(text).map(one -> one.origin() + " " + one.path()).orElse("none");
  }

  @ParameterizedTest
  @CsvSource({
    "https://shop.example/a/b, https://shop.example /a/b",
    "HTTPS://Shop.EXAMPLE/A/b, https://shop.example /A/b",
    "https://shop.example, https://shop.example /",
    "https://shop.example?x, https://shop.example /",
    "https://shop.example#x, https://shop.example /",
    "https://shop.example/a?b=/c#d, https://shop.example /a",
    "https://shop.example:443/, https://shop.example /",
    "https://shop.example:0443/, https://shop.example /",
    "https://shop.example:/, https://shop.example /",
    "https://shop.example:80/, https://shop.example:80 /",
    "http://shop.example:80/, http://shop.example /",
    "http://shop.example:443/, http://shop.example:443 /",
    "https://[2001:DB8::1]:8443/, https://[2001:db8::1]:8443 /",
    "https://10.0.0.7:8443/x, https://10.0.0.7:8443 /x",
    "https://s.example/%7euser/%2f%2F%c3%a9, https://s.example /~user/%2F%2F%C3%A9",
    "https://s.example/%41%2d%5F, https://s.example /A-_",
    "https://s.example/a/./b/../c/, https://s.example /a/c/",
    "https://s.example/a/%2e%2E/c, https://s.example /c",
    "https://s.example/../../x, https://s.example /x",
    "https://s.example/a/.., https://s.example /",
    "https://s.example/a/b/., https://s.example /a/b/",
    "https://s.example/a//b/../c, https://s.example /a//c",
    "https://s.example/.well-known/x..y/...z, https://s.example /.well-known/x..y/...z",
    "https://s.example/a;v=1/b, https://s.example /a;v=1/b",
    "https://s.example/%25%32%35, https://s.example /%2525"
  })
  void spellingsOfOneUri_areOne(String text, String normal) {
    assertEquals(normal, of(text));
    assertEquals(normal, of(normal.replace(" ", "")));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "/a",
        "shop.example/a",
        "//shop.example/a",
        "ftp://shop.example/a",
        "javascript://shop.example/a",
        "https:shop.example",
        "https:///a",
        "https://user@shop.example/a",
        "https://user:pw@shop.example/a",
        "https://shop.example@evil.example/a",
        "https://shop.example:x/a",
        "https://shop.example:123456/a",
        "https://shop.example:80:80/a",
        "https://shop example/a",
        "https://shop.example\\a",
        "https://shop.example/\\a",
        "https://sh%6fp.example/a",
        "https://shöp.example/a",
        "https://[::1/a",
        "https://::1/a",
        "https://shop.example/a b",
        "https://shop.example/\u00e9",
        "https://shop.example/a\n",
        "https://shop.example/%",
        "https://shop.example/%4",
        "https://shop.example/%4g",
        "https://shop.example/%-1",
        "https://shop.example/%\uff11\uff11",
        " https://shop.example/a",
        "https://shop.example/a\u0000"
      })
  void whatIsNoSuchUri_isNone(String text) {
    assertEquals("none", of(text));
  }

  @Test
  void lengthEnds_at4096() {
    String start = "https://s.example/";
    String longest = start + "a".repeat(4096 - start.length());
    assertEquals("https://s.example " + longest.substring(start.length() - 1), of(longest));
    assertEquals("none", of(longest + "a"));
    assertEquals(Optional.empty(), HttpUri.path("/" + "a".repeat(4096)));
    assertEquals(Optional.empty(), HttpUri.path("a"));
    assertEquals(Optional.empty(), HttpUri.path(""));
  }
}
