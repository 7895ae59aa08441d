package org.jwtfilter.http;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.jwtfilter.Jwt;
import org.jwtfilter.key.KeyException;
import org.jwtfilter.key.SealingKeys;

/** CWE-601: the target after a login is a path on this server, whatever the cookie says. */
class SavedTargetTest {
  private final SavedTarget target = new SavedTarget(Fixture.cookies());

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/shop/mine",
        "/shop/mine?x=1&y=%20",
        "/",
        "/shop/a:b",
        "/shop/?next=//evil.example",
        "/shop/?next=https://evil.example",
        "/shop/k%C3%A4se",
        "/shop/x?q=a|b",
        "/shop/@x",
        "/shop/.well-known/..x?y=/../z"
      })
  void target_onThisServer_comesBack(String path) {
    FakeExchange exchange = FakeExchange.get("/mine");
    target.save(exchange, path);
    FakeExchange login = exchange.next(FakeExchange.of("POST", "/j_security_check"));
    assertEquals(Optional.of(path), target.take(login));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "shop",
        "//evil.example",
        "///evil.example",
        "/\\evil.example",
        "\\\\evil.example",
        "/\t/evil.example",
        "/shop\r\nSet-Cookie: a=b",
        "/\u0000",
        "/ /evil",
        "/a b",
        "https://evil.example",
        "https:/evil.example",
        "javascript:alert(1)",
        "data:text/html,x",
        "http:evil.example",
        "@evil.example",
        "https://shop.example@evil.example/",
        "/%2fevil.example",
        "/%2F%2Fevil.example",
        "/%5cevil.example",
        "/%5C%5Cevil.example",
        "/%09/evil.example",
        "/%00",
        "/%0d%0aSet-Cookie:%20a=b",
        "/shop//evil.example",
        "/.//evil.example",
        "/../evil",
        "/shop/..",
        "/shop/./x",
        "/shop/%2e%2E/x",
        "/shop/..;a=b/x",
        "/%zz",
        "/k\u00e4se",
        "/\u2028",
        "/x[",
        "?x=//evil",
        "#x"
      })
  void target_thatCouldLeadElsewhere_isNeitherKeptNorFollowed(String path) {
    FakeExchange exchange = FakeExchange.get("/mine");
    target.save(exchange, path);
    assertTrue(exchange.set.isEmpty());
    assertEquals(Optional.empty(), target.take(forged(path)));
  }

  private static FakeExchange forged(String path) {
    String value = Base64.getUrlEncoder().withoutPadding().encodeToString(path.getBytes(UTF_8));
    return FakeExchange.get("/").cookie("jwt-target", value);
  }

  @Test
  void target_ofTwoKilobytes_isTheLongest() {
    assertTrue(SavedTarget.safe("/" + "a".repeat(2047)));
    assertFalse(SavedTarget.safe("/" + "a".repeat(2048)));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "%", "a=b", "====", "L3Nob3A\u00e4"})
  void cookie_thatIsNoTarget_leadsNowhere(String value) {
    assertEquals(Optional.empty(), target.take(FakeExchange.get("/").cookie("jwt-target", value)));
  }

  @Test
  void target_isForgottenOnceTaken() {
    FakeExchange exchange = forged("/shop/mine");
    target.take(exchange);
    assertTrue(exchange.set.get("jwt-target").line().contains("Max-Age=0"));
  }

  @Test
  void nothingKept_nothingTaken_nothingDeleted() {
    FakeExchange exchange = FakeExchange.get("/");
    assertEquals(Optional.empty(), target.take(exchange));
    assertTrue(exchange.set.isEmpty());
  }

  // With forms

  private static final String FORM = "jwt-form";

  private final SavedTarget both = withForms();

  private static SavedTarget withForms() {
    try {
      SealingKeys keys =
          SealingKeys.of(List.of("here are the random bytes of a key 1".getBytes(UTF_8)));
      Csrf csrf = new Csrf(Set.of(), false);
      SavedForm forms =
          new SavedForm(
              Fixture.cookies(), UnaryOperator.identity(), keys, csrf, Fixture.CLOCK, 3072);
      return new SavedTarget(Fixture.cookies(), csrf, Optional.of(forms));
    } catch (KeyException e) {
      throw new AssertionError(e);
    }
  }

  private static FakeExchange post() {
    return FakeExchange.of("POST", "/order")
        .header("Host", "shop.example")
        .header("Sec-Fetch-Site", "same-origin");
  }

  private String takenAfter(FakeExchange before) {
    return both.take(before.next(FakeExchange.of("POST", "/j_security_check"))).orElse("none");
  }

  @Test
  void page_isKept_andTakesThePlaceOfAForm() {
    FakeExchange form = post().posted("item=7");
    both.keep(form);
    FakeExchange page = form.next(FakeExchange.get("/mine"));
    assertTrue(both.formWaits(page));
    both.keep(page);
    assertEquals("/shop/mine", takenAfter(page));
    assertFalse(both.formWaits(page.next(FakeExchange.get("/login"))));
  }

  @Test
  void form_isKept_withItsTarget_forTheLoginThatTookIt() {
    FakeExchange form = post().posted("item=7");
    both.keep(form);
    FakeExchange login = form.next(FakeExchange.of("POST", "/j_security_check"));
    assertTrue(both.formWaits(login));
    Jwt jwt = Fixture.jwt();
    assertEquals(Optional.of("/shop/order"), both.take(login, jwt));
    FakeExchange order = FakeExchange.get("/order").cookie(FORM, form.set.get(FORM).value());
    assertEquals(
        Optional.of("item=7"), both.takeForm(login.next(order), jwt).map(PostedForm::body));
    assertFalse(target.formWaits(login), "where no forms are kept, none waits");
  }

  @Test
  void form_thatCannotBeKept_leadsBackToItsPage() {
    FakeExchange page = post().header("Referer", "https://shop.example/shop/cart?a=1");
    both.keep(page);
    assertEquals("/shop/cart?a=1", takenAfter(page));
    FakeExchange withoutQuery = post().header("Referer", "https://shop.example/shop/cart");
    both.keep(withoutQuery);
    assertEquals("/shop/cart", takenAfter(withoutQuery));
    FakeExchange unkept = post().header("Referer", "https://shop.example/shop/cart");
    target.keep(unkept);
    assertEquals("/shop/cart", takenAfter(unkept), "also where no forms are kept");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "https://evil.example/shop/cart",
        "https://shop.example/other/cart",
        "https://shop.example/shopping",
        "https://shop.example/shop//evil.example",
        "mailto:ann",
        "not a URI"
      })
  void form_whosePageIsNotOfThisApplication_leadsToWhereItWasSent(String referer) {
    FakeExchange form = post();
    if (!referer.isEmpty()) {
      form.header("Referer", referer);
    }
    both.keep(form);
    assertEquals("/shop/order", takenAfter(form));
  }

  @Test
  void form_ofAnotherSite_andWhatIsNeitherPageNorForm_isNotKept() {
    FakeExchange foreign =
        FakeExchange.of("POST", "/order").header("Sec-Fetch-Site", "cross-site").posted("item=7");
    both.keep(foreign);
    FakeExchange put = FakeExchange.of("PUT", "/order").header("Sec-Fetch-Site", "same-origin");
    both.keep(put);
    assertTrue(foreign.set.isEmpty());
    assertTrue(put.set.isEmpty());
  }

  @Test
  void form_isKept_onlyWithATargetToFollow() {
    FakeExchange unsafe = post().query("a=\\b").posted("item=7");
    assertFalse(both.keepForm(unsafe));
    assertTrue(unsafe.set.isEmpty());
    assertFalse(target.keepForm(post().posted("item=7")));
    FakeExchange form = post().posted("item=7");
    assertTrue(both.keepForm(form));
    assertEquals("/shop/order", takenAfter(form));
  }

  @Test
  void logout_forgetsTargetAndForm_andNothingThatIsNotThere() {
    FakeExchange form = post().posted("item=7");
    both.keep(form);
    FakeExchange logout = form.next(FakeExchange.get("/logout"));
    both.forget(logout);
    assertTrue(logout.set.get("jwt-target").line().contains("Max-Age=0"));
    assertTrue(logout.set.get("jwt-form-ticket").line().contains("Max-Age=0"));
    FakeExchange without = FakeExchange.get("/logout");
    both.forget(without);
    assertTrue(without.set.isEmpty());
  }
}
