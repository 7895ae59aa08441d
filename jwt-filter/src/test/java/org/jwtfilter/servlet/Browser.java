package org.jwtfilter.servlet;

import static org.junit.jupiter.api.Assertions.assertEquals;

import jakarta.servlet.http.HttpServletRequest;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jwtfilter.servlet.testkit.Answer;
import org.jwtfilter.servlet.testkit.Client;
import org.jwtfilter.servlet.testkit.CookieJar;
import org.jwtfilter.servlet.testkit.Handler;
import org.jwtfilter.servlet.testkit.Node;
import org.jwtfilter.servlet.testkit.Request;

/** A client of a {@link Cluster}: what a servlet is to do for it is said in place. */
final class Browser {
  private final Client client;
  private final List<Node> nodes;

  Browser(Client client, List<Node> nodes) {
    this.client = client;
    this.nodes = nodes;
  }

  /** What a servlet tells. */
  @FunctionalInterface
  interface Question {
    Object ask(HttpServletRequest request) throws Exception;
  }

  Client client() {
    return client;
  }

  CookieJar jar() {
    return client.jar();
  }

  /** The same browser, talking to the first node only. */
  Browser atOne() {
    return new Browser(client.at(nodes.get(0)), nodes);
  }

  /** The same browser, talking to the second node only. */
  Browser atTwo() {
    return new Browser(client.at(nodes.get(1)), nodes);
  }

  /** Another browser with the same cookies, which go their own way from now on. */
  Browser twin() {
    return new Browser(client.twin(), nodes);
  }

  /** Lets a servlet of the next node do something; any status is fine. */
  Answer tries(Handler script) {
    return client.get(Cluster.path(script));
  }

  /** Lets a servlet of the next node do something, which must succeed. */
  Answer does(Handler script) {
    return ok(tries(script));
  }

  /** Lets a servlet of the next node do something, which must end with this status. */
  Answer does(Handler script, int status) {
    Answer answer = tries(script);
    assertEquals(status, answer.status(), answer::toString);
    return answer;
  }

  /** Sends a request of this method and headers to a servlet of the next node. */
  Answer sends(String method, Handler script, String... namesAndValues) {
    Request request = Request.of(method, Cluster.path(script));
    for (int i = 0; i < namesAndValues.length; i += 2) {
      request = request.header(namesAndValues[i], namesAndValues[i + 1]);
    }
    return client.send(request);
  }

  /** What a servlet of the next node answers, as text. */
  String asks(Question question) {
    return does(saying(question)).text();
  }

  static Handler saying(Question question) {
    return (request, response) -> {
      response.setContentType("text/plain;charset=UTF-8");
      response.getWriter().print(question.ask(request));
    };
  }

  /** An attribute of the session on the next node, as text. */
  String attribute(String name) {
    return asks(q -> q.getSession(false) == null ? "none" : q.getSession(false).getAttribute(name));
  }

  /** Sets an attribute of the session on the next node. */
  Answer puts(String name, Object value) {
    return does((q, r) -> q.getSession().setAttribute(name, value));
  }

  /** Logs in on the next node, by {@code request.login}; the realm's passwords are the names. */
  Answer logsIn(String name) {
    return does((q, r) -> q.login(name, name));
  }

  /** What this browser is shown as logged in user. */
  String user() {
    return asks(HttpServletRequest::getRemoteUser);
  }

  /** Takes the cookies of an answer that arrives only now. */
  void receives(Answer late) {
    late.setCookies().forEach(line -> jar().accept(line, "/app/do"));
  }

  /** Lets a servlet do something in a request whose answer stays under way. */
  Answer underWay(Handler script) {
    return twin().does(script);
  }

  /** The names of the cookies that an answer sets or deletes, in alphabetical order. */
  static List<String> cookies(Answer answer) {
    return answer.setCookies().stream().map(line -> line.split("=", 2)[0]).sorted().toList();
  }

  /** What was answered to requests that were sent at the same time, in their order. */
  static List<Answer> together(int threads, List<Callable<Answer>> requests) throws Exception {
    ExecutorService pool = Executors.newFixedThreadPool(threads);
    try {
      List<Answer> answers = new ArrayList<>();
      for (Future<Answer> one : pool.invokeAll(requests)) {
        answers.add(one.get());
      }
      return answers;
    } finally {
      pool.shutdownNow();
    }
  }

  static Answer ok(Answer answer) {
    assertEquals(200, answer.status(), answer::toString);
    return answer;
  }
}
