package org.jwtfilter.servlet;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.jwtfilter.servlet.testkit.Handler;

/** Chapter 6, filters of the application: the same with us and without. */
@ExtendWith(Contract.Servers.class)
class FilterContractTest {
  /** What the filters told while a script was played. */
  private static Contract.Scenario told(Handler script) {
    return b -> {
      ContractApplication.heard(b);
      String answer = Contract.transcript(b.client().get(Cluster.path("/first", script)));
      return answer + ContractApplication.heard(b);
    };
  }

  private static String at(String path, Handler script) {
    return Cluster.path(path, script);
  }

  private static final Handler NOTHING = (q, r) -> {};

  private static Contract.Scenario throughFilters(Handler script) {
    return b -> {
      ContractApplication.heard(b);
      String answer = Contract.transcript(b.client().get(at("/told", script)));
      // See Difference.ERROR_ATTRIBUTE.
      return answer + ContractApplication.heard(b).replaceAll("added org.jwtfilter.*\n", "");
    };
  }

  @ParameterizedTest
  @EnumSource
  void filters_areAskedInTheirOrder(Contract server) {
    server.same(throughFilters(NOTHING));
  }

  @ParameterizedTest
  @EnumSource
  void filters_areAskedForTheDispatchesOfTheirMapping(Contract server) {
    server.same(told((q, r) -> q.getRequestDispatcher(at("/told", NOTHING)).forward(q, r)));
    server.same(told((q, r) -> q.getRequestDispatcher(at("/told", NOTHING)).include(q, r)));
    server.same(told((q, r) -> q.startAsync().dispatch(at("/told", NOTHING))));
    server.same(
        throughFilters((q, r) -> q.getRequestDispatcher(at("/told/more", NOTHING)).forward(q, r)));
    server.same(throughFilters((q, r) -> r.sendError(404)));
    server.same(
        throughFilters(
            (q, r) -> {
              throw new IllegalStateException("as servlets do");
            }));
  }

  @ParameterizedTest
  @EnumSource
  void wrapperOfAFilter_isWhatTheServletSees(Contract server) {
    server.same(
        b ->
            b.client()
                .get(
                    at(
                        "/wrapped",
                        (q, r) ->
                            r.getWriter()
                                .print(
                                    q.getParameter("wrapped")
                                        + (q instanceof ContractApplication.Wrapped)
                                        + q.getSession().isNew())))
                .text());
    // The pattern of that filter is below /do.
    server.same(
        b ->
            b.client()
                .get("/do/wrapped" + id(Browser.saying(q -> q.getParameter("wrapped"))))
                .text());
  }

  private static String id(Handler script) {
    return Cluster.path(script).replaceAll("^[^?]*", "");
  }

  @ParameterizedTest
  @EnumSource
  void wrapperOfAFilter_staysInForwardIncludeAndAsync(Contract server) {
    Handler tells = Browser.saying(q -> q.getParameter("wrapped") + " " + q.getDispatcherType());
    server.same(
        b -> {
          List<String> all = new ArrayList<>();
          all.add(
              b.client()
                  .get(
                      at("/wrapped", (q, r) -> q.getRequestDispatcher(at("", tells)).forward(q, r)))
                  .text());
          all.add(
              b.client()
                  .get(
                      at("/wrapped", (q, r) -> q.getRequestDispatcher(at("", tells)).include(q, r)))
                  .text());
          all.add(
              b.client()
                  .get(at("/wrapped", (q, r) -> q.startAsync(q, r).dispatch(at("", tells))))
                  .text());
          all.add(
              b.client()
                  .get(at("/wrapped", (q, r) -> q.startAsync().dispatch(at("", tells))))
                  .text());
          return all;
        });
  }

  @ParameterizedTest
  @EnumSource
  void registrations_ofTheApplication_areListed(Contract server) {
    server.sameFor(
        q ->
            q.getServletContext().getFilterRegistrations().values().stream()
                .filter(one -> !one.getClassName().equals(JwtFilter.class.getName()))
                .map(
                    one ->
                        one.getName() + one.getInitParameter("name") + one.getUrlPatternMappings())
                .sorted()
                .toList());
  }

  @ParameterizedTest
  @EnumSource
  void registrations_listUsToo(Contract server) {
    server.differs(
        Difference.REGISTRATION,
        b -> b.asks(q -> q.getServletContext().getFilterRegistrations().size()));
  }
}
