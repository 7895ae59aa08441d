package org.jwtfilter.servlet;

import jakarta.servlet.http.Cookie;
import jakarta.servlet.http.HttpServletMapping;
import jakarta.servlet.http.HttpServletRequest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.jwtfilter.servlet.testkit.Handler;
import org.jwtfilter.servlet.testkit.Request;

/** Chapters 3 and 5, requests and responses: the same with us and without. */
@ExtendWith(Contract.Servers.class)
class RequestContractTest {
  private static final String FORM = "application/x-www-form-urlencoded";

  /** All that a request tells of itself, a line each. */
  private static String everything(HttpServletRequest q) {
    List<Object> all = new ArrayList<>();
    all.add(q.getMethod() + " " + q.getProtocol() + " " + q.getScheme() + " " + q.isSecure());
    all.add(q.getContextPath() + "|" + q.getServletPath() + "|" + q.getPathInfo());
    all.add(q.getPathTranslated() == null);
    all.add(q.getServerName() + " " + (q.getServerPort() == q.getLocalPort()));
    all.add(q.getRemoteAddr() + " " + q.getRemoteHost() + " " + q.getLocalAddr());
    all.add(q.getRemotePort() > 0 && q.getRemotePort() != q.getLocalPort());
    all.add(q.getCharacterEncoding() + " " + q.getContentType() + " " + q.getContentLength());
    all.add(q.getContentLengthLong());
    all.add(q.getLocale() + " " + Collections.list(q.getLocales()));
    all.add(q.getAuthType() + " " + q.getRemoteUser() + " " + q.getUserPrincipal());
    all.add(q.isUserInRole("customer") + " " + q.isUserInRole("**") + " " + q.isUserInRole("*"));
    all.add(q.getDispatcherType() + " " + q.isAsyncSupported() + " " + q.isAsyncStarted());
    all.add(new TreeSet<>(Collections.list(q.getAttributeNames())));
    all.add(headers(q));
    all.add(cookies(q));
    all.add(mapping(q.getHttpServletMapping()));
    all.add(
        q.getServletContext().getContextPath()
            + q.getServletContext().getInitParameter("greeting"));
    all.add(q.getTrailerFields() + " " + q.isTrailerFieldsReady());
    all.add(q.getRequestId() != null && q.getRequestId().equals(q.getRequestId()));
    all.add(q.getServletConnection().getProtocol() + q.getServletConnection().isSecure());
    all.add(q.getAttribute("jakarta.servlet.request.cipher_suite"));
    StringBuilder text = new StringBuilder();
    all.forEach(one -> text.append(one).append('\n'));
    return text.toString();
  }

  private static String headers(HttpServletRequest q) {
    Map<String, List<String>> all = new TreeMap<>();
    Collections.list(q.getHeaderNames())
        .forEach(name -> all.put(name.toLowerCase(), Collections.list(q.getHeaders(name))));
    return all + " " + q.getHeader("X-None") + Collections.list(q.getHeaders("X-None"));
  }

  private static String cookies(HttpServletRequest q) {
    return q.getCookies() == null
        ? "none"
        : Arrays.stream(q.getCookies()).map(RequestContractTest::cookie).toList().toString();
  }

  private static String cookie(Cookie one) {
    return one.getName() + "=" + one.getValue();
  }

  private static String mapping(HttpServletMapping one) {
    return one.getMappingMatch()
        + " "
        + one.getMatchValue()
        + " "
        + one.getPattern()
        + " "
        + one.getServletName();
  }

  private static String parameters(HttpServletRequest q) {
    Map<String, List<String>> all = new TreeMap<>();
    q.getParameterMap().forEach((name, values) -> all.put(name, List.of(values)));
    all.remove("s");
    return all
        + " "
        + q.getParameter("a")
        + " "
        + Arrays.toString(q.getParameterValues("a"))
        + " "
        + q.getParameter("none")
        + Arrays.toString(q.getParameterValues("none"))
        + " "
        + Collections.list(q.getParameterNames()).size()
        + " "
        + Thrown.by(() -> q.getParameterMap().put("x", new String[0]));
  }

  private static Request request(String method, String query, Browser.Question question) {
    return Request.of(method, Cluster.path("/extra/path", Browser.saying(question)) + query);
  }

  @ParameterizedTest
  @EnumSource
  void request_tellsTheSameOfItself(Contract server) {
    Handler script = Browser.saying(RequestContractTest::everything);
    String path = Cluster.path("/extra%20path/%C3%BC;x=1/end", script) + "&a=1&a=2&b=%20";
    server.same(
        b ->
            b.client()
                .send(
                    Request.get(path)
                        .header("Cookie", "one=1; two=\"2\"; three=")
                        .header("Accept-Language", "de-CH, fr;q=0.5, en;q=0.9")
                        .header("X-Twice", "a")
                        .header("X-Twice", "b, c")
                        .header("Accept", "text/html"))
                .text());
  }

  @ParameterizedTest
  @EnumSource
  void urlAndQuery_areThoseOfTheClient(Contract server) {
    String path =
        Cluster.path(
            "/a%2Bb;c=d",
            Browser.saying(
                q -> q.getRequestURI() + " " + q.getRequestURL() + " " + q.getQueryString()));
    server.same(b -> b.client().get(path + "&x=%2B&&y").text());
  }

  @ParameterizedTest
  @EnumSource
  void parameters_ofTheQuery_areAllThere(Contract server) {
    Request asked = request("GET", "&a=1&a=2&b=%C3%BC+x&c", RequestContractTest::parameters);
    server.same(b -> b.client().send(asked).text());
  }

  @ParameterizedTest
  @EnumSource
  void parameters_ofQueryAndForm_comeInThatOrder(Contract server) {
    Request asked =
        request("POST", "&a=query", RequestContractTest::parameters)
            .header("Content-Type", FORM)
            .body("a=form&b=%C3%BC&a=again");
    server.same(b -> b.client().send(asked).text());
  }

  @ParameterizedTest
  @EnumSource
  void form_isReadInTheEncodingThatTheApplicationSets(Contract server) {
    Request asked =
        request(
                "POST",
                "",
                q -> {
                  q.setCharacterEncoding("ISO-8859-1");
                  return q.getParameter("a") + q.getCharacterEncoding();
                })
            .header("Content-Type", FORM)
            .body("a=%FC");
    server.same(b -> b.client().send(asked).status());
  }

  @ParameterizedTest
  @EnumSource
  void formThatWasReadAsParameters_isNoBodyAnyMore(Contract server) {
    Request asked =
        request("POST", "", q -> q.getParameter("a") + q.getInputStream().readAllBytes().length)
            .header("Content-Type", FORM)
            .body("a=1&b=2");
    server.same(b -> b.client().send(asked).text());
  }

  @ParameterizedTest
  @EnumSource
  void formThatWasReadAsBody_isNoParameterAnyMore(Contract server) {
    Request asked =
        request(
                "POST",
                "",
                q -> new String(q.getInputStream().readAllBytes()) + " " + q.getParameter("a"))
            .header("Content-Type", FORM)
            .body("a=1&b=2");
    server.same(b -> b.client().send(asked).text());
  }

  @ParameterizedTest
  @EnumSource
  void body_isReadByReaderOrStream_notBoth(Contract server) {
    Request asked =
        request(
                "PUT",
                "",
                q ->
                    q.getReader().readLine()
                        + Thrown.by(() -> q.getInputStream())
                        + q.getCharacterEncoding())
            .header("Content-Type", "text/plain;charset=UTF-8")
            .body("grüße\nmore");
    server.same(b -> b.client().send(asked).text());
    Request other =
        request(
                "PUT",
                "",
                q ->
                    q.getInputStream().readAllBytes().length
                        + " "
                        + Thrown.by(() -> q.getReader())
                        + q.getInputStream().isFinished())
            .header("Content-Type", "text/plain;charset=UTF-8")
            .body("grüße\nmore");
    server.same(b -> b.client().send(other).text());
  }

  @ParameterizedTest
  @EnumSource
  void parts_areThoseOfTheForm(Contract server) {
    String body =
        "--B\r\nContent-Disposition: form-data; name=\"field\"\r\n\r\nvalue\r\n--B\r\n"
            + "Content-Disposition: form-data; name=\"file\"; filename=\"a.txt\"\r\n"
            + "Content-Type: text/plain\r\n\r\ncontent\r\n--B--\r\n";
    server.same(
        b ->
            Contract.transcript(
                b.client()
                    .send(
                        Request.of("POST", "/upload")
                            .header("Content-Type", "multipart/form-data; boundary=B")
                            .body(body))));
  }

  @ParameterizedTest
  @EnumSource
  void headersThatAreNoNumbersOrDates_areRefused(Contract server) {
    Request asked =
        request(
                "GET",
                "",
                q ->
                    q.getIntHeader("X-Number")
                        + " "
                        + q.getIntHeader("X-None")
                        + " "
                        + q.getDateHeader("X-Date")
                        + " "
                        + Thrown.by(() -> q.getIntHeader("X-Bad"))
                        + " "
                        + Thrown.by(() -> q.getDateHeader("X-Bad")))
            .header("X-Number", "17")
            .header("X-Date", "Sun, 06 Nov 1994 08:49:37 GMT")
            .header("X-Bad", "bad");
    server.same(b -> b.client().send(asked).text());
  }

  @ParameterizedTest
  @EnumSource
  void attributes_areSetListedAndRemoved(Contract server) {
    server.sameFor(
        q -> {
          q.setAttribute("a", "1");
          q.setAttribute("b", "2");
          q.setAttribute("b", null);
          q.removeAttribute("c");
          return new TreeSet<>(Collections.list(q.getAttributeNames())) + " " + q.getAttribute("a");
        });
  }

  @ParameterizedTest
  @EnumSource
  void callerWhoLogsIn_isKnown(Contract server) {
    server.sameFor(
        q -> {
          q.login("bob", "bob");
          String in =
              q.getRemoteUser() + q.getUserPrincipal().getName() + q.isUserInRole("customer");
          Object twice = Thrown.doing(() -> q.login("ann", "ann"));
          q.logout();
          return in + twice + q.getRemoteUser() + q.getUserPrincipal() + q.isUserInRole("customer");
        });
  }

  @ParameterizedTest
  @EnumSource
  void role_thatTheServletCallsByANameOfItsOwn_isKnown(Contract server) {
    server.same(b -> b.client().get("/roles").text());
  }

  @ParameterizedTest
  @EnumSource
  void wrongPassword_isToldByAnException(Contract server) {
    server.sameFor(
        q ->
            Thrown.doing(() -> q.login("bob", "wrong"))
                + " "
                + Thrown.doing(() -> q.login(null, null)));
  }

  // Responses

  @ParameterizedTest
  @EnumSource
  void answer_hasWhatTheApplicationSays(Contract server) {
    server.sameAnswer(
        (q, r) -> {
          r.setStatus(202);
          r.setContentType("text/html");
          r.setCharacterEncoding("UTF-8");
          r.addHeader("X-Twice", "a");
          r.addHeader("X-Twice", "b");
          r.setHeader("X-Once", "a");
          r.setHeader("X-Once", "b");
          r.addIntHeader("X-Number", 1);
          r.setDateHeader("X-Date", 0);
          r.setLocale(java.util.Locale.GERMANY);
          Cookie cookie = new Cookie("own", "value");
          cookie.setPath("/app");
          cookie.setHttpOnly(true);
          cookie.setAttribute("SameSite", "Strict");
          r.addCookie(cookie);
          r.getWriter()
              .print(
                  "grüße "
                      + r.getStatus()
                      + r.getHeader("X-Once")
                      + r.getHeaders("X-Twice")
                      + r.containsHeader("X-None")
                      + r.getContentType()
                      + r.getCharacterEncoding()
                      + r.getLocale());
        });
  }

  @ParameterizedTest
  @EnumSource
  void buffer_isResetUntilTheCommit(Contract server) {
    server.sameAnswer(
        (q, r) -> {
          r.setHeader("X-Before", "1");
          r.getWriter().print("before");
          r.resetBuffer();
          r.getWriter().print("after " + r.isCommitted() + (r.getBufferSize() > 0));
          r.flushBuffer();
          r.getWriter()
              .print(
                  r.isCommitted()
                      + " "
                      + Thrown.doing(r::reset)
                      + Thrown.doing(r::resetBuffer)
                      + Thrown.doing(() -> r.setBufferSize(9)));
          r.setHeader("X-After", "1");
          r.setStatus(500);
        });
  }

  @ParameterizedTest
  @EnumSource
  void reset_forgetsHeadersStatusAndText(Contract server) {
    server.sameAnswer(
        (q, r) -> {
          r.setStatus(400);
          r.setHeader("X-Before", "1");
          r.getWriter().print("before");
          r.reset();
          r.getOutputStream().print("after");
        });
  }

  @ParameterizedTest
  @EnumSource
  void writerAndStream_excludeEachOther(Contract server) {
    server.sameAnswer(
        (q, r) -> {
          r.getWriter();
          r.getWriter().print(Thrown.by(() -> r.getOutputStream()));
        });
    server.sameAnswer(
        (q, r) -> {
          r.getOutputStream();
          r.getOutputStream().print(String.valueOf(Thrown.by(() -> r.getWriter())));
        });
  }

  @ParameterizedTest
  @EnumSource
  void redirect_leadsWhereTheContainerSays(Contract server) {
    for (String target : List.of("/else", "else?a=b", "../up", "http://other.example/x", "//h/p")) {
      server.sameAnswer((q, r) -> r.sendRedirect(target));
    }
  }

  @ParameterizedTest
  @EnumSource
  void answerAfterItWasGiven_isRefused(Contract server) {
    server.sameAnswer(
        (q, r) -> {
          r.flushBuffer();
          r.getWriter()
              .print(
                  ""
                      + Thrown.doing(() -> r.sendRedirect("/x"))
                      + Thrown.doing(() -> r.sendError(500)));
        });
  }

  @ParameterizedTest
  @EnumSource
  void announcedLength_endsTheAnswer(Contract server) {
    server.sameAnswer(
        (q, r) -> {
          r.setContentLength(5);
          r.getOutputStream().print("12345");
        });
  }

  @ParameterizedTest
  @EnumSource
  void largeAnswer_isTheSame(Contract server) {
    server.sameAnswer((q, r) -> r.getWriter().print("0123456789".repeat(5000)));
  }

  @ParameterizedTest
  @EnumSource
  void staticFile_isTheSame(Contract server) {
    server.same(
        b ->
            b.client().get("/page.txt").text()
                + b.client().get("/page.txt").headers("Content-Type")
                + b.client().get("/welcome/").text()
                + b.client().get("/welcome").status()
                + b.client().send(Request.of("HEAD", "/page.txt")).headers("Content-Length"));
  }
}
