package org.jwtfilter.http;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A request in a test's own words, and what was answered. */
final class FakeExchange implements Exchange {
  final Map<String, String> answered = new LinkedHashMap<>();
  final Map<String, SetCookie> set = new LinkedHashMap<>();
  final List<String> added = new ArrayList<>();
  final PlantedCookies planted = new PlantedCookies();
  int status;
  String contentType = "";
  String body = "";
  int errorPage;

  private final String method;
  private final String path;
  private final Map<String, List<String>> headers = new LinkedHashMap<>();
  private final Map<String, List<String>> cookies = new LinkedHashMap<>();
  private final Map<String, List<String>> form = new LinkedHashMap<>();
  private String query;
  private boolean secure;
  private boolean formRead;
  private PostedForm posted;
  private String address = "192.0.2.7";

  private FakeExchange(String method, String path) {
    this.method = method;
    this.path = path;
  }

  static FakeExchange get(String path) {
    return new FakeExchange("GET", path);
  }

  static FakeExchange of(String method, String path) {
    return new FakeExchange(method, path);
  }

  /** A browser that opens a page. */
  static FakeExchange page(String path) {
    return get(path).header("Accept", "text/html,application/xhtml+xml,*/*;q=0.8");
  }

  FakeExchange header(String name, String value) {
    headers.computeIfAbsent(name, any -> new ArrayList<>()).add(value);
    return this;
  }

  FakeExchange cookie(String name, String value) {
    cookies.computeIfAbsent(name, any -> new ArrayList<>()).add(value);
    return this;
  }

  FakeExchange form(String name, String value) {
    form.computeIfAbsent(name, any -> new ArrayList<>()).add(value);
    return this;
  }

  FakeExchange posted(String body) {
    this.posted = new PostedForm("application/x-www-form-urlencoded", body);
    return this;
  }

  FakeExchange query(String text) {
    this.query = text;
    return this;
  }

  FakeExchange from(String client) {
    this.address = client;
    return this;
  }

  FakeExchange overTls() {
    this.secure = true;
    return this;
  }

  /** The next request of the same browser: it brings the cookies that this answer set. */
  FakeExchange next(FakeExchange to) {
    set.values().stream()
        .filter(one -> !one.value().isEmpty())
        .forEach(one -> to.cookie(one.name(), one.value()));
    return to;
  }

  @Override
  public SetCookie cookieSet(String name) {
    return set.get(name);
  }

  boolean formWasRead() {
    return formRead;
  }

  @Override
  public String method() {
    return method;
  }

  @Override
  public String path() {
    return path;
  }

  @Override
  public String contextPath() {
    return "/shop";
  }

  @Override
  public boolean secure() {
    return secure;
  }

  @Override
  public String address() {
    return address;
  }

  @Override
  public List<String> headers(String name) {
    return headers.getOrDefault(name, List.of());
  }

  @Override
  public List<String> cookies(String name) {
    return cookies.getOrDefault(name, List.of());
  }

  @Override
  public String query() {
    return query;
  }

  @Override
  public List<String> formValues(String name) {
    formRead = true;
    return form.getOrDefault(name, List.of());
  }

  @Override
  public Optional<PostedForm> postedForm(int mostBytes) {
    return Optional.ofNullable(posted).filter(one -> one.body().length() <= mostBytes);
  }

  @Override
  public void setCookie(SetCookie cookie) {
    set.put(cookie.name(), cookie);
  }

  @Override
  public List<String> formField(String name) {
    return formValues(name);
  }

  @Override
  public PlantedCookies planted() {
    return planted;
  }

  @Override
  public void setHeader(String name, String value) {
    answered.put(name, value);
  }

  @Override
  public void addHeader(String name, String value) {
    added.add(name + ": " + value);
  }

  /** The one challenge of the answer. */
  String challenge() {
    List<String> all = added.stream().filter(one -> one.startsWith("WWW-Authenticate: ")).toList();
    assertEquals(1, all.size(), all::toString);
    return all.get(0).substring("WWW-Authenticate: ".length());
  }

  @Override
  public void answer(int code, String type, String text) {
    this.status = code;
    this.contentType = type;
    this.body = text;
  }

  @Override
  public void error(int code) {
    this.errorPage = code;
  }

  @Override
  public String target() {
    return "/shop" + path + (query == null ? "" : "?" + query);
  }
}
