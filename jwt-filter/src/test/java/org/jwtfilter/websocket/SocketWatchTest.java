package org.jwtfilter.websocket;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.Mockito.doAnswer;
import static org.mockito.Mockito.doThrow;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.never;
import static org.mockito.Mockito.times;
import static org.mockito.Mockito.verify;
import static org.mockito.Mockito.when;

import jakarta.websocket.CloseReason;
import jakarta.websocket.CloseReason.CloseCodes;
import jakarta.websocket.Session;
import java.io.IOException;
import java.security.Principal;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.jwtfilter.Caller;
import org.jwtfilter.Jwt;
import org.jwtfilter.store.testkit.SharedStoreProvider;
import org.mockito.ArgumentCaptor;

/** Which sockets are closed, and when to the second. */
class SocketWatchTest {
  private Shop shop = new Shop();
  private final List<Session> table = new ArrayList<>();

  @AfterEach
  void end() {
    shop.close();
  }

  private SocketWatch watch() {
    return new SocketWatch(new SocketLife(shop.runtime), () -> table, Runnable::run);
  }

  /** An open socket, which the server tells. */
  private Session opened(Principal caller) {
    Session session = mock(Session.class);
    AtomicBoolean open = new AtomicBoolean(true);
    when(session.isOpen()).thenAnswer(asked -> open.get());
    when(session.getUserPrincipal()).thenReturn(caller);
    try {
      doAnswer(close -> open.getAndSet(false)).when(session).close(any());
    } catch (IOException impossible) {
      throw new AssertionError(impossible);
    }
    table.add(session);
    return session;
  }

  private Session opened(Jwt jwt) {
    return opened(new Caller(jwt));
  }

  private void lookAt(SocketWatch watch, long second) {
    shop.at(second);
    watch.look();
  }

  private static void staysOpen(Session session) throws IOException {
    verify(session, never()).close(any());
  }

  private static void closed(Session session, String reason) throws IOException {
    ArgumentCaptor<CloseReason> given = ArgumentCaptor.forClass(CloseReason.class);
    verify(session).close(given.capture());
    assertEquals(CloseCodes.VIOLATED_POLICY, given.getValue().getCloseCode());
    assertEquals(1008, given.getValue().getCloseCode().getCode());
    assertEquals(reason, given.getValue().getReasonPhrase());
  }

  @Test
  void socket_isClosed_inTheSecondInWhichItsTokenIsAcceptedNoMore() throws IOException {
    Session session = opened(shop.login("ann"));
    SocketWatch watch = watch();
    lookAt(watch, 600 + 9);
    staysOpen(session);
    lookAt(watch, 600 + 10);
    closed(session, "The token has expired");
    assertEquals(0, watch.kept());
  }

  @Test
  void socket_isClosed_whenTokenLoginOrUserIsRevoked_andNoOther() throws IOException {
    Jwt token = shop.login("ann");
    Jwt grant = shop.login("ann");
    Jwt user = shop.login("bob");
    List<Session> sockets = List.of(opened(token), opened(grant), opened(user));
    Session other = opened(shop.login("eve"));
    SocketWatch watch = watch();
    shop.runtime.grants().revokeToken(token.id().orElseThrow(), token.expiresAt());
    watch.look();
    staysOpen(sockets.get(1));
    shop.runtime.grants().revokeGrant(grant.grant().orElseThrow());
    shop.at(1);
    shop.runtime.grants().revokeUser("bob");
    watch.look();
    for (Session one : sockets) {
      closed(one, "The token was revoked");
    }
    staysOpen(other);
  }

  @Test
  void socketOfNobody_orOfAPrincipalThatIsNotOurs_isLeftAlone() throws IOException {
    Session nobodys = opened((Principal) null);
    Session others = opened(() -> "ann");
    Session withoutToken = opened(new Caller("ann", Set.of()));
    lookAt(watch(), 1_000_000);
    staysOpen(nobodys);
    staysOpen(others);
    staysOpen(withoutToken);
  }

  @Test
  void renewedLogin_keepsItsSocketsOpen_untilItsLastTokenEnds() throws IOException {
    Jwt first = shop.login("ann");
    Session session = opened(first);
    Session second = opened(first);
    SocketWatch watch = watch();
    shop.at(400);
    Jwt next = shop.renewed(first);
    lookAt(watch, 610);
    lookAt(watch, 400 + 600 + 9);
    staysOpen(session);
    shop.at(900);
    shop.renewed(next);
    lookAt(watch, 900 + 609);
    staysOpen(session);
    staysOpen(second);
    lookAt(watch, 900 + 610);
    closed(session, "The token has expired");
    closed(second, "The token has expired");
  }

  @Test
  void renewalOfAnotherLoginOfTheUser_prolongsNothing() throws IOException {
    Session session = opened(shop.login("ann"));
    Jwt other = shop.login("ann");
    shop.at(400);
    shop.renewed(other);
    lookAt(watch(), 610);
    closed(session, "The token has expired");
  }

  @Test
  void renewals_closerTogetherThanTheListNotes_areGivenTheBenefitOfTheDoubt() throws IOException {
    shop.close();
    shop = new Shop("renew-after", "2m");
    Jwt first = shop.login("ann");
    Session session = opened(first);
    SocketWatch watch = watch();
    shop.at(310);
    shop.renewed(first);
    lookAt(watch, 310 + 600 + 180 + 9);
    staysOpen(session);
    lookAt(watch, 310 + 600 + 180 + 10);
    closed(session, "The token has expired");
  }

  @Test
  void login_goesOnNoLongerThanItsAbsoluteLifetime() throws IOException {
    shop.close();
    shop = new Shop("absolute-lifetime", "12m");
    Jwt first = shop.login("ann");
    Session session = opened(first);
    SocketWatch watch = watch();
    shop.at(400);
    shop.renewed(first);
    lookAt(watch, 12 * 60 + 9);
    staysOpen(session);
    lookAt(watch, 12 * 60 + 10);
    closed(session, "The token has expired");
  }

  @Test
  void renewedLogin_thatIsRevoked_goesOnNoMore() throws IOException {
    Jwt first = shop.login("ann");
    Session session = opened(first);
    SocketWatch watch = watch();
    shop.at(400);
    shop.renewed(first);
    lookAt(watch, 700);
    staysOpen(session);
    shop.runtime.grants().revokeGrant(first.grant().orElseThrow());
    watch.look();
    closed(session, "The token was revoked");
  }

  @Test
  void loginsThatGoOn_areForgotten_whenTheyAreOver() {
    SocketLife life = new SocketLife(shop.runtime);
    SocketWatch watch = new SocketWatch(life, () -> table, Runnable::run);
    Jwt first = shop.login("ann");
    opened(first);
    shop.at(400);
    shop.renewed(first);
    lookAt(watch, 700);
    assertEquals(1, life.size());
    lookAt(watch, 1100);
    assertEquals(0, life.size());
  }

  @Test
  void tokenThatHasEnded_isNotProlonged_whileTheStoreDoesNotAnswer() throws IOException {
    shop.close();
    shop = new Shop("store", "shared:sockets-down");
    Jwt first = shop.login("ann");
    Session ended = opened(first);
    shop.at(400);
    Session good = opened(shop.renewed(first));
    SocketWatch watch = watch();
    SharedStoreProvider.down("sockets-down", true);
    try {
      lookAt(watch, 700);
      closed(ended, "The token has expired");
      staysOpen(good);
    } finally {
      SharedStoreProvider.down("sockets-down", false);
    }
  }

  @Test
  void socketThatIsWatchedByHand_isClosedToo_andForgottenOnceItIsClosed() throws IOException {
    SocketWatch watch = watch();
    Session session = opened(shop.login("ann"));
    table.clear();
    watch.add(session);
    watch.look();
    assertEquals(1, watch.kept());
    lookAt(watch, 610);
    closed(session, "The token has expired");
    watch.look();
    assertEquals(0, watch.kept());
  }

  @Test
  void socketThatClosesMeanwhile_orCannotBeClosed_disturbsNobody() throws IOException {
    Session gone = opened(shop.login("ann"));
    when(gone.getUserPrincipal()).thenThrow(new IllegalStateException("closed"));
    Session broken = opened(shop.login("ann"));
    doThrow(new IOException("broken pipe")).when(broken).close(any());
    Session session = opened(shop.login("ann"));
    SocketWatch watch = watch();
    lookAt(watch, 610);
    closed(session, "The token has expired");
    assertEquals(0, watch.kept());
  }

  @Test
  void closing_thatFindsNoThread_isTriedAgain_andOneUnderWayIsNotRepeated() throws IOException {
    List<Runnable> waiting = new ArrayList<>();
    boolean[] full = {true};
    SocketWatch watch =
        new SocketWatch(
            new SocketLife(shop.runtime),
            () -> table,
            task -> {
              if (full[0]) {
                throw new RejectedExecutionException();
              }
              waiting.add(task);
            });
    Jwt jwt = shop.login("ann");
    Session session = opened(jwt);
    shop.runtime.grants().revokeGrant(jwt.grant().orElseThrow());
    watch.look();
    assertEquals(0, watch.kept());
    full[0] = false;
    watch.look();
    watch.look();
    assertEquals(1, waiting.size());
    waiting.forEach(Runnable::run);
    verify(session, times(1)).close(any());
    assertEquals(0, watch.kept());
  }

  @Test
  void tableThatFails_doesNotEndTheWatch() {
    SocketWatch watch =
        new SocketWatch(
            new SocketLife(shop.runtime),
            () -> {
              throw new IllegalStateException("broken");
            },
            Runnable::run);
    watch.look();
    watch.look();
  }

  @Test
  void unknownServer_hasNoTable() {
    assertEquals(Optional.empty(), ServerTables.of("some container"));
  }

  @Test
  void watchByHand_withoutTheFilter_saysSo_andOfNobodyIsNothing() {
    Session session = opened(shop.login("ann"));
    IllegalStateException told =
        assertThrows(IllegalStateException.class, () -> JwtSockets.watch(session));
    assertEquals(
        "JwtFilter does not run in this application, or not before the WebSocket's handshake;"
            + " map it to /*",
        told.getMessage());
    JwtSockets.watch(opened((Principal) null));
  }

  @Test
  void watchByHand_findsTheWatchOfItsApplication_whileThatRuns() {
    ClassLoader loader = Thread.currentThread().getContextClassLoader();
    try (SocketWatch running = SocketWatch.begin(shop.runtime, "unknown server", loader)) {
      JwtSockets.watch(opened(shop.login("ann")));
      assertEquals(1, running.kept());
    }
    assertThrows(IllegalStateException.class, () -> JwtSockets.watch(opened(shop.login("ann"))));
  }
}
