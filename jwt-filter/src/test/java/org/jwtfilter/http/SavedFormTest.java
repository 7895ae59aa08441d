package org.jwtfilter.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.jwtfilter.Jwt;
import org.jwtfilter.SettableClock;
import org.jwtfilter.key.KeyException;
import org.jwtfilter.key.SealingKeys;

/** What keeps a posted form over a login, in the hands of a hostile client. */
class SavedFormTest {
  private static final String TICKET = "jwt-form-ticket";
  private static final String FORM = "jwt-form";
  private static final Jwt LOGIN = Fixture.jwt();

  private final SettableClock time = new SettableClock(Fixture.NOW);
  private final SavedForm forms = forms(Fixture.cookies(), "here are the random bytes of a key 1");
  private final SavedForm elsewhere =
      forms(Fixture.cookies(), "here are the random bytes of key 2");

  private SavedForm forms(CookieRules rules, String key) {
    try {
      SealingKeys keys = SealingKeys.of(List.of(key.getBytes(StandardCharsets.UTF_8)));
      Csrf csrf = new Csrf(Set.of("https://partner.example"), false);
      return new SavedForm(rules, UnaryOperator.identity(), keys, csrf, time, 3072);
    } catch (KeyException e) {
      throw new AssertionError(e);
    }
  }

  private static FakeExchange post() {
    return FakeExchange.of("POST", "/order")
        .header("Sec-Fetch-Site", "same-origin")
        .posted("item=7");
  }

  /** A browser whose form waits for the login. */
  private static FakeExchange posted(SavedForm forms) {
    FakeExchange post = post();
    assertTrue(forms.save(post, post.target()));
    return post;
  }

  /** The browser's request after the login. */
  private FakeExchange released(SavedForm by) {
    FakeExchange post = posted(by);
    FakeExchange login = post.next(FakeExchange.of("POST", "/j_security_check"));
    by.release(login, LOGIN);
    FakeExchange page = FakeExchange.get("/order");
    page.cookie(FORM, post.set.get(FORM).value());
    return login.next(page);
  }

  private static Optional<String> body(Optional<PostedForm> form) {
    return form.map(PostedForm::body);
  }

  @Test
  void form_comesBackToItsLogin_once() {
    FakeExchange page = released(forms);
    assertEquals(Optional.of("item=7"), body(forms.take(page, LOGIN)));
    assertTrue(page.set.get(FORM).line().contains("; Max-Age=0; Path=/shop/order;"));
    assertTrue(page.set.get(TICKET).line().contains("Max-Age=0"));
  }

  @Test
  void form_waitsUntilTheLastMillisecondOfHalfAnHour() {
    FakeExchange post = posted(forms);
    time.set(Fixture.NOW.plus(Duration.ofMinutes(30)).minusMillis(1));
    assertTrue(forms.waits(post.next(FakeExchange.get("/login"))));
    time.set(Fixture.NOW.plus(Duration.ofMinutes(30)));
    assertFalse(forms.waits(post.next(FakeExchange.get("/login"))));
  }

  @Test
  void form_isGivenOutUntilTheLastMillisecondOfAMinuteAfterTheLogin() {
    FakeExchange page = released(forms);
    time.set(Fixture.NOW.plusSeconds(60).minusMillis(1));
    assertTrue(forms.take(page, LOGIN).isPresent());
    time.set(Fixture.NOW.plusSeconds(60));
    assertEquals(Optional.empty(), forms.take(page, LOGIN));
  }

  @Test
  void form_thatIsOlderThanHalfAnHour_isNotGivenOut_evenWithANewTicket() {
    FakeExchange post = posted(forms);
    FakeExchange login = post.next(FakeExchange.of("POST", "/j_security_check"));
    time.set(Fixture.NOW.plus(Duration.ofMinutes(30)).minusMillis(1));
    forms.release(login, LOGIN);
    FakeExchange page = FakeExchange.get("/order").cookie(FORM, post.set.get(FORM).value());
    login.next(page);
    assertTrue(forms.take(page, LOGIN).isPresent());
    time.set(Fixture.NOW.plus(Duration.ofMinutes(30)));
    assertEquals(Optional.empty(), forms.take(page, LOGIN));
  }

  @Test
  void form_ofAnotherKey_isNotGivenOut() {
    assertEquals(Optional.empty(), forms.take(released(elsewhere), LOGIN));
  }

  @Test
  void form_beforeTheLogin_isNotGivenOut() {
    FakeExchange page = posted(forms).next(FakeExchange.get("/order"));
    assertEquals(Optional.empty(), forms.take(page, LOGIN));
    assertTrue(page.set.isEmpty());
  }

  @Test
  void form_ofAnotherLogin_isNotGivenOut() {
    assertEquals(Optional.empty(), forms.take(released(forms), Fixture.jwt()));
  }

  @Test
  void ticket_thatAnotherLoginReleased_isNotReleasedAgain() {
    FakeExchange page = released(forms);
    forms.release(page, Fixture.jwt());
    assertTrue(page.set.isEmpty());
  }

  /** Somebody else's form, planted from a neighbouring domain, has another number. */
  @Test
  void form_ofAnotherBrowser_isNotGivenOut() {
    String planted = posted(forms).set.get(FORM).value();
    String ticket = cookie(released(forms), TICKET);
    FakeExchange page = FakeExchange.get("/order").cookie(TICKET, ticket).cookie(FORM, planted);
    assertEquals(Optional.empty(), forms.take(page, LOGIN));
  }

  @Test
  void form_besideOneOfAnotherBrowser_isFound() {
    FakeExchange page = released(forms).cookie(FORM, posted(forms).set.get(FORM).value());
    assertEquals(Optional.of("item=7"), body(forms.take(page, LOGIN)));
  }

  @Test
  void twoTickets_areNone() {
    FakeExchange page = released(forms);
    page.cookie(TICKET, cookie(page, TICKET));
    assertEquals(Optional.empty(), forms.take(page, LOGIN));
  }

  private static String cookie(FakeExchange exchange, String name) {
    return exchange.cookies(name).get(0);
  }

  @ParameterizedTest
  @MethodSource("mutations")
  void cookies_thatWereChanged_giveNothing(UnaryOperator<String> change) {
    FakeExchange good = released(forms);
    String form = cookie(good, FORM);
    String ticket = cookie(good, TICKET);
    FakeExchange first = FakeExchange.get("/order");
    first.cookie(FORM, change.apply(form)).cookie(TICKET, ticket);
    assertEquals(Optional.empty(), forms.take(first, LOGIN));
    FakeExchange second = FakeExchange.get("/order");
    second.cookie(FORM, form).cookie(TICKET, change.apply(ticket));
    assertEquals(Optional.empty(), forms.take(second, LOGIN));
  }

  static List<UnaryOperator<String>> mutations() {
    return List.of(
        text -> "",
        text -> text.substring(0, text.length() - 1),
        text -> text.substring(1),
        text -> text.substring(0, text.length() / 2),
        text -> text + "A",
        text -> text.replace('.', '-'),
        text -> (text.charAt(text.length() - 9) == 'A' ? "B" : "A") + text.substring(1),
        text -> flipped(text, text.length() - 3),
        text -> flipped(text, text.length() - 40),
        text -> "....",
        text -> "a".repeat(100_000),
        text -> "\u0000\u20ac");
  }

  private static String flipped(String text, int at) {
    char other = text.charAt(at) == 'A' ? 'B' : 'A';
    return text.substring(0, at) + other + text.substring(at + 1);
  }

  @Test
  void ticketAndForm_areNotTakenForEachOther() {
    FakeExchange good = released(forms);
    FakeExchange swapped =
        FakeExchange.get("/order")
            .cookie(FORM, cookie(good, TICKET))
            .cookie(TICKET, cookie(good, FORM));
    assertEquals(Optional.empty(), forms.take(swapped, LOGIN));
  }

  @Test
  void form_isGivenOutForItsTargetAlone() {
    FakeExchange good = released(forms);
    for (FakeExchange other :
        List.of(
            FakeExchange.get("/order/"),
            FakeExchange.get("/orders"),
            FakeExchange.get("/order").query("a=1"),
            FakeExchange.of("POST", "/order"),
            FakeExchange.of("HEAD", "/order"),
            FakeExchange.get("/order").header("Sec-Fetch-Site", "cross-site"))) {
      other.cookie(FORM, cookie(good, FORM)).cookie(TICKET, cookie(good, TICKET));
      assertEquals(Optional.empty(), forms.take(other, LOGIN), other::target);
      assertTrue(other.set.isEmpty());
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"cross-site", "same-site", "", "none of these"})
  void form_thatAnotherSiteSent_isNotKept(String site) {
    FakeExchange post =
        FakeExchange.of("POST", "/order").header("Sec-Fetch-Site", site).posted("item=7");
    assertFalse(forms.save(post, post.target()));
    assertTrue(post.set.isEmpty());
  }

  @Test
  void form_ofANamedOrigin_isKept() {
    FakeExchange post =
        FakeExchange.of("POST", "/order")
            .header("Sec-Fetch-Site", "cross-site")
            .header("Origin", "https://partner.example")
            .posted("item=7");
    assertTrue(forms.save(post, post.target()));
  }

  @Test
  void form_whoseTargetCannotStandInACookie_isNotKept() {
    FakeExchange post = post();
    assertFalse(forms.save(post, "/shop/order;Domain=example"));
    assertTrue(post.set.isEmpty());
  }

  @Test
  void form_isKept_asLongAsItsCookieIsShortEnough() {
    assertTrue(saves("", 1900));
    assertFalse(saves("", 2800), "the cookie would be longer than 3072 bytes");
  }

  @Test
  void form_isKept_whereServersStillTakeTheHeaders() {
    assertTrue(saves("a".repeat(2500), 1900));
    assertFalse(saves("a".repeat(3500), 1900), "8 KB of headers would be full after the login");
  }

  private boolean saves(String cookies, int length) {
    String noise =
        new java.util.Random(1)
            .ints(length, '!', '~')
            .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
            .toString();
    FakeExchange post = post().header("Cookie", cookies).posted(noise);
    boolean saved = forms.save(post, post.target());
    assertEquals(saved, !post.set.isEmpty());
    return saved;
  }

  @Test
  void ticket_overTls_canBeSetByNoNeighbour() {
    FakeExchange post = post().overTls();
    forms(Fixture.cookies("cookie-path", "/shop"), "here are the random bytes of a key 1")
        .save(post, post.target());
    assertTrue(
        post.set.get("__Host-" + TICKET).line().contains("; Path=/; HttpOnly; Secure; SameSite="));
    assertTrue(
        post.set.get("__Secure-" + FORM).line().contains("; Path=/shop/order; HttpOnly; Secure;"));
  }

  @Test
  void form_isNowhereInClearText() {
    FakeExchange post = post();
    forms.save(post, post.target());
    assertFalse(post.set.values().toString().contains("item"));
    assertFalse(post.postedForm(100).orElseThrow().toString().contains("item"));
  }
}
