package org.jwtfilter.session;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.jwtfilter.SettableClock;
import org.jwtfilter.key.KeyException;
import org.jwtfilter.key.SealingKeys;
import org.jwtfilter.key.TokenCipher;

class TokenSessionsTest {
  private static final Optional<String> VISITOR = Optional.empty();
  private static final Optional<String> ANN = Optional.of("grant of ann");
  private static final Optional<String> BOB = Optional.of("grant of bob");
  private static final int ATTRIBUTES = "; Path=/; Secure; HttpOnly; SameSite=Lax".length();
  private static final int BUDGET = 20_000;

  private final SettableClock clock = new SettableClock(Instant.parse("2026-11-22T12:00:00Z"));
  private final Browser browser = new Browser();
  private final AtomicInteger opened = new AtomicInteger();
  private final TokenSessions node1 = node(keys(1), BUDGET);
  private final TokenSessions node2 = node(keys(1), BUDGET);
  private final Random random = new Random(4);

  /** Keeps cookies as a browser does. */
  private static final class Browser {
    final Map<String, List<String>> cookies = new LinkedHashMap<>();

    List<String> get(String name) {
      return cookies.getOrDefault(name, List.of());
    }

    void receive(List<CookieValue> lines) {
      for (CookieValue line : lines) {
        line.value()
            .ifPresentOrElse(
                value -> cookies.put(line.name(), List.of(value)),
                () -> cookies.remove(line.name()));
      }
    }
  }

  @Test
  void what_a_withdrawn_key_sealed_is_forgotten_though_it_was_opened_and_touched_before()
      throws SessionTooLarge {
    Rotating data = new Rotating(keys(1).cipher("session"));
    Rotating touch = new Rotating(keys(1).cipher("touch"));
    TokenSessions node =
        new TokenSessions(
            data,
            touch,
            new SessionCookies("vs", "us", ATTRIBUTES, 6144),
            Duration.ofHours(8),
            clock);
    SessionSnapshot session = session(Optional.empty(), 100);
    Presented none = node.read(name -> List.of(), Optional.empty());
    browser.receive(node.write(session, none, 0).cookies());
    Presented.Live live =
        assertInstanceOf(Presented.Live.class, node.read(browser::get, Optional.empty()));
    clock.advance(Duration.ofMinutes(10));
    browser.receive(node.touch(live).cookies());
    touch.now = keys(2).cipher("touch");
    live = assertInstanceOf(Presented.Live.class, node.read(browser::get, Optional.empty()));
    assertEquals(session.lastAccessedAt(), live.snapshot().lastAccessedAt());
    data.now = keys(2, 1).cipher("session");
    assertInstanceOf(Presented.Live.class, node.read(browser::get, Optional.empty()));
    data.now = keys(2).cipher("session");
    assertInstanceOf(Presented.Unreadable.class, node.read(browser::get, Optional.empty()));
  }

  private static SealingKeys keys(int... seeds) {
    try {
      List<byte[]> secrets = new ArrayList<>();
      for (int seed : seeds) {
        byte[] secret = new byte[32];
        new Random(seed).nextBytes(secret);
        secrets.add(secret);
      }
      return SealingKeys.of(secrets);
    } catch (KeyException e) {
      throw new AssertionError(e);
    }
  }

  private TokenSessions node(SealingKeys keys, int budget) {
    return new TokenSessions(
        counting(keys.cipher("session")),
        counting(keys.cipher("touch")),
        new SessionCookies("vs", "us", ATTRIBUTES, budget),
        Duration.ofHours(8),
        clock);
  }

  /** A cipher whose keys are changed under those who use it. */
  private static final class Rotating implements TokenCipher {
    private TokenCipher now;

    Rotating(TokenCipher first) {
      now = first;
    }

    @Override
    public String seal(byte[] content) {
      return now.seal(content);
    }

    @Override
    public Optional<byte[]> open(String sealed) {
      return now.open(sealed);
    }

    @Override
    public Object era() {
      return now;
    }
  }

  private TokenCipher counting(TokenCipher cipher) {
    return new TokenCipher() {
      @Override
      public String seal(byte[] content) {
        return cipher.seal(content);
      }

      @Override
      public Optional<byte[]> open(String sealed) {
        opened.incrementAndGet();
        return cipher.open(sealed);
      }
    };
  }

  /** A session with one attribute of so many bytes, which do not compress. */
  private SessionSnapshot session(Optional<String> owner, int bytes) {
    byte[] content = new byte[bytes];
    random.nextBytes(content);
    return new SessionSnapshot(
        SessionId.random(),
        clock.instant(),
        clock.instant(),
        1800,
        1,
        owner,
        Map.of("a", Encoded.of(content)));
  }

  private Presented read(Optional<String> owner) {
    return node2.read(browser::get, owner);
  }

  private SessionSnapshot live(Optional<String> owner) {
    return assertInstanceOf(Presented.Live.class, read(owner)).snapshot();
  }

  private String unreadable(Optional<String> owner) {
    return assertInstanceOf(Presented.Unreadable.class, read(owner)).why();
  }

  private void write(SessionSnapshot session) {
    write(session, read(session.owner()));
  }

  private void write(SessionSnapshot session, Presented presented) {
    try {
      browser.receive(node1.write(session, presented, 0).cookies());
    } catch (SessionTooLarge e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void without_cookies_there_is_no_session() {
    assertInstanceOf(Presented.None.class, read(VISITOR));
    assertInstanceOf(Presented.None.class, read(ANN));
  }

  @Test
  void a_session_written_by_one_node_is_read_by_another() {
    for (Optional<String> owner : List.of(VISITOR, ANN)) {
      SessionSnapshot session = session(owner, 100);
      write(session);
      assertEquals(session, live(owner));
    }
  }

  @Test
  void a_small_session_is_one_cookie_that_tells_so() {
    write(session(VISITOR, 10));
    assertEquals(Set.of("vs"), browser.cookies.keySet());
    assertTrue(browser.get("vs").get(0).matches("1\\.[A-Za-z0-9_-]{6}\\..+"));
  }

  @Test
  void a_session_grows_and_shrinks_without_stale_chunks() {
    for (int bytes : new int[] {10, 3_000, 9_000, 13_000, 5_000, 2_000, 10, 12_000, 10}) {
      SessionSnapshot session = session(VISITOR, bytes);
      write(session);
      assertEquals(session, live(VISITOR));
      int count = Integer.parseInt(browser.get("vs").get(0).split("\\.")[0]);
      Set<String> names = new TreeSet<>(Set.of("vs"));
      for (int i = 1; i < count; i++) {
        names.add("vs." + i);
      }
      assertEquals(names, new TreeSet<>(browser.cookies.keySet()));
    }
  }

  @Test
  void stale_chunks_far_beyond_the_count_are_deleted() {
    browser.cookies.put("vs.15", List.of("junk"));
    write(session(VISITOR, 10));
    assertEquals(Set.of("vs"), browser.cookies.keySet());
  }

  @Test
  void each_line_stays_below_4096_bytes_with_name_and_attributes() throws Exception {
    for (CookieValue line : node1.write(session(VISITOR, 12_000), read(VISITOR), 0).cookies()) {
      int length = (line.name() + "=" + line.value().orElseThrow()).length() + ATTRIBUTES;
      assertTrue(length <= 4096, line + " takes " + length);
    }
  }

  @Test
  void a_missing_chunk_is_no_session() {
    write(session(VISITOR, 9_000));
    browser.cookies.remove("vs.2");
    assertEquals("its cookie 3 of 4 is missing or of another writing", unreadable(VISITOR));
  }

  @Test
  void a_chunk_of_another_writing_is_no_session() {
    write(session(VISITOR, 9_000));
    List<String> old = browser.get("vs.1");
    write(session(VISITOR, 9_000));
    browser.cookies.put("vs.1", old);
    assertEquals("its cookie 2 of 4 is missing or of another writing", unreadable(VISITOR));
  }

  @Test
  void a_missing_first_chunk_is_no_session_and_the_rest_is_cleared() {
    write(session(VISITOR, 9_000));
    browser.cookies.remove("vs");
    assertInstanceOf(Presented.None.class, read(VISITOR));
    browser.receive(node1.clear(read(VISITOR)));
    assertEquals(Set.of(), browser.cookies.keySet());
  }

  @Test
  void the_same_cookie_twice_is_one_session() {
    write(session(VISITOR, 9_000));
    browser.cookies.replaceAll((name, values) -> List.of(values.get(0), values.get(0)));
    live(VISITOR);
  }

  @Test
  void of_two_cookies_of_one_name_the_only_one_that_opens_is_the_session() {
    SessionSnapshot session = session(VISITOR, 10);
    write(session);
    String good = browser.get("vs").get(0);
    String bad = good.substring(0, 20) + (good.charAt(20) == 'A' ? 'B' : 'A') + good.substring(21);
    browser.cookies.put("vs", List.of(bad, good, "1.x.y"));
    assertEquals(session, live(VISITOR));
  }

  @Test
  void of_two_chunks_of_one_name_the_one_of_the_same_writing_is_taken() {
    write(session(VISITOR, 9_000));
    List<String> old = browser.get("vs.1");
    SessionSnapshot session = session(VISITOR, 9_000);
    write(session);
    browser.cookies.put("vs.1", List.of(old.get(0), browser.get("vs.1").get(0)));
    assertEquals(session, live(VISITOR));
  }

  @Test
  void two_chunks_of_one_writing_that_differ_are_no_session() {
    write(session(VISITOR, 9_000));
    String chunk = browser.get("vs.1").get(0);
    browser.cookies.put("vs.1", List.of(chunk, chunk + "x"));
    assertEquals("its cookie 2 of 4 comes twice", unreadable(VISITOR));
  }

  @Test
  void names_that_could_be_mistaken_for_each_other_are_refused() {
    for (String owned : List.of("s", "s.1", "s.t")) {
      IllegalArgumentException e =
          assertThrows(
              IllegalArgumentException.class, () -> new SessionCookies("s", owned, 40, 8192));
      assertTrue(
          e.getMessage().contains("different names, not \"s\" and \"" + owned), e::getMessage);
    }
    assertEquals("st", new SessionCookies("s", "st", 40, 8192).owned());
  }

  @Test
  void two_sessions_under_one_name_are_none() {
    write(session(VISITOR, 10));
    String one = browser.get("vs").get(0);
    write(session(VISITOR, 10));
    browser.cookies.put("vs", List.of(one, browser.get("vs").get(0)));
    assertEquals("two sessions were presented", unreadable(VISITOR));
  }

  @Test
  void too_many_cookies_of_one_name_are_none() {
    browser.cookies.put("vs", List.of("1.a.a", "1.a.b", "1.a.c", "1.a.d", "1.a.e"));
    assertEquals("there are too many cookies of one name", unreadable(VISITOR));
    assertEquals(0, opened.get());
  }

  @Test
  void what_is_unreadable_is_cleared_completely() {
    write(session(VISITOR, 9_000));
    browser.receive(node1.touch((Presented.Live) read(VISITOR)).cookies());
    browser.cookies.remove("vs.1");
    browser.receive(node1.clear(read(VISITOR)));
    assertEquals(Set.of(), browser.cookies.keySet());
  }

  @Test
  void hostile_cookies_are_no_session() {
    for (String value :
        List.of(
            "",
            ".",
            "..",
            "...",
            "1",
            "1.",
            "1..",
            "1.x.",
            "0.x.y",
            "-1.x.y",
            "01.x.y",
            "+1.x.y",
            "99.x.y",
            "17.x.y",
            "16.x.y",
            "2.x.y",
            "999999999999.x.y",
            "1.generation.y",
            "1.x.y",
            "a.b.c",
            "\u0661.x.y",
            "1.x." + "A".repeat(100_000),
            "1.\u0000.\u0000")) {
      browser.cookies.put("vs", List.of(value));
      assertInstanceOf(Presented.Unreadable.class, read(VISITOR), value);
    }
  }

  @Test
  void every_flipped_character_is_no_session() {
    write(session(ANN, 20));
    String good = browser.get("us").get(0);
    for (int i = 9; i < good.length(); i++) {
      char other = good.charAt(i) == 'A' ? 'B' : 'A';
      browser.cookies.put("us", List.of(good.substring(0, i) + other + good.substring(i + 1)));
      assertInstanceOf(Presented.Unreadable.class, read(ANN), "character " + i);
    }
  }

  @Test
  void a_session_sealed_by_another_key_or_for_another_purpose_is_none() throws Exception {
    browser.receive(node(keys(2), BUDGET).write(session(VISITOR, 10), read(VISITOR), 0).cookies());
    assertEquals("it was sealed with another key, or changed", unreadable(VISITOR));
    browser.cookies.clear();
    write(session(VISITOR, 10));
    clock.advance(Duration.ofMinutes(2));
    browser.receive(node1.touch((Presented.Live) read(VISITOR)).cookies());
    browser.cookies.put("vs", List.of("1.x." + browser.get("vs.t").get(0)));
    assertEquals("it was sealed with another key, or changed", unreadable(VISITOR));
  }

  @Test
  void a_session_sealed_by_the_previous_key_goes_on() throws Exception {
    SessionSnapshot session = session(VISITOR, 10);
    write(session);
    TokenSessions rotated = node(keys(2, 1), BUDGET);
    assertEquals(
        session,
        assertInstanceOf(Presented.Live.class, rotated.read(browser::get, VISITOR)).snapshot());
  }

  @Test
  void a_newer_format_is_no_session_and_says_so() {
    byte[] bytes = SnapshotFormat.write(session(VISITOR, 10));
    bytes[0] = 99;
    browser.cookies.put("vs", List.of("1.x." + keys(1).cipher("session").seal(bytes)));
    assertEquals("it has a format that is not known here", unreadable(VISITOR));
  }

  // Owners

  @Test
  void a_visitor_is_not_shown_the_session_of_a_login() {
    write(session(ANN, 10));
    assertInstanceOf(Presented.None.class, read(VISITOR));
    browser.cookies.put("vs", browser.get("us"));
    assertEquals("it belongs to another login", unreadable(VISITOR));
  }

  @Test
  void a_login_is_not_shown_the_session_of_another() {
    write(session(ANN, 10));
    assertEquals("it belongs to another login", unreadable(BOB));
  }

  @Test
  void a_visitors_cookie_under_the_name_of_logins_is_not_a_logins_session() {
    write(session(VISITOR, 10));
    browser.cookies.put("us", browser.cookies.remove("vs"));
    assertEquals("it belongs to another login", unreadable(ANN));
  }

  @Test
  void a_login_takes_over_the_session_of_the_visitor() {
    SessionSnapshot session = session(VISITOR, 9_000);
    write(session);
    assertEquals(session, live(ANN));
    write(tied(session, ANN), read(ANN));
    assertEquals(Set.of("us", "us.1", "us.2", "us.3"), browser.cookies.keySet());
    assertEquals(ANN, live(ANN).owner());
  }

  /** At the login itself the session was read as a visitor's. */
  @Test
  void a_login_replaces_what_an_earlier_login_left() {
    write(session(BOB, 12_000));
    SessionSnapshot session = session(VISITOR, 10);
    write(session);
    write(tied(session, ANN), read(VISITOR));
    assertEquals(Set.of("us"), browser.cookies.keySet());
    assertEquals(ANN, live(ANN).owner());
  }

  @Test
  void a_login_prefers_its_own_session_to_that_of_the_visitor() {
    SessionSnapshot own = session(ANN, 10);
    write(own);
    SessionSnapshot visitors = session(VISITOR, 10);
    write(visitors);
    assertEquals(own, live(ANN));
    assertEquals(visitors, live(VISITOR));
  }

  @Test
  void a_login_after_another_takes_the_visitors_session_not_the_other_logins() {
    write(session(BOB, 10));
    SessionSnapshot visitors = session(VISITOR, 10);
    write(visitors);
    assertEquals(visitors, live(ANN));
  }

  @Test
  void a_late_answer_to_the_visitor_does_not_touch_the_session_of_the_login() {
    write(session(VISITOR, 10));
    Presented late = read(VISITOR);
    SessionSnapshot own = session(ANN, 10);
    write(own, read(ANN));
    browser.receive(node1.clear(late));
    assertEquals(own, live(ANN));
    write(session(VISITOR, 9_000), late);
    assertEquals(own, live(ANN));
  }

  @Test
  void a_logout_clears_the_login_and_the_visitor() {
    write(session(ANN, 9_000));
    write(session(VISITOR, 9_000));
    browser.cookies.put("other", List.of("stays"));
    browser.receive(node1.clear(read(ANN)));
    assertEquals(Set.of("other"), browser.cookies.keySet());
  }

  @Test
  void a_session_that_a_logout_frees_leaves_the_logins_name() {
    SessionSnapshot session = session(ANN, 10);
    write(session);
    write(tied(session, VISITOR), read(ANN));
    assertEquals(Set.of("vs"), browser.cookies.keySet());
  }

  private static SessionSnapshot tied(SessionSnapshot session, Optional<String> owner) {
    return new SessionSnapshot(
        session.id(),
        session.createdAt(),
        session.lastAccessedAt(),
        session.maxInactiveSeconds(),
        session.version() + 1,
        owner,
        session.attributes());
  }

  // Time

  @Test
  void reading_sets_no_cookie_until_the_threshold_is_passed() {
    write(session(VISITOR, 10));
    clock.advance(Duration.ofMillis(59_999));
    assertFalse(((Presented.Live) read(VISITOR)).needsTouch());
    clock.advance(Duration.ofMillis(1));
    assertTrue(((Presented.Live) read(VISITOR)).needsTouch());
  }

  @Test
  void a_touch_tells_the_access_and_leaves_the_session_alone() {
    write(session(ANN, 10));
    List<String> data = browser.get("us");
    clock.advance(Duration.ofMinutes(29));
    List<CookieValue> touch = node1.touch((Presented.Live) read(ANN)).cookies();
    assertEquals(List.of("us.t"), touch.stream().map(CookieValue::name).toList());
    assertTrue(touch.get(0).value().orElseThrow().length() < 250);
    browser.receive(touch);
    assertSame(data, browser.get("us"));
    Presented.Live read = (Presented.Live) read(ANN);
    assertEquals(clock.instant(), read.snapshot().lastAccessedAt());
    assertFalse(read.needsTouch());
    clock.advance(Duration.ofMinutes(29));
    live(ANN);
  }

  @Test
  void a_session_expires_after_interval_and_threshold_from_the_told_access() {
    write(session(VISITOR, 10));
    clock.advance(Duration.ofMinutes(31).minusMillis(1));
    live(VISITOR);
    clock.advance(Duration.ofMillis(1));
    assertInstanceOf(Presented.Expired.class, read(VISITOR));
  }

  @Test
  void a_touch_of_another_session_tells_nothing() {
    write(session(VISITOR, 10));
    clock.advance(Duration.ofMinutes(20));
    browser.receive(node1.touch((Presented.Live) read(VISITOR)).cookies());
    clock.advance(Duration.ofMinutes(-20));
    SessionSnapshot other = session(VISITOR, 10);
    write(other);
    clock.advance(Duration.ofMinutes(31));
    assertInstanceOf(Presented.Expired.class, read(VISITOR));
  }

  @Test
  void a_touch_that_cannot_be_read_tells_nothing() {
    SessionSnapshot session = session(VISITOR, 10);
    write(session);
    for (String junk : List.of("", "junk", "1.x.y", keys(1).cipher("touch").seal(new byte[] {1}))) {
      browser.cookies.put("vs.t", List.of(junk));
      assertEquals(session, live(VISITOR));
    }
  }

  @Test
  void an_old_touch_does_not_take_back_a_newer_access() {
    SessionSnapshot session = session(VISITOR, 10);
    write(session);
    clock.advance(Duration.ofMinutes(2));
    browser.receive(node1.touch((Presented.Live) read(VISITOR)).cookies());
    clock.advance(Duration.ofMinutes(2));
    write(session.accessedAt(clock.instant()));
    assertEquals(clock.instant(), live(VISITOR).lastAccessedAt());
  }

  @Test
  void a_session_without_interval_is_never_touched_and_never_idle() {
    SessionSnapshot s = session(VISITOR, 10);
    write(new SessionSnapshot(s.id(), s.createdAt(), s.createdAt(), 0, 1, VISITOR, Map.of()));
    clock.advance(Duration.ofHours(7));
    assertFalse(((Presented.Live) read(VISITOR)).needsTouch());
  }

  @Test
  void a_session_ends_at_its_absolute_timeout_however_often_touched() {
    write(session(VISITOR, 10));
    for (int i = 0; i < 16; i++) {
      Presented.Live live = assertInstanceOf(Presented.Live.class, read(VISITOR));
      browser.receive(node1.touch(live).cookies());
      clock.advance(Duration.ofMinutes(30));
    }
    assertInstanceOf(Presented.Expired.class, read(VISITOR));
  }

  /** Of twenty parallel requests one changes the session: the last answer is that of a reader. */
  @Test
  void parallel_readers_do_not_overwrite_the_change_of_a_writer() {
    SessionSnapshot old = session(VISITOR, 10);
    write(old);
    clock.advance(Duration.ofMinutes(10));
    List<Presented> all = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      all.add(read(VISITOR));
    }
    SessionSnapshot changed =
        new SessionSnapshot(
            old.id(),
            old.createdAt(),
            clock.instant(),
            1800,
            2,
            VISITOR,
            Map.of("b", Encoded.of(new byte[5])));
    write(changed, all.get(7));
    for (int i = 8; i < 20; i++) {
      browser.receive(node1.touch((Presented.Live) all.get(i)).cookies());
    }
    assertEquals(changed, live(VISITOR));
  }

  // Budget

  @Test
  void a_session_over_the_budget_is_refused_with_its_largest_attributes() {
    Map<String, Encoded> attributes = new LinkedHashMap<>();
    for (int i = 1; i <= 12; i++) {
      attributes.put("a" + i, Encoded.of(new byte[i * 300]));
    }
    SessionSnapshot s = session(VISITOR, 10);
    SessionSnapshot large =
        new SessionSnapshot(s.id(), s.createdAt(), s.createdAt(), 60, 1, VISITOR, attributes);
    SessionTooLarge e =
        assertThrows(SessionTooLarge.class, () -> node1.write(large, read(VISITOR), 500));
    assertEquals(BUDGET, e.budget());
    assertTrue(e.total() > 12 * 13 / 2 * 300 * 4 / 3 + 500, e::getMessage);
    assertEquals(10, e.largest().size());
    assertEquals(new SessionTooLarge.AttributeSize("a12", 3600), e.largest().get(0));
    assertTrue(
        e.getMessage().contains("its largest attributes: \"a12\" 3600 bytes, \"a11\" 3300 bytes"),
        e::getMessage);
  }

  @Test
  void the_budget_is_exact_and_counts_whole_lines_and_what_others_take() throws Exception {
    SessionSnapshot session = session(VISITOR, 9_000);
    int total = 0;
    for (CookieValue line : node1.write(session, read(VISITOR), 0).cookies()) {
      total += (line.name() + "=" + line.value().orElseThrow()).length() + ATTRIBUTES;
    }
    int exact = total;
    assertEquals(4, node(keys(1), exact + 100).write(session, read(VISITOR), 100).cookies().size());
    SessionTooLarge e =
        assertThrows(
            SessionTooLarge.class,
            () -> node(keys(1), exact + 100).write(session, read(VISITOR), 101));
    assertEquals(exact + 101, e.total());
    assertEquals(exact + 100, e.budget());
  }

  @Test
  void nothing_is_written_that_the_reader_would_refuse() throws Exception {
    TokenSessions generous = node(keys(1), Integer.MAX_VALUE);
    Presented none = read(VISITOR);
    boolean refused = false;
    for (int bytes = 40_000; bytes < 60_000; bytes += 500) {
      try {
        SessionSnapshot session = session(VISITOR, bytes);
        browser.receive(generous.write(session, none, 0).cookies());
        assertEquals(session, live(VISITOR));
      } catch (SessionTooLarge e) {
        refused = true;
        assertEquals(16 * 4096, e.budget());
      }
    }
    assertTrue(refused);
    for (int bytes : new int[] {70_000, 5_000_000}) {
      assertThrows(SessionTooLarge.class, () -> generous.write(session(VISITOR, bytes), none, 0));
    }
  }

  // Memory

  @Test
  void a_cookie_seen_before_is_not_opened_again() {
    write(session(ANN, 9_000));
    live(ANN);
    int before = opened.get();
    for (int i = 0; i < 10; i++) {
      live(ANN);
    }
    assertEquals(before, opened.get());
  }

  @Test
  void what_a_node_wrote_itself_it_need_not_open() {
    write(session(ANN, 100));
    assertInstanceOf(Presented.Live.class, node1.read(browser::get, ANN));
    assertEquals(0, opened.get());
  }

  @Test
  void a_remembered_session_still_expires_and_still_belongs_to_its_owner() {
    write(session(ANN, 100));
    live(ANN);
    assertEquals("it belongs to another login", unreadable(BOB));
    clock.advance(Duration.ofHours(1));
    assertInstanceOf(Presented.Expired.class, read(ANN));
  }

  @Test
  void nothing_shows_a_cookies_value() throws Exception {
    List<CookieValue> lines = node1.write(session(ANN, 100), read(ANN), 0).cookies();
    assertNotEquals(0, lines.size());
    assertFalse(lines.toString().contains(lines.get(0).value().orElseThrow().substring(10, 30)));
    browser.receive(lines);
    assertFalse(read(ANN).toString().contains("grant of ann"));
    assertFalse(Arrays.toString(new Object[] {read(ANN)}).contains(live(ANN).id()));
  }
}
