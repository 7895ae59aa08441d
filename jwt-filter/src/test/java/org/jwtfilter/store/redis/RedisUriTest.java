package org.jwtfilter.store.redis;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Clock;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.jwtfilter.store.StoreSettings;
import org.jwtfilter.store.redis.RedisUri.Host;
import org.jwtfilter.store.redis.RedisUri.Kind;
import org.jwtfilter.store.redis.RedisUri.Login;

/** What a URI of Redis may say. */
class RedisUriTest {
  private static RedisUri parse(String uri) {
    return RedisUri.parse(new StoreSettings(uri, Duration.ofSeconds(1), Clock.systemUTC(), ""));
  }

  @Test
  void a_host_alone_is_one_server_on_the_usual_port() {
    assertEquals(
        new RedisUri(
            Kind.SINGLE, false, List.of(new Host("h", 6379)), Login.NONE, Login.NONE, 0, "", 16),
        parse("redis://h"));
  }

  @Test
  void everything_may_be_said_of_one_server() {
    assertEquals(
        new RedisUri(
            Kind.SINGLE,
            true,
            List.of(new Host("redis.example.org", 6380)),
            new Login("user", "pa:ss"),
            Login.NONE,
            7,
            "",
            4),
        parse("rediss://user:pa:ss@redis.example.org:6380/7?pool=4"));
  }

  @Test
  void a_password_may_stand_without_a_user() {
    assertEquals(new Login(null, "secret"), parse("redis://:secret@h").login());
  }

  @ParameterizedTest
  @CsvSource({
    "%40%2F%3F%25%3A, '@/?%:'",
    "p@ss, p@ss",
    "a/b, a/b",
    "a+b, a+b",
    "%C3%A4, ä",
    "%c3%a4, ä",
    "ä, ä"
  })
  void user_and_password_are_percent_decoded(String written, String meant) {
    assertEquals(new Login("u", meant), parse("redis://u:" + written + "@h/1").login());
    assertEquals(
        new Login(meant, "p"), parse("redis://" + written.replace(":", "%3A") + ":p@h/1").login());
    assertEquals(1, parse("redis://u:" + written + "@h/1").database());
  }

  @Test
  void an_ipv6_address_stands_in_brackets() {
    assertEquals(List.of(new Host("::1", 6379)), parse("redis://[::1]").hosts());
    assertEquals(List.of(new Host("fe80::1", 7)), parse("redis://:p@[fe80::1]:7/0").hosts());
    assertEquals("[::1]:6379", new Host("::1", 6379).toString());
  }

  @Test
  void sentinels_have_a_port_and_credentials_of_their_own() {
    assertEquals(
        new RedisUri(
            Kind.SENTINEL,
            true,
            List.of(new Host("a", 26379), new Host("b", 1)),
            new Login(null, "data"),
            new Login("watch", "d&g"),
            3,
            "my-master.1",
            16),
        parse(
            "rediss-sentinel://:data@a,b:1/my-master.1"
                + "?db=3&sentinel-user=watch&sentinel-password=d%26g"));
  }

  @Test
  void a_cluster_is_named_by_some_of_its_nodes() {
    assertEquals(
        new RedisUri(
            Kind.CLUSTER,
            false,
            List.of(new Host("a", 6379), new Host("b", 7)),
            new Login("u", "p"),
            Login.NONE,
            0,
            "",
            16),
        parse("redis-cluster://u:p@a,b:7"));
    assertTrue(parse("rediss-cluster://a").tls());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "redis:host                     | there must be // after the colon",
        "redis:///0                     | \"\" is not host:port",
        "redis://h:0                    | \"h:0\" is not host:port",
        "redis://h:65536                | \"h:65536\" is not host:port",
        "redis://h:x                    | \"h:x\" is not host:port",
        "redis://h:                     | \"h:\" is not host:port",
        "redis://h h                    | \"h h\" is not host:port",
        "redis://::1                    | \"::1\" is not host:port",
        "redis://a,b                    | several hosts are redis-sentinel: or redis-cluster:",
        "redis-cluster://a,,b           | \"\" is not host:port",
        "redis://h/x                    | the database must be a number from 0 to 1000000",
        "redis://h/-1                   | the database must be a number from 0 to 1000000",
        "redis://h/99999999             | the database must be a number from 0 to 1000000",
        "redis://h?pool=0               | pool must be a number from 1 to 1000",
        "redis://h?pool=1001            | pool must be a number from 1 to 1000",
        "redis://h?db=1                 | there is no parameter \"db\"; there are [pool]",
        "redis-cluster://h/1            | a Cluster has one database: leave out what follows",
        "redis-sentinel://h             | after the hosts there must be / and the name of the master",
        "redis-sentinel://h/m/0         | after the hosts there must be / and the name of the master",
        "redis-sentinel://h/m?sentinel-user=u | sentinel-user needs sentinel-password",
      })
  void what_is_wrong_is_said(String uri, String words) {
    String message = assertThrows(IllegalArgumentException.class, () -> parse(uri)).getMessage();
    assertTrue(message.contains(words), message);
    assertTrue(message.startsWith("store: " + uri + ": "), message);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "redis://:hunter2@",
        "redis://hunter2@h",
        "redis://hunter2:@h",
        "redis://u:hunter2%@h",
        "redis://u:hunter2%4@h",
        "redis://u:hunter2%zz@h",
        "redis://u:hunter2%ff@h",
        "redis://u:hunter2@h:x",
        "redis://u:hunter2@h/x",
        "redis://u:hunter2?@h/0",
        "redis://u:hun?ter2=hunter2@h/0",
        "redis://u:hun?hunter2@h/0",
        "redis://u:hunter2?pool=5@h/0",
        "redis-cluster://u:1/hunter2?pool=5@h",
        "redis-cluster://u:hunter2@h/0",
        "redis-sentinel://u:hunter2@h",
        "redis-sentinel://h/m?sentinel-user=u&sentinel-password=hunter2%",
        "redis-sentinel://h?sentinel-password=hunter2",
      })
  void what_is_wrong_is_said_without_the_password(String uri) {
    String message = assertThrows(IllegalArgumentException.class, () -> parse(uri)).getMessage();
    assertFalse(message.contains("hunter2"), message);
  }

  @Test
  void a_question_mark_in_a_password_is_said_to_be_encoded() {
    String message =
        assertThrows(IllegalArgumentException.class, () -> parse("redis://u:p?pool=5@h"))
            .getMessage();
    assertTrue(message.endsWith("before ? there must be host:port; in a password it is %3F"));
  }

  @Test
  void a_parsed_uri_does_not_show_its_passwords() {
    RedisUri uri = parse("redis-sentinel://u:hunter2@h/m?sentinel-password=hunter2");
    assertFalse(uri.toString().contains("hunter2"), uri.toString());
  }

  /** A password whose special characters were not encoded has pieces in other places. */
  @Test
  void user_isShown_onlyIfItIsAPlainName() {
    assertEquals("shop-1:***", new RedisUri.Login("shop-1", "hunter2").toString());
    assertEquals("***:***", new RedisUri.Login("a@hunter2", "hunter2").toString());
    assertEquals("default:***", new RedisUri.Login(null, "hunter2").toString());
    assertEquals("nobody", RedisUri.Login.NONE.toString());
  }
}
